"""What went out unreviewed: said on every page of the desk until someone confirms it. W-18."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from editorial import actions
from editorial.clock import database_moment
from editorial.desk.standing import this_year
from editorial.models import Edition, Release, Unreviewed
from tests.editorial.conftest import Office
from tests.editorial.desk import sentences, signed_in
from tests.factories import draft, released, words
from tests.library.files import taken_in

PAGE = "/admin/night/standing/"


def out_alone(office: Office, headline: str = "Ночью", by: User | None = None) -> Edition:
    """Return the closed edition of a piece that went out without a second pair of eyes."""
    return release_alone(office, draft(by or office.writer, ru=words(headline)))


def release_alone(office: Office, edition: Edition) -> Edition:
    """Let a piece out as it stands, by the deputy alone; return the closed edition."""
    actions.release_unreviewed(
        edition=edition,
        by=office.deputy,
        token=edition.token,
        languages=["ru"],
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    return Edition.objects.get(pk=edition.pk)


def said(response: HttpResponse) -> list[str]:
    """Return what the standing notice of a page says."""
    page = html.fromstring(response.content.decode())
    return [
        " ".join(one.text_content().split()) for one in page.xpath("//aside[@class='standing']")
    ]


def post_of(response: HttpResponse) -> dict[str, Any]:
    page = html.fromstring(response.content.decode())
    (form,) = page.xpath("//main//form[.//input[@name='release']]")
    return dict(form.fields)


def test_w18_every_page_says_what_stands_to_everybody_of_the_desk(office: Office) -> None:
    out_alone(office)
    for who in (office.writer, office.secretary, office.administrator):
        for address in ("/admin/", "/admin/account/"):
            assert said(signed_in(who).get(address)) == [
                "1 text went out unreviewed: Ночью Read and confirm"
            ]


def test_several_are_counted_and_the_first_is_named(office: Office) -> None:
    out_alone(office, "Первая")
    out_alone(office, "Вторая")
    assert said(signed_in(office.writer).get("/admin/")) == [
        "2 texts went out unreviewed, the first of them: Первая Read and confirm"
    ]


def test_nothing_is_said_of_what_was_confirmed_withdrawn_or_replaced(office: Office) -> None:
    confirmed, withdrawn, replaced = (out_alone(office, name) for name in ("1", "2", "3"))
    actions.confirm_unreviewed(
        edition=confirmed, by=office.secretary, token=confirmed.token, languages=["ru"]
    )
    actions.withdraw(
        edition=withdrawn,
        by=office.secretary,
        token=withdrawn.token,
        languages=["ru"],
        reason="in_error",
    )
    assert len(said(signed_in(office.writer).get("/admin/"))) == 1
    _release_again(office, replaced)
    assert said(signed_in(office.writer).get("/admin/")) == []
    assert Unreviewed.objects.filter(confirmed_at=None).count() == 2


def _release_again(office: Office, edition: Edition) -> None:
    """Release another text of the publication, reviewed this time."""
    again = actions.start_edition(by=office.writer, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=office.writer,
        token=again.token,
        texts={"ru": words("Иное")},
        handling={"ru": {"change": "minor"}},
    )
    again = actions.submit(edition=again, by=office.writer, token=again.token, languages=["ru"])
    again = actions.approve(
        edition=again, by=office.editor, token=again.token, parts=["facts", "ru"]
    )
    actions.release(edition=again, by=office.secretary, token=again.token, languages=["ru"])


def test_nobody_signed_out_reads_what_stands(office: Office, client: Any) -> None:
    out_alone(office)
    assert said(client.get("/admin/login/")) == []


def test_w18_the_page_shows_the_text_why_and_on_whose_word_and_who_may_confirms(
    office: Office,
) -> None:
    edition = out_alone(office)
    client = signed_in(office.secretary)
    page = client.get(PAGE)
    shown = " ".join(html.fromstring(page.content.decode()).text_content().split())
    for words_of_it in (
        "Стороны обменялись мнениями.",
        "An event was cancelled, postponed or moved",
        "Директор",
        "deputy",
    ):
        assert words_of_it in shown
    answer = client.post(PAGE, post_of(page), follow=True)
    assert sentences(answer) == ["Confirmed: Русский. It counts as approved from now on."]
    assert Unreviewed.objects.get().confirmed_by == office.secretary
    assert said(answer) == []
    assert Release.objects.live().get().edition_id == edition.pk


@pytest.mark.parametrize("who", ["writer", "editor", "deputy"])
def test_who_may_not_confirm_has_no_button(office: Office, who: str) -> None:
    out_alone(office)
    page = signed_in(getattr(office, who)).get(PAGE)
    assert html.fromstring(page.content.decode()).xpath("//input[@name='release']") == []


def test_who_wrote_it_reads_why_he_cannot_confirm(office: Office) -> None:
    out_alone(office, by=office.secretary)
    (one,) = signed_in(office.secretary).get(PAGE).context["ones"]
    assert {finding.code for finding in one.why_not} == {"own_work"}


def test_a_confirmation_by_who_may_not_is_refused_in_words(office: Office) -> None:
    edition = out_alone(office)
    release = Release.objects.get()
    given = {"release": release.pk, "token": edition.token}
    answer = signed_in(office.editor).post(PAGE, given)
    assert (answer.status_code, len(answer.context["refusals"])) == (409, 1)
    assert Unreviewed.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    "given", [{}, {"release": "x", "token": "1"}, {"release": "9", "token": "1"}]
)
def test_a_post_that_names_no_release_is_not_found(office: Office, given: dict[str, str]) -> None:
    assert signed_in(office.secretary).post(PAGE, given).status_code == 404


def test_the_year_counts_what_went_out_unreviewed_among_all(office: Office) -> None:
    out_alone(office)
    released(office.writer, office.editor, office.secretary)
    released(office.writer, office.editor, office.secretary)
    assert this_year() == (1, 3)
    page = signed_in(office.writer).get(PAGE)
    assert "1 of 3" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_as_much_with_three_rows_as_with_one(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _row in range(rows):
        facts = {"related": [draft(office.writer).publication_id]}
        edition = draft(office.writer)
        release_alone(
            office,
            actions.save_edition(
                edition=edition, by=office.writer, token=edition.token, facts=facts
            ),
        )
    client = signed_in(office.secretary)
    client.get(reverse("admin:night_standing"))
    with django_assert_num_queries(19):
        client.get(reverse("admin:night_standing"))


def test_the_page_shows_the_facts_that_a_confirmation_approves(office: Office) -> None:
    cover = taken_in(office.writer)
    hidden = draft(office.writer, ru=words("Канарейка"))
    edition = draft(office.writer, ru=words("Ночью"))
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        facts={"countries": ["JP"], "cover": cover.pk, "related": [hidden.publication_id]},
        texts={"ru": {"cover_alt": "Зал"}},
    )
    actions.limit_access(edition=hidden, by=office.writer, people=[office.editor])
    release_alone(office, edition)
    page = signed_in(office.secretary).get(PAGE)
    (facts,) = html.fromstring(page.content.decode()).xpath("//section[@class='facts-of-text']")
    told = " ".join(facts.text_content().split())
    assert ("Japan" in told, "Канарейка" in told) == (True, False)
    assert facts.xpath(".//img/@src") == [cover.source]


def test_the_rows_of_what_went_out_stand_among_its_facts(office: Office) -> None:
    visit = actions.start_edition(
        by=office.writer,
        kind="delegation",
        source_language="ru",
        facts={"country": "FR", "arrives_on": "2026-11-25", "delegates": [{"key": "a"}]},
        texts={"ru": {"title": "Визит", "delegates": {"a": {"name": "А. Саидов"}}}},
    )
    release_alone(office, visit)
    (one,) = signed_in(office.secretary).get(PAGE).context["ones"]
    assert [[row.title for row in rows] for _label, rows in one.facts.lists] == [["А. Саидов"]]
