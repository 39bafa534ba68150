"""What someone who has the database in his hands could do to it, and what is told of that."""

from typing import Any

from django.db import connection

from editorial.models import Publication
from editorial.proof.verifying import Verification

DISABLED = """
    SELECT format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'
"""


def stand_up_guards() -> None:
    """Enable what only a test database lets fall, until the test is undone."""
    with connection.cursor() as cursor:
        cursor.execute(DISABLED)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def alter(table: str, sql: str, *values: object) -> None:
    """Change a table as a superuser can: its guards sleep while he does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found(publication: int | None = None, expected: str = "") -> list[str]:
    return [str(one) for one in Verification(publication, expected).differences()]


def line(row: Any, publication: Publication, what: str, language: str = "") -> str:
    """Return what is told of a row."""
    place = f"{row._meta.db_table} {row.pk}, publication {publication.pk}"
    return f"{place}, {language}: {what}" if language else f"{place}: {what}"
