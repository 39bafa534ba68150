"""Editions of any kind and their releases, as rows written from contents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from benchmarks.pieces import WITHDRAWN_AFTER, Fate, Piece
from benchmarks.records import Records, in_columns
from benchmarks.tables import Row, reserve, write
from editorial.choices import FACTS, Change, TextState, WithdrawalReason
from editorial.contents.content import Content
from editorial.contents.printing import digest, enclosed, mentions, print_release, span, title
from editorial.contents.values import Printed
from editorial.kinds import child_models, column, kind_model, text_fields
from editorial.models import (
    Approval,
    Child,
    Edition,
    Mention,
    Release,
    Text,
    Version,
    Withdrawal,
)
from languages.choices import CODES
from languages.slugs import slugify


@dataclass(frozen=True)
class Written:
    """A piece with its content and the key of its edition."""

    piece: Piece
    content: Content
    pk: int

    @property
    def model(self) -> type[Edition]:
        """The kind's model."""
        return kind_model(self.piece.kind)

    @property
    def blank(self) -> Edition:
        """Any row of the kind, for what asks only of which kind something is."""
        return _blank(self.model)

    @property
    def is_draft(self) -> bool:
        """Whether the edition stays open, and nothing of it was released."""
        return self.piece.fate is Fate.DRAFT


@dataclass(frozen=True)
class Print:
    """One language of a released edition, and the key of its release."""

    written: Written
    language: str
    # As readers have them, with what was printed of the records they name.
    facts: Printed
    pk: int

    @property
    def text(self) -> Printed:
        """What is said in the language."""
        return self.written.content.texts[self.language]

    @cached_property
    def facts_digest(self) -> str:
        """The digest that was approved."""
        return digest(self.facts)

    @cached_property
    def text_digest(self) -> str:
        """The digest that was approved."""
        return digest(self.text)


def write_editions(written: Sequence[Written], records: Records) -> None:
    """Write these editions with all that hangs on them, and close those that are no drafts."""
    write(Edition, (_edition(one, records) for one in written))
    for model in dict.fromkeys(one.model for one in written):
        of_kind = [one for one in written if one.model is model]
        write(model, map(_kind_row, of_kind))
        for field in model._meta.local_many_to_many:
            through: Any = field.remote_field.through
            write(through, (link for one in of_kind for link in _links(one, field)))
        for name, child in child_models(model).items():
            write(child, (row for one in of_kind for row in _children(one, name, child)))
    write(Text, (row for one in written for row in _texts(one, records)))
    write(Version, (_version(one, records) for one in written))
    closed = [one.pk for one in written if not one.is_draft]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE editorial_edition SET closed_at = updated_at WHERE id = ANY(%s)", (closed,)
        )


def write_releases(written: Sequence[Written], records: Records) -> None:
    """Write the approvals and the releases of these editions, in all that they are written in."""
    released = [one for one in written if not one.is_draft]
    keys = iter(reserve(Release, sum(len(one.piece.languages) for one in released)))
    prints = [
        Print(one, language, facts, next(keys))
        for one in released
        for facts in [enclosed(one.blank, one.content.facts)]
        for language in one.piece.languages
    ]
    write(Approval, (row for one in prints for row in _approvals(one, records)))
    write(Release, (_release(one, records) for one in prints))
    write(Mention, (row for one in prints for row in _mentions(one)))
    withdrawn = (one for one in prints if one.written.piece.fate is Fate.WITHDRAWN)
    write(Withdrawal, (_withdrawal(one, records) for one in withdrawn))


@cache
def _blank(model: type[Edition]) -> Edition:
    return model()


def _edition(one: Written, records: Records) -> Row:
    return {
        "id": one.pk,
        "publication_id": one.piece.number,
        "number": one.piece.edition,
        "source_language": "ru",
        "updated_by_id": records.writer.pk,
        # A scheduled edition was closed by the act, not at the moment it begins.
        "updated_at": min(one.piece.moment, records.at),
    }


def _kind_row(one: Written) -> Row:
    content, model = one.content, one.model
    facts = {
        column(model, name).attname: value
        for name, value in content.facts.items()
        if name not in model.CHILDREN and not column(model, name).many_to_many
    }
    internal = {name: content.internal[name] for name in model.INTERNAL_FIELDS}
    return {"edition_ptr_id": one.pk, **facts, **internal, **_words(model, content.texts)}


def _words(model: type[Edition] | type[Child], texts: Mapping[str, Mapping[str, str]]) -> Row:
    """The columns of all translated fields."""
    columns: dict[str, str] = {}
    for name in text_fields(model):
        columns |= in_columns(name, {code: texts[code].get(name, "") for code in CODES})
    return columns


