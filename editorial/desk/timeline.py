"""The timeline of a publication: all that was done to it, said of it, and happened by itself.

What stands in it comes from sources, each a list of rows in the order of their moments. Another
source is one more `Source`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.choices import PARTS
from editorial.chronicle import deed_of, names_of
from editorial.clock import LEAD_TIME
from editorial.models import AuditEntry, OutsideAnswer, Publication, Release, Remark
from editorial.models.access import AnswerOutcome

# Lines of a page, and how many rows of each source are read for it: runs are folded into one.
PAGE = 100
READ = 500
ACTS, SAVES, REMARKS = "acts", "saves", "remarks"
KINDS: dict[str, Promise] = {
    ACTS: gettext_lazy("Acts"),
    SAVES: gettext_lazy("Saves"),
    REMARKS: gettext_lazy("Remarks and answers"),
}
SAVE = "save_edition"
ON_REMARKS = (
    "remark",
    "reply",
    "resolve",
    "reopen",
    "accept_suggestion",
    "decline_suggestion",
)
_EPOCH = datetime.fromtimestamp(0, UTC)
_WRITTEN = re.compile(r"([0-9]{1,16})-([0-9])-([1-9][0-9]{0,17})")


@dataclass(frozen=True, order=True)
class Place:
    """Where a row stands in a timeline: its moment, its source, its key. Newer is greater."""

    moment: datetime
    source: int
    key: int

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """Return the place that an address carries, None where it carries none."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]), int(match[3]))

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.source}-{self.key}"


@dataclass(frozen=True)
class Happening:
    """One line of a timeline. `by` is nobody where an outside person spoke, told in `what`.

    `more` are words that were said with it; `note` says more of it in our own. A run of saves is
    one line: how many, and since when. What went out by itself names who had scheduled it.
    """

    place: Place
    kind: str
    edition: int | None
    by: User | None
    what: str
    codes: tuple[str, ...] = ()
    more: str = ""
    note: str = ""
    times: int = 1
    since: datetime | None = None
    is_by_itself: bool = False

    @property
    def at(self) -> datetime:
        """When it was; of a run, the last of it."""
        return self.place.moment

    @property
    def parts(self) -> str:
        """The names of the parts it was about."""
        return names_of(self.codes)


@dataclass(frozen=True)
class Source:
    """Rows that stand in a timeline: which of a publication, dated by what, told how."""

    kind: str
    rows: Callable[[Publication], "QuerySet[Any]"]
    moment: str
    tell: Callable[[Any, Place], Happening]


@dataclass(frozen=True)
class Page:
    """A page of a timeline, its lines gathered by edition, and where the next one begins."""

    lines: Sequence[Happening]
    older: Place | None

    @property
    def editions(self) -> list[tuple[int | None, list[Happening]]]:
        """The lines by the edition they are about, the newest first; an edition may come again."""
        return [(number, list(some)) for number, some in groupby(self.lines, lambda x: x.edition)]


def read(publication: Publication, kind: str = "", before: Place | None = None) -> Page:
    """Return what happened to the publication before a place, at most a hundred lines.

    `kind` is one of KINDS, "" for all. One statement for each source.
    """
    found: list[Happening] = []
    # Where a source was not read to its end, nothing older than its last row is known.
    known_from: Place | None = None
    for number, source in enumerate(SOURCES):
        if kind not in ("", source.kind):
            continue
        rows = _before(source, publication, number, before)
        told = [
            source.tell(row, Place(getattr(row, source.moment), number, row.pk)) for row in rows
        ]
        if len(told) == READ:
            known_from = max(filter(None, (known_from, told[-1].place)))
        found += told
    found.sort(key=lambda one: one.place, reverse=True)
    if known_from is not None:
        found = [one for one in found if one.place >= known_from]
    return _page(found, is_cut=known_from is not None)


def _page(found: Sequence[Happening], *, is_cut: bool) -> Page:
    lines: list[Happening] = []
    last: Place | None = None
    for one in found:
        folded = _folded(lines[-1], one) if lines else None
        if folded is None and len(lines) == PAGE:
            return Page(lines, last)
        lines[-1:] = [folded] if folded else [*lines[-1:], one]
        last = one.place
    return Page(lines, last if is_cut else None)


def _before(
    source: Source, publication: Publication, number: int, place: Place | None
) -> Iterable[Any]:
    rows = source.rows(publication)
    if place is not None:
        same = Q((source.moment, place.moment))
        if number == place.source:
            same &= Q(pk__lt=place.key)
        earlier = Q((f"{source.moment}__lt", place.moment))
        rows = rows.filter(earlier | same if number <= place.source else earlier)
    return rows.order_by(f"-{source.moment}", "-pk")[:READ]


