"""Months and years of the office's own calendar (settings.TIME_ZONE)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from django.utils import timezone

from languages.dates import format_month

_WRITTEN = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?")


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins at the office."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


@dataclass(frozen=True)
class Period:
    """A month of a year, or a whole year where `month` is None."""

    year: int
    month: int | None = None

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the month that a moment falls in."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @classmethod
    def read(cls, parameter: str, written: str) -> Self:
        """Return the "month" (2025-11) or "year" (2025) that an address names.

        Raises ValueError for anything else.
        """
        match = _WRITTEN.fullmatch(written)
        if match is None or bool(match[2]) != (parameter == "month"):
            raise ValueError("not a month or a year")
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    @property
    def parameter(self) -> str:
        """What the period is called in an address."""
        return "month" if self.month else "year"

    @property
    def begins(self) -> datetime:
        return midnight(date(self.year, self.month or 1, 1))

    @property
    def ends(self) -> datetime:
        """The first moment that is not of the period any more."""
        if self.month is None:
            return midnight(date(self.year + 1, 1, 1))
        return midnight(date(self.year + self.month // 12, self.month % 12 + 1, 1))

    def name(self, language: str) -> str:
        """Return what the period is called: "ноябрь 2025", "2025"."""
        return format_month(self.year, self.month, language) if self.month else str(self.year)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)
