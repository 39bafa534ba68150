"""Two contents of one publication made one readable comparison, part by part.

Everything that a content holds is compared: facts in words, rows of children one by one,
each language block by block, what stays in the office, how each text will go out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst

from accounts.models import User
from editorial.choices import FACTS, Change
from editorial.contents.content import INTERNAL
from editorial.contents.differences import Compared, compared_html, compared_lines, compared_values
from editorial.desk.flat_rows import Flat, fact_names, flat_rows
from editorial.desk.naming import Fields, Naming
from editorial.desk.versions import Side, name_of_part
from editorial.fields import RichTextField
from editorial.kinds import child_models, column, in_language, text_fields
from editorial.models import Child, Edition, Text
from editorial.moments import desk_language
from languages.choices import BY_CODE, CODES, Language

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"


@dataclass(frozen=True)
class Run:
    """Blocks that follow each other, all of them the same in both or all of them not."""

    is_same: bool
    blocks: list[Compared]


@dataclass(frozen=True)
class Field:
    """One field before and after, in a language or in none.

    `pictures` are the addresses of two thumbnails, where the field is a picture; `is_same`
    tells whether the stored values are one, whatever can be seen of them.
    """

    label: str
    blocks: list[Compared]
    is_same: bool
    language: Language | None = None
    pictures: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether it has changed in nothing that a reader could see."""
        return not self.is_same and all(block.is_same for block in self.blocks)

    @property
    def runs(self) -> list[Run]:
        """The blocks, those that follow each other unchanged together."""
        return [
            Run(is_same, list(blocks))
            for is_same, blocks in groupby(self.blocks, key=lambda block: block.is_same)
        ]


@dataclass(frozen=True)
class Row:
    """One row of a list: what has become of it, and the fields that say so."""

    signs: tuple[str, ...]
    title: str
    fields: list[Field]
    is_internal: bool


@dataclass(frozen=True)
class RowList:
    """A list of rows: those that have changed, and how many have not."""

    label: str
    rows: list[Row]
    same: int


@dataclass(frozen=True)
class Part:
    """The facts, one language, or what stays in the office."""

    code: str
    name: str
    language: Language | None
    fields: list[Field]

    @property
    def is_internal(self) -> bool:
        """Whether readers never see it."""
        return self.code == INTERNAL

    @property
    def changed(self) -> list[Field]:
        """The fields that differ."""
        return [field for field in self.fields if not field.is_same]

    @property
    def unchanged(self) -> list[Field]:
        """The fields that say the same in both, and say something."""
        return [field for field in self.fields if field.is_same and field.blocks]


@dataclass(frozen=True)
class Comparison:
    """Everything that two contents have in common to compare."""

    parts: list[Part]
    lists: list[RowList]

    @property
    def changed(self) -> list[Part]:
        """The parts that differ in a field of their own."""
        return [part for part in self.parts if part.changed]

    @property
    def unchanged(self) -> list[Part]:
        """The parts that say the same in both, and say something."""
        return [part for part in self.parts if not part.changed and part.unchanged]

    @property
    def unchanged_lists(self) -> list[RowList]:
        """The lists in which every row says the same."""
        return [one for one in self.lists if one.same and not one.rows]

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.changed and not any(one.rows for one in self.lists)


def compare(
    model: type[Edition], before: Side, after: Side, *, by: User, fields: Fields | None = None
) -> Comparison:
    """Return the comparison of two sides in the desk's language.

    What only one of them has (a release has one language, and nothing of the office) is left
    out. `by` is who reads it, `fields` are those of the kind's form. Reads one statement for
    each kind of record that the two name.
    """
    naming = Naming(model, (before.content, after.content), by=by, fields=fields)
    return _Comparing(model, before, after, naming).made()


