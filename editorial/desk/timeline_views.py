"""The desk's page of a publication's timeline."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.desk.timeline import KINDS, Place, read
from editorial.kinds import title_of


def page_of(editions: Any) -> Any:
    """Return the page that shows the timeline of one of these editions' publications.

    `editions` is the admin of the kind: who may open an edition there may read its timeline.
    """

    @require_safe
    def page(request: HttpRequest, object_id: str) -> HttpResponse:
        edition = editions.get_object(request, unquote(object_id))
        if edition is None or not editions.has_view_permission(request, edition):
            raise Http404
        kind = request.GET.get("kind", "")
        kind = kind if kind in KINDS else ""
        before = Place.read(request.GET.get("before", ""))
        found = read(edition.publication, kind, before)
        address = request.path
        context = {
            **admin.site.each_context(request),
            "title": _("Timeline"),
            "name": title_of(edition, get_language() or "") or _("(no title yet)"),
            "opts": editions.opts,
            "edition": edition,
            "edition_address": reverse(
                f"admin:{editions.opts.app_label}_{editions.opts.model_name}_change",
                args=[edition.pk],
            ),
            "kinds": [("", _("Everything")), *KINDS.items()],
            "kind": kind,
            "found": found,
            "newest": f"{address}?{urlencode({'kind': kind})}" if before else "",
            "older": (
                f"{address}?{urlencode({'kind': kind, 'before': str(found.older)})}"
                if found.older
                else ""
            ),
        }
        return TemplateResponse(request, "editorial/timeline.html", context)

    return page
