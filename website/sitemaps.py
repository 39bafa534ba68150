"""Sitemaps (sitemaps.org 0.9): an index, and parts by ranges of publication numbers."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from editorial.models import Release
from languages.choices import CODES
from languages.choices import language as language_of
from news.models import NewsItem
from website.addresses import absolute, news_list_path
from website.pages import front_paths, public

# Four languages of each: 4,000 addresses and about 2 MB, far below the 50,000 and 50 MB allowed.
PART_SIZE = 1000

_PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@public
def sitemap(_request: HttpRequest) -> HttpResponse:
    """Answer with the index: every part that holds anything."""
    entries = [
        f"<sitemap>{_place(_part_address(part), changed_at)}</sitemap>"
        for part, changed_at in parts_with_news().items()
    ]
    return _xml(f"sitemapindex {_PROTOCOL}", entries)


@public
def sitemap_part(_request: HttpRequest, *, part: int) -> HttpResponse:
    """Answer with one part: the pages of its publications; the first has the lists as well."""
    pages = news_of_part(part)
    if part == 1:
        pages = [*_lists(), *pages]
    if not pages:
        raise Http404
    return _xml(f"urlset {_PROTOCOL} {_LINKS}", [entry for page in pages for entry in _urls(page)])


# One page in all its languages: by code, its address and when it last changed.
Page = dict[str, tuple[str, datetime | None]]


def parts_with_news(at: datetime | None = None) -> dict[int, datetime | None]:
    """Return the numbers of all parts with the moment each last changed, the first always.

    `at` is an aware moment; left out, the database's own clock decides. One statement.
    """
    live = Release.objects.live(at, kind=NewsItem.KIND)
    parts = (
        live.annotate(part=(F("publication_id") - 1) / PART_SIZE + 1)
        .values_list("part")
        .annotate(changed_at=Max("live__startswith"))
    )
    found: dict[int, datetime | None] = {1: None, **dict(parts)}
    return dict(sorted(found.items()))


def news_of_part(part: int, at: datetime | None = None) -> list[Page]:
    """Return the live pages of a part's publications, in the order of their numbers.

    `at` is an aware moment; left out, the database's own clock decides. One statement.
    """
    last = part * PART_SIZE
    live = (
        Release.objects.live(at, kind=NewsItem.KIND)
        .filter(publication__gt=last - PART_SIZE, publication__lte=last)
        .only("publication", "language", "kind", "slug", "live")
        .order_by("publication_id")
    )
    by_publication = groupby(live, key=lambda release: release.publication_id)
    return [_page(releases) for _number, releases in by_publication]


def _page(releases: Iterable[Release]) -> Page:
    found = {release.language: release for release in releases}
    return {
        code: (absolute(found[code].get_absolute_url()), found[code].live.lower)
        for code in CODES
        if code in found
    }


def _lists() -> list[Page]:
    """The front pages and the news lists, which are there before any news is."""
    lists = {code: news_list_path(code) for code in CODES}
    return [
        {code: (absolute(path), None) for code, path in paths.items()}
        for paths in (front_paths(), lists)
    ]


def _urls(page: Page) -> list[str]:
    """The entries of a page, one for each language, each naming them all (hreflang)."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language_of(code).tag}" href="{escape(address)}"/>'
        for code, (address, _changed_at) in page.items()
    )
    return [
        f"<url>{_place(address, changed_at)}{links}</url>" for address, changed_at in page.values()
    ]


def _place(address: str, changed_at: datetime | None) -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<loc>{escape(address)}</loc>{changed}"


def _part_address(part: int) -> str:
    return absolute(reverse("website:sitemap_part", args=(part,)))


def _xml(root: str, entries: list[str]) -> HttpResponse:
    """The document. Written out by hand: templates take three times as long for 4,000 entries."""
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>", *entries)
    document = "\n".join((*lines, f"</{root.split(maxsplit=1)[0]}>", ""))
    return HttpResponse(document, content_type="application/xml")