def _links(one: Written, field: "models.ManyToManyField[Any, Any]") -> Iterator[Row]:
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    return ({own: one.pk, other: key} for key in one.content.facts[field.name])


def _children(one: Written, name: str, model: type[Child]) -> Iterator[Row]:
    content = one.content
    shown = content.facts[name]
    for place, row in enumerate((*shown, *content.internal.get(name, ())), start=1):
        texts = {code: content.texts[code][name].get(row["key"], {}) for code in CODES}
        if place > len(shown):
            texts = {code: row["texts"].get(code, {}) for code in CODES}
        flag = {model.INTERNAL_FLAG: place > len(shown)} if model.INTERNAL_FLAG else {}
        facts = {column(model, fact).attname: row[fact] for fact in model.FACT_FIELDS}
        yield {
            "edition_id": one.pk,
            "key": row["key"],
            "place": place,
            **facts,
            **flag,
            **_words(model, texts),
        }


def _texts(one: Written, records: Records) -> Iterator[Row]:
    """The four texts: of a released edition approved, of every second draft in review."""
    done = TextState.IN_REVIEW if one.piece.place % 2 == 0 else TextState.IN_WORK
    state = done if one.is_draft else TextState.APPROVED
    written = one.piece.languages if not one.is_draft else ("ru",)
    for code in CODES:
        is_submitted = code in written and state != TextState.IN_WORK
        is_known = one.piece.edition > 1 and code in one.piece.languages
        yield {
            "edition_id": one.pk,
            "language": code,
            "state": (state if is_submitted else TextState.IN_WORK).value,
            "change": "" if is_known else Change.FIRST.value,
            "submitted_by_id": records.writer.pk if is_submitted else None,
            "submitted_at": min(one.piece.moment, records.at) if is_submitted else None,
        }


def _version(one: Written, records: Records) -> Row:
    content = one.content
    parts = [FACTS, *one.piece.languages] if one.piece.edition == 1 else ["ru"]
    return {
        "edition_id": one.pk,
        "token": 1,
        "facts": content.facts,
        "texts": content.texts,
        "internal": content.internal,
        "handling": {code: {"change": "", "note": "", "assignee": None} for code in CODES},
        "parts": parts,
        "by_id": records.writer.pk,
        "at": min(one.piece.moment, records.at),
    }


def _approvals(one: Print, records: Records) -> Iterator[Row]:
    digests = {FACTS: one.facts_digest, one.language: one.text_digest}
    for part, approved in digests.items():
        yield {
            "publication_id": one.written.piece.number,
            "part": part,
            "digest": approved,
            "change": "" if part == FACTS else Change.FIRST.value,
            "by_id": records.secretary.pk,
            "at": min(one.written.piece.moment, records.at),
        }


def _release(one: Print, records: Records) -> Row:
    written, piece = one.written, one.written.piece
    begins = piece.moment
    ends = begins + WITHDRAWN_AFTER if piece.fate is Fate.WITHDRAWN else None
    starts_at, ends_at = span(written.blank, written.content.facts)
    return {
        "id": one.pk,
        "publication_id": piece.number,
        "edition_id": written.pk,
        "language": one.language,
        "kind": piece.kind,
        "live": DateTimeTZRange(begins, ends, "[)"),
        "content": print_release(one.facts, one.text),
        "facts_digest": one.facts_digest,
        "text_digest": one.text_digest,
        "slug": slugify(title(written.blank, one.text), one.language) or str(piece.number),
        "change": Change.FIRST.value,
        "first_shown_at": begins,
        "public_at": begins,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "released_by_id": records.secretary.pk,
        "released_at": min(begins, records.at),
    }


def _mentions(one: Print) -> Iterator[Row]:
    named = mentions(one.written.blank, one.written.content.facts, one.text)
    for record_type, record_key in named:
        yield {
            "release_id": one.pk,
            "record_type": record_type,
            "record_key": record_key,
            "language": one.language,
            "first_shown_at": one.written.piece.moment,
        }


def _withdrawal(one: Print, records: Records) -> Row:
    withdrawn_at = one.written.piece.moment + WITHDRAWN_AFTER
    return {
        "publication_id": one.written.piece.number,
        "language": one.language,
        "range": DateTimeTZRange(withdrawn_at, None, "[)"),
        "whole": True,
        "reason": WithdrawalReason.IN_ERROR.value,
        "explanation": "Материал снят с публикации.",
        "withdrawn_by_id": records.secretary.pk,
        "withdrawn_at": withdrawn_at,
    }
