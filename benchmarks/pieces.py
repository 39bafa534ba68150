"""What an invented office released and when: the outline of the corpus, before any words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from random import Random

from django.utils import timezone

from benchmarks import invention
from delegations.models import Delegation
from events.models import Meeting
from news.models import NewsItem

# Between one meeting and the next: 10,000 of them are four and a half years.
STEP = timedelta(hours=4)
# The news of a meeting follows it.
AFTERWARDS = timedelta(minutes=10)
# Of ten meetings in a row the first three are with the delegation that is here.
ROW, WITH_DELEGATION = 10, 3
PLANNED_WITHIN = 60
# One news item in so many is scheduled, one withdrawn: at a place that is over for a day, and odd.
RARE, WITHDRAWN_PLACE = 500, 15
WITHDRAWN_AFTER = timedelta(days=1)


class Fate(Enum):
    """What became of a publication's last edition."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"


@dataclass(frozen=True)
class Piece:
    """One edition: of which kind, at which place among its kind (0 is the newest), and when.

    `moment` is that of its release or, of a draft, of its last save.
    """

    kind: str
    place: int
    number: int
    moment: datetime
    fate: Fate
    edition: int = 1

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in: every second one is translated."""
        return ("ru", "en") if self.place % 2 == 0 else ("ru",)


@dataclass(frozen=True)
class Outline:
    """Everything that was released, by kind and place, and what the pieces have in common."""

    size: int
    now: datetime
    countries: Sequence[str]

    @classmethod
    def drawn_by(cls, drawn: Random, size: int, now: datetime) -> "Outline":
        """Return the outline of so many meetings as of a moment."""
        countries = invention.countries(drawn, size)
        for place in range(size):
            if place % ROW < WITH_DELEGATION:
                countries[place] = countries[place - place % ROW]
        return cls(size, now, countries)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind there are."""
        delegations = max(2, self.size // ROW)
        return {Meeting.KIND: self.size, NewsItem.KIND: self.size, Delegation.KIND: delegations}

    @property
    def planned(self) -> int:
        """How many meetings lie ahead: the newest."""
        return max(1, self.size // 100)

    @property
    def scheduled(self) -> int:
        """How many news items are scheduled: the newest."""
        return max(1, self.size // RARE)

    def moment(self, kind: str, place: int) -> datetime:
        """Return when readers saw this piece first, or will."""
        if kind == NewsItem.KIND:
            if self.fate(kind, place) == Fate.SCHEDULED:
                return self.now + STEP * (place + 1)
            return self.now - STEP * (place + 1) + AFTERWARDS
        if kind == Delegation.KIND:
            return self.now - STEP * (place * ROW + 1) - timedelta(hours=1)
        return self.now - STEP * (place + 1)

    def fate(self, kind: str, place: int) -> Fate:
        """Return what became of this piece."""
        if kind == NewsItem.KIND and place < self.scheduled:
            return Fate.SCHEDULED
        is_withdrawn = kind == NewsItem.KIND and place % RARE == WITHDRAWN_PLACE
        return Fate.WITHDRAWN if is_withdrawn else Fate.LIVE

    def day(self, place: int) -> date:
        """Return the day of a meeting."""
        if place < self.planned:
            return timezone.localdate(self.now) + timedelta(days=1 + place % PLANNED_WITHIN)
        return timezone.localdate(self.moment(Meeting.KIND, place))

    def delegation_of(self, place: int) -> int | None:
        """Return the place of the delegation that a meeting was with, None where with none."""
        found = place // ROW
        is_with_one = place % ROW < WITH_DELEGATION and found < self.counts[Delegation.KIND]
        return found if is_with_one else None
