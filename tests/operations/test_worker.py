import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.roles import Role
from editorial.models import AuditEntry
from ismi_cms.operations import worker
from ismi_cms.operations.chores import (
    CHORES,
    Chore,
    check_audit_chain,
    clear_expired_sessions,
)
from ismi_cms.operations.models import ChoreRun
from ismi_cms.operations.worker import CHORE_LOCK, Stop, do_round, work
from tests.factories import draft, person
from tests.operations.conftest import OtherDatabase

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def chore(name: str, do: Callable[[], object]) -> Chore:
    def done() -> None:
        do()

    done.__name__ = name
    return Chore(done, every=DAY)


def fail() -> None:
    raise ValueError("broken\nsecret second line")


def ran_ago(name: str, ago: timedelta, *, fault: str = "", is_ended: bool = True) -> None:
    moment = timezone.now() - ago
    ChoreRun.objects.create(
        name=name, begun_at=moment, ended_at=moment if is_ended else None, fault=fault
    )


def test_a_new_chore_is_done_and_remembered() -> None:
    done: list[str] = []
    mended = do_round([chore("sweep", lambda: done.append("sweep"))])
    do_round([chore("sweep", lambda: done.append("again"))])

    run = ChoreRun.objects.get()
    assert (done, mended, run.name, run.fault) == (["sweep"], [], "sweep", "")
    assert run.begun_at is not None
    assert run.ended_at is not None
    assert run.ended_at >= run.begun_at


@pytest.mark.parametrize(
    ("ago", "fault", "is_ended", "is_done"),
    [
        (timedelta(hours=23), "", True, False),
        (timedelta(hours=25), "", True, True),
        (timedelta(minutes=5), "ValueError: broken", True, False),
        (timedelta(minutes=11), "ValueError: broken", True, True),
        (timedelta(minutes=5), "", False, False),
        (timedelta(minutes=11), "", False, True),
    ],
)
def test_a_chore_is_due_by_its_interval_and_sooner_after_a_fault_or_a_kill(
    ago: timedelta, fault: str, is_ended: bool, is_done: bool
) -> None:
    done: list[str] = []
    ran_ago("sweep", ago, fault=fault, is_ended=is_ended)
    do_round([chore("sweep", lambda: done.append("sweep"))])

    assert done == (["sweep"] if is_done else [])


def test_a_chore_that_fails_is_logged_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []
    failed = do_round([chore("first", fail), chore("second", lambda: done.append("second"))])

    assert (failed, done) == (["first"], ["second"])
    assert ChoreRun.objects.get(name="first").fault == "ValueError: broken"
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.getMessage() == "The chore first failed."


def test_a_chore_that_another_worker_has_in_hand_is_left_to_it(
    other_database: OtherDatabase,
) -> None:
    done: list[str] = []
    name = connection.settings_dict["NAME"]

    def from_another_worker() -> None:
        taken = f"SELECT pg_try_advisory_lock({CHORE_LOCK}, hashtext('sweep'))"
        assert other_database.tell(taken, database=name) == [(False,)]
        done.append("sweep")

    do_round([chore("sweep", from_another_worker)])
    assert done == ["sweep"]

    with locked_elsewhere():
        ChoreRun.objects.all().delete()
        do_round([chore("sweep", lambda: done.append("again"))])
    assert done == ["sweep"]


@contextmanager
def locked_elsewhere() -> Iterator[None]:
    """While another connection holds the chore's lock."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext('sweep'))", [CHORE_LOCK])
            is_held.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert is_held.wait(20)
    yield
    may_end.set()
    other.join()


def test_a_stop_lets_the_chore_in_hand_end_and_begins_no_other() -> None:
    stop, done = Stop(), []

    def sweep() -> None:
        stop.ask()
        done.append("sweep")

    work(stop, [chore("sweep", sweep), chore("wash", lambda: done.append("wash"))])

    assert done == ["sweep"]


def test_a_database_that_is_away_ends_a_round_and_not_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, rounds = Stop(), []

    def away(*_given: object, **_named: object) -> list[str]:
        rounds.append(1)
        if len(rounds) == 2:
            stop.ask()
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(worker, "do_round", away)
    monkeypatch.setattr(worker, "PAUSE", 0)
    monkeypatch.setattr(connection, "close", lambda: None)
    work(stop)

    assert len(rounds) == 2
    assert [record.getMessage() for record in caplog.records] == [
        "The round was not finished, the next one may be: connection refused"
    ] * 2


def test_one_round_by_command_does_every_chore() -> None:
    call_command("work", once=True)

    assert set(ChoreRun.objects.values_list("name", "fault")) == {
        (found.name, "") for found in CHORES
    }


def test_one_round_by_command_says_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ismi_cms.operations.management.commands.work.do_round", lambda: ["sweep", "wash"]
    )
    with pytest.raises(CommandError, match="Failed, as the log says: sweep, wash"):
        call_command("work", once=True)


def test_sessions_that_have_ended_are_deleted() -> None:
    now = timezone.now()
    Session.objects.create(session_key="ended", expire_date=now - DAY)
    Session.objects.create(session_key="lives", expire_date=now + DAY)
    clear_expired_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["lives"]


def test_a_whole_audit_chain_is_not_spoken_of(caplog: pytest.LogCaptureFixture) -> None:
    draft(person(Role.WRITER))
    check_audit_chain()

    assert AuditEntry.objects.count() > 0
    assert caplog.records == []


def test_a_broken_audit_chain_is_an_error_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    draft(person(Role.WRITER))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute("UPDATE editorial_auditentry SET verb = 'discard'")
    check_audit_chain()

    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.getMessage().startswith("The audit chain is broken at entry ")
