"""Eight threads at once, round after round: one winner each, and the others are told who it was.

Nobody ever meets an exception of the database, and each act that was done is recorded once.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.roles import Role
from editorial import actions, audit
from editorial.clock import database_moment
from editorial.contents.printing import digest, print_text
from editorial.models import Approval, AuditEntry, Edition, Release, Version
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.editorial.desk import address, opened, signed_in
from tests.editorial.invariants import assert_all
from tests.editorial.test_releasing import next_approved
from tests.factories import approved, draft, on_duty, person, released

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
THREADS, ROUNDS, FEWER = 8, 50, 6
# As the record says of each verb, to English readers.
DID = {
    "approve": "approved",
    "cancel_schedule": "cancelled the schedule",
    "confirm_unreviewed": "confirmed what went out unreviewed",
    "release": "released",
    "reschedule": "rescheduled the release",
    "save_edition": "saved",
    "send_back": "sent back",
    "submit": "submitted for review",
    "withdraw": "withdrew",
}
Act = Callable[[], object]
Contest = Callable[[Sequence[Act]], list[object]]


@pytest.fixture
def at_once(office: Office) -> Iterator[Contest]:
    """Return what runs eight acts at the same moment, each on a connection that it keeps."""

    def run(ready: Barrier, act: Act) -> object:
        ready.wait(30)
        try:
            return act()
        except Refused as refusal:
            return refusal

    def close(ready: Barrier) -> None:
        ready.wait(30)
        connection.close()

    def contest(acts: Sequence[Act]) -> list[object]:
        assert len(acts) == THREADS
        ready = Barrier(THREADS)
        return list(threads.map(partial(run, ready), acts))

    with ThreadPoolExecutor(THREADS) as threads:
        yield contest
        list(threads.map(close, [Barrier(THREADS)] * THREADS))


def judged(results: list[object], entries: int) -> list[AuditEntry]:
    """Return the entries of the winners: as many as won; the others were told of one of them."""
    won = winners(results, entries)
    losers = [str(one) for one in results if isinstance(one, Refused)]
    named = [f"{entry.by} {DID[entry.verb]}" for entry in won]
    assert [one for one in losers if not any(name in one for name in named)] == []
    return won


def winners(results: list[object], entries: int) -> list[AuditEntry]:
    """Return the entries written since there were so many: one of each act that was done."""
    won = list(AuditEntry.objects.select_related("by").order_by("id")[entries:])
    assert len(won) == sum(not isinstance(one, Refused) for one in results)
    return won


def given(edition: Edition, **more: Any) -> dict[str, Any]:
    return {"edition": edition, "token": edition.token, **more}


def in_review(office: Office) -> Edition:
    edition = draft(office.writer)
    return actions.submit(**given(edition, by=office.writer, languages=["ru"]))


def test_of_eight_releases_one_wins_in_every_round(office: Office, at_once: Contest) -> None:
    for _round in range(ROUNDS):
        edition = approved(office.writer, office.editor)
        entries = AuditEntry.objects.count()
        release = partial(actions.release, **given(edition, by=office.secretary, languages=["ru"]))
        (won,) = judged(at_once([release] * THREADS), entries)
        assert (won.verb, Release.objects.filter(edition=edition.pk).count()) == ("release", 1)
    assert_all()


def test_an_approval_and_a_return_never_both_win(office: Office, at_once: Contest) -> None:
    for _round in range(ROUNDS):
        edition = in_review(office)
        entries = AuditEntry.objects.count()
        approve = partial(
            actions.approve, **given(edition, by=office.editor, parts=["facts", "ru"])
        )
        send_back = partial(
            actions.send_back,
            **given(edition, by=office.secretary, languages=["ru"], reason="Уточните."),
        )
        (won,) = judged(at_once([approve, send_back] * 4), entries)
        state = Edition.objects.get(pk=edition.pk).text_rows.get(language="ru").state
        assert state == {"approve": "approved", "send_back": "in_work"}[won.verb]
    assert_all()


def test_w05_an_approval_is_of_what_was_read_and_every_save_is_kept(
    office: Office, at_once: Contest
) -> None:
    fields = ("headline", "lead", "dateline", "cover_caption")
    for number in range(ROUNDS):
        edition = in_review(office)
        entries = AuditEntry.objects.count()
        read = digest(print_text(edition, "ru"))
        approve = partial(
            actions.approve, **given(edition, by=office.editor, parts=["facts", "ru"])
        )
        saves = [
            partial(
                actions.save_edition,
                **given(edition, by=office.writer, texts={"ru": {field: f"Слово {number}"}}),
            )
            for field in fields
        ]
        won = judged(at_once([one for save in saves for one in (approve, save)]), entries)
        verbs = [entry.verb for entry in won]
        assert verbs.count("save_edition") == 4
        assert verbs.count("approve") <= 1
        assert verbs == sorted(verbs), "an approval is first, or of nobody"
        given_words = Approval.objects.filter(publication=edition.publication_id, part="ru")
        assert set(given_words.values_list("digest", flat=True)) <= {read}
        kept = Version.objects.filter(edition=edition.pk).latest("token").texts["ru"]
        assert [kept[field] for field in fields] == [f"Слово {number}"] * 4
        now = Edition.objects.get(pk=edition.pk)
        with pytest.raises(Refused):
            actions.release(**given(now, by=office.secretary, languages=["ru"]))
    assert_all()


def test_w06_who_becomes_an_author_at_the_same_moment_lets_nothing_out(
    office: Office, at_once: Contest
) -> None:
    for number in range(FEWER):
        edition = in_review(office)
        entries = AuditEntry.objects.count()
        approve = partial(
            actions.approve, **given(edition, by=office.editor, parts=["facts", "ru"])
        )
        said = {"ru": {"headline": f"Правка {number}"}}
        save = partial(actions.save_edition, **given(edition, by=office.editor, texts=said))
        results = at_once([approve, save] * 4)
        # The same words saved again are no act.
        done = [entry.verb for entry in AuditEntry.objects.order_by("id")[entries:]]
        assert done.count("save_edition") == 1
        assert done.count("approve") <= 1
        assert sum(isinstance(one, Refused) for one in results) == 4 - done.count("approve")
        now = Edition.objects.get(pk=edition.pk)
        now = actions.submit(**given(now, by=office.writer, languages=["ru"]))
        with pytest.raises(Refused) as refusal:
            actions.approve(**given(now, by=office.editor, parts=["ru"]))
        assert refusal.value.codes == ("own_work",)
    assert_all()


def test_a_text_is_submitted_as_it_was_seen_or_not_at_all(office: Office, at_once: Contest) -> None:
    for number in range(FEWER):
        edition = draft(office.writer)
        entries = AuditEntry.objects.count()
        submit = partial(actions.submit, **given(edition, by=office.writer, languages=["ru"]))
        said = {"ru": {"headline": f"Правка {number}"}}
        save = partial(actions.save_edition, **given(edition, by=office.editor, texts=said))
        at_once([submit, save] * 4)
        done = [entry.verb for entry in AuditEntry.objects.order_by("id")[entries:]]
        assert done in (["save_edition"], ["submit", "save_edition"])
        assert Edition.objects.get(pk=edition.pk).text_rows.get(language="ru").state == "in_work"
    assert_all()


def test_of_a_release_and_a_withdrawal_one_wins(office: Office, at_once: Contest) -> None:
    for _round in range(FEWER):
        first = released(office.writer, office.editor, office.secretary)
        second = next_approved(first, office, "Вторая", change="minor")
        entries = AuditEntry.objects.count()
        release = partial(actions.release, **given(second, by=office.secretary, languages=["ru"]))
        withdraw = partial(
            actions.withdraw,
            **given(second, by=office.deputy, languages=["ru"], reason="in_error"),
        )
        (won,) = judged(at_once([release, withdraw] * 4), entries)
        shown = Release.objects.live().filter(publication=first.publication_id)
        assert shown.count() == {"release": 1, "withdraw": 0}[won.verb]
    assert_all()


def scheduled(office: Office) -> Edition:
    edition = approved(office.writer, office.editor)
    later = database_moment() + HOUR
    actions.release(**given(edition, by=office.secretary, languages=["ru"], at=later))
    return Edition.objects.get(pk=edition.pk)


def test_of_moving_and_cancelling_a_schedule_one_wins(office: Office, at_once: Contest) -> None:
    deputy = person(Role.PRESS_SECRETARY, desk_language="en")
    for _round in range(FEWER):
        edition = scheduled(office)
        entries = AuditEntry.objects.count()
        later = database_moment() + 2 * HOUR
        move = partial(actions.reschedule, **given(edition, by=deputy, languages=["ru"], at=later))
        cancel = partial(
            actions.cancel_schedule, **given(edition, by=office.secretary, languages=["ru"])
        )
        won = winners(at_once([move, cancel] * 4), entries)
        (verb,) = (entry.verb for entry in won)
        left = {"cancel_schedule": 0, "reschedule": 1}[verb]
        assert Release.objects.filter(edition=edition.pk).count() == left
    assert_all()


def out_at_night(office: Office) -> Edition:
    edition = draft(office.deputy)
    actions.release_unreviewed(
        **given(edition, by=office.deputy, languages=["ru"]),
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    return Edition.objects.get(pk=edition.pk)


def test_of_two_who_confirm_one_wins(office: Office, at_once: Contest) -> None:
    other = person(Role.PRESS_SECRETARY, desk_language="en")
    for _round in range(FEWER):
        edition = out_at_night(office)
        entries = AuditEntry.objects.count()
        confirms = [
            partial(actions.confirm_unreviewed, **given(edition, by=by, languages=["ru"]))
            for by in (office.secretary, other)
        ]
        (won,) = winners(at_once(confirms * 4), entries)
        assert Approval.objects.filter(at=won.at, by=won.by).count() == 2
    assert_all()


def test_w03_a_release_button_pressed_eight_times_releases_once(
    office: Office, at_once: Contest
) -> None:
    on_duty(office.editor)
    edition = approved(office.writer, office.secretary)
    clients = [signed_in(office.secretary) for _number in range(THREADS)]
    values = {**opened(clients[0], edition), "_act": "release:ru"}
    entries = AuditEntry.objects.count()
    results = at_once(
        [partial(client.post, address(edition), values, follow=True) for client in clients]
    )
    assert {one.status_code for one in results} <= {200, 409}  # type: ignore[attr-defined]
    (entry,) = AuditEntry.objects.order_by("id")[entries:]
    assert (entry.verb, Release.objects.count()) == ("release", 1)
    pages = [one.content.decode() for one in results]  # type: ignore[attr-defined]
    told = ["secretary released: Русский" in page for page in pages]
    assert sum(told) >= 7
    assert audit.first_break() is None


@pytest.mark.parametrize(
    ("made", "verb", "more"),
    [
        (scheduled, "cancel_schedule", {}),
        (scheduled, "reschedule", {"at": HOUR}),
        (out_at_night, "confirm_unreviewed", {}),
        (out_at_night, "withdraw", {"reason": "in_error"}),
    ],
)
def test_who_comes_second_to_what_is_out_or_planned_is_told_who_was_first(
    office: Office, made: Callable[[Office], Edition], verb: str, more: dict[str, Any]
) -> None:
    """An act upon a closed edition, on a page that showed it as it was before another's."""
    second = person(Role.PRESS_SECRETARY, desk_language="en")
    edition = made(office)
    act = partial(getattr(actions, verb), **given(edition, languages=["ru"]))
    if "at" in more:
        act(by=office.secretary, at=database_moment() + 2 * HOUR)
        more = {"at": database_moment() + 3 * HOUR}
    else:
        act(by=office.secretary, **more)
    with pytest.raises(Refused) as refusal:
        act(by=second, **more)
    assert f"secretary {DID[verb]}" in str(refusal.value)
