"""The desk's page "Who sees this": a piece limited to named people, or open to all of the desk."""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.access import NOBODY_APPROVES, limit_access, open_access
from editorial.choices import FACTS
from editorial.contents.values import is_number
from editorial.desk.edition_pages import common_context, found_edition
from editorial.desk.panel import desk_address
from editorial.models import Access, Edition, Release
from editorial.notices import ROLES_OF_THE_DESK
from editorial.permissions import may
from editorial.refusals import Finding, Refused


def addresses(desk: Any) -> list[URLPattern]:
    """Return the page of an edition; `desk` is the admin of its kind."""
    view = desk.admin_site.admin_view(partial(access_page, desk))
    name = f"{desk.opts.app_label}_{desk.opts.model_name}_access"
    return [path("<path:object_id>/access/", view, name=name)]


def named_people(publication: int) -> list[User]:
    """Return who sees a publication where only named people do; nobody where all do."""
    named = Access.objects.in_force().filter(publication=publication).select_related("person")
    return sorted((one.person for one in named), key=str)


def access_page(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show who sees a piece; limit it or open it by POST."""
    edition, by = found_edition(desk, request, object_id), cast("User", request.user)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _page(desk, request, edition)
    if not may(by, "save_edition", FACTS):
        raise PermissionDenied
    try:
        messages.success(request, _done(request, edition, by))
    except Refused as refusal:
        response = _page(desk, request, edition, refusal.refusals)
        response.status_code = 400
        return response
    return Redirect(desk_address(edition))


def _done(request: HttpRequest, edition: Edition, by: User) -> str:
    """Do what the form asks and say what was done. Raises Refused."""
    if "open" in request.POST:
        open_access(edition=edition, by=by)
        return _("Everybody of the desk sees this piece.")
    done = limit_access(
        edition=edition,
        by=by,
        people=User.objects.filter(pk__in=_ticked(request)),
        despite=request.POST.getlist("despite"),
    )
    names = ", ".join(sorted(map(str, done.people)))
    said = _("Until its release, only these people see this piece: %(names)s.") % {"names": names}
    dead = [_("The link for %(name)s is dead now.") % {"name": one.name} for one in done.stopped]
    return " ".join([said, *dead])


def _ticked(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.POST.getlist("person") if is_number(key)]


def _page(
    desk: Any, request: HttpRequest, edition: Edition, refusals: Iterable[Finding] = ()
) -> HttpResponse:
    named = {one.pk for one in named_people(edition.publication_id)}
    always = {request.user.pk, edition.publication.created_by_id}
    ticked = set(_ticked(request)) if request.method == "POST" else named
    people = User.objects.holding(ROLES_OF_THE_DESK).prefetch_related("groups")
    begun = Release.objects.begun().filter(publication=edition.publication_id)
    refusals = list(refusals)
    context = {
        **common_context(desk, request, edition),
        "title": _("Who sees this piece"),
        "is_limited": bool(named),
        "is_seen_by_readers": begun.exists(),
        "may_limit": may(cast("User", request.user), "save_edition", FACTS),
        "people": [(one, one.pk in ticked | always, one.pk in always) for one in people],
        "refusals": [one for one in refusals if one.code != NOBODY_APPROVES],
        "warnings": [one for one in refusals if one.code == NOBODY_APPROVES],
    }
    return TemplateResponse(request, "editorial/access.html", context)
