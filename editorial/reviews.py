"""Reviews of many editions at once: what the rulebook asks of each is read once for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from editorial.four_eyes import Review
from editorial.kinds import column, kind_models
from editorial.models import (
    Approval,
    AuditEntry,
    Edition,
    Release,
    Version,
    Withdrawal,
)
from editorial.workflow import VERBS


def current_rows(kinds: Mapping[int, str]) -> list[Edition]:
    """Return the edition that the desk shows of each publication, ready to be printed.

    `kinds` holds the kind of each by its number. The rows are those of their kinds, in the
    order of the numbers; statements grow with the kinds there are, not with the rows.
    """
    rows = [
        row
        for kind in sorted(set(kinds.values()))
        for row in _rows_of(kind_models()[kind], [one for one in kinds if kinds[one] == kind])
    ]
    return sorted(rows, key=lambda row: row.publication_id)


def _rows_of(model: type[Edition], numbers: Sequence[int]) -> Iterable[Edition]:
    manager: Any = model._default_manager
    many = [name for name in model.FACT_FIELDS if column(model, name).many_to_many]
    rows: Iterable[Edition] = (
        manager.current()
        .filter(publication__in=numbers)
        .select_related("publication")
        .prefetch_related("text_rows", *many, *model.CHILDREN)
    )
    return rows


def reviews_of(editions: Sequence[Edition], at: datetime) -> list[Review]:
    """Return the review of each edition at this moment; their records are read together."""
    histories = _Histories([edition.publication_id for edition in editions])
    return [
        _Together(edition, {text.language: text for text in edition.text_rows.all()}, at, histories)
        for edition in editions
    ]


class _Histories:
    """What was done to several publications: a statement for each kind of record, when asked."""

    def __init__(self, publications: Sequence[int]) -> None:
        self.publications = publications

    @cached_property
    def releases(self) -> dict[int, list[Release]]:
        return _by_publication(self._of(Release).defer("content").order_by("released_at", "id"))

    @cached_property
    def withdrawals(self) -> dict[int, list[Withdrawal]]:
        return _by_publication(self._of(Withdrawal))

    @cached_property
    def approvals(self) -> dict[int, list[Approval]]:
        return _by_publication(self._of(Approval).order_by("id"))

    @cached_property
    def sent_back(self) -> dict[int, list[AuditEntry]]:
        return _by_publication(self._of(AuditEntry).filter(verb="send_back"))

    @cached_property
    def versions(self) -> dict[int, list[tuple[list[str], int, datetime]]]:
        found = Version.objects.filter(edition__publication__in=self.publications)
        rows = found.exclude(parts=[]).values_list("edition__publication", "parts", "by", "at")
        written = defaultdict(list)
        for number, parts, by, at in rows:
            written[number].append((parts, by, at))
        return written

    @cached_property
    def reviewers(self) -> dict[int, list[str]]:
        holding = User.objects.holding(VERBS["approve"].roles)
        return dict(holding.values_list("pk", "languages_read"))

    def _of(self, model: Any) -> "QuerySet[Any]":
        found: QuerySet[Any] = model.objects.filter(publication__in=self.publications)
        return found


def _by_publication(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.publication_id].append(row)
    return found


class _Together(Review):
    """A review whose records were read with those of others."""

    def __init__(self, edition: Edition, texts: Any, at: datetime, histories: _Histories) -> None:
        super().__init__(edition, texts, at)
        self._histories = histories

    @cached_property
    def releases(self) -> list[Release]:
        return self._histories.releases[self.edition.publication_id]

    @cached_property
    def _withdrawals(self) -> list[Withdrawal]:
        return self._histories.withdrawals[self.edition.publication_id]

    @cached_property
    def _versions(self) -> list[tuple[list[str], int, datetime]]:
        return self._histories.versions[self.edition.publication_id]

    @cached_property
    def _sent_back(self) -> list[tuple[list[str], datetime]]:
        sent_back = self._histories.sent_back[self.edition.publication_id]
        return [(entry.parts, entry.at) for entry in sent_back]

    @cached_property
    def _approvals(self) -> list[Approval]:
        return self._histories.approvals[self.edition.publication_id]

    @cached_property
    def _reviewers(self) -> dict[int, list[str]]:
        return self._histories.reviewers
