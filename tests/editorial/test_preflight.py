"""Looking at what goes out soon while there is time to mend it."""

from datetime import timedelta

import pytest

from editorial import actions
from editorial.clock import database_moment
from editorial.models import Edition, Notice, Preflight, Release
from editorial.preflight import findings, look_ahead
from tests.editorial.conftest import Office
from tests.factories import approved, words

MINUTE = timedelta(minutes=1)


def scheduled(office: Office, ahead: timedelta, edition: Edition | None = None) -> Release:
    """Return a Russian release that begins so much later."""
    edition = edition or approved(office.writer, office.editor)
    (one,) = actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + ahead,
    )
    return one


def newer_text(release: Release, office: Office) -> Edition:
    """Write on in the next edition of what is scheduled."""
    opened = actions.start_edition(by=office.writer, publication=release.publication)
    return actions.save_edition(
        edition=opened, by=office.writer, token=opened.token, texts={"ru": words("Новее")}
    )


def codes(release: Release) -> list[str]:
    return [one.code for one in findings(release)]


def test_nothing_is_wrong_with_what_stays_as_it_was_approved(office: Office) -> None:
    assert codes(scheduled(office, 60 * MINUTE)) == []


def test_a_newer_text_in_work_is_told(office: Office) -> None:
    release = scheduled(office, 60 * MINUTE)
    opened = actions.start_edition(by=office.writer, publication=release.publication)
    assert codes(release) == []
    actions.save_edition(
        edition=opened, by=office.writer, token=opened.token, texts={"ru": words("Новее")}
    )
    assert codes(release) == ["newer_text"]


def test_a_blocking_remark_is_told(office: Office) -> None:
    release = scheduled(office, 60 * MINUTE)
    actions.remark(
        edition=release.edition,
        by=office.editor,
        part="ru",
        body="Дата неверна.",
        is_blocking=True,
    )
    assert codes(release) == ["blocking_remark"]


def test_a_link_to_what_is_not_public_then_is_told(office: Office) -> None:
    meeting = actions.start_edition(by=office.writer, kind="meeting", source_language="ru")
    edition = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        facts={"meetings": [meeting.publication_id]},
        texts={"ru": words("Встреча")},
    )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    assert codes(scheduled(office, 60 * MINUTE, edition)) == ["link_not_public"]


@pytest.mark.parametrize(("minutes", "stages"), [(40, []), (29, [30]), (4, [5])])
def test_the_worker_looks_half_an_hour_and_five_minutes_ahead(
    office: Office, minutes: int, stages: list[int]
) -> None:
    scheduled(office, minutes * MINUTE)
    look_ahead()
    look_ahead()
    assert list(Preflight.objects.values_list("minutes_ahead", flat=True)) == stages


def test_who_can_mend_it_is_told_by_name_and_once(office: Office) -> None:
    newer_text(scheduled(office, 20 * MINUTE), office)
    look_ahead()
    look_ahead()
    told = Notice.objects.filter(kind="preflight").order_by("to__username")
    assert [str(one.to) for one in told] == ["editor", "secretary", "writer"]
    assert {one.by for one in told} == {None}
    assert told[0].detail == {"minutes": 30, "codes": ["newer_text"]}


def test_nobody_is_told_where_nothing_is_wrong(office: Office) -> None:
    scheduled(office, 20 * MINUTE)
    look_ahead()
    assert Preflight.objects.get().findings == []
    assert Notice.objects.count() == 0


def test_what_is_moved_is_looked_at_anew(office: Office) -> None:
    release = scheduled(office, 20 * MINUTE)
    look_ahead()
    shown = Edition.objects.get(pk=release.edition_id)
    actions.reschedule(
        edition=shown,
        by=office.secretary,
        token=shown.token,
        languages=["ru"],
        at=database_moment() + 25 * MINUTE,
    )
    assert Preflight.objects.count() == 0
    look_ahead()
    assert Preflight.objects.get().release == Release.objects.get()
