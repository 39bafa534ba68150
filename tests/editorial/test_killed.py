"""A process killed in the middle of a verb leaves what was before or what is after. F-05."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import User
from editorial.models import AuditEntry, Edition
from editorial.workflow import VERBS
from tests.editorial.conftest import Office
from tests.editorial.crashing import APPLICATION
from tests.editorial.invariants import assert_all
from tests.editorial.test_every_case import STATES, World

ROOT = Path(__file__).parent.parent.parent
# Kills at a place between two statements, and at a moment of the clock, of each verb.
PLACES, MOMENTS = 20, 5
# Where each verb has the most to write.
BEFORE = {
    "start_edition": "live",
    "save_edition": "live",
    "discard": "in_work",
    "submit": "in_work",
    "send_back": "in_review",
    "approve": "in_review",
    "release": "approved",
    "reschedule": "scheduled",
    "cancel_schedule": "scheduled",
    "release_unreviewed": "in_work",
    "confirm_unreviewed": "unreviewed",
    "withdraw": "live",
    "amend_withdrawal": "withdrawn",
    "restore": "withdrawn",
}
ACTORS = {"send_back": "editor", "approve": "editor", "release_unreviewed": "deputy"}
WRITING = {"start_edition", "save_edition", "discard", "submit"}
# What differs between two runs of the same act: keys, moments, and what is made of them.
FLEETING = ("id", "number", "token", "live", "range", "at", "hash", "previous_hash", "detail")

Dump = dict[str, list[str]]


@dataclass
class Crasher:
    """The process whose children do verbs; one child at a time."""

    process: "subprocess.Popen[str]"

    def do(
        self,
        verb: str,
        edition: Edition,
        by: User,
        *,
        at: int | None = None,
        after: float | None = None,
    ) -> int | None:
        """Let a child do the verb until it dies; return the points it passed, None if it died.

        Returns once the child's server has ended too, so that nothing of it is under way.
        """
        asked = {"verb": verb, "edition": edition.pk, "by": by.pk, "at": at, "after": after}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        points = None
        while not (line := self.process.stdout.readline()).startswith("ended"):
            points = int(line.removeprefix("points"))
        assert int(line.removeprefix("ended")) in (0, signal.SIGKILL)
        _wait_for_the_server()
        return points


def _wait_for_the_server() -> None:
    with connection.cursor() as cursor:
        for _try in range(500):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [APPLICATION]
            )
            if cursor.fetchone() == (0,):
                return
            sleep(0.01)
    raise AssertionError("the server goes on without its client")


@pytest.fixture
def crasher(office: Office) -> Iterator[Crasher]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.editorial.crashing", connection.settings_dict["NAME"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ismi_cms.settings"},
    ) as process:
        yield Crasher(process)
        assert process.stdin is not None
        process.stdin.close()


def dump() -> Dump:
    """Return every row of every table that a verb may write, as JSON."""
    tables = sorted(
        model._meta.db_table
        for app in ("editorial", "news", "events", "delegations")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    )
    each = " UNION ALL ".join(f"SELECT '{one}', to_jsonb(t)::text FROM {one} t" for one in tables)
    found: Dump = {table: [] for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(f"{each} ORDER BY 1, 2")
        for table, row in cursor.fetchall():
            found[table].append(row)
    return found


def change(before: Dump, after: Dump) -> Counter[str]:
    """Return what an act did: rows that came (+) and went (-), without keys and moments."""
    done: Counter[str] = Counter()
    for table in before:
        was, now = Counter(before[table]), Counter(after[table])
        done.update(f"+ {table} {lasting(row)}" for row in now - was)
        done.update(f"- {table} {lasting(row)}" for row in was - now)
    return done


def lasting(row: str) -> str:
    said: dict[str, Any] = json.loads(row)
    kept = {
        name: value
        for name, value in said.items()
        if name not in FLEETING and not name.endswith(("_id", "_at", "_ptr"))
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


@dataclass
class Trial:
    """One verb, killed again and again: each time the rows are as before, or as after."""

    verb: str
    office: Office
    crasher: Crasher

    def __post_init__(self) -> None:
        self.world = World(
            self.office.writer, self.office.editor, self.office.secretary, self.office.deputy
        )
        actor = "writer" if self.verb in WRITING else ACTORS.get(self.verb, "secretary")
        self.by: User = getattr(self.office, actor)
        self.begin_anew()
        began = monotonic()
        self.points = self.crasher.do(self.verb, self.edition, self.by) or 0
        self.lasted = monotonic() - began
        self.whole = change(self.before, dump())
        assert sum(row.startswith("+ editorial_auditentry") for row in self.whole) == 1
        self.begin_anew()

    def begin_anew(self) -> None:
        self.edition = STATES[BEFORE[self.verb]](self.world, "ru")
        self.before, self.entries = dump(), AuditEntry.objects.count()

    def judge(self) -> bool:
        """Say whether the act was done whole; assert that it was, or that nothing was."""
        now = dump()
        if now == self.before:
            return False
        assert change(self.before, now) == self.whole
        assert AuditEntry.objects.count() == self.entries + 1
        self.begin_anew()
        return True


@pytest.mark.django_db(transaction=True)
def test_f05_a_verb_killed_anywhere_is_done_whole_or_not_at_all(
    office: Office, crasher: Crasher
) -> None:
    assert set(BEFORE) == set(VERBS)
    for verb in VERBS:
        chance, trial = Random(verb), Trial(verb, office, crasher)
        # The last points lie before and after the commit.
        assert trial.points > PLACES
        inside = chance.sample(range(1, trial.points - 1), PLACES - 2)
        for at in (*inside, trial.points - 1, trial.points):
            assert crasher.do(verb, trial.edition, trial.by, at=at) is None
            assert trial.judge() == (at == trial.points), (verb, at, trial.points)
        for _kill in range(MOMENTS):
            crasher.do(verb, trial.edition, trial.by, after=chance.uniform(0, trial.lasted))
            trial.judge()
    assert_all()
