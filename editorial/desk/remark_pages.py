"""Buttons beside remarks, answered: with the form that was saved, or alone on a page to read."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.urls import URLPattern, path

from accounts import kept_posts
from editorial.contents.values import is_number
from editorial.desk.asked import UnknownAct
from editorial.desk.panel import desk_address
from editorial.desk.remark_posts import Wanted, answer
from editorial.models import Edition
from editorial.permissions import may_enter
from editorial.refusals import Refused

# Acts by which words were typed: refused, they come back in the same form.
OF_WORDS = frozenset({"new", "suggest", "reply"})


def addresses(desk: Any) -> list[URLPattern]:
    """Return where remarks on an edition are posted; `desk` is the admin of its kind."""
    name = f"{desk.opts.app_label}_{desk.opts.model_name}_remarks"
    view = desk.admin_site.admin_view(partial(remarks_view, desk))
    return [path("<path:object_id>/remarks/", view, name=name)]


def remarks_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Do what a button beside a remark asks for where there is no form to save along.

    A GET shows the edition's page: with what was posted by somebody signed out, if anything.
    """
    if not may_enter(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
    edition = desk.get_object(request, unquote(object_id))
    if edition is None:
        raise Http404
    if request.method != "POST":
        kept = kept_posts.take(request)
        if kept is None:
            return Redirect(desk_address(edition))
        messages.warning(request, kept_posts.SENTENCE)
        request.POST = kept  # type: ignore[assignment]
        return _shown_again(desk, request, object_id)
    token = request.POST.get("token", "")
    try:
        wanted = Wanted.read(request.POST)
        if wanted is None or not is_number(token):
            raise BadRequest("an act and a token are needed")
        return answered(request, wanted, edition, int(token))
    except UnknownAct as unknown:
        raise BadRequest("unknown act") from unknown
    except Refused as refusal:
        request.refusal = refusal  # type: ignore[attr-defined]
        for finding in refusal.refusals:
            messages.error(request, str(finding))
        return _shown_again(desk, request, object_id)


def answered(
    request: HttpRequest, wanted: Wanted, edition: Edition, token: int, otherwise: Any = None
) -> HttpResponse:
    """Do it and go to its place on the page; say why not, and go to the page `otherwise`.

    Raises Refused where words were typed, so that they come back in the form they were sent
    in, and UnknownAct.
    """
    try:
        done = answer(wanted, edition=edition, by=request.user, token=token)  # type: ignore[arg-type]
    except Refused as refusal:
        if wanted.name in OF_WORDS:
            raise
        for finding in refusal.refusals:
            messages.error(request, str(finding))
        return Redirect(desk_address(otherwise or edition))
    messages.success(request, done.sentence)
    return Redirect(f"{desk_address(done.edition)}#{done.place}")


def _shown_again(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the edition's page with what was typed, as yet unsaid."""
    request.method = "GET"
    page: HttpResponse = desk.change_view(request, object_id)
    return page
