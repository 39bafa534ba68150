"""Whether everything that was ever written still is as it was written.

Read through a snapshot, so that work under way changes nothing of what is compared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from editorial import audit
from editorial.models import (
    Access,
    Approval,
    AuditEntry,
    Edition,
    Publication,
    Release,
    Version,
    Withdrawal,
)
from editorial.proof import standing_guards
from editorial.proof.agreement import Difference, Stored
from editorial.proof.open_rows import unlike_their_versions

# Publications read at once: what is held in memory at any time.
BATCH = 200


class Verification:
    """One walk over all that is kept; `differences` makes it, and the counts follow from it.

    The chain of acts and the guards are one for all publications: both are looked at whole,
    also where only one publication is asked for.
    """

    def __init__(self, publication: int | None = None, expected: str = "") -> None:
        """Ask of everything, or of one publication; `expected` is a hash of the chain (hex)
        that was written down elsewhere.
        """
        self.publication = publication
        self.expected = expected
        self.entries = self.releases = self.approvals = 0
        self.last_hash = ""

    def differences(self) -> Iterator[Difference]:
        """Tell each row, and each guard of the database, that is not as it was written."""
        with _snapshot():
            yield from self._of_chain()
            for table, what in standing_guards.fallen():
                yield Difference(table, what)
            for stored in self._publications():
                yield from stored.differences()

    def _of_chain(self) -> Iterator[Difference]:
        is_expected_found = False
        for entry, flaw in audit.walk():
            self.entries += 1
            self.last_hash = entry.hash
            is_expected_found |= entry.hash == self.expected
            if flaw:
                said = f"{entry.verb} of {entry.at.isoformat(timespec='seconds')}"
                yield Difference.of(entry, entry.publication_id, f"{said}: {flaw}")
        if self.expected and not is_expected_found:
            what = f"no entry has the hash {self.expected}: the end of the chain was cut off"
            yield Difference(AuditEntry._meta.db_table, what)

    def _publications(self) -> Iterator[Stored]:
        """Return what is stored of each publication, a batch at a time."""
        numbers = Publication.objects.order_by("pk").values_list("pk", flat=True)
        if self.publication is not None:
            numbers = numbers.filter(pk=self.publication)
        generated_at = _generated_at()
        last = 0
        while batch := list(numbers.filter(pk__gt=last)[:BATCH]):
            last = batch[-1]
            found = {
                one.pk: Stored(one, generated_at)
                for one in Publication.objects.filter(pk__in=batch).order_by("pk")
            }
            self._read(found, batch)
            yield from found.values()

    def _read(self, found: dict[int, Stored], batch: list[int]) -> None:
        for one in _rows(Edition, batch):
            found[one.publication_id].editions.append(one)
        for one in _rows(Release, batch).select_related("unreviewed"):
            found[one.publication_id].releases.append(one)
            self.releases += 1
        for one in _rows(Withdrawal, batch):
            found[one.publication_id].withdrawals.append(one)
        for one in _rows(Approval, batch):
            found[one.publication_id].approvals.append(one)
            self.approvals += 1
        for one in _rows(AuditEntry, batch):
            found[one.publication_id].entries.append(one)
        for one in _rows(Access, batch):
            found[one.publication_id].access.append(one)
        opened = [one.pk for stored in found.values() for one in stored.editions if one.is_open]
        for publication, edition, parts in unlike_their_versions(opened):
            found[publication].unlike[edition] = parts
        versions = Version.objects.filter(edition__publication__in=batch).order_by("pk")
        # Their content is large, and no digest of it was ever written elsewhere.
        slim = versions.select_related("edition").only(
            "token", "parts", "by", "at", "edition__publication"
        )
        for version in slim:
            found[version.edition.publication_id].versions.append(version)


def _rows(model: type[Model], batch: list[int]) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model._default_manager.filter(publication__in=batch).order_by("pk")
    return rows


def _generated_at() -> datetime | None:
    """Return when a corpus was generated, if one was: one act then stands for all its rows."""
    acts = AuditEntry.objects.filter(publication=None, detail__has_key="generated")
    return acts.values_list("at", flat=True).order_by("-id").first()


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read everything as of one moment, without locking anything."""
    is_alone = not connection.in_atomic_block
    with transaction.atomic():
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