def _folded(line: Happening, older: Happening) -> Happening | None:
    """Return a line that tells of an older row too; None where it cannot.

    Saves of one person follow each other; a release in several languages begins at one moment.
    """
    same = ("kind", "edition", "by", "is_by_itself")
    if any(getattr(line, name) != getattr(older, name) for name in same):
        return None
    codes = tuple(part for part in PARTS if part in (*line.codes, *older.codes))
    if line.is_by_itself and line.at == older.at:
        return replace(line, codes=codes)
    if line.kind == SAVES:
        return replace(line, codes=codes, times=line.times + 1, since=older.at)
    return None


# The sources.


def _entries(publication: Publication) -> "QuerySet[AuditEntry]":
    entries = AuditEntry.objects.filter(publication=publication)
    return entries.select_related("by", "edition")


def _saves(publication: Publication) -> "QuerySet[AuditEntry]":
    return _entries(publication).filter(verb=SAVE)


def _acts(publication: Publication) -> "QuerySet[AuditEntry]":
    return _entries(publication).exclude(verb__in=(SAVE, *ON_REMARKS))


def _on_remarks(publication: Publication) -> "QuerySet[AuditEntry]":
    """Return the acts on remarks, each with the words that were said, or else were decided on."""
    named = Cast(KeyTextTransform("remark", OuterRef("detail")), BigIntegerField())
    said = Remark.objects.filter(publication=OuterRef("publication")).filter(
        Q(at=OuterRef("at")) | Q(pk=named)
    )
    words = said.order_by("-pk").values(
        words=JSONObject(body="body", quote="quote", replacement="replacement")
    )
    entries = _entries(publication).filter(verb__in=ON_REMARKS)
    return entries.annotate(words=Subquery(words[:1]))


def _told_of_entry(entry: AuditEntry, place: Place) -> Happening:
    deed = deed_of(entry)
    # When it is for is no quotation: nobody said so.
    is_quoted = deed.verb != "release"
    return Happening(
        place=place,
        kind=SAVES if deed.verb == SAVE else ACTS,
        edition=deed.edition,
        by=deed.by,
        what=deed.what,
        codes=deed.codes,
        more=deed.more if is_quoted else "",
        note="" if is_quoted else deed.more,
    )


def _told_of_remark(entry: Any, place: Place) -> Happening:
    words = entry.words or {}
    said = words.get("body", "")
    if words.get("replacement") is not None:
        offered = f"{words['quote']} → {words['replacement']}"
        said = f"{offered} ({said})" if said else offered
    return replace(_told_of_entry(entry, place), kind=REMARKS, more=said)


def _answers(publication: Publication) -> "QuerySet[OutsideAnswer]":
    answers = OutsideAnswer.objects.filter(asked__publication=publication)
    return answers.select_related("asked__version__edition").only(
        "outcome", "body", "at", "asked__name", "asked__languages", "asked__version__edition"
    )


def _told_of_answer(answer: OutsideAnswer, place: Place) -> Happening:
    said = {"person": answer.asked.name}
    is_agreed = answer.outcome == AnswerOutcome.AGREED
    return Happening(
        place=place,
        kind=REMARKS,
        edition=answer.asked.version.edition.number,
        by=None,
        what=(
            _("%(person)s, from outside, agreed") % said
            if is_agreed
            else _("%(person)s, from outside, commented") % said
        ),
        codes=tuple(answer.asked.languages),
        more=answer.body,
    )


def _begun(publication: Publication) -> "QuerySet[Release]":
    """Return the releases that began later than they were let out, and have begun."""
    begun = Release.objects.begun().filter(publication=publication)
    later = begun.annotate(begun_at=F("live__startswith")).filter(
        begun_at__gt=F("released_at") + LEAD_TIME / 2
    )
    return later.select_related("released_by", "edition").defer("content")


def _told_of_release(release: Release, place: Place) -> Happening:
    return Happening(
        place=place,
        kind=ACTS,
        edition=release.edition.number,
        by=release.released_by,
        what=_("went out at the scheduled moment"),
        codes=(release.language,),
        is_by_itself=True,
    )


SOURCES: tuple[Source, ...] = (
    Source(SAVES, _saves, "at", _told_of_entry),
    Source(ACTS, _acts, "at", _told_of_entry),
    Source(ACTS, _begun, "begun_at", _told_of_release),
    Source(REMARKS, _on_remarks, "at", _told_of_remark),
    Source(REMARKS, _answers, "at", _told_of_answer),
)
