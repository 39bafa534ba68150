"""Renditions for readers and for the desk, and the door through which pictures come in."""

from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files import File
from django.db import Error as DatabaseFault
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.models import User
from editorial.permissions import may_enter
from editorial.refusals import Refused
from library.actions import take_in
from library.fields import OFFERED
from library.models import Picture
from library.permissions import may_take_in, not_allowed_sentence
from library.querysets import hidden_from, is_public
from library.refusals import refused
from library.serving import answer
from library.uploading import is_too_large, too_large_sentence

# Of a refused upload, by the code of the refusal; any other is a bad request.
STATUSES = {
    "signed_out": HTTPStatus.FORBIDDEN,
    "not_allowed": HTTPStatus.FORBIDDEN,
    "no_token": HTTPStatus.FORBIDDEN,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not_stored": HTTPStatus.INSUFFICIENT_STORAGE,
}


@require_safe
def rendition(request: HttpRequest, picture: str, width: int, ending: str) -> HttpResponse:
    """Give a rendition to readers while a live release names the picture.

    Otherwise there is nothing here, as for a picture that never was; only people at the desk,
    whose texts carry this very address, see it all the same, and nobody may keep that answer.
    """
    if is_public(picture):
        response = answer(picture, width, ending)
        # May be kept, but must be asked for again: nothing is seen after its withdrawal.
        patch_cache_control(response, public=True, no_cache=True)
        return get_conditional_response(request, response["ETag"], None, response) or response
    # Without a session there is nobody to ask who it is, and no header that tells of asking.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and _may_see(request, picture):
        return _private(answer(picture, width, ending))
    raise Http404


@require_safe
def desk_rendition(request: HttpRequest, picture: str, width: int, ending: str) -> HttpResponse:
    """Give a rendition to people at the desk, whatever is released."""
    if not _may_enter(request):
        raise PermissionDenied
    if not _may_see(request, picture):
        raise Http404
    return _private(answer(picture, width, ending))


@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """Show more pictures to choose from: those taken in before the one named `before`."""
    if not _may_enter(request):
        raise PermissionDenied
    shown = Picture.objects.visible_to(cast("User", request.user))
    last = get_object_or_404(shown.named(request.GET.get("before", "")))
    found = shown.newest_first().before(last.uploaded_at, last.pk)
    pictures = list(found[: OFFERED + 1])
    context = {
        "name": request.GET.get("name", ""),
        "pictures": pictures[:OFFERED],
        "last": pictures[OFFERED - 1] if len(pictures) > OFFERED else None,
    }
    return TemplateResponse(request, "library/offered.html", context)


@csrf_exempt
def upload(request: HttpRequest) -> JsonResponse:
    """Take a file of the desk's editor in; whatever goes wrong is said in one sentence.

    The token is asked for here and not by the middleware, whose answer is a page: the editor
    could not show it. The length is asked for before any of the file is read.
    """
    try:
        picture = take_in(_file_of(request), by=cast("User", request.user))
    except Refused as refusal:
        status = STATUSES.get(refusal.codes[0], HTTPStatus.BAD_REQUEST)
        return _said(" ".join(map(str, refusal.refusals)), status)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return _said(_("The file did not arrive whole. Try again."), HTTPStatus.BAD_REQUEST)
    except DatabaseFault:
        sentence = _("The desk is busy at the moment. Try again in a minute.")
        return _said(sentence, HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse(
        {
            "url": picture.source,
            "id": picture.id,
            "label": str(picture),
            "thumbnail": picture.thumbnail,
        }
    )


def _file_of(request: HttpRequest) -> File:
    """Return the file posted, once everything that needs no file has been asked."""
    if not admin.site.has_permission(request):
        sentence = _("You have been signed out. Sign in in another tab, then try again.")
        raise refused("signed_out", sentence)
    if not may_take_in(cast("User", request.user)):
        raise refused("not_allowed", not_allowed_sentence())
    if is_too_large(request):
        raise refused("too_large", too_large_sentence())
    if request.method == "POST" and not _has_token(request):
        sentence = _("This page is too old to upload from. Save your work and open it again.")
        raise refused("no_token", sentence)
    file = request.FILES.get("upload")
    if file is None:
        raise refused("no_file", _("Choose a picture to upload."))
    return file


class _Token(CsrfViewMiddleware):
    """Django's own check, whose answer is a reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=HTTPStatus.FORBIDDEN)


def _has_token(request: HttpRequest) -> bool:
    # A view that asks for the token; this one's own mark says that it does not.
    asking = HttpResponse
    check = _Token(asking)
    check.process_request(request)
    return check.process_view(request, asking, (), {}) is None


def _said(sentence: str, status: int) -> JsonResponse:
    """Return a refusal in the form that the editor shows."""
    return JsonResponse({"error": {"message": sentence}}, status=status)


def _may_enter(request: HttpRequest) -> bool:
    return admin.site.has_permission(request) and may_enter(cast("User", request.user))


def _may_see(request: HttpRequest, picture: str) -> bool:
    """Whether the person at the desk may see this picture, which readers do not."""
    if not _may_enter(request):
        return False
    by = cast("User", request.user)
    is_hidden = picture in hidden_from(by)
    return not is_hidden or Picture.objects.named(picture).filter(uploaded_by=by).exists()


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    del response["ETag"]
    return response
