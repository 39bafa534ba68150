"""How every public answer is made: in the language of its address, and never stale."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

from languages.choices import CODES, LANGUAGES, Language
from languages.choices import language as language_of
from website.identity import Identity, read_identity
from website.negotiation import language_of_path, preferred_language

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Alternate:
    """A page in one of the languages, as the switch offers it."""

    language: Language
    path: str
    is_current: bool


def alternates(current: str, paths: dict[str, str]) -> list[Alternate]:
    """Return the switch of a page: the languages it exists in, in the one order everywhere.

    `current` is the code of the page's language, `paths` where the page stands in each language.
    """
    return [
        Alternate(language, paths[language.code], language.code == current)
        for language in LANGUAGES
        if language.code in paths
    ]


def front_paths(codes: Iterable[str] = CODES) -> dict[str, str]:
    """Return the paths of the front pages by language."""
    return {code: reverse("website:front", args=(code,)) for code in codes}


def render_page(
    template: str,
    language: str,
    switch: list[Alternate],
    context: dict[str, Any],
    status: int = 200,
    *,
    identity: Identity | None = None,
) -> HttpResponse:
    """Return a page of the public face. Costs a statement where no `identity` is given.

    It is rendered here and now, in the language that is active here and now, and without the
    request: so no session, user or CSRF token can be touched, and no cookie can be set.
    """
    layout = {
        "language": language_of(language),
        "identity": identity or read_identity(language),
        "switch": switch,
        "site": settings.SITE_URL,
    }
    html = render_to_string(template, layout | context)
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language_of(language).tag
    return response


def public(view: View) -> View:
    """Give a view what every public address promises.

    GET and HEAD only. The language of the address, where it names one, is active in the view and
    while it renders, and is gone afterwards. Whatever is not found looks the same. The answer may
    be kept but must be asked for again each time, by ETag: nothing is seen after its withdrawal.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = kwargs.get("language", settings.LANGUAGE_CODE)
        with translation.override(language):
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                return page_not_found(request)
        return revalidated(request, response)

    return require_safe(answer)


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response under a strong ETag, or 304 to a reader who has it already.

    A Last-Modified that the view has set counts too, for readers that send no ETag.
    """
    patch_cache_control(response, no_cache=True)
    if response.status_code != HTTPStatus.OK:
        return response
    set_response_etag(response)
    last_modified = parse_http_date_safe(response.get("Last-Modified", ""))
    answer = get_conditional_response(request, response["ETag"], last_modified, response)
    return answer or response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address where nothing is, in the reader's language.

    It says nothing of the address, so an unreleased item and a number never given look alike.
    """
    of_path = language_of_path(request.path_info)
    language = of_path or preferred_language(request)
    with translation.override(language):
        switch = alternates(language, front_paths())
        response = render_page("404.html", language, switch, {}, status=404)
    patch_cache_control(response, no_cache=True)
    if of_path is None:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault: 503 where the database is away or too busy, else 500.

    It needs neither database nor context, and says in all four languages what to do.
    """
    is_database = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_database else 500
    response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    if is_database:
        response.headers["Retry-After"] = "5"
    return response
