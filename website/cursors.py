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
    """Where a publication stands in the order of a list: its moment, then its number.

    It names no row, so it still leads somewhere when that publication is withdrawn.
    """

    moment: datetime
    publication: int

    @classmethod
    def of(cls, release: Release, dated_by: str) -> Self:
        """Return the place of a release in a list that is ordered by this field of its."""
        return cls(getattr(release, dated_by), release.publication_id)

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
        return f"{self.moment.astimezone(UTC):{_MOMENT_FORM}}Z-{self.publication}"
