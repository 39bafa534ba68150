"""What has become of an outcome: outside the edition, on the record."""

import pytest

from editorial import actions
from editorial.models import AuditEntry, Edition
from editorial.refusals import Refused
from events.actions import follow_up
from events.models import OutcomeFollowUp
from tests.editorial.conftest import Office
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
