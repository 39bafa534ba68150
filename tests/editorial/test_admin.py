"""The desk's form: one verb for one save, nothing lost, nothing written beside the verbs."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from editorial import actions
from editorial.models import AuditEntry, Edition, Publication, Version
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, sentences, signed_in
from tests.factories import draft, released, words

ADD = "/admin/news/newsitem/add/"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_a_new_piece_is_opened_by_one_verb(writer: Client) -> None:
    response = writer.post(
        ADD,
        {
            "opening_key": str(uuid4()),
            "source_language": "uz",
            "headline_uz": "Sarlavha",
            "body_uz": "<p>Matn</p>",
            "countries": ["JP", "UZ"],
        },
    )
    item = NewsItem.objects.get()
    assert response.headers["Location"] == address(item)
    assert (item.headline_uz, item.source_language, item.countries) == (
        "Sarlavha",
        "uz",
        ["JP", "UZ"],
    )
    assert verbs() == ["start_edition"]


def test_a_form_for_a_new_piece_sent_twice_opens_one(writer: Client) -> None:
    values = {"opening_key": str(uuid4()), "source_language": "ru", "headline_ru": "Один"}
    first = writer.post(ADD, values)
    second = writer.post(ADD, values)
    assert first.headers["Location"] == second.headers["Location"]
    assert Publication.objects.count() == 1


def test_every_form_for_a_new_piece_has_a_key_of_its_own(writer: Client) -> None:
    first, second = (writer.get(ADD).context["form"]["opening_key"].value() for _ in range(2))
    assert first != second


def test_a_save_writes_one_entry_of_the_record_and_no_log(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    writer.post(address(edition), {**opened(writer, edition), "headline_ru": "Другой"})
    assert NewsItem.objects.get().headline_ru == "Другой"
    assert verbs() == ["start_edition", "save_edition"]
    assert LogEntry.objects.count() == 0


def test_a_form_saved_as_it_was_opened_writes_nothing(office: Office, writer: Client) -> None:
    lead = {"lead": "Первая строка.\nВторая строка. "}
    edition = draft(office.writer, ru={**words("Встреча", "<p>Раз</p>\n<p>Два</p>"), **lead})
    response = writer.post(address(edition), opened(writer, edition), follow=True)
    assert sentences(response) == ["Nothing had changed, so nothing was saved."]
    assert (verbs(), Version.objects.count()) == (["start_edition"], 1)


def test_fields_that_are_no_part_of_the_form_have_no_effect(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    other = draft(office.writer)
    forged = {
        "state": "approved",
        "state_ru": "approved",
        "closed_at": "2026-01-01",
        "discarded": "1",
        "publication": other.publication_id,
        "number": "9",
        "source_language": "en",
        "updated_by": office.editor.pk,
        "headline": "bare",
    }
    writer.post(address(edition), {**opened(writer, edition), **forged})
    now = Edition.objects.get(pk=edition.pk)
    assert (now.token, now.publication_id, now.number, now.closed_at, now.source_language) == (
        1,
        edition.publication_id,
        1,
        None,
        "ru",
    )
    assert set(now.text_rows.values_list("state", flat=True)) == {"in_work"}


def test_a_clash_brings_the_form_back_with_both_texts(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    mine = opened(writer, edition)
    theirs = {"headline": "Заголовок коллеги"}
    actions.save_edition(edition=edition, by=office.editor, token=1, texts={"ru": theirs})

    response = writer.post(
        address(edition), {**mine, "headline_ru": "Мой заголовок", "lead_ru": "Мой лид"}
    )

    assert response.status_code == 409
    form = response.context["form"]
    assert (form["headline_ru"].value(), form["lead_ru"].value()) == ("Мой заголовок", "Мой лид")
    assert list(errors(response)) == ["headline_ru", "__all__"]
    assert [p.language.code for p in form.language_panels() if p.is_chosen] == ["ru"]
    shown = {
        entry.field.name: entry.theirs
        for panel in form.language_panels()
        for entry in panel.words
        if entry.theirs is not None
    }
    marked = "<del>Мой заголовок</del><ins>Заголовок коллеги</ins>"
    assert shown == {"headline_ru": marked}
    assert response.content.decode().count(f"{marked}</div>") == 1
    assert NewsItem.objects.get().headline_ru == "Заголовок коллеги"


def test_a_clash_saved_again_is_a_decision_and_stands(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    mine = {**opened(writer, edition), "headline_ru": "Мой"}
    theirs = {"headline": "Коллеги"}
    actions.save_edition(edition=edition, by=office.editor, token=1, texts={"ru": theirs})
    form = writer.post(address(edition), mine).context["form"]

    again = writer.post(address(edition), {**mine, "token": form["token"].value()})

    assert again.status_code == 302
    assert NewsItem.objects.get().headline_ru == "Мой"


def test_a_clash_over_facts_shows_them_by_name(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    mine = {**opened(writer, edition), "countries": ["JP"]}
    actions.save_edition(
        edition=edition, by=office.editor, token=1, facts={"countries": ["KZ", "UZ"]}
    )
    response = writer.post(address(edition), mine)
    shown = response.content.decode().count("Kazakhstan, Uzbekistan</div>")
    assert (response.status_code, shown) == (409, 1)


def test_what_two_people_changed_in_different_fields_is_all_kept(
    office: Office, writer: Client
) -> None:
    edition = draft(office.writer)
    mine = {**opened(writer, edition), "lead_ru": "Мой лид"}
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"dateline": "Ташкент"}}
    )
    writer.post(address(edition), mine)
    item = NewsItem.objects.get()
    assert (item.lead_ru, item.dateline_ru) == ("Мой лид", "Ташкент")


def test_a_form_opened_before_a_release_saves_into_the_next_edition(
    office: Office, writer: Client
) -> None:
    edition = released_with_english_under_way(office)
    old = {**page_before_release(edition), "headline_en": "Second"}

    response = writer.post(address(edition), old, follow=True)

    following = NewsItem.objects.get(closed_at=None)
    assert response.redirect_chain[-1][0] == address(following)
    (said,) = sentences(response)
    assert said.endswith("What you wrote stands in edition 2 and is not public.")
    assert (following.number, following.headline_en) == (2, "Second")


def test_an_old_form_without_changes_opens_no_edition(office: Office, writer: Client) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    writer.post(address(edition), {"token": "3", "headline_ru": "Встреча"})
    assert (Edition.objects.count(), Edition.objects.open().count()) == (1, 0)


def test_a_clash_with_a_released_text_comes_back_and_can_be_settled(
    office: Office, writer: Client
) -> None:
    edition = draft(office.writer)
    mine = {**opened(writer, edition), "headline_ru": "Мой"}
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=1, texts={"ru": {"headline": "Вышедший"}}
    )
    edition = actions.submit(edition=edition, by=office.writer, token=2, languages=["ru"])
    edition = actions.approve(edition=edition, by=office.editor, token=3, parts=["ru", "facts"])
    actions.release(edition=edition, by=office.secretary, token=4, languages=["ru"])

    response = writer.post(address(edition), mine)
    assert response.status_code == 409
    token = response.context["form"]["token"].value()
    writer.post(address(edition), {**mine, "token": token})

    following = NewsItem.objects.get(closed_at=None)
    assert (following.number, following.headline_ru) == (2, "Мой")


@pytest.mark.parametrize("token", ["", "x", "-1", "0", str(2**63)])
def test_a_form_without_a_token_of_this_edition_saves_nothing(
    office: Office, writer: Client, token: str
) -> None:
    edition = draft(office.writer)
    values = {**opened(writer, edition), "token": token, "headline_ru": "Другой"}
    response = writer.post(address(edition), values)
    assert (response.status_code, verbs()) == (200, ["start_edition"])
    assert response.context["form"]["headline_ru"].value() == "Другой"


def test_a_text_too_long_comes_back_whole_with_a_sentence(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    long = "я" * 301
    response = writer.post(address(edition), {**opened(writer, edition), "headline_ru": long})
    assert errors(response)["__all__"] == [
        "Headline: 301 characters, 300 at most. Shorten it and save again."
    ]
    assert response.context["form"]["headline_ru"].value() == long


def test_a_closed_edition_is_shown_and_not_asked_for(office: Office, writer: Client) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    page = writer.get(address(edition)).content.decode()
    assert page.count('name="headline_ru"') == 0
    assert page.count('value="start_edition:"') == 1
    assert page.count('lang="ru">Встреча</div>') == 1


def test_the_question_about_change_waits_for_a_release(office: Office, writer: Client) -> None:
    before = opened(writer, draft(office.writer))
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    after = opened(writer, following)
    asked = {"change_ru", "note_ru"}
    assert (asked & set(before), asked & set(after)) == (set(), asked)
    assert (after["change_ru"], {"change_en", "note_en"} & set(after)) == ([""], set())


def test_handling_is_saved_with_the_text(office: Office, writer: Client) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    values = {
        **opened(writer, following),
        "change_ru": "correction",
        "note_ru": "Исправлена дата.",
        "assignee_en": str(office.translator.pk),
    }
    writer.post(address(following), values)
    texts = {text.language: text for text in following.text_rows.all()}
    assert (texts["ru"].change, texts["ru"].note) == ("correction", "Исправлена дата.")
    assert texts["en"].assignee == office.translator


def test_markup_in_a_title_is_shown_as_written_on_every_page(
    office: Office, writer: Client
) -> None:
    edition = draft(office.writer, ru=words(NASTY), en={"headline": NASTY})
    pages = [
        writer.get("/admin/news/newsitem/"),
        writer.get(address(edition)),
        writer.get("/admin/"),
    ]
    conflicting = {**opened(writer, edition), "headline_ru": NASTY + "1"}
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"headline": NASTY + "2"}}
    )
    pages.append(writer.post(address(edition), conflicting))
    assert [page.content.decode().count("<script>alert") for page in pages] == [0, 0, 0, 0]
    assert [page.status_code for page in pages] == [200, 200, 200, 409]
    assert pages[0].content.decode().count("&lt;script&gt;alert") == 1


def test_markup_in_a_reason_is_shown_as_written_in_the_record(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    actions.send_back(edition=edition, by=office.editor, token=2, languages=["ru"], reason=NASTY)
    page = signed_in(office.writer).get(address(edition)).content.decode()
    assert (page.count("<script>alert"), page.count("&lt;script&gt;alert")) == (0, 3)


def test_the_form_costs_a_fixed_number_of_statements(
    office: Office, writer: Client, django_assert_num_queries
) -> None:
    edition = draft(office.writer)
    writer.get(address(edition))
    with django_assert_num_queries(28):
        writer.get(address(edition))
    for number in range(3):
        edition = actions.save_edition(
            edition=edition,
            by=office.writer,
            token=edition.token,
            texts={"en": words(f"Meeting {number}")},
        )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru", "en"]
    )
    with django_assert_num_queries(28):
        writer.get(address(edition))


def released_with_english_under_way(office: Office) -> Edition:
    return released(
        office.writer, office.editor, office.secretary, "ru", ru=words("Встреча"), en=words("First")
    )


def page_before_release(edition: Edition) -> dict[str, str]:
    """Return what a form opened at the edition's second token posts of its English text."""
    return {"token": "2", "headline_en": "First", "body_en": words("")["body"]}
