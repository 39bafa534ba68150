"""What was done to publications, read once for all of them: the ground of every review."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from editorial.choices import FACTS, Reading
from editorial.models import (
    Access,
    Approval,
    AuditEntry,
    Release,
    Remark,
    SecondReader,
    Unreviewed,
    Version,
    Withdrawal,
)
from editorial.workflow import VERBS

# The parts written, by whom, when.
Written = tuple[list[str], int, datetime]


@dataclass(frozen=True)
class Reader:
    """Someone who may approve: the languages he reads, and those that may be compared."""

    reads: frozenset[str]
    compared: frozenset[str]

    def reading_of(self, part: str, source: str) -> Reading | None:
        """How he can read a text whose source is in this language; None where he cannot."""
        if part == FACTS or part in self.reads:
            return Reading.FLUENT
        may_compare = part in self.compared and part != source and source in self.reads
        return Reading.SOURCE_CHECKED if may_compare else None


class Histories:
    """The histories of some publications: a statement for each kind of record, when asked.

    Each is a dictionary by the publication's number; one without such records has an empty
    list.
    """

    def __init__(self, publications: Sequence[int]) -> None:
        self.publications = publications

    @cached_property
    def releases(self) -> dict[int, list[Any]]:
        """Every release, scheduled ones too, without its content; whether it is unreviewed."""
        standing = Unreviewed.objects.filter(release=OuterRef("pk"), confirmed_at__isnull=True)
        rows = self._of(Release).annotate(is_unreviewed=Exists(standing)).defer("content")
        return _by_publication(rows.order_by("released_at", "id"))

    @cached_property
    def withdrawals(self) -> dict[int, list[Withdrawal]]:
        """Every withdrawal, those that are over too."""
        return _by_publication(self._of(Withdrawal))

    @cached_property
    def approvals(self) -> dict[int, list[Approval]]:
        """Every approval, in the order in which they were given."""
        return _by_publication(self._of(Approval).order_by("id"))

    @cached_property
    def sent_back(self) -> dict[int, list[tuple[list[str], datetime]]]:
        """The parts that were sent back, and when."""
        found = defaultdict(list)
        for entry in self._of(AuditEntry).filter(verb="send_back"):
            found[entry.publication_id].append((entry.parts, entry.at))
        return found

    @cached_property
    def blocking_remarks(self) -> dict[int, list[Remark]]:
        """Every open remark that stops an approval, in the order in which they were made."""
        rows = self._of(Remark).filter(is_blocking=True, resolved_at__isnull=True)
        return _by_publication(rows.select_related("by").order_by("id"))

    @cached_property
    def versions(self) -> dict[int, list[Written]]:
        """Whose hand changed which parts, and when."""
        found = Version.objects.filter(edition__publication__in=self.publications)
        rows = found.exclude(parts=[]).values_list("edition__publication", "parts", "by", "at")
        written = defaultdict(list)
        for number, parts, by, at in rows:
            written[number].append((parts, by, at))
        return written

    def reviewers_of(self, publication: int) -> dict[int, Reader]:
        """Everyone who may approve and may see this publication."""
        return {
            person: Reader(frozenset(reads), frozenset(compared))
            for person, reads, compared, hidden in self._reviewers
            if publication not in hidden
        }

    @cached_property
    def _reviewers(self) -> list[tuple[int, list[str], list[str], list[int]]]:
        """Everyone whose role lets him approve, what he reads, which languages may be compared
        with their source, and which of these publications are limited to others.
        """
        named = Access.objects.filter(
            publication=OuterRef("publication"), person=OuterRef(OuterRef("pk"))
        )
        limited = Access.objects.in_force().filter(publication__in=self.publications)
        hidden = ArraySubquery(limited.filter(~Exists(named)).values("publication"))
        rules = SecondReader.objects.filter(reading=Reading.SOURCE_CHECKED)
        compared = ArraySubquery(rules.values("language"))
        holding = User.objects.holding(VERBS["approve"].roles)
        found = holding.annotate(hidden=hidden, compared=compared)
        return list(found.values_list("pk", "languages_read", "compared", "hidden"))

    def _of(self, model: Any) -> "QuerySet[Any]":
        found: QuerySet[Any] = model.objects.filter(publication__in=self.publications)
        return found


def _by_publication(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.publication_id].append(row)
    return found
