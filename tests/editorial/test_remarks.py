"""Remarks as the edition's page shows them, and the buttons beside them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from editorial import actions
from editorial.chronicle import latest_deeds
from editorial.clock import database_moment
from editorial.desk.remarks import Remarks
from editorial.four_eyes import Review
from editorial.models import Edition, Remark
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, sentences, signed_in
from tests.editorial.desk import press as press_act
from tests.factories import draft, released, words

BODY = "<p>Стороны обменялись мнениями.</p><p>Гости приехали утром.</p>"


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer, ru=words("Встреча", BODY))


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


def shown(edition: Edition, by: User) -> Remarks:
    row = type(edition).objects.get(pk=edition.pk)
    texts = {text.language: text for text in row.text_rows.all()}
    return Remarks(Review(row, texts, database_moment()), by, {})


def press(client: Client, edition: Edition, act: str, **changed: Any) -> HttpResponse:
    """Open the page, change these values, press a button beside a remark, and follow."""
    values = {**opened(client, edition), **changed, "_remark": act}
    return client.post(address(edition), values, follow=True)


def remarks_on(response: HttpResponse) -> list[str]:
    """Return the words of the remarks on a page, each on one line."""
    page = html.fromstring(response.content.decode())
    found = page.xpath("//li[starts-with(@id, 'remark-')]")
    return [" ".join(one.text_content().split()) for one in found]


def on_body(edition: Edition, by: User, quote: str, **given: Any) -> Remark:
    return actions.remark(edition=edition, by=by, part="ru", field="body", quote=quote, **given)


def test_a_remark_stands_below_its_field(office: Office, edition: Edition) -> None:
    on_body(edition, office.editor, "утром", body="Когда?")
    actions.remark(edition=edition, by=office.editor, part="ru", body="Хорошо.")
    actions.remark(edition=edition, by=office.editor, part="facts", body="Где?")
    found = shown(edition, office.writer)
    assert [one.remark.body for one in found.in_field("body_ru")] == ["Когда?"]
    assert [one.remark.body for one in found.in_part("ru")] == ["Хорошо."]
    assert [one.remark.body for one in found.in_part("facts")] == ["Где?"]
    assert found.in_field("headline_ru") == []
    assert (len(found.open_in("ru")), len(found.open_in("en"))) == (2, 0)


def test_words_are_found_again_in_the_next_edition(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary, ru=words("Встреча", BODY))
    on_body(edition, office.editor, "утром", body="Когда?")
    settled = actions.remark(edition=edition, by=office.editor, part="ru", body="Старое.")
    actions.resolve(remark=settled, by=office.editor)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    (thread,) = shown(following, office.writer).threads
    assert thread.place is not None
    assert (thread.place.before, thread.place.is_same) == ("Гости приехали ", True)
    assert [one.remark.body for one in shown(edition, office.writer).threads] == [
        "Когда?",
        "Старое.",
    ]


@pytest.mark.parametrize(
    ("body", "has_place"),
    [("<p>Гости прибыли утром.</p>", True), ("<p>Гости прибыли.</p>", False)],
)
def test_a_passage_that_has_changed_is_said_to_have(
    office: Office, edition: Edition, body: str, has_place: bool
) -> None:
    on_body(edition, office.editor, "утром", body="Когда?")
    texts = {"ru": {"body": body}}
    actions.save_edition(edition=edition, by=office.writer, token=edition.token, texts=texts)
    (thread,) = shown(edition, office.writer).threads
    assert (thread.has_changed, thread.place is not None) == (True, has_place)


def test_the_page_marks_what_is_blocking_and_counts_what_is_open(
    office: Office, edition: Edition, writer: Client
) -> None:
    on_body(edition, office.editor, "утром", body="Когда?", is_blocking=True)
    page = writer.get(address(edition))
    (said,) = remarks_on(page)
    assert said.startswith("editor")
    assert "blocking Стороны" not in said
    assert "■ blocking Гости приехали утром. Когда?" in said
    tree = html.fromstring(page.content.decode())
    (count,) = tree.xpath("//button[@data-shows='ru']//span[@class='remark-count']")
    assert " ".join(count.text_content().split()) == "1 open remarks"


def test_markup_in_a_remark_is_shown_as_written(
    office: Office, edition: Edition, writer: Client
) -> None:
    nasty = "<script>alert(1)</script>"
    on_body(edition, office.editor, "утром", body=nasty, replacement=nasty)
    page = writer.get(address(edition)).content.decode()
    assert (page.count("<script>alert"), page.count("&lt;script&gt;alert")) == (0, 2)


def test_a_remark_is_made_from_the_form(office: Office, edition: Edition) -> None:
    given = {
        "remark-about": "ru/body",
        "remark-quote": "утром",
        "remark-body": "Когда?",
        "remark-blocking": "on",
        "remark-mention": [str(office.secretary.pk)],
    }
    response = press(signed_in(office.editor), edition, "new", **given)
    made = Remark.objects.get()
    assert (made.part, made.field, made.body, made.is_blocking) == ("ru", "body", "Когда?", True)
    assert response.redirect_chain[-1][0] == f"{address(edition)}#remark-{made.pk}"
    assert sentences(response) == ["Your remark was added."]
    assert Edition.objects.get(pk=edition.pk).token == edition.token


def test_a_refused_remark_comes_back_with_all_that_was_typed(
    office: Office, edition: Edition
) -> None:
    given = {"remark-about": "ru/body", "remark-quote": "вчера", "remark-body": "Моё слово"}
    response = press(signed_in(office.editor), edition, "new", headline_ru="Новая", **given)
    said = "The quoted words do not stand in this field. Copy them from the text."
    assert errors(response) == {"__all__": [said]}
    page = html.fromstring(response.content.decode())
    assert page.xpath("//textarea[@name='remark-body']/text()") == ["Моё слово"]
    assert page.xpath("//select[@name='remark-about']//option[@selected]/@value") == ["ru/body"]
    assert page.xpath("//details[@id='new-remark']/@open") == [""]
    assert Edition.objects.get(pk=edition.pk).token == edition.token


def test_an_empty_suggestion_is_refused_beside_its_field(office: Office, edition: Edition) -> None:
    response = press(signed_in(office.editor), edition, "suggest", **{"remark-about": "ru/body"})
    page = html.fromstring(response.content.decode())
    said = "Quote the words that other words are to stand for."
    assert page.xpath("//details[@id='new-remark']/@open") == [""]
    assert page.xpath("//*[@aria-invalid='true']/@name") == ["remark-quote"]
    (described,) = page.xpath("//textarea[@name='remark-quote']/@aria-describedby")
    assert page.xpath(f"//*[@id='{described}']/li/text()") == [said]


def test_a_field_has_a_link_to_the_form_about_it(
    office: Office, edition: Edition, writer: Client
) -> None:
    page = html.fromstring(writer.get(address(edition)).content.decode())
    assert page.xpath("//details[@id='new-remark']/@open") == []
    assert page.xpath("//select[@name='remark-about']//option[@selected]/@value") == ["ru/"]
    goals = page.xpath("//a[@data-about='headline_en']/@href")
    assert goals == ["?about=headline_en#new-remark"]
    asked = html.fromstring(writer.get(f"{address(edition)}{goals[0]}").content.decode())
    assert asked.xpath("//details[@id='new-remark']/@open") == [""]
    chosen = asked.xpath("//select[@name='remark-about']//option[@selected]/@value")
    assert chosen == ["en/headline"]


def test_only_languages_that_say_something_or_are_asked_for_are_offered(
    office: Office, edition: Edition, writer: Client
) -> None:
    offered = "//select[@name='remark-about']/optgroup[not(@hidden)]/@label"
    for goal, names in (
        ("", ["Русский", "Facts"]),
        ("?about=body_en", ["Русский", "English", "Facts"]),
    ):
        page = html.fromstring(writer.get(f"{address(edition)}{goal}").content.decode())
        assert page.xpath(offered) == names


def test_an_approval_says_what_becomes_of_ones_own_remarks(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча", BODY))
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    on_body(edition, office.editor, "утром", body="Когда?", is_blocking=True)
    on_body(edition, office.editor, "утром", replacement="в 9:00")
    on_body(edition, office.secretary, "мнениями", replacement="взглядами")
    response = press_act(signed_in(office.editor), edition, "approve:ru")
    assert sentences(response) == [
        "Approved: Русский. Your remark is settled. 1 suggestion of yours is still open."
    ]
    with translation.override("en"):
        told = latest_deeds(edition.publication, limit=1)[0].what
    assert told == "approved, which settles the blocking remark by the same person"


def test_what_is_typed_in_the_form_is_saved_with_an_accepted_suggestion(
    office: Office, edition: Edition, writer: Client
) -> None:
    made = on_body(edition, office.editor, "утром", replacement="в 9:00")
    response = press(writer, edition, f"accept:{made.pk}", headline_ru="Встреча с гостями")
    row: Any = type(edition).objects.get(pk=edition.pk)
    assert (row.headline_ru, row.body_ru) == ("Встреча с гостями", BODY.replace("утром", "в 9:00"))
    assert sentences(response) == [
        "Saved.",
        "Accepted and saved: the suggested words stand in the text.",
    ]


def test_after_a_decision_the_page_goes_on_to_the_next_suggestion(
    office: Office, edition: Edition, writer: Client
) -> None:
    first = on_body(edition, office.editor, "утром", replacement="в 9:00")
    english = actions.save_edition(
        edition=edition, by=office.editor, token=edition.token, texts={"en": words("Meeting")}
    )
    other = actions.remark(
        edition=english,
        by=office.editor,
        part="en",
        field="headline",
        quote="Meeting",
        replacement="A meeting",
    )
    second = on_body(edition, office.editor, "мнениями", replacement="взглядами")
    acts = (f"accept:{first.pk}", f"decline:{second.pk}", f"accept:{other.pk}")
    led_to = [press(writer, edition, act).redirect_chain[-1][0] for act in acts]
    places = [goal.partition("#")[2] for goal in led_to]
    assert places == [f"remark-{second.pk}", f"remark-{other.pk}", "language-en"]


def test_a_suggestion_whose_words_are_gone_is_refused_in_a_sentence(
    office: Office, edition: Edition, writer: Client
) -> None:
    made = on_body(edition, office.editor, "утром", replacement="в 9:00")
    response = press(writer, edition, f"accept:{made.pk}", body_ru="<p>Иначе.</p>")
    said = (
        "The words “утром” do not stand in the text any more. Decline the suggestion, or write "
        "it in by hand."
    )
    assert sentences(response) == ["Saved.", said]


def test_threads_are_answered_settled_and_taken_up_again(
    office: Office, edition: Edition, writer: Client
) -> None:
    made = on_body(edition, office.editor, "утром", body="Когда?")
    acts = [("reply", "В девять."), ("resolve", ""), ("reopen", "")]
    said = [
        sentences(press(writer, edition, f"{act}:{made.pk}", **{f"reply-{made.pk}": words}))
        for act, words in acts
    ]
    assert said == [
        ["Your answer was added."],
        ["The remark is settled."],
        ["The remark is open again."],
    ]
    assert Remark.objects.get(parent=made).body == "В девять."


def test_a_closed_edition_takes_remarks_where_nothing_is_saved(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    client, given = signed_in(office.editor), {"token": edition.token, "_remark": "new"}
    page = html.fromstring(client.get(address(edition)).content.decode())
    assert set(page.xpath("//button[@name='_remark']/@formaction")) == {address(edition, "remarks")}
    typed = {"remark-about": "ru/", "remark-body": " "}
    response = client.post(address(edition, "remarks"), {**given, **typed}, follow=True)
    assert sentences(response) == ["Write the remark."]
    typed["remark-body"] = "В следующий раз короче."
    response = client.post(address(edition, "remarks"), {**given, **typed}, follow=True)
    assert sentences(response) == ["Your remark was added."]
    assert Remark.objects.get().edition_id == edition.pk


def test_words_typed_while_signed_out_come_back(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    goal = address(edition, "remarks")
    typed = {"token": "1", "_remark": "new", "remark-about": "ru/", "remark-body": "Моё слово"}
    asked = html.fromstring(Client().post(goal, typed).content.decode())
    kept = asked.xpath("//input[@name='kept']/@value")[0]
    client = signed_in(office.editor)
    session = client.session
    session["kept"] = {"path": goal, "post": kept}
    session.save()
    page = html.fromstring(client.get(goal).content.decode())
    assert page.xpath("//textarea[@name='remark-body']/text()") == ["Моё слово"]
    assert Remark.objects.count() == 0


@pytest.mark.parametrize(
    "act", ["", "new:1", "reply", "reply:x", "reply:999999", "delete:1", "approve"]
)
def test_what_no_button_posts_is_a_bad_request(
    office: Office, edition: Edition, writer: Client, act: str
) -> None:
    on_body(edition, office.editor, "утром", body="Когда?")
    values = {**opened(writer, edition), "_remark": act}
    assert writer.post(address(edition), values).status_code == 400
    assert writer.post(address(edition, "remarks"), values).status_code == 400


def test_a_remark_of_another_publication_is_not_found_here(
    office: Office, edition: Edition, writer: Client
) -> None:
    other = actions.remark(edition=draft(office.writer), by=office.editor, part="ru", body="?")
    values = {**opened(writer, edition), "_remark": f"resolve:{other.pk}"}
    assert writer.post(address(edition), values).status_code == 400
    assert Remark.objects.get().is_open is True


def test_nothing_is_done_by_a_get(office: Office, edition: Edition, writer: Client) -> None:
    made = actions.remark(edition=edition, by=office.editor, part="ru", body="?")
    response = writer.get(address(edition, "remarks"), {"_remark": f"resolve:{made.pk}"})
    assert (response.status_code, response["Location"]) == (302, address(edition))
    assert Remark.objects.get().is_open is True


def test_remarks_are_not_for_who_has_no_business_with_publications(
    office: Office, edition: Edition
) -> None:
    values = {"token": edition.token, "_remark": "new", "remark-about": "/", "remark-body": "?"}
    response = signed_in(office.administrator).post(address(edition, "remarks"), values)
    assert (response.status_code, Remark.objects.count()) == (403, 0)


def test_threads_cost_one_statement_however_many(
    office: Office, edition: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert office.writer.roles
    for count in (1, 3):
        while Remark.objects.count() < count:
            on_body(edition, office.editor, "утром", body="Когда?", is_blocking=False)
        found = shown(edition, office.writer)
        assert found.review.printed
        with django_assert_num_queries(1):
            assert len(found.threads) == count
