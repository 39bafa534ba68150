"""What holds on every page of the desk: its language, and the second step of signing in."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts import factors, kept_posts
from accounts.models import User
from languages.choices import BY_CODE

LANGUAGE_COOKIE = "desk_language"
# Seconds: the sign-in page speaks the language of who worked at this browser last.
LANGUAGE_KEPT = 30 * 24 * 60 * 60

Respond = Callable[[HttpRequest], HttpResponse]


class DeskLanguageMiddleware:
    """Activate the language of the person for every address of the desk.

    Someone who is not signed in reads the language last used at his browser.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        cookie = request.COOKIES.get(LANGUAGE_COOKIE, "")
        last_used = cookie if cookie in BY_CODE else settings.LANGUAGE_CODE
        language = getattr(request.user, "desk_language", last_used)
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        if request.user.is_authenticated and cookie != language:
            keep_language(response, language)
        return response


def keep_language(response: HttpResponse, language: str) -> None:
    """Have the sign-in page speak this language at this browser."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=LANGUAGE_KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class SecondFactorMiddleware:
    """Open the desk to certain roles only after their second factor was shown.

    Whoever has none is led to set one up; what he sent meanwhile comes back afterwards.
    Outside the desk he is nobody, whatever a view there shows to people who are signed in.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The path first: a public page never asks who reads it.
        if not request.path_info.startswith(reverse("admin:index")):
            signed_in = request.user
            request.user = cast("User", SimpleLazyObject(lambda: _let_in(request, signed_in)))
            return self.get_response(request)
        person = request.user if _is_guarded(request.path_info) else None
        if not isinstance(person, User) or not factors.is_half_signed_in(request, person):
            return self.get_response(request)
        path = request.get_full_path()
        if request.method == "POST":
            kept_posts.keep(request, path, kept_posts.written(request))
        name = "mfa_reauthenticate" if factors.is_set_up(person) else "mfa_index"
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': path})}")


def _let_in(request: HttpRequest, person: Any) -> Any:
    """Return the person signed in, as far as all that is demanded of him was shown."""
    is_half = person.is_authenticated and factors.is_half_signed_in(request, person)
    return AnonymousUser() if is_half else person


def _is_guarded(path: str) -> bool:
    """Whether this page of the desk is not needed to sign in, out or to set a factor up."""
    open_pages = (reverse("admin:account"), reverse("account_login"), reverse("account_logout"))
    return not path.startswith(open_pages)
