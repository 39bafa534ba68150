"""Lists of children on an edition's form: rows to fill in, put in order, take out, paste.

A row is flat while it is on the page: its key, its facts by name, its words by the column
of their language. `ChildRows` turns rows into the values of `editorial.contents.given` and back.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.contents.given import KEY, MOST_ROWS, new_key
from editorial.contents.values import is_number
from editorial.desk.entries import (
    Entry,
    RecordSelect,
    fact_field,
    in_words,
    with_differences,
    words_field,
)
from editorial.desk.flat_rows import Flat, fact_names, is_nullable, place_of, word_columns
from editorial.kinds import column, in_language, text_fields
from editorial.models import Child
from editorial.refusals import Clash
from languages.choices import CODES, LANGUAGES, Language

# Digits that the number of rows may have.
LONGEST_COUNT = 4
# What a list that was written elsewhere puts before each line: a number or a bullet.
LISTED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–—•·*])\s+")
# Where a pasted line's name ends: the cell of a table, a comma, or a dash with room around it.
NAME_ENDS = re.compile(r"\s*[\t,]\s*|\s+[-–—]\s+")


@dataclass(frozen=True)
class Pasting:
    """How a pasted line becomes a row: the name's field, the rest's, and what else is asked."""

    name: str
    rest: str
    asks: str = ""


@dataclass(frozen=True)
class RowLanguage:
    """The words of one row in one language; the row's name in it, and what else it says."""

    language: Language
    entries: list[Entry]
    is_writable: bool
    title: str
    said: str


class RowForm(forms.Form):
    """One child: its key, its place, whether it is taken out, its facts and its words."""

    key = forms.RegexField(KEY, required=False, max_length=12, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label=gettext_lazy("Place in the list"), required=False, min_value=0, max_value=9999
    )
    gone = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def __init__(
        self, model: type[Child], *args: Any, writes: Collection[str] = (), **kwargs: Any
    ) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.model, self.writes = model, writes
        self.clashes: dict[str, Clash] = {}
        for name in fact_names(model):
            self.fields[name] = fact_field(column(model, name))
        for language in LANGUAGES:
            for name in text_fields(model):
                field = in_language(name, language.code)
                self.fields[field] = words_field(column(model, name), language)

    def flat(self) -> Flat:
        """Return the row as it was given; a field that was not posted stays out."""
        names = [*fact_names(self.model), *word_columns(self.model)]
        return {
            "key": self.cleaned_data["key"],
            **{name: self.cleaned_data[name] for name in names if self._is_posted(name)},
        }

    def is_blank(self) -> bool:
        """Whether nothing was written in a row: choices that stand in every new row say nothing."""
        flat = self.flat()
        said = [flat.get(name) for name in word_columns(self.model)]
        said += [flat.get(name) for name in fact_names(self.model) if is_nullable(self.model, name)]
        return not any(said)

    def clean(self) -> dict[str, Any]:
        """Report each clash at the field that two people changed."""
        for name in self.clashes:
            sentence = _("A colleague has changed this too. Choose what is right and save again.")
            self.add_error(name if name in self.fields else None, sentence)
        return self.cleaned_data

    def fact_entries(self) -> list[Entry]:
        """The fields that all languages share."""
        return [self._entry(name) for name in fact_names(self.model)]

    def row_languages(self) -> list[RowLanguage]:
        """The words in each language."""
        return [self._words_in(one) for one in LANGUAGES]

    def row_title(self) -> str:
        """Return what the row is called in any language, "" where it has no words."""
        columns = (in_language(text_fields(self.model)[0], code) for code in CODES)
        return next((str(said) for name in columns if (said := self[name].value())), "")

    def row_note(self) -> str:
        """Return in words what was chosen from short lists: side, role, attendance."""
        chosen = [name for name in fact_names(self.model) if hasattr(self.fields[name], "choices")]
        said = [in_words(self.fields[name], self[name].value()) for name in chosen]
        return ", ".join(words for words in said if words)

    def is_wrong_in(self, language: str) -> bool:
        """Whether something in this language has to be settled."""
        return any(in_language(name, language) in self.errors for name in text_fields(self.model))

    def _words_in(self, language: Language) -> RowLanguage:
        columns = [in_language(name, language.code) for name in text_fields(self.model)]
        title, *others = (str(self[name].value() or "") for name in columns)
        return RowLanguage(
            language,
            [self._entry(name) for name in columns],
            language.code in self.writes,
            title,
            ", ".join(words for words in others if words),
        )

    def _is_posted(self, name: str) -> bool:
        is_box = isinstance(self.fields[name], forms.BooleanField)
        return is_box or self.add_prefix(name) in self.data

    def _entry(self, name: str) -> Entry:
        clash = self.clashes.get(name)
        if clash is None:
            return Entry(self[name])
        return Entry(self[name], with_differences(self.fields[name], clash.mine, clash.theirs))


