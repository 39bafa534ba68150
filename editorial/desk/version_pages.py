"""The desk's pages of versions: the list, two side by side, one put back, one on paper.

Nothing changes by a GET; the one thing that changes is a save, done by one verb.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.versions import restore_version
from editorial.choices import FACTS, PARTS
from editorial.clock import database_moment
from editorial.contents.restoring import restored
from editorial.contents.values import is_number
from editorial.desk.comparing import compare
from editorial.desk.panel import desk_address
from editorial.desk.paper_files import word_file
from editorial.desk.papers import paper_of
from editorial.desk.versions import History, Kept, KeptEdition, Made, Side, name_of_part, sides_of
from editorial.models import Edition, Version
from editorial.permissions import may, may_enter
from editorial.refusals import ClashOfWork, Refused
from languages.choices import CODES, LANGUAGES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def addresses(desk: Any) -> list[URLPattern]:
    """Return the pages of versions of an edition; `desk` is the admin of its kind."""
    name = f"{desk.opts.app_label}_{desk.opts.model_name}"
    views: tuple[tuple[str, str, Callable[..., HttpResponse]], ...] = (
        ("", "versions", versions_page),
        ("compare/", "comparison", comparison_page),
        ("<int:version>/restore/", "restoring", restoring_page),
        ("<int:version>/print/", "paper", paper_page),
        ("<int:version>/docx/", "paper_file", paper_file),
    )
    return [
        path(
            f"<path:object_id>/versions/{place}",
            desk.admin_site.admin_view(partial(view, desk)),
            name=f"{name}_{page}",
        )
        for place, page, view in views
    ]


def versions_page(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """List every version and release of a publication; choose any two to compare."""
    edition, history = _found(desk, request, object_id)
    versions = history.versions
    latest = [kept.versions[0] for kept in history if kept.versions]
    context = {
        "title": _("Versions"),
        "history": history,
        "chosen": versions[:2],
        "editions": [(kept, _with_older(kept, history)) for kept in history],
        "with_live": _with_live(history),
        "neighbours": [(older, newer) for newer, older in pairwise(latest)],
    }
    return _page(desk, request, edition, "editorial/versions.html", context)


def _with_older(kept: KeptEdition, history: History) -> list[tuple[Kept, Kept | None]]:
    """Return the versions of an edition, each with the one before it."""
    return [(one, history.before(one)) for one in kept.versions]


def _with_live(history: History) -> list[tuple[Made, Kept]]:
    """Return, by language, what readers see and the last version of the open edition."""
    opened = history.opened
    last = history.latest_of(opened) if opened is not None else None
    live = sorted(
        (one for one in history.releases if one.is_live),
        key=lambda one: CODES.index(one.language.code),
    )
    return [(one, last) for one in live] if last is not None else []


def comparison_page(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show two versions or releases of one publication, all their parts."""
    edition, history = _found(desk, request, object_id)
    chosen = [history.find(request.GET.get(name, "")) for name in ("before", "after")]
    ones = [one for one in chosen if one is not None]
    if len(ones) != len(chosen):
        raise Http404
    before, after = sides_of(desk.model, ones)
    context = {
        "title": _("Comparison"),
        "ones": ones,
        "sides": (before, after),
        "comparison": compare(desk.model, before, after, **_reading(desk, request)),
        "is_beside": request.GET.get("view") == "beside",
    }
    return _page(desk, request, edition, "editorial/comparison.html", context)


