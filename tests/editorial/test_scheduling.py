"""Releasing at a moment: the timeline alone decides, no job flips anything."""

from datetime import UTC, datetime, timedelta
from time import sleep

import pytest

from editorial import actions
from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Release, Text, Version, Withdrawal
from editorial.refusals import Refused
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.test_releasing import next_approved, release
from tests.factories import approved, released, words

HOUR = timedelta(hours=1)


def cancel(edition: Edition, office: Office) -> Edition:
    """Cancel the Russian schedule from the edition that the desk shows."""
    shown = Edition.objects.current().get(publication=edition.publication_id)
    return actions.cancel_schedule(
        edition=shown, by=office.secretary, token=shown.token, languages=["ru"]
    )


def replaced_in_an_hour(office: Office) -> tuple[Edition, datetime]:
    """Return the scheduled second edition of a live item, and its moment."""
    moment = database_moment() + HOUR
    edition = released(office.writer, office.editor, office.secretary)
    second = next_approved(edition, office, "Вторая", change="minor")
    release(second, office, at=moment)
    return second, moment


def test_a_scheduled_release_is_absent_then_present_and_never_twice(office: Office) -> None:
    second, moment = replaced_in_an_hour(office)
    for at in (
        None,
        moment - timedelta(microseconds=1),
        moment,
        moment + timedelta(microseconds=1),
    ):
        assert Release.objects.live(at=at, language="ru").count() == 1
    before = Release.objects.live(at=moment - timedelta(microseconds=1)).get()
    after = Release.objects.live(at=moment).get()
    assert (before.edition_id == second.pk, after.edition_id) == (False, second.pk)


def test_a_first_release_is_dated_at_its_moment_not_at_the_act(office: Office) -> None:
    moment = database_moment() + HOUR
    (one,) = release(approved(office.writer, office.editor), office, at=moment)
    assert one.first_shown_at == one.public_at == one.live.lower == moment
    assert one.released_at < moment
    assert (Release.objects.live().count(), Release.objects.ahead().count()) == (0, 1)


@pytest.mark.parametrize("seconds", [-3600, 0, 4])
def test_a_moment_too_near_or_past_is_refused(office: Office, seconds: int) -> None:
    edition = approved(office.writer, office.editor)
    with pytest.raises(Refused) as refusal:
        release(edition, office, at=database_moment() + timedelta(seconds=seconds))
    assert refusal.value.codes == ("moment_too_near",)


