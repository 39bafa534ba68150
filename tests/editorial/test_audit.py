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


def test_every_changed_entry_is_named_and_what_follows_it_is_not(chain: list[AuditEntry]) -> None:
    tamper("UPDATE editorial_auditentry SET verb = 'discard' WHERE id = %s", chain[1].pk)
    tamper("UPDATE editorial_auditentry SET hash = repeat('0', 64) WHERE id = %s", chain[3].pk)

    flaws = {entry.pk: flaw for entry, flaw in audit.walk() if flaw}

    changed = "what it says is not what it said when it was written"
    assert flaws == {chain[1].pk: changed, chain[3].pk: changed}


def test_an_entry_after_one_that_was_removed_says_where_the_gap_is(chain: list[AuditEntry]) -> None:
    tamper("DELETE FROM editorial_auditentry WHERE id = %s", chain[0].pk)

    flaws = {entry.pk: flaw for entry, flaw in audit.walk() if flaw}

    assert flaws == {
        chain[1].pk: (
            "it does not follow from the beginning: something between them was removed or put in"
        )
    }
