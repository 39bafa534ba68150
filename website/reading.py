"""What the public pages ask for: live releases, and withdrawals in force. Nothing of an edition.

Every function takes `at`, an aware moment, past or future; left out, the database's own clock
decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Now

from editorial.choices import WithdrawalReason
from editorial.models import Release, Withdrawal
from editorial.querysets import ReleaseQuerySet
from languages.choices import CODES
from news.models import NewsItem, Section
from website.cursors import Place
from website.filters import Narrowing
from website.story import stories


def newest_news(language: str, count: int, at: datetime | None = None) -> list[Release]:
    """Return the newest live news of a language, at most `count`, newest first."""
    return list(Release.objects.live(at, language, NewsItem.KIND).newest_first()[:count])


def live_in_languages(number: int, kind: str, at: datetime | None = None) -> dict[str, Release]:
    """Return the live releases of a publication by language, in the order of the switch.

    Each comes with what `website.story.story_of` reads. One statement.
    """
    live = Release.objects.live(at, kind=kind).filter(publication=number)
    found = live.annotate(story=stories(at))
    by_language = {release.language: release for release in found}
    return {code: by_language[code] for code in CODES if code in by_language}


def live_of(
    numbers: Collection[int], language: str, at: datetime | None = None
) -> dict[int, Release]:
    """Return the live releases of these publications in a language, by number.

    A link to a publication is shown only to those who would find it.
    """
    if not numbers:
        return {}
    found = Release.objects.live(at, language).filter(publication__in=numbers)
    return {release.publication_id: release for release in found}


def naming(
    record_type: str,
    keys: Collection[object],
    language: str,
    kind: str | None = None,
    at: datetime | None = None,
) -> ReleaseQuerySet:
    """Return the live releases that name one of these records, in no order."""
    live = Release.objects.live(at, language, kind)
    named: ReleaseQuerySet = live.filter(
        mentions__record_type=record_type,
        mentions__record_key__in=[str(key) for key in keys],
        mentions__language=language,
    )
    # A release that names two of them is found once.
    return named if len(keys) == 1 else live.filter(pk__in=named.values("pk"))


def standing_withdrawal(
    number: int, language: str, kind: str, at: datetime | None = None
) -> Withdrawal | None:
    """Return the withdrawal of a publication in a language, or None where none is in force."""
    standing = Withdrawal.objects.standing(at, language)
    found: Withdrawal | None = standing.filter(publication=number, publication__kind=kind).first()
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
        step = Withdrawal.objects.standing(at, step.language).filter(publication=number).first()
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
    live: ReleaseQuerySet,
    language: str,
    narrowing: Narrowing,
    before: Place | None,
    size: int,
) -> ListPage:
    """Return the page of `size` live releases that follow a place, latest first.

    Walking by `older` from the first page meets every one once, whatever is released
    meanwhile, and costs the same on every page: one statement, and one for the way back.
    """
    dated_by = narrowing.dated_by
    if before is None:
        following = narrowing.apply(live, language)
    else:
        earlier = narrowing.apply(live, language, **{f"{dated_by}__lte": before.moment})
        following = earlier.filter(
            Q(**{f"{dated_by}__lt": before.moment}) | Q(publication__lt=before.publication)
        )
    latest_first = following.order_by(f"-{narrowing.order_field}", "-publication_id")
    # One more than is shown tells whether there is a page after this one.
    found = list(latest_first[: size + 1])
    releases = found[:size]
    return ListPage(
        releases=releases,
        older=Place.of(releases[-1], dated_by) if len(found) > size else None,
        newer=_start_of_newer_page(live, language, narrowing, before, size) if before else None,
    )


def _start_of_newer_page(
    live: ReleaseQuerySet, language: str, narrowing: Narrowing, before: Place, size: int
) -> Place | None:
    """The place before which the `size` releases lie that come just ahead of this page.

    The one at `before` is the last of them, so `size` releases beyond it are counted off. None
    when there are fewer: then the first page shows all that comes ahead.
    """
    dated_by = narrowing.dated_by
    chosen = narrowing.apply(live, language, **{f"{dated_by}__gte": before.moment})
    ahead = chosen.filter(
        Q(**{f"{dated_by}__gt": before.moment}) | Q(publication__gt=before.publication)
    )
    nearest_first = ahead.order_by(narrowing.order_field, "publication_id")
    places = nearest_first.values_list(dated_by, "publication_id")
    return next((Place(*place) for place in places[size - 1 : size]), None)


@dataclass(frozen=True)
class FeedContents:
    """What a feed holds, newest first, and when that last changed: None if it is empty."""

    releases: Sequence[Release]
    changed_at: datetime | None


def newest_withdrawal(language: str, at: datetime | None = None) -> Subquery:
    """Return, as a part of a statement, when a language last lost a publication.

    Also one that has come back: what it said before may not have.
    """
    begun = Withdrawal.objects.filter(language=language, range__startswith__lte=at or Now())
    return Subquery(begun.order_by("-range__startswith").values("range__startswith")[:1])


def read_feed(
    language: str, kind: str | None, count: int, at: datetime | None = None
) -> FeedContents:
    """Return the newest live releases of a kind (or of all), at most `count`, in one statement.

    A feed changes when a release begins and when one is withdrawn; the newest of both counts.
    """
    live = Release.objects.live(at, language, kind).newest_first()
    found = list(live.annotate(withdrawn_at=newest_withdrawal(language, at))[:count])
    moments = [max(release.public_at, release.live.lower) for release in found]
    moments += [release.withdrawn_at for release in found[:1] if release.withdrawn_at]
    return FeedContents(found, max(moments, default=None))
