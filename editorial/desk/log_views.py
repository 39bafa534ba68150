"""The desk's page of the whole log, and the same as a file for a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.models import User
from editorial.chronicle import Deed, deed_of
from editorial.contents.values import is_number
from editorial.desk.log import LogForm, entries_for
from editorial.desk.spreadsheets import ROWS_TOGETHER, csv_pieces
from editorial.kinds import kind_models
from editorial.models import AuditEntry, Publication
from editorial.moments import desk_language
from editorial.named_records import NamedRecord, changed_fields, kind_and_key, named_records
from editorial.permissions import may_read_log
from editorial.titles import titled

PAGE = 100


@dataclass(frozen=True)
class Line:
    """One entry of the log as it is shown: what was done, and to what.

    Of a publication: its kind, its title and the edition's page (a path); "" where there is none.
    """

    deed: Deed
    publication: int | None
    kind: str
    title: str
    address: str
    record: NamedRecord | None
    fields: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what is asked of the log, a hundred entries at a time, the newest first."""
    by = _reader(request)
    form = LogForm(request.GET)
    entries = form.narrowed(entries_for(by)) if form.is_valid() else AuditEntry.objects.none()
    before = request.GET.get("before", "")
    if is_number(before):
        entries = entries.filter(pk__lt=int(before))
    found = list(entries[: PAGE + 1])
    context = {
        **admin.site.each_context(request),
        "title": form.title,
        "form": form,
        "lines": _lines(found[:PAGE]),
        "query": _query(request),
        "older": f"?{_query(request, found[PAGE - 1].pk)}" if len(found) > PAGE else "",
        "newest": f"?{_query(request)}" if is_number(before) else "",
    }
    return TemplateResponse(request, "editorial/log.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Send everything that is asked of the log as a file; what cannot be asked, as the page."""
    by = _reader(request)
    form = LogForm(request.GET)
    if not form.is_valid():
        return page(request)
    rows = _rows(form.narrowed(entries_for(by)), desk_language())
    response = StreamingHttpResponse(
        csv_pieces(_head(), rows), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="log-{localdate()}.csv"'
    return response


def _reader(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for whom the log is not."""
    by = cast("User", request.user)
    if not may_read_log(by):
        raise PermissionDenied
    return by


def _query(request: HttpRequest, before: int | None = None) -> str:
    """Return the question as an address carries it: what is filled in, and where to go on."""
    asked = request.GET.copy()
    asked.pop("before", None)
    for name in [name for name, value in asked.items() if not value]:
        del asked[name]
    if before is not None:
        asked["before"] = str(before)
    return asked.urlencode()


def _lines(entries: Sequence[AuditEntry]) -> list[Line]:
    numbers = {entry.publication_id for entry in entries if entry.publication_id}
    wanted = Publication.objects.filter(pk__in=numbers)
    titles = {one.pk: one.title for one in titled(wanted)} if numbers else {}
    records = named_records(entries)
    return [
        Line(
            deed=deed_of(entry),
            publication=entry.publication_id,
            kind=_kind(entry),
            title=titles.get(entry.publication_id) or _("(no title yet)"),
            address=_page_of(entry),
            record=records.get(entry.pk),
            fields=changed_fields(entry),
        )
        for entry in entries
    ]


def _kind(entry: AuditEntry) -> str:
    if entry.publication is None:
        return ""
    return capfirst(str(kind_models()[entry.publication.kind]._meta.verbose_name))


def _page_of(entry: AuditEntry) -> str:
    if entry.publication is None or entry.edition_id is None:
        return ""
    kind = kind_models()[entry.publication.kind]._meta
    return reverse(f"admin:{kind.app_label}_{kind.model_name}_change", args=[entry.edition_id])


def _head() -> list[str]:
    return [
        _("Entry"),
        _("Moment"),
        pgettext("log", "Person"),
        _("Username"),
        pgettext("log", "Act"),
        _("Code of the act"),
        _("Kind"),
        _("Publication"),
        _("Edition"),
        _("Parts"),
        _("Record"),
        _("Key"),
        _("Said with it"),
        _("Hash"),
    ]


def _rows(entries: "QuerySet[AuditEntry]", language: str) -> Iterator[Sequence[object]]:
    """Tell each entry in a row, in this language: the request is over when they are written.

    Read a piece at a time, so that the first goes out at once and no long answer is kept.
    """
    piece = list(entries[:ROWS_TOGETHER])
    while piece:
        with translation.override(language):
            told = [_row(entry) for entry in piece]
        yield from told
        piece = list(entries.filter(pk__lt=piece[-1].pk)[:ROWS_TOGETHER])


def _row(entry: AuditEntry) -> Sequence[object]:
    deed = deed_of(entry)
    record, key = kind_and_key(entry)
    return (
        entry.pk,
        localtime(entry.at).isoformat(timespec="seconds"),
        deed.by,
        deed.by.username,
        deed.what,
        deed.verb,
        _kind(entry),
        entry.publication_id or "",
        deed.edition or "",
        " ".join(deed.codes),
        record,
        "" if key is None else key,
        deed.more or changed_fields(entry),
        entry.hash,
    )
