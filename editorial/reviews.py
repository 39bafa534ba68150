"""Reviews of many editions at once: what the rulebook asks of each is read once for all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from editorial.four_eyes import Review
from editorial.histories import Histories
from editorial.kinds import column, kind_models
from editorial.models import Edition


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
    histories = Histories([edition.publication_id for edition in editions])
    return [
        Review(edition, {text.language: text for text in edition.text_rows.all()}, at, histories)
        for edition in editions
    ]
