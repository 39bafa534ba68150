"""The ways between the pages of a list."""

from django.http import Http404, HttpRequest

from website.cursors import Place
from website.filters import Narrowing
from website.reading import ListPage


def place_of(request: HttpRequest) -> Place | None:
    """Return the place in a list that the address names, or None for the first page.

    Raises Http404 for what is no place.
    """
    written = request.GET.get("before")
    if written is None:
        return None
    try:
        return Place.read(written)
    except ValueError as error:
        raise Http404 from error


def neighbours(
    page: ListPage, narrowing: Narrowing, before: Place | None, language: str
) -> dict[str, str | None]:
    """Return the paths of the pages beside a page; None where there is none."""

    def path(place: Place | None) -> str:
        return narrowing.path(language, **({"before": str(place)} if place else {}))

    return {
        "older": path(page.older) if page.older else None,
        "newer": path(page.newer) if before else None,
    }
