"""The page behind the link of an outside check: one version, one person, agreed or a comment.

It needs no account and sets no cookie. The key in the address is all that lets somebody in, so
whoever cannot read the page cannot answer in its name either: no other token is asked for.
"""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import admin
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.actions.outside import (
    LONGEST_COMMENT,
    MOST_ANSWERS,
    answer_outside,
    hash_of_key,
)
from editorial.clock import database_moment
from editorial.desk.readings import reading_of
from editorial.kinds import kind_model
from editorial.models import OutsideCheck
from editorial.moments import moment_in_words
from editorial.refusals import Finding, Refused
from languages.choices import BY_CODE, CODES

# Addresses that open nothing, asked for by one reader in so many seconds: then he waits.
MOST_MISSES, MISSES_KEPT = 30, 5 * 60
# What a letter of the watermark and the room between two of them take, in pixels.
LETTER, BETWEEN = 11, 60
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, key: str, language: str = "") -> HttpResponse:
    """Show the version a link was made for, or keep an answer to it.

    A link that is dead for whatever reason is, to whoever opens it, one that never was.
    """
    if _misses(request) > MOST_MISSES:
        return HttpResponse(render_to_string("429.html"), status=HTTPStatus.TOO_MANY_REQUESTS)
    found = OutsideCheck.objects.standing().filter(key_hash=hash_of_key(key))
    check = found.select_related("version__edition", "publication", "created_by").first()
    code = language or (_first(check) if check else "")
    if check is None or code not in check.languages:
        _miss(request)
        raise Http404
    with translation.override(code):
        if request.method != "POST":
            return _page(check, key, code)
        body = request.POST.get("body", "")
        try:
            answer_outside(check=check, outcome=request.POST.get("outcome", ""), body=body)
        except Refused as refusal:
            return _page(check, key, code, body=body, refusals=refusal.refusals, status=400)
    here = reverse("outside_check_in", args=[key, code])
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={**HEADERS, "Location": here})


def _first(check: Any) -> str:
    """The language to begin with: the source, else the first of the switch that is shown."""
    source: str = check.version.edition.source_language
    return next(code for code in (source, *CODES) if code in check.languages)


def _page(
    check: Any,
    key: str,
    code: str,
    *,
    body: str = "",
    refusals: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    model = kind_model(check.publication.kind)
    desk: Any = admin.site.get_model_admin(model)
    answers = list(check.answers.all())
    mark = f"{check.name} · {moment_in_words(database_moment())}"
    tile = LETTER * len(mark) + BETWEEN
    context = {
        "check": check,
        "language": BY_CODE[code],
        "switch": [
            (BY_CODE[one], reverse("outside_check_in", args=[key, one]), one == code)
            for one in CODES
            if one in check.languages
        ],
        "reading": reading_of(
            model,
            check.version,
            code,
            by=check.created_by,
            fields=desk.edition_form.base_fields,
        ),
        "watermark": mark,
        "tile": tile,
        "half": tile // 2,
        "answers": answers,
        "may_answer": len(answers) < MOST_ANSWERS,
        "longest": LONGEST_COMMENT,
        "body": body,
        "refusals": refusals,
    }
    # Rendered without the request: no session, user or cookie can be touched.
    html = render_to_string("editorial/outside_reading.html", context)
    return HttpResponse(
        html, status=status, headers={**HEADERS, "Content-Language": BY_CODE[code].tag}
    )


def _misses(request: HttpRequest) -> int:
    return int(cache.get(_counter(request), 0))


def _miss(request: HttpRequest) -> None:
    counter = _counter(request)
    if cache.add(counter, 1, MISSES_KEPT):
        return
    # It may end between the two: then its count has begun anew, and this is the first.
    try:
        cache.incr(counter)
    except ValueError:
        cache.set(counter, 1, MISSES_KEPT)


def _counter(request: HttpRequest) -> str:
    return f"outside-misses:{get_adapter().get_client_ip(request)}"
