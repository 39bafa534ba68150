"""What every answer carries, what no request may, how long somebody stays signed in."""

import secrets
import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

DESK = "/admin/"
HEADER = "Content-Security-Policy"
EVERYWHERE = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
)
PUBLIC_POLICY = EVERYWHERE + "script-src 'self'; style-src 'self'"
# CKEditor writes style attributes; it needs no inline style element and no inline script.
DESK_POLICY = EVERYWHERE + (
    "script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'"
)

# Seconds: the end of an idle session is moved on at most this often.
TOUCH_EVERY = 60
# Seconds: whoever is signed in this long signs in again (OWASP ASVS 5, section 7.3).
LONGEST_SESSION = 12 * 60 * 60
# Characters of what is searched for: longer than any headline. Each word is a condition more.
LONGEST_SEARCH = 400
SEARCHES = ("q", "term")
# Characters of any other value in an address of the desk.
LONGEST_VALUE = 4_000
BEGUN_AT = "signed_in_at"
SEEN_AT = "seen_at"

Respond = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Say on every answer what a browser may load: nothing from another origin.

    The desk's scripts may stand in the page with `request.csp_nonce`; a public page has none.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_desk = request.path_info.startswith(DESK)
        nonce = secrets.token_urlsafe(16) if is_desk else ""
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy = DESK_POLICY.format(nonce=nonce) if is_desk else PUBLIC_POLICY
        response.headers.setdefault(HEADER, policy)
        return response


class DeskSessionMiddleware:
    """Keep a session while its person works at the desk, and end it after half a day.

    Only requests to the desk count: public pages neither read nor set a cookie.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DESK) and SESSION_KEY in request.session:
            now = int(time.time())
            begun_at = request.session.setdefault(BEGUN_AT, now)
            if now - begun_at > LONGEST_SESSION:
                request.session.flush()
            elif now - request.session.get(SEEN_AT, 0) > TOUCH_EVERY:
                request.session[SEEN_AT] = now
        return self.get_response(request)


class ReadableRequestMiddleware:
    """Refuse (400) what no form and no link of the project sends, before anything is asked of it.

    NUL, which PostgreSQL cannot store and so cannot be asked for: in any cookie, and in the
    queries of the desk; a reader's page finds nothing by it (404). At the desk also values
    that are longer than anything they could name.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = list(request.GET.lists()) if request.path_info.startswith(DESK) else []
        said = [text for name, values in asked for text in (name, *values)]
        if any("\0" in text for text in (*said, *request.COOKIES.values())):
            raise BadRequest("NUL in the query or in a cookie")
        for name, values in asked:
            most = LONGEST_SEARCH if name in SEARCHES else LONGEST_VALUE
            if any(len(text) > most for text in values):
                raise BadRequest(f"More than {most} characters in the query")
        return self.get_response(request)
