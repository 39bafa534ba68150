"""The front page, and the addresses that are no pages of anything."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from languages.countries import country_codes
from news.models import Section
from website.addresses import absolute
from website.agenda import countries_met, read_front_agenda, today
from website.labels import Label, entries_of, label_of_country
from website.negotiation import preferred_language
from website.pages import alternates, front_paths, public, render_page
from website.printed import row_of
from website.reading import newest_news

FRONT_PAGE_ITEMS = 7
FRONT_PAGE_ROWS = 4
FRONT_PAGE_COUNTRIES = 24


@public
def start(request: HttpRequest) -> HttpResponse:
    """Send a reader on to the front page in the language the browser asks for."""
    response = HttpResponseRedirect(front_paths()[preferred_language(request)])
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
def front_page(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the newest item large and the ones before it, and what takes place on which day."""
    releases = newest_news(language, FRONT_PAGE_ITEMS)
    entries = entries_of(releases, Section.objects.all(), language)
    agenda = read_front_agenda(language, FRONT_PAGE_ROWS)
    year = today().year
    context = {
        "lead_story": entries[0] if entries else None,
        "latest": entries[1:],
        "planned": [row_of(release) for release in agenda.planned],
        "recent": [row_of(release) for release in agenda.recent],
        "delegations": [row_of(release) for release in agenda.delegations],
        "year": year,
        "countries": _most_met(countries_met(year, language), language),
        "canonical": absolute(front_paths()[language]),
    }
    switch = alternates(language, front_paths())
    return render_page("website/front.html", language, switch, context)


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


def _most_met(counts: dict[str, int], language: str) -> list[tuple[Label, int]]:
    """The countries met most often, each with the number of its meetings."""
    known = set(country_codes())
    found = [
        (label_of_country(country, language), count)
        for country, count in counts.items()
        if country in known
    ]
    found.sort(key=lambda pair: (-pair[1], pair[0].name))
    return found[:FRONT_PAGE_COUNTRIES]
