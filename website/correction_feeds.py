"""What was corrected in each language, as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.http import http_date
from django.utils.translation import gettext as _

from languages.characters import clean_block, clean_line
from languages.choices import language as language_of
from website.addresses import absolute, list_path
from website.corrections import NARROWING, Correction, CorrectionFeed, read_correction_feed
from website.feeds import FEED_ITEMS, NewsRss, guid
from website.identity import read_identity
from website.pages import public

# Atom demands a date of a feed that has never held anything.
NEVER = datetime.fromtimestamp(0, UTC)

Written = tuple[str, str]


@public
def correction_feed(_request: HttpRequest, *, language: str, form: str) -> HttpResponse:
    """Answer with the newest corrections; `form` is one of `FORMS`."""
    contents = read_correction_feed(language, FEED_ITEMS)
    written, content_type = FORMS[form](_about(language, form), contents)
    response = HttpResponse(written, content_type=content_type)
    if contents.changed_at is not None:
        response["Last-Modified"] = http_date(contents.changed_at.timestamp())
    return response


class CorrectionAtom(Atom1Feed):
    """Atom without a clock of its own: equal contents give equal bytes."""

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"] or NEVER
        return changed_at


def _about(language: str, form: str) -> dict[str, Any]:
    """What every form says of the feed itself."""
    identity = read_identity(language)
    return {
        "title": clean_line(f"{identity.acronym}: {_('Corrections')}"),
        "link": absolute(list_path(NARROWING.kind, language)),
        "description": clean_line(identity.name),
        "language": language_of(language).tag,
        "feed_url": absolute(reverse(f"website:correction_feed_{form}", args=(language,))),
    }


def _item(correction: Correction) -> dict[str, Any]:
    """One correction. Its name is final: no release that has begun changes its place."""
    release = correction.release
    note = clean_block(release.note)
    return {
        "title": clean_line(correction.title),
        "link": absolute(correction.path),
        "description": linebreaks(note, autoescape=True) if note else "",
        "note": note,
        "pubdate": release.public_at,
        "updateddate": release.public_at,
        "unique_id": f"{guid(release)}/{correction.ordinal}",
    }


def _rss(about: Mapping[str, Any], contents: CorrectionFeed) -> Written:
    feed = NewsRss(**about, changed_at=contents.changed_at)
    for item in map(_item, contents.corrections):
        feed.add_item(**item, body=item["description"], unique_id_is_permalink=False)
    return feed.writeString("utf-8"), feed.content_type


def _atom(about: Mapping[str, Any], contents: CorrectionFeed) -> Written:
    feed = CorrectionAtom(
        **about,
        author_name=about["description"],
        feed_guid=f"tag:{settings.TAG_AUTHORITY}:corrections/{about['language']}",
        changed_at=contents.changed_at,
    )
    for item in map(_item, contents.corrections):
        feed.add_item(**item)
    return feed.writeString("utf-8"), feed.content_type


def _json(about: Mapping[str, Any], contents: CorrectionFeed) -> Written:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about["title"],
        "home_page_url": about["link"],
        "feed_url": about["feed_url"],
        "language": about["language"],
        "authors": [{"name": about["description"]}],
        "items": [
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "content_text": item["note"],
                "date_published": item["pubdate"].isoformat(),
            }
            for item in map(_item, contents.corrections)
        ],
    }
    written = json.dumps(document, ensure_ascii=False, indent=2)
    return f"{written}\n", "application/feed+json; charset=utf-8"


FORMS: dict[str, Callable[[Mapping[str, Any], CorrectionFeed], Written]] = {
    "rss": _rss,
    "atom": _atom,
    "json": _json,
}