class ChildRows:
    """One list of children of an edition as a person fills it in.

    `stored` are the rows as the edition has them. `seed` makes the keys of pasted lines the
    same when the same form is sent twice.
    """

    def __init__(
        self,
        name: str,
        model: type[Child],
        *,
        stored: Sequence[Flat],
        data: Any = None,
        clashes: Iterable[Clash] = (),
        pasting: Pasting | None = None,
        writes_facts: bool,
        writes: Collection[str],
        source: str,
        seed: str,
    ) -> None:
        self.name, self.model, self.stored, self.data = name, model, stored, data
        self.pasting, self.source, self.seed = pasting, source, seed
        self.writes_facts, self.writes = writes_facts, writes
        self.clashes = [one for one in clashes if one.field.partition("/")[0] == name]

    @property
    def label(self) -> str:
        """What the list is called."""
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def one(self) -> str:
        """What one of its rows is called."""
        return str(self.model._meta.verbose_name)

    @cached_property
    def rows(self) -> list[RowForm]:
        """The rows in their order, as posted or as stored."""
        rows = self._posted_forms() if self.is_posted else self._stored_forms()
        by_key = {str(row["key"].value()): row for row in rows}
        for clash in self.clashes:
            key, field = place_of(clash)
            if key in by_key:
                by_key[key].clashes[field] = clash
        self._label(rows)
        return rows

    @property
    def media(self) -> forms.Media:
        """What a row's fields need, one that is added later included."""
        return self.blank().media

    @property
    def is_posted(self) -> bool:
        """Whether the list came with the post."""
        return self.data is not None and f"{self.name}-count" in self.data

    @property
    def count(self) -> int:
        """How many rows stand on the page."""
        return len(self.rows)

    @property
    def order_clash(self) -> bool:
        """Whether two people put the list in two orders."""
        return any("/" not in clash.field for clash in self.clashes)

    def blank(self) -> RowForm:
        """An empty row, for the script to copy."""
        return self._blank("__row__", "")

    def spare(self) -> RowForm:
        """An empty row to fill in where there is no script."""
        return self._blank(str(self.count), new_key())

    def is_valid(self) -> bool:
        """Whether every row can be read."""
        return all(row.is_valid() for row in self.rows)

    def is_wrong_in(self, language: str) -> bool:
        """Whether something in this language has to be settled."""
        return self.is_posted and any(row.is_wrong_in(language) for row in self.rows)

    def paste_entry(self) -> Any:
        """The field that is asked with pasted lines, "" where there is none."""
        return self._paste_form()["asked"] if self.pasting and self.pasting.asks else ""

    @property
    def pasted(self) -> str:
        """The lines as they were pasted."""
        return self.data.get(f"{self.name}-paste", "") if self.is_posted else ""

    @cached_property
    def given(self) -> list[Flat]:
        """The rows that are to stand in the edition, in their order. Only of valid rows."""
        kept = [row for row in self.rows if not row.cleaned_data["gone"] and not row.is_blank()]
        places = {id(row): row.cleaned_data["place"] for row in kept}
        kept.sort(key=lambda row: MOST_ROWS if places[id(row)] is None else places[id(row)])
        rows = [row.flat() for row in kept]
        for row in rows:
            row["key"] = row["key"] or new_key()
        return [*rows, *self._pasted_rows()]

    def facts(self) -> list[Flat]:
        """Return the facts of the rows that readers may see."""
        return [self._facts_of(row) for row in self.given if not self._is_internal(row)]

    def languages_given(self) -> list[str]:
        """Return the languages in which words were given, blank ones too."""
        columns = {code: in_language(text_fields(self.model)[0], code) for code in CODES}
        return [code for code in CODES if any(columns[code] in row for row in self.given)]

    def text(self, language: str) -> dict[str, dict[str, str]]:
        """Return the words of the rows that readers may see, by key."""
        return {
            row["key"]: self._words_of(row, language)
            for row in self.given
            if not self._is_internal(row)
        }

    def internal(self) -> list[Flat]:
        """Return the rows that are for the office alone, whole."""
        return [
            {**self._facts_of(row), "texts": {code: self._words_of(row, code) for code in CODES}}
            for row in self.given
            if self._is_internal(row)
        ]

    def _facts_of(self, row: Flat) -> Flat:
        return {"key": row["key"], **{name: row.get(name) for name in self.model.FACT_FIELDS}}

    def _words_of(self, row: Flat, language: str) -> dict[str, str]:
        columns = {name: in_language(name, language) for name in text_fields(self.model)}
        return {name: row.get(place) or "" for name, place in columns.items()}

    def _is_internal(self, row: Flat) -> bool:
        return bool(self.model.INTERNAL_FLAG and row.get(self.model.INTERNAL_FLAG))

    def _blank(self, index: str, key: str) -> RowForm:
        prefix = f"{self.name}-{index}"
        return RowForm(self.model, prefix=prefix, initial={"key": key}, writes=self.writes)

    def _stored_forms(self) -> list[RowForm]:
        return [
            RowForm(
                self.model,
                prefix=f"{self.name}-{place}",
                initial={**flat, "place": place + 1},
                writes=self.writes,
            )
            for place, flat in enumerate(self.stored)
        ]

    def _posted_forms(self) -> list[RowForm]:
        count = self.data[f"{self.name}-count"]
        most = (
            int(count) if count.isascii() and count.isdigit() and len(count) <= LONGEST_COUNT else 0
        )
        stored = {flat["key"]: flat for flat in self.stored}
        found = []
        for index in range(min(most, 2 * MOST_ROWS)):
            prefix = f"{self.name}-{index}"
            key = self.data.get(f"{prefix}-key")
            if key is not None:
                initial = stored.get(key, {})
                found.append(
                    RowForm(
                        self.model, self.data, prefix=prefix, initial=initial, writes=self.writes
                    )
                )
        return found

    def _label(self, rows: list[RowForm]) -> None:
        """Give the records chosen in the rows their names, one statement for each kind."""
        for name in fact_names(self.model):
            remote = column(self.model, name).related_model
            if remote is None:
                continue
            keys = {str(row[name].value() or "") for row in rows}
            found = remote._default_manager.in_bulk([key for key in keys if is_number(key)])
            labels = {str(key): str(record) for key, record in found.items()}
            for row in rows:
                widget = row.fields[name].widget
                if isinstance(widget, RecordSelect):
                    widget.labels = labels

    def _paste_form(self) -> forms.Form:
        form = forms.Form(self.data if self.is_posted else None, prefix=f"{self.name}-paste")
        if self.pasting and self.pasting.asks:
            form.fields["asked"] = fact_field(column(self.model, self.pasting.asks))
        return form

    def _pasted_rows(self) -> list[Flat]:
        if self.pasting is None or not self.pasted.strip():
            return []
        form = self._paste_form()
        asked = form.cleaned_data.get("asked") if form.is_valid() else None
        facts = {
            name: asked if name == self.pasting.asks and asked else None
            for name in self.model.FACT_FIELDS
        }
        facts = {
            name: column(self.model, name).get_default() if value is None else value
            for name, value in facts.items()
        }
        lines = [LISTED.sub("", line, count=1).strip() for line in self.pasted.splitlines()]
        return [
            {**facts, **self._pasted_words(line), "key": self._key_of(place, line)}
            for place, line in enumerate(lines)
            if line
        ]

    def _pasted_words(self, line: str) -> Flat:
        assert self.pasting is not None  # noqa: S101
        name, *rest = NAME_ENDS.split(line, maxsplit=1)
        words = {self.pasting.name: name, self.pasting.rest: "".join(rest)}
        return {
            in_language(field, self.source): " ".join(said.split()) for field, said in words.items()
        }

    def _key_of(self, place: int, line: str) -> str:
        named = f"{self.seed}/{self.name}/{place}/{line}"
        return hashlib.sha256(named.encode()).hexdigest()[:10]
