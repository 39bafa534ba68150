"""RSS 2.0 of each language: what is newest, with its full text."""

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.html import linebreaks
from django.utils.http import http_date
from django.utils.translation import gettext as _

from editorial.models import Release
from events.models import Meeting
from languages.characters import clean_block, clean_line
from languages.choices import language as language_of
from news.models import NewsItem, Section
from website.addresses import absolute, list_path
from website.identity import read_identity
from website.labels import Entry, country_labels, entries_of
from website.pages import front_paths, public
from website.printed import When, status_of
from website.reading import read_feed

FEED_ITEMS = 30

_TAG = re.compile(r"<[a-z][^>]*>")
_LINK = re.compile(r'( (?:href|src)=")([^"]*)')


@public
def site_feed(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with everything new on the site: news, meetings and delegations."""
    return _answer(language, None, "feed", page=front_paths()[language])


@public
def news_feed(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with the newest news."""
    page = list_path(NewsItem.KIND, language)
    return _answer(language, NewsItem.KIND, "news_feed", page=page, subject=_("News"))


@public
def meeting_feed(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Answer with the meetings made public last."""
    page = list_path(Meeting.KIND, language)
    return _answer(language, Meeting.KIND, "meeting_feed", page=page, subject=_("Meetings"))


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


def _answer(
    language: str, kind: str | None, name: str, *, page: str, subject: str = ""
) -> HttpResponse:
    """The feed as one piece of bytes: in Django's hundreds it takes several times as long."""
    identity = read_identity(language)
    contents = read_feed(language, kind, FEED_ITEMS)
    rss = NewsRss(
        title=clean_line(f"{identity.acronym}: {subject}" if subject else identity.acronym),
        link=absolute(page),
        description=clean_line(identity.name),
        language=language_of(language).tag,
        feed_url=absolute(reverse(f"website:{name}", args=(language,))),
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
    release = entry.release
    link = absolute(release.get_absolute_url())
    title, summary, body = _words(release)
    filed_under = [entry.section] if entry.section else []
    filed_under += country_labels(release)
    return {
        "title": clean_line(title),
        "link": link,
        # Programs show a description as HTML, so plain words are written as HTML.
        "description": escape(clean_block(summary), quote=False),
        "body": clean_block(_with_absolute_links(body, link)),
        "pubdate": release.first_shown_at,
        "unique_id": guid(release),
        "unique_id_is_permalink": False,
        "categories": [clean_line(label.name) for label in filed_under],
    }


def _words(release: Release) -> tuple[str, str, str]:
    """The title of a release, what it says in short (plain), and in full (clean HTML)."""
    text = release.content["text"]
    if release.kind == NewsItem.KIND:
        return text["headline"], text["lead"], text["body"]
    when = When.of(release)
    days = when.days(release.language) if when else ""
    hours = _("%(hours)s (Tashkent, UTC+5)") % {"hours": when.hours} if when and when.hours else ""
    said = (status_of(release), days, hours, text.get("city"), text.get("reason"))
    summary = ", ".join(part for part in said if part)
    purpose = linebreaks(text.get("purpose", ""), autoescape=True) if text.get("purpose") else ""
    return text["title"], summary, text.get("summary") or purpose


def _with_absolute_links(body: str, base: str) -> str:
    """The body with links that work away from its own page. `body` is clean HTML."""

    def complete(link: re.Match[str]) -> str:
        return link[1] + escape(urljoin(base, unescape(link[2])))

    return _TAG.sub(lambda tag: _LINK.sub(complete, tag[0]), body)