class _Comparing:
    """Two sides under comparison, and the names of what they name."""

    def __init__(self, model: type[Edition], before: Side, after: Side, naming: Naming) -> None:
        self.model, self.naming = model, naming
        self.before, self.after = before.content, after.content
        self.is_whole = before.is_whole and after.is_whole
        self.languages = [
            code for code in CODES if code in before.languages and code in after.languages
        ]

    def made(self) -> Comparison:
        parts = [self._facts(), *(self._language(code) for code in self.languages)]
        if self.is_whole and self.model.INTERNAL_FIELDS:
            parts.append(self._internal())
        lists = [self._list(name, child) for name, child in child_models(self.model).items()]
        return Comparison(parts, lists)

    def _facts(self) -> Part:
        both = self.before.facts, self.after.facts
        found = [self._value(self.model, name, *both) for name in self.model.FACT_FIELDS]
        return Part(FACTS, name_of_part(FACTS), None, found)

    def _internal(self) -> Part:
        both = self.before.internal, self.after.internal
        found = [self._words(name, *both) for name in self.model.INTERNAL_FIELDS]
        return Part(INTERNAL, name_of_part(INTERNAL), None, found)

    def _language(self, code: str) -> Part:
        both, language = (self.before.texts[code], self.after.texts[code]), BY_CODE[code]
        found = [self._words(name, *both, language) for name in text_fields(self.model)]
        if self.is_whole:
            # How a text goes out in which nothing is said yet is worth no word.
            is_said = any(field.blocks for field in found)
            handling = self._handling(code)
            found += [field for field in handling if is_said or not field.is_same]
        return Part(code, name_of_part(code), language, found)

    def _handling(self, code: str) -> list[Field]:
        was, now = (one.handling.get(code, {}) for one in (self.before, self.after))
        said = [
            {
                "change": str(Change(one["change"]).label) if one.get("change") else "",
                "note": one.get("note") or "",
                "assignee": self.naming.person(one.get("assignee")),
            }
            for one in (was, now)
        ]
        found = []
        for name in ("change", "note", "assignee"):
            column_of_text = cast("models.Field[Any, Any]", Text._meta.get_field(name))
            label = str(capfirst(column_of_text.verbose_name))
            values = [[one[name]] if one[name] else [] for one in said]
            is_same = (was.get(name) or None) == (now.get(name) or None)
            found.append(Field(label, _blocks(*values), is_same))
        return found

    def _value(
        self, owner: type[Edition] | type[Child], name: str, before: Flat, after: Flat
    ) -> Field:
        """A fact before and after, in words; a picture also as a picture."""
        was, now = before.get(name), after.get(name)
        words = [self.naming.values(owner, name, one) for one in (was, now)]
        pictures = tuple(self.naming.thumbnail(owner, name, one) for one in (was, now))
        is_same = was == now or not (was or now)
        label = self.naming.label(owner, name)
        return Field(label, _blocks(*words), is_same, pictures=pictures)

    def _words(
        self, name: str, before: Flat, after: Flat, language: Language | None = None
    ) -> Field:
        """A text of the edition before and after, block by block."""
        words = before.get(name) or "", after.get(name) or ""
        return self._text(self.model, name, words, language)

    def _text(
        self,
        owner: type[Edition] | type[Child],
        name: str,
        words: tuple[str, str],
        language: Language | None,
    ) -> Field:
        was, now = words
        is_rich = isinstance(column(owner, name), RichTextField)
        blocks = compared_html(was, now) if is_rich else compared_lines(was, now)
        return Field(self.naming.label(owner, name), blocks, was == now, language)

    def _list(self, name: str, child: type[Child]) -> RowList:
        sides = [self._rows(content, name, child) for content in (self.before, self.after)]
        was, now = ({row["key"]: row for row in rows} for rows in sides)
        moved = _moved([key for key in was if key in now], [key for key in now if key in was])
        rows = [self._row(child, was.get(key), row, is_moved=key in moved)
                for key, row in now.items()]  # fmt: skip
        rows += [self._row(child, row, None) for key, row in was.items() if key not in now]
        changed = [row for row in rows if row.signs]
        label = str(capfirst(child._meta.verbose_name_plural))
        return RowList(label, changed, len(rows) - len(changed))

    def _rows(self, content: Any, name: str, child: type[Child]) -> list[Flat]:
        rows = flat_rows(content, name, child)
        return rows if self.is_whole else [row for row in rows if not _is_internal(child, row)]

    def _row(
        self, child: type[Child], was: Flat | None, now: Flat | None, *, is_moved: bool = False
    ) -> Row:
        row = now or was or {}
        fields = self._row_fields(child, was or {}, now or {})
        if was is None or now is None:
            signs: tuple[str, ...] = (ADDED,) if was is None else (REMOVED,)
            fields = [field for field in fields if field.blocks]
        else:
            fields = [field for field in fields if not field.is_same]
            signs = ((MOVED,) if is_moved else ()) + ((CHANGED,) if fields else ())
        return Row(signs, self._title(child, row), fields, _is_internal(child, row))

    def _row_fields(self, child: type[Child], was: Flat, now: Flat) -> list[Field]:
        found = [self._value(child, name, was, now) for name in fact_names(child)]
        for code in self.languages:
            for name in text_fields(child):
                place = in_language(name, code)
                words = was.get(place) or "", now.get(place) or ""
                found.append(self._text(child, name, words, BY_CODE[code]))
        return found

    def _title(self, child: type[Child], row: Flat) -> str:
        order = sorted(self.languages, key=lambda code: code != desk_language())
        columns = (in_language(text_fields(child)[0], code) for code in order)
        return next((said for name in columns if (said := row.get(name))), "")


def _is_internal(child: type[Child], row: Flat) -> bool:
    return bool(child.INTERNAL_FLAG and row.get(child.INTERNAL_FLAG))


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[Compared]:
    return [compared_values(before, after)] if before or after else []


def _moved(before: Sequence[str], after: Iterable[str]) -> set[str]:
    """Return the keys that stand elsewhere among the others than they stood."""
    after = list(after)
    matching = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for one in matching for key in before[one.a : one.a + one.size]}
    return set(after) - stayed
