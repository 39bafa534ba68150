"""How a text changed: its history, what was corrected on the whole site, and past texts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as PermanentRedirect

from editorial.models import Release
from languages.choices import CODES
from website.addresses import absolute, history_path, past_path
from website.corrections import NARROWING, begun_corrections, corrections_of
from website.history import read_chapter, read_history
from website.pages import Alternate, alternates, public, render_page
from website.reading import live_in_languages, read_list_page
from website.views.endings import ended
from website.views.paging import neighbours, place_of
from website.wording import title_of

LIST_PAGE_ITEMS = 20


@public
def history(
    _request: HttpRequest, *, language: str, kind: str, number: int, slug: str
) -> HttpResponse:
    """Show every text of a publication that readers of a language saw, and what changed."""
    live = live_in_languages(number, kind)
    if language not in live:
        return ended(kind, language, number, live)
    release = live[language]
    if slug != release.slug:
        return PermanentRedirect(history_path(release))
    context = {
        **_of_text(release),
        "chapters": read_history(number, language, kind),
        "past": f"website:{kind}_past",
    }
    return render_page("website/history.html", language, _switch(language, live), context)


@public
def past_text(
    _request: HttpRequest, *, language: str, kind: str, number: int, slug: str, ordinal: int
) -> HttpResponse:
    """Show one text that readers saw in whole, with from when to when they did."""
    live = live_in_languages(number, kind)
    if language not in live:
        return ended(kind, language, number, live)
    release = live[language]
    if slug != release.slug:
        return PermanentRedirect(past_path(release, ordinal))
    chapter = read_chapter(number, language, kind, ordinal)
    if chapter is None:
        raise Http404
    context = {**_of_text(release), "chapter": chapter, "history": history_path(release)}
    return render_page("website/past_text.html", language, _switch(language, live), context)


@public
def correction_list(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show one page of what was corrected in a language, newest first."""
    before = place_of(request)
    page = read_list_page(begun_corrections(language), language, NARROWING, before, LIST_PAGE_ITEMS)
    here = {"before": str(before)} if before else {}
    context = {
        "corrections": corrections_of(page.releases, language),
        "canonical": absolute(NARROWING.path(language, **here)),
        **neighbours(page, NARROWING, before, language),
    }
    switch = alternates(language, {code: NARROWING.path(code) for code in CODES})
    return render_page("website/correction_list.html", language, switch, context)


def _of_text(release: Release) -> dict[str, object]:
    """What pages about a text say of it as it is now: it is the one that searches should find."""
    path = release.get_absolute_url()
    return {
        "release": release,
        "title": title_of(release),
        "path": path,
        "canonical": absolute(path),
    }


def _switch(language: str, live: dict[str, Release]) -> list[Alternate]:
    return alternates(language, {code: history_path(release) for code, release in live.items()})
