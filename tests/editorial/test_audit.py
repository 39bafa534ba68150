"""The chain of acts: one entry each, and a broken link is found."""

import pytest
from django.db import connection

from editorial import actions, audit
from editorial.models import AuditEntry, Edition
from tests.editorial.conftest import Office
from tests.factories import released


@pytest.fixture
def chain(office: Office) -> list[AuditEntry]:
    edition = released(office.writer, office.editor, office.secretary)
    edition = Edition.objects.get(pk=edition.pk)
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )
    return list(AuditEntry.objects.order_by("id"))


def tamper(sql: str, *values: object) -> None:
    """Change the record as one who has the database in his hands could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE editorial_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE editorial_auditentry ENABLE TRIGGER USER")


def test_each_act_writes_one_entry_and_the_chain_holds(chain: list[AuditEntry]) -> None:
    assert [entry.verb for entry in chain] == [
        "start_edition",
        "submit",
        "approve",
        "release",
        "withdraw",
    ]
    assert [entry.previous_hash for entry in chain] == ["", *(one.hash for one in chain[:-1])]
    assert audit.first_break() is None


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'discard'",
        "at = at - interval '1 second'",
        "detail = '{}'",
        "parts = '{en}'",
        "edition_id = NULL",
    ],
)
def test_a_changed_entry_is_found(chain: list[AuditEntry], change: str) -> None:
    tamper(f"UPDATE editorial_auditentry SET {change} WHERE id = %s", chain[3].pk)
    assert audit.first_break() == chain[3]


def test_a_removed_entry_is_found(chain: list[AuditEntry]) -> None:
    tamper("DELETE FROM editorial_auditentry WHERE id = %s", chain[1].pk)
    assert audit.first_break() == chain[2]
