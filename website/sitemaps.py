"""Sitemaps (sitemaps.org 0.9): an index, and parts by ranges of publication numbers."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import CharField, F, Max, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from delegations.models import Organisation, Person
from editorial.models import Release
from languages.choices import CODES
from languages.choices import language as language_of
from languages.countries import country_codes
from website.addresses import absolute, country_path, list_path
from website.dossiers import changed_by_record
from website.pages import front_paths, public
from website.records import dossier_path

# Four languages of each: 4,000 addresses and about 2 MB, far below the 50,000 and 50 MB allowed.
PART_SIZE = 1000
# The records that have pages of their own, as a sitemap's name says them.
RECORDS: dict[str, type[Person] | type[Organisation]] = {
    "people": Person,
    "organisations": Organisation,
}

_TEXT = CharField()
_PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@public
def sitemap(_request: HttpRequest) -> HttpResponse:
    """Answer with the index: every part that holds anything."""
    addresses = {_part_address(part): changed_at for part, changed_at in read_parts().items()}
    addresses |= dict.fromkeys(_record_parts())
    entries = [
        f"<sitemap>{_place(address, changed_at)}</sitemap>"
        for address, changed_at in addresses.items()
    ]
    return _xml(f"sitemapindex {_PROTOCOL}", entries)


@public
def sitemap_part(_request: HttpRequest, *, part: int) -> HttpResponse:
    """Answer with one part: the pages of its publications; the first has the lists as well."""
    pages = pages_of_part(part)
    if part == 1:
        pages = [*_lists(), *pages]
    return _pages_there(pages)


@public
def sitemap_records(_request: HttpRequest, *, name: str, part: int) -> HttpResponse:
    """Answer with one part of the people's or organisations' pages."""
    return _pages_there(record_pages(name, part))


@public
def sitemap_countries(_request: HttpRequest) -> HttpResponse:
    """Answer with the countries' pages."""
    return _pages_there(country_pages())


# One page in all its languages: by code, its address and when it last changed.
Page = dict[str, tuple[str, datetime | None]]


def read_parts(at: datetime | None = None) -> dict[int, datetime | None]:
    """Return the numbers of all parts with the moment each last changed, the first always.

    `at` is an aware moment; left out, the database's own clock decides. One statement.
    """
    live = Release.objects.live(at)
    parts = (
        live.annotate(part=(F("publication_id") - 1) / PART_SIZE + 1)
        .values_list("part")
        .annotate(changed_at=Max("live__startswith"))
    )
    found: dict[int, datetime | None] = {1: None, **dict(parts)}
    return dict(sorted(found.items()))


def pages_of_part(part: int, at: datetime | None = None) -> list[Page]:
    """Return the live pages of a part's publications, in the order of their numbers.

    `at` is an aware moment; left out, the database's own clock decides. One statement.
    """
    last = part * PART_SIZE
    live = (
        Release.objects.live(at)
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


def record_pages(name: str, part: int, at: datetime | None = None) -> list[Page]:
    """Return the pages of a part of the people or organisations, in two statements."""
    model, last = RECORDS[name], part * PART_SIZE
    names = [f"name_{language_of(code).suffix}" for code in CODES]
    of_part = model.objects.filter(pk__gt=last - PART_SIZE, pk__lte=last, is_closed=False)
    rows = {str(pk): said for pk, *said in of_part.order_by("pk").values_list("pk", *names)}
    record_type = model.objects.all().RECORD_TYPE
    changed = changed_by_record(record_type, rows.keys(), at)
    return [
        {
            code: (
                absolute(
                    dossier_path(record_type, int(pk), dict(zip(CODES, said, strict=True)), code)
                ),
                changed[pk][code],
            )
            for code in CODES
            if code in changed[pk]
        }
        for pk, said in rows.items()
        if pk in changed
    ]


def country_pages(at: datetime | None = None) -> list[Page]:
    """Return the pages of all countries that have one, in one statement."""
    changed = changed_by_record("country", country_codes(), at)
    return [
        {
            code: (absolute(country_path(code, country)), moments[code])
            for code in CODES
            if code in moments
        }
        for country, moments in sorted(changed.items())
    ]


def _lists() -> list[Page]:
    """The front pages and the lists, which are there before anything is in them."""
    lists = [
        {code: list_path(kind, code) for code in CODES}
        for kind in ("news", "meeting", "delegation", "country", "correction")
    ]
    return [
        {code: (absolute(path), None) for code, path in paths.items()}
        for paths in (front_paths(), *lists)
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


def _record_parts() -> list[str]:
    """The addresses of the parts of records that hold a page, in one statement."""
    people, organisations = (
        model.objects.live()
        .order_by()
        .values_list(Concat(Value(f"{name} "), (F("pk") - 1) / PART_SIZE + 1, output_field=_TEXT))
        for name, model in RECORDS.items()
    )
    named = Release.objects.live().order_by().filter(mentions__record_type="country")
    countries = named.values_list(Value("", output_field=_TEXT))[:1]
    found = [written.split() for (written,) in people.union(organisations, countries)]
    parts = sorted(((name, int(part)) for name, part in filter(None, found)), reverse=True)
    paths = [reverse("website:sitemap_records", args=part) for part in parts]
    paths += [reverse("website:sitemap_countries")] * ([] in found)
    return [absolute(path) for path in paths]


def _part_address(part: int) -> str:
    return absolute(reverse("website:sitemap_part", args=(part,)))


def _pages_there(pages: list[Page]) -> HttpResponse:
    """The document of these pages. One without any is invalid, so there is none: Http404."""
    if not pages:
        raise Http404
    return _xml(f"urlset {_PROTOCOL} {_LINKS}", [entry for page in pages for entry in _urls(page)])


def _xml(root: str, entries: list[str]) -> HttpResponse:
    """The document. Written out by hand: templates take three times as long for 4,000 entries."""
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>", *entries)
    document = "\n".join((*lines, f"</{root.split(maxsplit=1)[0]}>", ""))
    return HttpResponse(document, content_type="application/xml")
