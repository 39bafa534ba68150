"""What takes place on a day: meetings and delegations, ahead and past, and who was met.

Every function takes `at`, an aware moment, past or future; left out, the database's own clock
decides what is live, and the machine's which day it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q
from django.db.models.functions import Cast, ExtractYear
from django.utils import timezone

from delegations.models import Delegation
from editorial.models import Release, Topic
from editorial.querysets import ReleaseQuerySet
from events.choices import Status
from events.models import Meeting
from website.filters import Narrowing
from website.periods import Period, midnight

# Whoever has come is "here" until he leaves, but no longer than this: so the list of what is
# ahead begins at a day, and the index by days leads to it.
LONGEST_STAY = timedelta(days=62)
# As many as are shown above the list of what is past: with it, a page of less than 60 KB.
MOST_AHEAD = 30


def today(at: datetime | None = None) -> date:
    """Return the day that it is at the office."""
    return timezone.localdate(at)


def ahead(releases: ReleaseQuerySet, at: datetime | None = None) -> ReleaseQuerySet:
    """Return what takes place today or later, or is not over, the nearest first."""
    begins = midnight(today(at))
    found: ReleaseQuerySet = releases.filter(
        Q(starts_at__gte=begins) | Q(ends_at__gt=begins), starts_at__gte=begins - LONGEST_STAY
    )
    return found.order_by("starts_at", "publication_id")


def past(releases: ReleaseQuerySet, at: datetime | None = None) -> ReleaseQuerySet:
    """Return what was over before today: all that is not `ahead`."""
    begins = midnight(today(at))
    return releases.filter(
        Q(ends_at__lte=begins) | Q(ends_at__isnull=True) | Q(starts_at__lt=begins - LONGEST_STAY),
        starts_at__lt=begins,
    )


def read_ahead(language: str, narrowing: Narrowing, at: datetime | None = None) -> list[Release]:
    """Return what is ahead of a list, the nearest first, in one statement."""
    live = narrowing.apply(Release.objects.live(at, language, narrowing.kind), language)
    return list(ahead(live, at)[:MOST_AHEAD])


@dataclass(frozen=True)
class FrontAgenda:
    """What the front page shows of meetings and delegations."""

    planned: list[Release]
    recent: list[Release]
    delegations: list[Release]


def read_front_agenda(language: str, count: int, at: datetime | None = None) -> FrontAgenda:
    """Return `count` meetings ahead, as many past ones, and the delegations that are here or come.

    Of the past ones, those of which more is known than that they were planned. One statement.
    """
    meetings = Release.objects.live(at, language, Meeting.KIND)
    delegations = Release.objects.live(at, language, Delegation.KIND)
    planned = ahead(meetings, at)[:count]
    known = past(meetings, at).exclude(content__facts__status=Status.PLANNED)
    recent = _latest_first(known)[:count]
    found = list(planned.union(recent, ahead(delegations, at)[:count], all=True))
    begins = midnight(today(at))
    of_meetings = [release for release in found if release.kind == Meeting.KIND]
    return FrontAgenda(
        planned=sorted((one for one in of_meetings if _is_ahead(one, begins)), key=_start),
        recent=sorted(
            (one for one in of_meetings if not _is_ahead(one, begins)), key=_start, reverse=True
        ),
        delegations=sorted((one for one in found if one.kind == Delegation.KIND), key=_start),
    )


def countries_met(year: int, language: str, at: datetime | None = None) -> dict[str, int]:
    """Return the countries met in a year, with the number of meetings held, in one statement."""
    period = Period(year)
    held = past(Release.objects.live(at, language, Meeting.KIND), at).filter(
        starts_at__gte=period.begins,
        starts_at__lt=period.ends,
        content__facts__status=Status.HELD,
        mentions__record_type="country",
    )
    return dict(held.order_by().values_list("mentions__record_key").annotate(count=Count("pk")))


@dataclass(frozen=True)
class Facets:
    """What a list can be narrowed to, but for its topics."""

    countries: list[str]
    years: list[int]


def read_facets(kind: str, language: str, at: datetime | None = None) -> Facets:
    """Return the countries that live releases of a kind name, and the years they lie in.

    One statement. Years latest first, from the latest to the earliest there is; countries in no
    order.
    """
    live = Release.objects.live(at, language, kind).order_by()
    countries = live.filter(
        mentions__record_type="country", mentions__language=language
    ).values_list("mentions__record_key")
    dated = live.filter(starts_at__isnull=False)
    years = (
        dated.order_by(order)
        .annotate(year=Cast(ExtractYear("starts_at"), CharField()))
        .values_list("year")[:1]
        for order in ("starts_at", "-starts_at")
    )
    found = {key for (key,) in countries.distinct().union(*years, all=True)}
    bounds = [int(key) for key in found if key.isdigit()]
    return Facets(
        countries=[key for key in found if not key.isdigit()],
        years=[*range(max(bounds), min(bounds) - 1, -1)] if bounds else [],
    )


def topics_named(kind: str, language: str, at: datetime | None = None) -> dict[Topic, bool]:
    """Return all topics, and whether a live release of a kind names each, in one statement."""
    on_topic = Release.objects.live(at, language, kind).filter(
        mentions__record_type="topic",
        mentions__record_key=Cast(OuterRef("pk"), CharField()),
        mentions__language=language,
    )
    return {topic: topic.is_named for topic in Topic.objects.annotate(is_named=Exists(on_topic))}


def _latest_first(releases: ReleaseQuerySet) -> ReleaseQuerySet:
    return releases.order_by("-starts_at", "-publication_id")


def _is_ahead(release: Release, begins: datetime) -> bool:
    """The same question as `ahead` asks, of one release."""
    is_not_over = release.ends_at is not None and release.ends_at > begins
    starts: Any = release.starts_at
    return bool(starts >= begins - LONGEST_STAY and (starts >= begins or is_not_over))


def _start(release: Release) -> Any:
    return release.starts_at, release.publication_id
