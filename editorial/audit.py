"""The chain of acts: each entry carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from accounts.models import User
from editorial.models import AuditEntry, Edition, Publication

# The key of the advisory lock that keeps the chain single-file; any constant would do.
CHAIN_LOCK = 0x49534D49


def append(
    *,
    verb: str,
    by: User,
    at: datetime,
    publication: Publication | None = None,
    edition: Edition | None = None,
    parts: Iterable[str] = (),
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write the entry of one act, inside the act's own transaction and as its last step.

    The lock on the chain's end is held until that transaction ends, so it is taken after
    every other lock. Without it, two acts at once would follow the same entry.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    entry = AuditEntry(
        at=at,
        by=by,
        verb=verb,
        publication=publication,
        edition_id=edition.pk if edition else None,
        parts=list(parts),
        detail=detail or {},
        previous_hash=last or "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def hash_of(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) of everything the entry says and of the hash before it."""
    said = [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.verb,
        entry.publication_id,
        entry.edition_id,
        entry.parts,
        entry.detail,
        entry.previous_hash,
    ]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break() -> AuditEntry | None:
    """Return the earliest entry that does not follow from the one before; None if all do."""
    return next((entry for entry, flaw in walk() if flaw), None)


def walk() -> Iterator[tuple[AuditEntry, str]]:
    """Go along the whole chain: each entry, and what is wrong with it, "" for nothing.

    In the order in which they were written, whatever the length in the same memory. What
    follows a changed entry is not wrong for that: each is named for its own sake.
    """
    before: AuditEntry | None = None
    for entry in AuditEntry.objects.order_by("id").iterator():
        yield entry, _flaw(entry, before)
        before = entry


def _flaw(entry: AuditEntry, before: AuditEntry | None) -> str:
    if entry.hash != hash_of(entry):
        return "what it says is not what it said when it was written"
    # Where only the hash before was changed, this one still follows from what was said.
    known = {before.hash, hash_of(before)} if before else {""}
    if entry.previous_hash in known:
        return ""
    place = f"entry {before.pk}" if before else "the beginning"
    return f"it does not follow from {place}: something between them was removed or put in"
