"""What the public pages ask for: live releases, and withdrawals in force. Nothing of an edition.

Every function takes `at`, an aware moment, past or future; left out, the database's own clock
decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast

from editorial.choices import WithdrawalReason
from editorial.models import Release, Withdrawal
from editorial.querysets import ReleaseQuerySet
from languages.choices import CODES
from news.models import NewsItem, Section
from website.cursors import Place
from website.filters import Narrowing


def newest_news(language: str, count: int, at: datetime | None = None) -> list[Release]:
    """Return the newest live news of a language, at most `count`, newest first."""
    return list(Release.objects.live(at, language, NewsItem.KIND).newest_first()[:count])


def live_in_languages(number: int, at: datetime | None = None) -> dict[str, Release]:
    """Return the live releases of a news item by language, in the order of the switch."""
    found = Release.objects.live(at, kind=NewsItem.KIND).filter(publication=number)
    by_language = {release.language: release for release in found}
    return {code: by_language[code] for code in CODES if code in by_language}


def standing_withdrawal(
    number: int, language: str, at: datetime | None = None
) -> Withdrawal | None:
    """Return the withdrawal of a news item in a language, or None where none is in force."""
    standing = Withdrawal.objects.standing(at, language)
    found: Withdrawal | None = standing.filter(
        publication=number, publication__kind=NewsItem.KIND
    ).first()
    return found


def replacement_of(withdrawal: Withdrawal, at: datetime | None = None) -> Release | None:
    """Return the live release that readers are sent to instead, or None.

    A replacement that was itself replaced leads on; a ring of replacements leads nowhere.
    """
    seen: set[int] = set()
    step: Withdrawal | None = withdrawal
    while step is not None and step.reason == WithdrawalReason.REPLACED:
        number = step.redirect_id
        if number is None or number in seen:
            return None
        seen.add(number)
        live = Release.objects.live(at, step.language).filter(publication=number)
        replacement: Release | None = live.first()
        if replacement is not None:
            return replacement
        step = standing_withdrawal(number, step.language, at)
    return None


def sections_with_news(language: str, at: datetime | None = None) -> dict[Section, bool]:
    """Return all sections in their order, and whether any live item stands in each."""
    in_section = Release.objects.live(at, language, NewsItem.KIND).filter(
        mentions__record_type="section",
        mentions__record_key=Cast(OuterRef("pk"), CharField()),
        # Repeated from the release, for the index of mentions.
        mentions__language=language,
    )
    sections = Section.objects.annotate(has_news=Exists(in_section))
    return {section: section.has_news for section in sections}


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its releases, and the places before which the pages beside it lie.

    `older` is None on the last page; `newer` is None where the first page is the newer one.
    """

    releases: list[Release]
    older: Place | None
    newer: Place | None


def read_list_page(
    language: str,
    narrowing: Narrowing,
    before: Place | None,
    size: int,
    at: datetime | None = None,
) -> ListPage:
    """Return the page of `size` news items that follow a place, newest first.

    Walking by `older` from the first page meets every item once, whatever is released
    meanwhile, and costs the same on every page: one statement, and one for the way back.
    """
    live = Release.objects.live(at, language, NewsItem.KIND)
    if before is None:
        following = narrowing.apply(live, language)
    else:
        moment = before.first_shown_at
        older = narrowing.apply(live, language, first_shown_at__lte=moment)
        following = older.before(moment, before.publication)
    newest_first = following.order_by(f"-{narrowing.date_field}", "-publication_id")
    # One more than is shown tells whether there is a page after this one.
    found = list(newest_first[: size + 1])
    releases = found[:size]
    return ListPage(
        releases=releases,
        older=Place.of(releases[-1]) if len(found) > size else None,
        newer=_start_of_newer_page(live, language, narrowing, before, size) if before else None,
    )


def _start_of_newer_page(
    live: ReleaseQuerySet, language: str, narrowing: Narrowing, before: Place, size: int
) -> Place | None:
    """The place before which the `size` items lie that come just ahead of this page.

    The item at `before` is the last of them, so `size` items beyond it are counted off. None
    when there are fewer: then the first page shows all that comes ahead.
    """
    moment = before.first_shown_at
    chosen = narrowing.apply(live, language, first_shown_at__gte=moment)
    ahead = chosen.after(moment, before.publication)
    nearest_first = ahead.order_by(narrowing.date_field, "publication_id")
    places = nearest_first.values_list("first_shown_at", "publication_id")
    return next((Place(*place) for place in places[size - 1 : size]), None)


@dataclass(frozen=True)
class FeedContents:
    """What a feed holds, newest first, and when that last changed: None if it is empty."""

    releases: Sequence[Release]
    changed_at: datetime | None


def read_feed(language: str, count: int, at: datetime | None = None) -> FeedContents:
    """Return the newest live news of a language, at most `count`, in one statement.

    A feed changes when a release begins and when one is withdrawn; the newest of both counts.
    """
    newest = Withdrawal.objects.standing(at, language).order_by("-range__startswith")
    withdrawn_at = Subquery(newest.values("range__startswith")[:1])
    live = Release.objects.live(at, language, NewsItem.KIND).newest_first()
    found = list(live.annotate(withdrawn_at=withdrawn_at)[:count])
    moments = [max(release.public_at, release.live.lower) for release in found]
    moments += [release.withdrawn_at for release in found[:1] if release.withdrawn_at]
    return FeedContents(found, max(moments, default=None))
