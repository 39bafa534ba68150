"""What has become of an outcome: outside the edition, on the record."""

import pytest
from lxml import html

from editorial import actions
from editorial.models import AuditEntry, Edition
from editorial.refusals import Refused
from events.actions import follow_up
from events.models import OutcomeFollowUp
from tests.editorial.conftest import Office
from tests.editorial.desk import signed_in
from tests.events.test_meetings import out, whole


@pytest.fixture
def meeting(office: Office) -> Edition:
    return whole(office, outcomes=[{"key": "a", "due_on": "2026-03-01"}])


def test_an_outcome_is_followed_up_after_its_edition_is_closed(office: Office) -> None:
    edition = whole(office)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        facts={"outcomes": [{"key": "a", "due_on": None}]},
        texts={"ru": {"outcomes": {"a": {"statement": "Обменяться докладами"}}}},
    )
    release = out(office, edition)
    told = follow_up(
        publication=edition.publication, key="a", state="done", note="Готово", by=office.writer
    )
    release.refresh_from_db()
    assert (told.state, told.note) == ("done", "Готово")
    assert "Готово" not in str(release.content)
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.detail) == (
        "follow_up",
        {"key": "a", "state": "done", "note": "Готово"},
    )


def test_saying_the_same_again_is_no_act(office: Office, meeting: Edition) -> None:
    for _time in range(2):
        follow_up(publication=meeting.publication, key="a", state="done", note="", by=office.writer)
    assert OutcomeFollowUp.objects.count() == 1
    assert AuditEntry.objects.filter(verb="follow_up").count() == 1


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("translator", {}, "not_allowed"),
        ("administrator", {}, "not_allowed"),
        ("writer", {"key": "b"}, "unknown_outcome"),
        ("writer", {"state": "forgotten"}, "unknown_state"),
        ("writer", {"note": "x" * 501}, "too_long"),
    ],
)
def test_what_cannot_be_said_is_refused(
    office: Office, meeting: Edition, who: str, said: dict[str, str], code: str
) -> None:
    given = {"key": "a", "state": "done", "note": "", **said}
    with pytest.raises(Refused) as caught:
        follow_up(publication=meeting.publication, by=getattr(office, who), **given)
    assert (caught.value.codes, OutcomeFollowUp.objects.count()) == ((code,), 0)


def test_the_desk_asks_what_has_become_of_each_outcome(office: Office, meeting: Edition) -> None:
    desk = signed_in(office.writer)
    page = f"/admin/events/meeting/{meeting.pk}/"
    said = {"key": "a", "state": "done", "note": "Отправлено"}
    answer = desk.post(f"{page}follow-up/", said)
    shown = html.fromstring(desk.get(f"{page}change/").content.decode())
    (state,) = shown.xpath("//section[contains(@class, 'follow-ups')]//option[@selected]/@value")
    (note,) = shown.xpath("//section[contains(@class, 'follow-ups')]//input[@name='note']/@value")
    assert (answer.status_code, state, note) == (302, "done", "Отправлено")


def test_who_may_not_write_facts_reads_only_what_became_of_public_outcomes(
    office: Office, meeting: Edition
) -> None:
    secret = {"key": "s", "due_on": None, "texts": {"ru": {"statement": "Тайный итог"}}}
    actions.save_edition(
        edition=meeting, by=office.writer, token=1, internal={"outcomes": [secret]}
    )
    desk = signed_in(office.translator)
    page = f"/admin/events/meeting/{meeting.pk}/"
    shown = desk.get(f"{page}change/").content.decode()
    desk.post(f"{page}follow-up/", {"key": "a", "state": "done", "note": ""})
    assert ("follow-ups" in shown, "Тайный итог" in shown) == (True, False)
    assert (desk.get(f"{page}follow-up/").status_code, OutcomeFollowUp.objects.count()) == (405, 0)
