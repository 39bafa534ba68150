"""Addresses of the public face: paths for links within it, absolute ones for all who quote it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """Return the address that the outside world knows a path by.

    It comes from SITE_URL and never from the request: a forged Host header cannot enter a feed,
    a canonical link or a sitemap.
    """
    return f"{settings.SITE_URL}{path}"


def news_list_path(language: str, query: Mapping[str, str] | None = None) -> str:
    """Return the path of the news list of a language, narrowed by these query values."""
    path = reverse("website:news_list", args=(language,))
    return f"{path}?{urlencode(query)}" if query else path
