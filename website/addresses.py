"""Addresses of the public face: paths for links within it, absolute ones for all who quote it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from editorial.models import Release


def absolute(path: str) -> str:
    """Return the address that the outside world knows a path by.

    It comes from SITE_URL and never from the request: a forged Host header cannot enter a feed,
    a canonical link or a sitemap.
    """
    return f"{settings.SITE_URL}{path}"


def list_path(kind: str, language: str, query: Mapping[str, str] | None = None) -> str:
    """Return the path of a language's list of a kind, narrowed by these query values."""
    path = reverse(f"website:{kind}_list", args=(language,))
    return f"{path}?{urlencode(query)}" if query else path


def country_path(language: str, country: str) -> str:
    """Return the path of a country's page. `country` is its code (ISO 3166-1 alpha-2)."""
    return reverse("website:country", args=(language, country.lower()))


def history_path(release: Release) -> str:
    """Return the path of the history of a release's publication in its language."""
    address = (release.language, release.publication_id, release.slug)
    return reverse(f"website:{release.kind}_history", args=address)


def step_path(release: Release, ordinal: int) -> str:
    """Return the path of the place in the history where its release of this ordinal stands."""
    return f"{history_path(release)}#{step_anchor(ordinal)}"


def step_anchor(ordinal: int) -> str:
    """Return the name of that place; it stays."""
    return f"release-{ordinal}"


def past_path(release: Release, ordinal: int) -> str:
    """Return the path at which the release of this ordinal can be read in whole."""
    address = (release.language, release.publication_id, release.slug, ordinal)
    return reverse(f"website:{release.kind}_past", args=address)
