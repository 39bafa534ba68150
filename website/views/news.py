"""The news: their list, and an item."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as PermanentRedirect

from editorial.models import Release
from languages.choices import CODES
from languages.choices import language as language_of
from news.models import NewsItem, Section
from website.addresses import absolute, list_path
from website.filters import Narrowing, read_news_narrowing
from website.identity import read_identity
from website.labels import Entry, Label, entries_of, label_of_section, labels_of
from website.pages import alternates, public, render_page
from website.periods import Period
from website.printed import When, row_of, sides_of
from website.reading import (
    live_in_languages,
    live_of,
    read_list_page,
    sections_with_news,
)
from website.records import keys_of, read_records
from website.story import story_of
from website.structured_data import news_article, picture_address
from website.views.changes import changes_of
from website.views.endings import ended, switch_of
from website.views.paging import neighbours, place_of

LIST_PAGE_ITEMS = 20
KIND = NewsItem.KIND


@public
def news_list(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show one page of the news, all of it or narrowed by the values of the address."""
    sections = sections_with_news(language)
    narrowing = read_news_narrowing(request.GET, sections)
    before = place_of(request)
    live = Release.objects.live(None, language, KIND)
    page = read_list_page(live, language, narrowing, before, LIST_PAGE_ITEMS)
    here = {"before": str(before)} if before else {}
    context = {
        "months": _by_month(entries_of(page.releases, sections, language), language),
        "narrowed_to": narrowing.labels(language),
        "sections": _section_menu(sections, narrowing, language),
        "canonical": absolute(narrowing.path(language, **here)),
        **neighbours(page, narrowing, before, language),
    }
    # A place in one language's list is none in another's, so the switch leads to first pages.
    switch = alternates(language, {code: narrowing.path(code) for code in CODES})
    return render_page("website/news_list.html", language, switch, context)


@public
def news_item(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show a news item; send a wrong slug on to the right one."""
    live = live_in_languages(number, KIND)
    if language not in live:
        return ended(KIND, language, number, live)
    release = live[language]
    path = release.get_absolute_url()
    if slug != release.slug:
        return PermanentRedirect(path)
    facts = release.content["facts"]
    linked = live_of([*facts.get("meetings", ()), *facts.get("related", ())], language)
    meetings = [linked[key] for key in facts.get("meetings", ()) if key in linked]
    records = read_records(key for shown in (release, *meetings) for key in keys_of(shown))
    switch = switch_of(KIND, language, live)
    identity = read_identity(language)
    context = {
        "release": release,
        "labels": labels_of(release, records),
        "cover": facts.get("cover"),
        "cover_address": picture_address(facts["cover"]) if facts.get("cover") else "",
        "meetings": [
            (meeting, When.of(meeting), sides_of(meeting, records)) for meeting in meetings
        ],
        **_related(release, linked, language),
        **changes_of(release, live, switch),
        "others": [alternate for alternate in switch if not alternate.is_current],
        "structured_data": news_article(release, identity, story_of(release)),
        "canonical": absolute(path),
    }
    return render_page("website/news_item.html", language, switch, context, identity=identity)


def _related(release: Release, linked: dict[int, Release], language: str) -> dict[str, object]:
    """What goes with the item and is live: news as entries, the rest as rows of a day."""
    numbers = [key for key in release.content["facts"].get("related", ()) if key in linked]
    found = [linked[number] for number in numbers]
    return {
        "related_news": entries_of((one for one in found if one.kind == KIND), (), language),
        "related_rows": [row_of(one) for one in found if one.kind != KIND],
    }


def _by_month(found: list[Entry], language: str) -> list[tuple[Label, list[Entry]]]:
    """The entries under the months that readers first saw them in."""
    grouped = groupby(found, key=lambda entry: Period.of(entry.release.first_shown_at))
    return [(_label_of(month, language), list(entries)) for month, entries in grouped]


def _label_of(month: Period, language: str) -> Label:
    path = list_path(KIND, language, {"month": str(month)})
    return Label(month.name(language), language_of(language).tag, path)


def _section_menu(
    sections: dict[Section, bool], narrowing: Narrowing, language: str
) -> list[tuple[Label, bool]]:
    """The sections that hold news for these readers, and whether each is the one shown."""
    return [
        (label_of_section(section, language), narrowing.has("section", section.slug))
        for section, has_news in sections.items()
        if has_news or narrowing.has("section", section.slug)
    ]
