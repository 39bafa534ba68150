"""Whether what the database itself promises still stands: its triggers and constraints.

What should stand is read from the migrations, so no guard can be forgotten here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.executor import MigrationExecutor

# What a migration says of a guard, and what PostgreSQL says of it, read alike.
STATEMENT = re.compile(
    r"CREATE TRIGGER (?P<trigger>\w+)\s+(?P<moment>BEFORE|AFTER)\s+(?P<events>[\w\s,]+?)"
    r"\s+ON\s+(?:\w+\.)?(?P<table>\w+)\s+(?P<each>[^;]*?)"
    r"EXECUTE FUNCTION (?:\w+\.)?(?P<call>\w+\([^)]*\))"
    r"|DROP TRIGGER (?:IF EXISTS )?(?P<dropped>\w+)\s+ON\s+(?P<dropped_on>\w+)"
    r"|CREATE (?:OR REPLACE )?FUNCTION (?P<function>\w+)\((?:(?!CREATE ).)*?"
    r"AS \$\$(?P<body>.*?)\$\$",
    re.DOTALL,
)
FOUND = """
    SELECT c.relname, t.tgname, t.tgisinternal, t.tgenabled IN ('O', 'A'),
           pg_get_triggerdef(t.oid), p.prosrc
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE pg_table_is_visible(c.oid)
    ORDER BY c.relname, t.tgname
"""
# A constraint of the model may stand as an index only.
CONSTRAINTS = """
    SELECT conname FROM pg_constraint WHERE convalidated
    UNION SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indisvalid
"""


@dataclass(frozen=True)
class Trigger:
    """A trigger as it is defined: when it is asked, of what, and what decides."""

    moment: str
    events: frozenset[str]
    each: str
    call: str

    @classmethod
    def read(cls, statement: re.Match[str]) -> "Trigger":
        """Return the trigger that a statement makes."""
        events = re.split(r"\s+OR\s+", statement["events"])
        return cls(
            moment=statement["moment"],
            events=frozenset(" ".join(event.split()) for event in events),
            each=" ".join(statement["each"].split()) or "FOR EACH STATEMENT",
            call=statement["call"],
        )

    @property
    def function(self) -> str:
        """The name of the function that decides."""
        return self.call.partition("(")[0]


def is_behind() -> bool:
    """Whether the database waits for migrations: then nothing else can be said of it."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def fallen() -> Iterator[tuple[str, str]]:
    """Tell each guard that does not stand: its table, and a sentence in English."""
    triggers, bodies = _made()
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        found = cursor.fetchall()
        cursor.execute(CONSTRAINTS)
        standing = {name for (name,) in cursor.fetchall()}
    for table, name, is_internal, is_enabled, definition, body in found:
        made = triggers.pop((table, name), None)
        if not is_enabled:
            what = "a foreign key is not held" if is_internal else f"the trigger {name} is disabled"
            yield table, what
        statement = STATEMENT.match(definition)
        if made is None:
            continue
        if statement is None or Trigger.read(statement) != made:
            yield table, f"the trigger {name} is not the one that the migrations made"
        elif body != bodies[made.function]:
            yield table, f"the function {made.function} of the trigger {name} was changed"
    for table, name in triggers:
        yield table, f"the trigger {name} is gone"
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name not in standing:
                yield model._meta.db_table, f"the constraint {constraint.name} is gone"


def _made() -> tuple[dict[tuple[str, str], Trigger], dict[str, str]]:
    """Return what the migrations make: triggers by table and name,
    and the bodies of functions by name.
    """
    triggers: dict[tuple[str, str], Trigger] = {}
    bodies: dict[str, str] = {}
    for sql in _statements():
        for one in STATEMENT.finditer(sql):
            if one["trigger"]:
                triggers[one["table"], one["trigger"]] = Trigger.read(one)
            elif one["dropped"]:
                triggers.pop((one["dropped_on"], one["dropped"]), None)
            else:
                bodies[one["function"]] = one["body"]
    return triggers, bodies


def _statements() -> Iterator[str]:
    """Return the SQL of all migrations, in their order."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        for operation in migration.operations:
            if isinstance(operation, RunSQL) and isinstance(operation.sql, str):
                yield operation.sql