def restoring_page(desk: Any, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
    """Show what would change if a version came back; put the parts ticked back by POST."""
    edition, history = _found(desk, request, object_id)
    kept = _kept(history, version)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not may(_actor(request), "save_edition"):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        try:
            return _restore(desk, request, edition, kept)
        except Refused as refusal:
            status = 409 if isinstance(refusal, ClashOfWork) else 400
            for finding in refusal.refusals:
                messages.error(request, str(finding))
            # As it is now, for the next decision.
            history = History(edition.publication, database_moment())
    context = _restoring_context(desk, request, history, kept)
    response = _page(desk, request, edition, "editorial/restoring.html", context)
    response.status_code = status
    return response


def _restoring_context(
    desk: Any, request: HttpRequest, history: History, kept: Kept
) -> dict[str, Any]:
    """What stands now beside the version, and the parts that this person could put back."""
    opened, now = history.opened, history.current
    latest = history.latest_of(now) if now is not None else None
    *current, side = sides_of(desk.model, [one for one in (latest, kept) if one is not None])
    differing = _differing(desk, current[0], side) if current else list(PARTS)
    allowed = [part for part in differing if may(_actor(request), "save_edition", part)]
    return {
        "title": _("Restore a version"),
        "kept": kept,
        "opened": opened,
        "sides": (*current, side),
        "comparison": compare(desk.model, current[0], side, **_reading(desk, request))
        if current
        else None,
        "differing": [name_of_part(part) for part in differing],
        "choices": [(part, _choice(part)) for part in allowed],
    }


def _differing(desk: Any, now: Side, then: Side) -> list[str]:
    """Return the parts that would change if they came back one by one."""
    return [
        part
        for part in PARTS
        if restored(desk.model, now.content, then.content, [part]) != now.content
    ]


def _choice(part: str) -> str:
    if part == FACTS:
        return _("Facts, with people, outcomes and what stays in the office")
    return name_of_part(part)


def _restore(desk: Any, request: HttpRequest, edition: Edition, kept: Kept) -> HttpResponse:
    """Do what the form asks and go on with the open edition. Raises Refused."""
    posted = {name: request.POST.get(name, "") for name in ("edition", "token")}
    key, token = (int(said) if is_number(said) else 0 for said in posted.values())
    upon = Edition.objects.filter(publication=edition.publication_id, pk=key).first()
    if posted["edition"] and upon is None:
        raise Http404
    parts = [part for part in request.POST.getlist("part") if part in PARTS]
    saved = restore_version(
        version=Version.objects.get(pk=kept.key),
        by=_actor(request),
        parts=parts,
        edition=upon,
        token=token,
    )
    if saved is None:
        messages.info(request, _("Nothing differed, so nothing was restored."))
        return Redirect(_address(desk, edition, "versions"))
    sentence = _(
        "Restored from %(version)s: %(parts)s. What stood there before is kept among the versions."
    )
    named = ", ".join(name_of_part(part) for part in parts)
    messages.success(request, sentence % {"version": kept.name, "parts": named})
    return Redirect(desk_address(saved))


def paper_page(desk: Any, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
    """Show a version as it is printed on paper."""
    edition, history = _found(desk, request, object_id)
    kept = _kept(history, version)
    paper = paper_of(desk.model, history, kept, _languages(request), **_reading(desk, request))
    context = {
        "paper": paper,
        "every_language": LANGUAGES,
        "asked": _languages(request),
        "versions_address": _address(desk, edition, "versions"),
        "file_address": _address(desk, edition, "paper_file", kept.key),
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "editorial/paper.html", context)


def paper_file(desk: Any, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
    """Give a version as a Word file."""
    _edition, history = _found(desk, request, object_id)
    kept = _kept(history, version)
    paper = paper_of(desk.model, history, kept, _languages(request), **_reading(desk, request))
    number = history.publication.pk
    name = f"{number}-{kept.edition}-{kept.place}.docx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(word_file(paper), content_type=WORD, headers=disposition)


def _languages(request: HttpRequest) -> list[str]:
    """Return the languages asked for, all four where none is."""
    asked = request.GET.getlist("language")
    return [code for code in CODES if code in asked] or list(CODES)


def _found(desk: Any, request: HttpRequest, object_id: str) -> tuple[Edition, History]:
    """Return the edition whose page this is, and what is kept of its publication."""
    if not may_enter(_actor(request)):
        raise PermissionDenied
    edition = desk.get_object(request, unquote(object_id))
    if edition is None:
        raise Http404
    return edition, History(edition.publication, database_moment())


def _kept(history: History, version: int) -> Kept:
    kept = history.find(f"v{version}")
    if not isinstance(kept, Kept):
        raise Http404
    return kept


def _reading(desk: Any, request: HttpRequest) -> dict[str, Any]:
    """Return who reads, and the fields of the kind's form, which know what values are called."""
    return {"by": _actor(request), "fields": desk.edition_form.base_fields}


def _page(
    desk: Any,
    request: HttpRequest,
    edition: Edition,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    common = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "edition": edition,
        "subtitle": desk.name_of(edition),
        "edition_address": desk_address(edition),
        "versions_address": _address(desk, edition, "versions"),
        "may_restore": may(_actor(request), "save_edition"),
    }
    return TemplateResponse(request, template, {**common, **context})


def _address(desk: Any, edition: Edition, page: str, *more: Any) -> str:
    name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_{page}"
    return reverse(name, args=[edition.pk, *more])


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)
