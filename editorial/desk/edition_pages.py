"""What pages beside the form of an edition have in common: whose they are, and their frame."""

from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import User
from editorial.desk.panel import desk_address
from editorial.models import Edition
from editorial.permissions import may_enter


def found_edition(desk: Any, request: HttpRequest, object_id: str) -> Edition:
    """Return the edition whose page this is, if the person may see it; `desk` is its admin.

    Raises PermissionDenied for whoever has no business with publications, Http404 for an
    edition that is not there or that only others see.
    """
    if not may_enter(cast("User", request.user)):
        raise PermissionDenied
    edition: Edition | None = desk.get_object(request, unquote(object_id))
    if edition is None:
        raise Http404
    return edition


def common_context(desk: Any, request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Return what the frame of such a page needs (templates/editorial/edition_page.html)."""
    return {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "edition": edition,
        "subtitle": desk.name_of(edition),
        "edition_address": desk_address(edition),
    }
