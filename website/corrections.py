"""What the office has corrected: releases that readers were told were wrong before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Subquery

from editorial.choices import Change
from editorial.models import Release
from editorial.querysets import ReleaseQuerySet
from website.addresses import step_path
from website.filters import Narrowing
from website.reading import live_of, newest_withdrawal
from website.story import are_words_withdrawn
from website.wording import title_of

# The list of them is walked as the news are, by the moment that readers were told.
NARROWING = Narrowing(kind="correction", dated_by="public_at")


@dataclass(frozen=True)
class Correction:
    """A correction as its list shows it: the text as it is called now, and where it is told."""

    release: Release
    ordinal: int
    title: str
    path: str


@dataclass(frozen=True)
class CorrectionFeed:
    """What a feed of corrections holds, newest first, and when that last changed, if ever."""

    corrections: list[Correction]
    changed_at: datetime | None


def begun_corrections(language: str, at: datetime | None = None) -> ReleaseQuerySet:
    """Return the corrections that readers of a language can read of, in no order.

    With a text that is withdrawn its corrections are hidden; they come back with it, but for
    those whose words were withdrawn for good. Each carries its `ordinal` in the history of its
    publication, and no content.
    """
    same_text = {"publication": OuterRef("publication")}
    up_to_it = Release.objects.begun(at, language).filter(
        **same_text, live__startswith__lte=OuterRef("live__startswith")
    )
    counted = up_to_it.order_by().values("publication").annotate(count=Count("pk"))
    found: ReleaseQuerySet = (
        Release.objects.begun(at, language)
        .filter(
            Exists(Release.objects.live(at, language).filter(**same_text)),
            ~are_words_withdrawn(),
            change=Change.CORRECTION,
        )
        .annotate(ordinal=Subquery(counted.values("count")))
        .defer("content")
    )
    return found


def corrections_of(
    releases: Sequence[Release], language: str, at: datetime | None = None
) -> list[Correction]:
    """Return these corrections as their list shows them, in one statement."""
    live = live_of({release.publication_id for release in releases}, language, at)
    return [_shown(one, live[one.publication_id]) for one in releases if one.publication_id in live]


def read_correction_feed(language: str, count: int, at: datetime | None = None) -> CorrectionFeed:
    """Return the newest corrections of a language, at most `count`, in two statements.

    It changes when a correction or a later text of the same begins, and when one is withdrawn.
    """
    newest_first = begun_corrections(language, at).order_by("-public_at", "-publication_id")
    withdrawn_at = newest_withdrawal(language, at)
    found = list(newest_first.annotate(withdrawn_at=withdrawn_at)[:count])
    live = live_of({release.publication_id for release in found}, language, at)
    moments = [release.public_at for release in found]
    moments += [release.live.lower for release in live.values()]
    moments += [release.withdrawn_at for release in found[:1] if release.withdrawn_at]
    shown = [_shown(one, live[one.publication_id]) for one in found if one.publication_id in live]
    return CorrectionFeed(shown, max(moments, default=None))


def _shown(release: Release, live: Release) -> Correction:
    ordinal: int = release.ordinal  # type: ignore[attr-defined]
    return Correction(release, ordinal, title_of(live), step_path(live, ordinal))
