"""The timeline of a publication: what was done, what was said, what happened by itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from editorial import actions
from editorial.clock import database_moment
from editorial.desk import timeline
from editorial.desk.timeline import Happening, Place, read
from editorial.models import AuditEntry, Edition, Publication, Release
from tests.editorial.conftest import Office
from tests.editorial.desk import address, signed_in
from tests.editorial.tampering import alter
from tests.factories import approved, draft, released

TEXT = {"headline": "Встреча", "body": "<p>Текст.</p>"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def saved(edition: Edition, by: User, *leads: str) -> Edition:
    for lead in leads:
        edition = actions.save_edition(
            edition=edition, by=by, token=edition.token, texts={"ru": {"lead": lead}}
        )
    return edition


def told(publication: Publication, kind: str = "") -> list[tuple[str, int | None, str, int]]:
    """Return the lines: whose, of which edition, what, how many times."""
    lines = read(publication, kind).lines
    return [(str(one.by or ""), one.edition, one.what, one.times) for one in lines]


def test_a_run_of_saves_by_one_person_is_one_line_and_ends_where_another_writes(
    office: Office,
) -> None:
    edition = saved(draft(office.writer), office.writer, "1", "2", "3")
    edition = saved(edition, office.editor, "4")
    saved(edition, office.writer, "5")

    assert told(edition.publication) == [
        ("writer", 1, "saved", 1),
        ("editor", 1, "saved", 1),
        ("writer", 1, "saved", 3),
        ("writer", 1, "started the edition", 1),
    ]


def test_a_folded_line_says_since_when_and_every_part(office: Office) -> None:
    edition = saved(draft(office.writer), office.writer, "1")
    first = AuditEntry.objects.latest("pk")
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"en": {"lead": "2"}},
        facts={"countries": ["JP"]},
    )

    line = read(edition.publication).lines[0]

    last = AuditEntry.objects.latest("pk")
    assert (line.at, line.since, line.codes) == (last.at, first.at, ("facts", "ru", "en"))


def test_each_kind_of_line_can_be_asked_for_alone(office: Office) -> None:
    edition = saved(draft(office.writer), office.writer, "1")
    actions.remark(edition=edition, by=office.editor, part="ru", body="Кто это сказал?")
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )

    assert told(edition.publication, timeline.SAVES) == [("writer", 1, "saved", 1)]
    assert told(edition.publication, timeline.REMARKS) == [("editor", 1, "made a remark", 1)]
    assert told(edition.publication, timeline.ACTS) == [
        ("writer", 1, "submitted for review", 1),
        ("writer", 1, "started the edition", 1),
    ]


def test_acts_on_remarks_say_what_was_said(office: Office) -> None:
    edition = draft(office.writer)
    remark = actions.remark(edition=edition, by=office.editor, part="ru", body="Кто это сказал?")
    actions.reply(remark=remark, by=office.writer, body="Директор.")
    actions.resolve(remark=remark, by=office.editor)
    actions.remark(
        edition=edition,
        by=office.editor,
        part="ru",
        field="headline",
        quote="Встреча",
        replacement="Беседа",
    )

    lines = read(edition.publication, timeline.REMARKS).lines

    assert [(one.what, one.more) for one in lines] == [
        ("made a remark", "Встреча → Беседа"),
        ("settled a remark", "Кто это сказал?"),
        ("answered a remark", "Директор."),
        ("made a remark", "Кто это сказал?"),
    ]


def test_what_an_outside_person_answered_stands_in_the_timeline(office: Office) -> None:
    edition = draft(office.writer)
    check, _key = actions.ask_outside(
        edition=edition, by=office.writer, name="Д. Каримов", languages=["ru"]
    )
    actions.answer_outside(check=check, outcome="comment", body="Дата неверна.")

    (line,) = [one for one in read(edition.publication).lines if one.by is None]

    assert (line.what, line.more, line.edition) == (
        "Д. Каримов, from outside, commented",
        "Дата неверна.",
        1,
    )


def begun_by_itself(office: Office) -> Publication:
    """Return a publication that went out half an hour ago, scheduled an hour before that."""
    edition = approved(office.writer, office.editor, "ru", "en", ru=TEXT, en=TEXT)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru", "en"],
        at=database_moment() + timedelta(hours=1),
    )
    earlier = (
        "live = tstzrange(now() - interval '30 min', NULL), released_at = now() - interval '2 h'"
    )
    alter("editorial_release", f"UPDATE editorial_release SET {earlier}")
    return edition.publication


def test_what_went_out_by_itself_is_one_line_at_its_moment_with_who_scheduled_it(
    office: Office,
) -> None:
    publication = begun_by_itself(office)

    (line,) = [one for one in read(publication).lines if one.is_by_itself]

    began = Release.objects.values_list("live", flat=True)[0].lower
    said = (line.what, line.by, line.codes, line.at)
    assert said == ("went out at the scheduled moment", office.secretary, ("ru", "en"), began)


def test_what_has_not_begun_and_what_went_out_at_once_are_no_lines_of_their_own(
    office: Office,
) -> None:
    at_once = released(office.writer, office.editor, office.secretary).publication
    ahead = approved(office.writer, office.editor)
    actions.release(
        edition=ahead,
        by=office.secretary,
        token=ahead.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )

    lines = [*read(at_once).lines, *read(ahead.publication).lines]

    assert [one for one in lines if one.is_by_itself] == []
    assert [one.what for one in lines].count("scheduled the release") == 1


def test_pages_follow_each_other_without_a_gap_and_without_a_repeat(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "PAGE", 2)
    monkeypatch.setattr(timeline, "READ", 3)
    edition = draft(office.writer)
    for number in range(4):
        edition = saved(edition, office.writer, f"a{number}", f"b{number}")
        edition = saved(edition, office.editor, f"c{number}")
    actions.remark(edition=edition, by=office.editor, part="ru", body="Кто это сказал?")

    lines: list[Happening] = []
    place: Place | None = None
    for _page in range(20):
        page = read(edition.publication, before=place)
        assert len(page.lines) <= 2
        lines += page.lines
        place = Place.read(str(page.older)) if page.older else None
        if place is None:
            break

    assert place is None
    assert sum(one.times for one in lines) == AuditEntry.objects.count() == 14
    places = [one.place for one in lines]
    assert places == sorted(places, reverse=True)
    assert [(one.what, one.times) for one in lines[:3]] == [
        ("made a remark", 1),
        ("saved", 1),
        ("saved", 2),
    ]


def test_lines_are_gathered_by_edition(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    actions.start_edition(by=office.writer, publication=edition.publication)

    editions = read(edition.publication).editions

    assert [(number, len(lines)) for number, lines in editions] == [(2, 1), (1, 4)]


@pytest.mark.parametrize("written", ["", "1", "x-1-1", "1-1-0", "1-1-1-1", "9" * 17 + "-1-1"])
def test_an_address_that_names_no_place_leads_to_the_newest(written: str) -> None:
    assert Place.read(written) is None


def test_the_page_tells_it_to_whoever_may_open_the_edition(office: Office) -> None:
    edition = saved(draft(office.writer), office.writer, "1", "2", "3")

    for by in (office.writer, office.translator, office.secretary):
        page = signed_in(by).get(address(edition, "timeline"))
        assert page.status_code == 200
        assert page.content.decode().count("saved\n      3 times: Русский") == 1


def test_the_page_is_not_for_those_without_business_there_nor_for_other_methods(
    office: Office,
) -> None:
    edition = draft(office.writer)

    assert signed_in(office.administrator).get(address(edition, "timeline")).status_code == 404
    assert Client().get(address(edition, "timeline")).status_code == 302
    assert signed_in(office.writer).post(address(edition, "timeline")).status_code == 405


def test_the_timeline_of_a_limited_publication_is_not_there_for_others(office: Office) -> None:
    edition = draft(office.writer)
    actions.limit_access(edition=edition, by=office.writer, people=[office.secretary])

    assert signed_in(office.writer).get(address(edition, "timeline")).status_code == 200
    assert signed_in(office.editor).get(address(edition, "timeline")).status_code == 404


def test_the_record_below_the_form_leads_to_the_timeline(office: Office) -> None:
    edition = draft(office.writer)

    page = signed_in(office.writer).get(address(edition)).content.decode()

    assert page.count(f'href="{address(edition, "timeline")}"') == 1


@pytest.mark.parametrize("saves", [1, 3])
def test_statements_do_not_grow_with_what_happened(
    office: Office, saves: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    edition = draft(office.writer)
    for number in range(saves):
        edition = saved(edition, person_of(office, number), str(number))
        actions.remark(edition=edition, by=office.editor, part="ru", body="Кто?")
    client = signed_in(office.writer)
    client.get(address(edition, "timeline"))

    with django_assert_num_queries(12):
        client.get(address(edition, "timeline"))


def person_of(office: Office, number: int) -> User:
    return office.writer if number % 2 else office.editor
