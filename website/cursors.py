"""Places in a list, as addresses carry them: `?before=20261126T051500.000000Z-17`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from editorial.models import Release

_MOMENT_FORM = "%Y%m%dT%H%M%S.%f"
_WRITTEN = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6})Z-([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class Place:
    """Where an item stands in the order of lists: its moment, then its number.

    It names no row, so it still leads somewhere when that item is withdrawn.
    """

    first_shown_at: datetime
    publication: int

    @classmethod
    def of(cls, release: Release) -> Self:
        """Return the place at which a release stands."""
        return cls(release.first_shown_at, release.publication_id)

    @classmethod
    def read(cls, written: str) -> Self:
        """Return the place that an address carries.

        Raises ValueError for anything that `str` of a place would not have written.
        """
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError("not a place in a list")
        moment = datetime.strptime(match[1], _MOMENT_FORM).replace(tzinfo=UTC)
        return cls(moment, int(match[2]))

    def __str__(self) -> str:
        return f"{self.first_shown_at.astimezone(UTC):{_MOMENT_FORM}}Z-{self.publication}"
