"""RSS 2.0 of each language: the newest live news with their full text."""

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.http import http_date
from django.utils.translation import gettext

from editorial.models import Release
from languages.characters import clean_block, clean_line
from languages.choices import language as language_of
from news.models import Section
from website.addresses import absolute, news_list_path
from website.identity import IDENTITIES
from website.labels import Entry, country_labels, entries_of
from website.pages import front_paths, public
from website.reading import read_feed

FEED_ITEMS = 30

_TAG = re.compile(r"<[a-z][^>]*>")
_LINK = re.compile(r'( (?:href|src)=")([^"]*)')


@public
def site_feed(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with everything new on the site, which so far is its news."""
    identity = IDENTITIES[language]
    return _answer(
        language,
        title=identity.acronym,
        page=front_paths()[language],
        feed=reverse("website:feed", args=(language,)),
    )


@public
def news_feed(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with the newest news."""
    identity = IDENTITIES[language]
    return _answer(
        language,
        title=f"{identity.acronym}: {gettext('News')}",
        page=news_list_path(language),
        feed=reverse("website:news_feed", args=(language,)),
    )


def guid(release: Release) -> str:
    """Return the lasting name of a publication in a language: a tag URI (RFC 4151).

    It is the same for every release of the publication, and final: readers' programs know by it
    what they have shown already.
    """
    name = f"{release.kind}/{release.publication_id}/{release.language}"
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


class NewsRss(Rss201rev2Feed):
    """RSS 2.0 with the full text of each item, and without a clock of its own.

    Equal contents give equal bytes: the date of the last build comes from the data, and an
    empty feed has none.
    """

    def rss_attributes(self) -> dict[str, str]:
        content = "http://purl.org/rss/1.0/modules/content/"
        return {**super().rss_attributes(), "xmlns:content": content}

    def add_root_elements(self, handler: Any) -> None:
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.addQuickElement("description", self.feed["description"])
        self_link = {
            "rel": "self",
            "type": "application/rss+xml",
            "href": self.feed["feed_url"],
        }
        handler.addQuickElement("atom:link", None, self_link)
        handler.addQuickElement("language", self.feed["language"])
        if self.feed["changed_at"] is not None:
            handler.addQuickElement("lastBuildDate", rfc2822_date(self.feed["changed_at"]))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["body"])


def _answer(language: str, *, title: str, page: str, feed: str) -> HttpResponse:
    """The feed as one piece of bytes: in Django's hundreds it takes several times as long."""
    contents = read_feed(language, FEED_ITEMS)
    rss = NewsRss(
        title=title,
        link=absolute(page),
        description=IDENTITIES[language].name,
        language=language_of(language).tag,
        feed_url=absolute(feed),
        changed_at=contents.changed_at,
    )
    for entry in entries_of(contents.releases, Section.objects.all(), language):
        rss.add_item(**_item(entry))
    response = HttpResponse(rss.writeString("utf-8"), content_type=rss.content_type)
    if contents.changed_at is not None:
        response["Last-Modified"] = http_date(contents.changed_at.timestamp())
    return response


def _item(entry: Entry) -> dict[str, Any]:
    """One entry of the feed. A stray control character would make the whole feed unreadable."""
    release, text = entry.release, entry.release.content["text"]
    link = absolute(release.get_absolute_url())
    filed_under = [entry.section] if entry.section else []
    filed_under += country_labels(release)
    return {
        "title": clean_line(text["headline"]),
        "link": link,
        # Programs show a description as HTML, so plain words are written as HTML.
        "description": escape(clean_block(text["lead"]), quote=False),
        "body": clean_block(_with_absolute_links(text["body"], link)),
        "pubdate": release.first_shown_at,
        "unique_id": guid(release),
        "unique_id_is_permalink": False,
        "categories": [clean_line(label.name) for label in filed_under],
    }


def _with_absolute_links(body: str, base: str) -> str:
    """The body with links that work away from its own page. `body` is clean HTML."""

    def complete(link: re.Match[str]) -> str:
        return link[1] + escape(urljoin(base, unescape(link[2])))

    return _TAG.sub(lambda tag: _LINK.sub(complete, tag[0]), body)
