"""The pages of the public face. A view decides presentation and nothing else."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http import HttpResponsePermanentRedirect as PermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from editorial.choices import NOTICE_STATUS, Change
from editorial.models import Release
from languages.choices import CODES
from news.models import Section
from website.addresses import absolute, news_list_path
from website.cursors import Place
from website.filters import Month, Narrowing, read_narrowing
from website.labels import Entry, Label, entries_of, label_of, labels_of
from website.negotiation import preferred_language
from website.pages import Alternate, alternates, front_paths, public, render_page
from website.reading import (
    ListPage,
    live_in_languages,
    newest_news,
    read_list_page,
    replacement_of,
    sections_with_news,
    standing_withdrawal,
)
from website.structured_data import news_article

FRONT_PAGE_ITEMS = 9
LIST_PAGE_ITEMS = 20


@public
def start(request: HttpRequest) -> HttpResponse:
    """Send a reader on to the front page in the language the browser asks for."""
    response = HttpResponseRedirect(front_paths()[preferred_language(request)])
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
def front_page(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the newest item large, and the ones before it."""
    releases = newest_news(language, FRONT_PAGE_ITEMS)
    entries = entries_of(releases, Section.objects.all(), language)
    context = {
        "lead_story": entries[0] if entries else None,
        "latest": entries[1:],
        "canonical": absolute(front_paths()[language]),
    }
    switch = alternates(language, front_paths())
    return render_page("website/front.html", language, switch, context)


@public
def news_list(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show one page of the news, all of it or narrowed by the values of the address."""
    sections = sections_with_news(language)
    narrowing = read_narrowing(request.GET, sections)
    before = _place(request)
    page = read_list_page(language, narrowing, before, LIST_PAGE_ITEMS)
    here = narrowing.query | ({"before": str(before)} if before else {})
    context = {
        "months": _by_month(entries_of(page.releases, sections, language), language),
        "narrowed_to": narrowing.labels(language),
        "sections": _section_menu(sections, narrowing, language),
        "canonical": absolute(news_list_path(language, here)),
        **_neighbours(page, narrowing, before, language),
    }
    # A place in one language's list is none in another's, so the switch leads to first pages.
    switch = alternates(language, {code: news_list_path(code, narrowing.query) for code in CODES})
    return render_page("website/news_list.html", language, switch, context)


@public
def news_item(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show a news item; send a wrong slug on to the right one."""
    live = live_in_languages(number)
    if language not in live:
        return _ended(language, number, live)
    release = live[language]
    path = release.get_absolute_url()
    if slug != release.slug:
        return PermanentRedirect(path)
    switch = _switch_of_item(language, live)
    context = {
        "release": release,
        "labels": labels_of(release),
        "is_updated": release.public_at != release.first_shown_at,
        "is_correction": release.change == Change.CORRECTION,
        "others": [alternate for alternate in switch if not alternate.is_current],
        "structured_data": news_article(release),
        "canonical": absolute(path),
    }
    return render_page("website/news_item.html", language, switch, context)


@public
def elsewhere(_request: HttpRequest, *, language: str, path: str) -> HttpResponse:
    """Say in the reader's language that nothing is here."""
    raise Http404


@public
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the sitemap is, and that the desk is not for them."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {absolute(reverse('website:sitemap'))}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process lives. It asks nothing else, so nothing else can make it fail."""
    return HttpResponse(
        "ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def _ended(language: str, number: int, live: dict[str, Release]) -> HttpResponse:
    """The answer where a language has no live release: its withdrawal's, or none.

    Costs the same for a number never given and for an item nobody has released.
    """
    withdrawal = standing_withdrawal(number, language)
    if withdrawal is None:
        raise Http404
    replacement = replacement_of(withdrawal)
    if replacement is not None:
        # Not for ever: the publication can be restored.
        return HttpResponseRedirect(replacement.get_absolute_url())
    status = NOTICE_STATUS[withdrawal.reason]
    switch = _switch_of_item(language, live)
    return render_page(
        "website/withdrawn.html", language, switch, {"withdrawal": withdrawal}, status
    )


def _switch_of_item(language: str, live: dict[str, Release]) -> list[Alternate]:
    paths = {code: release.get_absolute_url() for code, release in live.items()}
    # On a notice the reader's own language stays in its place, and leads to what there is in it.
    return alternates(language, {language: news_list_path(language)} | paths)


def _place(request: HttpRequest) -> Place | None:
    """The place in the list that the address names, or None for the first page."""
    written = request.GET.get("before")
    if written is None:
        return None
    try:
        return Place.read(written)
    except ValueError as error:
        raise Http404 from error


def _neighbours(
    page: ListPage, narrowing: Narrowing, before: Place | None, language: str
) -> dict[str, str | None]:
    """The paths of the pages beside a page; None where there is none."""

    def path(place: Place | None) -> str:
        extra = {"before": str(place)} if place else {}
        return news_list_path(language, narrowing.query | extra)

    return {
        "older": path(page.older) if page.older else None,
        "newer": path(page.newer) if before else None,
    }


def _by_month(entries: list[Entry], language: str) -> list[tuple[Label, list[Entry]]]:
    """The entries under the months that readers first saw them in."""
    grouped = groupby(entries, key=lambda entry: Month.of(entry.release.first_shown_at))
    return [(month.label(language), list(found)) for month, found in grouped]


def _section_menu(
    sections: dict[Section, bool], narrowing: Narrowing, language: str
) -> list[tuple[Label, bool]]:
    """The sections that hold news for these readers, and whether each is the one shown."""
    return [
        (label_of(section, language), section == narrowing.section)
        for section, has_news in sections.items()
        if has_news or section == narrowing.section
    ]
