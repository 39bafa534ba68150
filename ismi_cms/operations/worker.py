"""The worker's rounds: each chore that is due, by one worker at a time."""

import logging
import os
import select
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import Error, connection

from editorial.clock import database_moment
from ismi_cms.operations.chores import CHORES, Chore
from ismi_cms.operations.models import ChoreRun

logger = logging.getLogger(__name__)

# Seconds between rounds.
PAUSE = 15.0
# After a fault or a kill: soon enough to matter, seldom enough not to fill the log.
RETRY_AFTER = timedelta(minutes=10)
# The first half of the advisory locks' keys; any constant would do.
CHORE_LOCK = 0x43484F52


class Stop:
    """The wish that the worker ends, which a signal may express at any moment.

    A pipe, because a signal handler may touch no lock that the interrupted code could hold.
    """

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def ask(self, *_: object) -> None:
        """Express the wish; fit to be a signal handler."""
        os.write(self._writer, b".")

    def is_asked(self, *, within: float = 0.0) -> bool:
        """Whether the wish was expressed, waiting for it at most this many seconds."""
        return bool(select.select([self._reader], [], [], within)[0])


def work(stop: Stop, chores: Iterable[Chore] = CHORES) -> None:
    """Do rounds until asked to stop; the chore in hand is brought to its end.

    While the database is away the rounds go on, and each says so in the log.
    """
    while not stop.is_asked():
        try:
            do_round(chores, is_over=stop.is_asked)
        except Error as error:
            logger.warning("The round was not finished, the next one may be: %s", _line(error))
            connection.close()
        stop.is_asked(within=PAUSE)


def do_round(
    chores: Iterable[Chore] = CHORES, *, is_over: Callable[[], bool] = lambda: False
) -> list[str]:
    """Do every chore that is due and that no other worker has in hand.

    Returns the names of those that failed; a failure is logged and stops no other chore.
    Raises django.db.Error when the database cannot be asked.
    """
    failed = []
    runs = ChoreRun.objects.in_bulk()
    now = database_moment()
    for chore in chores:
        if is_over():
            break
        if _is_due(chore, runs.get(chore.name), now):
            with _claimed(chore) as run:
                if run is not None and not _do(chore, run):
                    failed.append(chore.name)
    return failed


def _is_due(chore: Chore, run: ChoreRun | None, now: datetime) -> bool:
    if run is None or run.begun_at is None:
        return True
    ended_well = run.ended_at is not None and not run.fault
    return now - run.begun_at >= (chore.every if ended_well else min(RETRY_AFTER, chore.every))


@contextmanager
def _claimed(chore: Chore) -> Iterator[ChoreRun | None]:
    """The chore's record, or None if another worker has it in hand or has just done it.

    The lock is the connection's: a killed worker gives it back at once.
    """
    key = (CHORE_LOCK, chore.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key)
        if not cursor.fetchone()[0]:
            yield None
            return
    try:
        run, _ = ChoreRun.objects.get_or_create(name=chore.name)
        yield run if _is_due(chore, run, database_moment()) else None
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


def _do(chore: Chore, run: ChoreRun) -> bool:
    """Do the chore and write down how it ended: whether it ended well."""
    run.begun_at, run.ended_at, run.fault = database_moment(), None, ""
    run.save()
    try:
        chore.do()
    except Exception as error:
        logger.exception("The chore %s failed.", chore.name)
        run.fault = f"{type(error).__name__}: {_line(error)}"[:500]
    run.ended_at = database_moment()
    run.save()
    if not run.fault:
        logger.info("The chore %s is done.", chore.name)
    return not run.fault


def _line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
