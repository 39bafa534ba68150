"""Drafts at the desk: kept while one writes, offered when the edition is opened again.

Taking a draft up shows the form with its words, opened as it was then, so that a save merges
them with what others have saved since. Nothing is saved by showing it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import BooleanField, BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http import HttpResponseRedirect as Redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.clock import database_moment
from editorial.contents.values import is_number
from editorial.desk.drafts import Sent, keep, posted, throw_away, unsaved
from editorial.desk.forms import EditionForm
from editorial.desk.rows import ChildRows
from editorial.models import Draft, Edition
from editorial.moments import moment_in_words
from editorial.refusals import Finding, Refused

# Values that say how a form was opened, not what was written in it.
OPENING = frozenset({"token", "opening_key", "source_language"})
POST_ONLY = ["POST"]


@dataclass(frozen=True)
class Waiting:
    """A draft that is offered: when it was kept, and where it is taken up or thrown away."""

    draft: Draft
    kept: str
    address: str


@dataclass(frozen=True)
class DraftOfPage:
    """What the page of a form knows of drafts: its own key, and what waits to be taken up."""

    form: str
    address: str
    waiting: list[Waiting]


def addresses(desk: Any) -> list[URLPattern]:
    """Return where drafts are sent, taken up and thrown away; `desk` is the admin of a kind."""
    name = f"{desk.opts.app_label}_{desk.opts.model_name}"
    views: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
        ("draft", keep_view),
        ("draft/take", take_up_view),
        ("draft/throw", throw_away_view),
    )
    return [
        path(
            f"{whose}{place}/",
            desk.admin_site.admin_view(partial(view, desk)),
            name=f"{name}_{prefix}{place.replace('/', '_')}",
        )
        for place, view in views
        for whose, prefix in (("", "new_"), ("<path:object_id>/", ""))
    ]


def draft_of_page(desk: Any, request: HttpRequest, form: EditionForm) -> DraftOfPage:
    """Return what the page of this form says and sends of drafts."""
    edition = form.instance
    sent = Sent.read(request.POST)
    found: list[Draft] = []
    if not form.is_bound:
        by = cast("User", request.user)
        found = unsaved(by=by, kind=desk.model.KIND, edition=edition)
    return DraftOfPage(
        form=str(sent.form if sent else uuid4()),
        address=_address(desk, edition and edition.pk, "draft"),
        waiting=[
            Waiting(one, _moment(one), _address(desk, one.edition_id, "draft"))
            for one in found
            if differs(form, posted(one))
        ],
    )


def differs(form: EditionForm, post: Any) -> bool:
    """Whether a draft says anything that the form as it is stored does not show."""
    draft = type(form)(post, model=form.model, by=form.by, instance=form.instance)
    names = [
        name
        for name, field in form.fields.items()
        if name not in OPENING
        and (name in post or (isinstance(field, BooleanField) and form.may_write_facts()))
    ]
    if any(_value(form[name]) != _value(draft[name]) for name in names):
        return True
    lists = zip(form.child_lists, draft.child_lists, strict=True)
    return any(_rows(now) != _rows(then) for now, then in lists if then.is_posted)


def _value(field: BoundField) -> Any:
    value = field.value()
    if isinstance(value, list | tuple | set):
        return sorted(str(one) for one in value)
    if isinstance(value, bool):
        return value
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _rows(rows: ChildRows) -> tuple[str, list[dict[str, Any]]]:
    """Return what a list says: lines to paste, and rows with every field that was posted."""
    shown: Iterable[Any] = rows.rows
    said = []
    for row in shown:
        values = {name: _value(row[name]) for name in row.fields}
        said.append({name: value for name, value in values.items() if value not in ("", False)})
    return rows.pasted.strip(), said


def keep_view(desk: Any, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """Keep what the form says now; answer with the sentence to show, or with nothing new."""
    edition = _entered(desk, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(POST_ONLY)
    by = cast("User", request.user)
    at = keep(by=by, kind=desk.model.KIND, edition=edition, post=request.POST)
    if at is None:
        return HttpResponse(status=204)
    time = localtime(at).strftime("%H:%M")
    return JsonResponse({"said": _("Kept at %(time)s") % {"time": time}})


def take_up_view(desk: Any, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """Show the form with the words of a draft, opened as it was then. By POST only."""
    edition = _entered(desk, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(POST_ONLY)
    draft = _own(desk, request, edition)
    sentence = _("This is what you wrote by %(moment)s. It is not saved yet.")
    finding = Finding("draft", sentence % {"moment": _moment(draft)})
    request.POST = posted(draft)  # type: ignore[assignment]
    request.refusal = Refused([finding])  # type: ignore[attr-defined]
    form_url = _address(desk, object_id, "change")
    return cast("HttpResponse", desk.changeform_view(request, object_id, form_url))


def throw_away_view(desk: Any, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """Forget a draft of one's own. By POST only."""
    edition = _entered(desk, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(POST_ONLY)
    throw_away(_own(desk, request, edition))
    messages.success(request, _("Your unsaved words were thrown away."))
    return Redirect(_address(desk, object_id, "change"))


def _entered(desk: Any, request: HttpRequest, object_id: str | None) -> Edition | None:
    """Return the edition, None for a new one. Raises PermissionDenied, Http404."""
    may_write = desk.has_change_permission if object_id else desk.has_add_permission
    if not may_write(request):
        raise PermissionDenied
    if object_id is None:
        return None
    edition = desk.get_object(request, unquote(object_id))
    if edition is None:
        raise Http404
    return cast("Edition", edition)


def _own(desk: Any, request: HttpRequest, edition: Edition | None) -> Draft:
    """Return the draft that the post names, if it is this person's and of this edition."""
    key = request.POST.get("draft", "")
    drafts = unsaved(by=cast("User", request.user), kind=desk.model.KIND, edition=edition)
    found = next((one for one in drafts if is_number(key) and one.pk == int(key)), None)
    if found is None:
        raise Http404
    return found


def _address(desk: Any, key: Any, page: str) -> str:
    name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_"
    if key:
        return reverse(f"{name}{page}", args=[key])
    return reverse(f"{name}add" if page == "change" else f"{name}new_{page}")


def _moment(draft: Draft) -> str:
    """Return when a draft was kept: the time of day alone for one of today."""
    kept = localtime(draft.saved_at)
    if kept.date() == localtime(database_moment()).date():
        return kept.strftime("%H:%M")
    return moment_in_words(draft.saved_at)