def test_a_moment_beyond_a_year_is_taken_for_a_slip(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    with pytest.raises(Refused) as refusal:
        release(edition, office, at=datetime(9999, 12, 31, tzinfo=UTC))
    assert refusal.value.codes == ("moment_too_far",)


def test_no_newer_text_overtakes_a_scheduled_one(office: Office) -> None:
    second, _moment = replaced_in_an_hour(office)
    third = next_approved(second, office, "Третья", change="minor")
    with pytest.raises(Refused) as refusal:
        release(third, office)
    assert refusal.value.codes == ("scheduled",)


def test_cancelling_gives_the_live_release_its_open_end_back(office: Office) -> None:
    second, moment = replaced_in_an_hour(office)
    cancel(second, office)
    one = Release.objects.get()
    assert (one.live.upper, one.edition_id == second.pk) == (None, False)
    assert Release.objects.live(at=moment + HOUR).get() == one


def test_a_cancelled_text_goes_on_approved_in_a_new_open_edition(office: Office) -> None:
    second, _moment = replaced_in_an_hour(office)
    opened = cancel(second, office)
    opened = NewsItem.objects.get(pk=opened.pk)
    text = Text.objects.get(edition=opened, language="ru")
    assert (opened.number, opened.is_open, opened.headline_ru) == (3, True, "Вторая")
    assert (text.state, text.change) == ("approved", "minor")
    assert len(release(opened, office)) == 1


def test_a_cancelled_text_is_approved_again_in_the_edition_open_meanwhile(
    office: Office,
) -> None:
    second, _moment = replaced_in_an_hour(office)
    opened = actions.start_edition(by=office.writer, publication=second.publication)
    assert Text.objects.get(edition=opened, language="ru").state == "in_work"
    assert cancel(second, office).pk == opened.pk
    assert Text.objects.get(edition=opened, language="ru").state == "approved"


def test_a_newer_text_stays_and_the_cancelled_one_is_among_the_versions(office: Office) -> None:
    second, _moment = replaced_in_an_hour(office)
    opened = actions.start_edition(by=office.writer, publication=second.publication)
    actions.save_edition(
        edition=opened, by=office.writer, token=opened.token, texts={"ru": words("Третья")}
    )
    opened = cancel(second, office)
    opened = NewsItem.objects.get(pk=opened.pk)
    text = Text.objects.get(edition=opened, language="ru")
    assert (opened.headline_ru, text.state) == ("Третья", "in_work")
    kept = Version.objects.filter(edition=second.pk, texts__ru__headline="Вторая")
    assert kept.exists()


def test_only_what_is_scheduled_can_be_cancelled(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    with pytest.raises(Refused) as refusal:
        cancel(edition, office)
    assert refusal.value.codes == ("not_scheduled",)


def test_a_withdrawal_takes_the_scheduled_release_along(office: Office) -> None:
    second, moment = replaced_in_an_hour(office)
    shown = Edition.objects.get(pk=second.pk)
    actions.withdraw(
        edition=shown,
        by=office.secretary,
        token=shown.token,
        languages=["ru"],
        reason=WithdrawalReason.IN_ERROR,
    )
    assert Release.objects.live(at=moment + HOUR).count() == 0
    assert Release.objects.live().count() == 0


def test_a_restoring_release_can_be_scheduled_and_cancelled(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    edition = Edition.objects.get(pk=edition.pk)
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason=WithdrawalReason.IN_ERROR,
    )
    edition.refresh_from_db()
    opened = actions.restore(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        handling={"ru": {"change": "minor"}},
    )
    opened = actions.submit(edition=opened, by=office.writer, token=opened.token, languages=["ru"])
    opened = actions.approve(
        edition=opened, by=office.editor, token=opened.token, parts=["facts", "ru"]
    )
    moment = database_moment() + HOUR
    (again,) = release(opened, office, at=moment)
    first = Release.objects.earliest("id")
    assert (again.change, again.first_shown_at) == ("update", first.first_shown_at)
    assert Withdrawal.objects.standing(at=moment - timedelta(seconds=1)).count() == 1
    assert Withdrawal.objects.standing(at=moment).count() == 0
    cancel(opened, office)
    assert Withdrawal.objects.standing(at=moment).count() == 1


@pytest.mark.django_db(transaction=True)
def test_some_seconds_ahead_it_appears_by_itself_and_near_its_moment_is_left_alone(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor)
    moment = database_moment() + timedelta(seconds=8)
    release(edition, office, at=moment)
    while database_moment() < moment - timedelta(seconds=4.5):
        sleep(0.1)
    with pytest.raises(Refused) as refusal:
        cancel(edition, office)
    assert refusal.value.codes == ("too_late",)
    seen = []
    while database_moment() < moment + timedelta(milliseconds=300):
        found = Release.objects.live(language="ru")
        at = database_moment()
        seen.append((found.count(), database_moment() < moment, at >= moment))
    assert all(count == 0 for count, still_before, _after in seen if still_before)
    assert all(count <= 1 for count, _before, _after in seen)
    assert Release.objects.live(language="ru").count() == 1


def reschedule(edition: Edition, office: Office, at: datetime) -> list[Release]:
    shown = Edition.objects.current().get(publication=edition.publication_id)
    return actions.reschedule(
        edition=shown, by=office.secretary, token=shown.token, languages=["ru"], at=at
    )


@pytest.mark.parametrize("hours", [1, 3])
def test_rescheduling_moves_the_same_release_earlier_or_later(office: Office, hours: int) -> None:
    edition = approved(office.writer, office.editor, ru={**words("Встреча"), "lead": "О главном."})
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"countries": ["JP"]}
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts"]
    )
    (was,) = release(edition, office, at=database_moment() + 2 * HOUR)
    moment = database_moment() + hours * HOUR
    reschedule(edition, office, moment)
    kept = ("content", "text_digest", "facts_digest", "slug", "change", "released_at")
    stored = Release.objects.get()
    assert [getattr(stored, name) for name in kept] == [getattr(was, name) for name in kept]
    assert (stored.live.lower, stored.first_shown_at, stored.public_at) == (moment,) * 3
    named = stored.mentions.values_list("record_type", "record_key", "first_shown_at")
    assert list(named) == [("country", "JP", moment)]
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.detail) == ("reschedule", {"begins": moment.isoformat()})


def test_what_a_rescheduled_release_replaces_stays_live_until_the_new_moment(
    office: Office,
) -> None:
    edition, moment = replaced_in_an_hour(office)
    later = moment + HOUR
    reschedule(edition, office, later)
    first = Release.objects.earliest("id")
    assert first.live.upper == later
    assert Release.objects.live(at=later - timedelta(seconds=1)).get() == first
    assert Release.objects.live(at=later).get() != first


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(timedelta(seconds=4), "moment_too_near"), (timedelta(days=400), "moment_too_far")],
)
def test_t07_a_moment_too_near_or_too_far_is_refused(
    office: Office, ahead: timedelta, code: str
) -> None:
    edition = approved(office.writer, office.editor)
    release(edition, office, at=database_moment() + HOUR)
    with pytest.raises(Refused) as refusal:
        reschedule(edition, office, database_moment() + ahead)
    assert refusal.value.codes == (code,)


def test_what_is_not_scheduled_cannot_be_moved(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    release(edition, office)
    with pytest.raises(Refused) as refusal:
        reschedule(edition, office, database_moment() + HOUR)
    assert refusal.value.codes == ("not_scheduled",)


def test_what_was_written_after_the_schedule_stays_written_after_it(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    release(edition, office, at=database_moment() + HOUR)
    again = actions.start_edition(by=office.editor, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=office.editor,
        token=again.token,
        texts={"ru": words("Встреча перенесена")},
        handling={"ru": {"change": "minor"}},
    )
    reschedule(edition, office, database_moment() + 2 * HOUR)
    again.refresh_from_db()
    again = actions.submit(edition=again, by=office.editor, token=again.token, languages=["ru"])
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=again, by=office.editor, token=again.token, parts=["ru"])
    assert refusal.value.codes == ("own_work",)


def test_t10_two_languages_go_out_at_different_moments(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    first, second = (database_moment() + hours * HOUR for hours in (1, 2))
    release(edition, office, at=first)
    going_on = Edition.objects.get(closed_at=None)
    actions.release(
        edition=going_on, by=office.secretary, token=going_on.token, languages=["en"], at=second
    )
    shown = {
        moment: sorted(Release.objects.live(at=moment).values_list("language", flat=True))
        for moment in (first - timedelta(seconds=1), first, second)
    }
    assert list(shown.values()) == [[], ["ru"], ["en", "ru"]]
