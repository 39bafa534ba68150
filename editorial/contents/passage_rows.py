"""The passages of an edition kept as rows, so that each is known again after it was moved.

Beside what a passage is (`target_hash`) its row keeps what it was last written against: the
passage of the source language that stood in the same place when a person last touched it.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from editorial.contents.content import Content
from editorial.contents.passages import hash_of, split
from editorial.contents.values import Printed
from editorial.fields import RichTextField
from editorial.kinds import column, text_fields
from editorial.models import Edition, Passage
from languages.choices import CODES

Hashes = dict[tuple[str, str], list[str]]


class Origin(NamedTuple):
    """Where a passage comes from: what it was written against, and whether by a person."""

    source_hash: str
    is_by_hand: bool


@cache
def rich_fields(model: type[Edition]) -> frozenset[str]:
    """Return the names of the kind's own fields of rich text."""
    return frozenset(
        name for name in text_fields(model) if isinstance(column(model, name), RichTextField)
    )


def hashes_of(content: Content, rich: Collection[str]) -> Hashes:
    """Return the passages of a content by language and field, the words of its rows included."""
    return {
        (language, path): [hash_of(one) for one in (split(said) if path in rich else [said])]
        for language in CODES
        for path, said in _said(content.texts[language])
    }


def _said(text: Printed, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words of a text by their path, empty ones left out."""
    for name, said in text.items():
        if isinstance(said, dict):
            yield from _said(said, f"{at}{name}/")
        elif said:
            yield f"{at}{name}", said


def keep_passages(
    edition: Edition, content: Content, *, parts: Iterable[str], written: Content | None = None
) -> None:
    """Keep the passages of the edition's content; only what changed is written.

    `parts` are those that a person changed in this save: what is new in them was written
    against the source language as it now stands, by hand where `written` says the same
    (what a rule filled in is not in it; without `written` all of it is). A passage known from
    before keeps its origin, wherever it stands now, also from an earlier edition.
    """
    rich, touched = rich_fields(type(edition)), set(parts)
    now = hashes_of(content, rich)
    by_hand = now if written is None else hashes_of(written, rich)
    stored = list(Passage.objects.filter(edition=edition.pk))
    known = _known(edition, stored)
    wanted: dict[tuple[str, str, int], Passage] = {}
    for (language, field), hashes in now.items():
        sources = now.get((edition.source_language, field), [])
        if language == edition.source_language or language not in touched:
            sources = []
        for place, target in enumerate(hashes, start=1):
            fresh = Origin(
                sources[place - 1] if place <= len(sources) else "",
                target in by_hand.get((language, field), ()),
            )
            source, is_by_hand = known.get((language, field, target), fresh)
            wanted[language, field, place] = Passage(
                edition_id=edition.pk,
                language=language,
                field=field,
                place=place,
                source_hash=source,
                target_hash=target,
                is_by_hand=is_by_hand,
            )
    _write(stored, wanted)


def _known(edition: Edition, stored: list[Passage]) -> dict[tuple[str, str, str], Origin]:
    """Return the origin of every passage known from this edition, else from those before it."""
    rows = stored or list(
        Passage.objects.filter(edition__publication=edition.publication_id)
        .order_by("language", "field", "target_hash", "-edition__number", "place")
        .distinct("language", "field", "target_hash")
    )
    return {
        (row.language, row.field, row.target_hash): Origin(row.source_hash, row.is_by_hand)
        for row in rows
    }


def _write(stored: list[Passage], wanted: dict[tuple[str, str, int], Passage]) -> None:
    """Write what differs from the stored rows, and take out what stands there no more."""
    before = {(row.language, row.field, row.place): row for row in stored}
    gone = [row.pk for place, row in before.items() if place not in wanted]
    if gone:
        Passage.objects.filter(pk__in=gone).delete()
    changed = [
        row
        for place, row in wanted.items()
        if place not in before or _kept(before[place]) != _kept(row)
    ]
    if changed:
        Passage.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["edition", "language", "field", "place"],
            update_fields=["source_hash", "target_hash", "is_by_hand"],
        )


def _kept(row: Passage) -> tuple[str, str, bool]:
    return row.source_hash, row.target_hash, row.is_by_hand
