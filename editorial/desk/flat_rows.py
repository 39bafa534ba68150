"""Rows of children as they stand on a page: key, facts and the words of all languages at once."""

from collections.abc import Mapping
from typing import Any

from editorial.choices import FACTS
from editorial.contents.content import INTERNAL, Content
from editorial.kinds import column, in_language, text_fields
from editorial.models import Child
from editorial.refusals import Clash
from languages.choices import CODES

Flat = dict[str, Any]


def fact_names(model: type[Child]) -> tuple[str, ...]:
    """Return the names of a row's fields without a language, the internal flag included."""
    return (*model.FACT_FIELDS, *((model.INTERNAL_FLAG,) if model.INTERNAL_FLAG else ()))


def word_columns(model: type[Child]) -> list[str]:
    """Return the columns of a row's words in all languages."""
    return [in_language(name, code) for code in CODES for name in text_fields(model)]


def is_nullable(model: type[Child], name: str) -> bool:
    """Whether the field may say nothing at all."""
    return bool(column(model, name).null)


def place_of(clash: Clash) -> tuple[str, str]:
    """Return the row's key and its field that a clash is about, "" for the row as a whole."""
    _name, key, *path = [*clash.field.split("/"), ""][:5]
    field = next((part for part in reversed(path) if part), "")
    if not field or clash.part == FACTS:
        return key, field
    if clash.part == INTERNAL:
        language = next((part for part in path if part in CODES), None)
        return key, in_language(field, language) if language else field
    return key, in_language(field, clash.part)


def flat_rows(content: Content, name: str, model: type[Child]) -> list[Flat]:
    """Return the rows of a list as they stand in a content, public and internal ones."""
    said = {code: content.texts[code].get(name, {}) for code in CODES}
    rows = [
        {**row, **_words(model, {code: said[code].get(row["key"], {}) for code in CODES})}
        for row in content.facts.get(name, [])
    ]
    return rows + [_flat_internal(row, model) for row in content.internal.get(name, [])]


def _flat_internal(row: Mapping[str, Any], model: type[Child]) -> Flat:
    facts = {name: value for name, value in row.items() if name != "texts"}
    return {**facts, **_words(model, row["texts"]), model.INTERNAL_FLAG: True}


def _words(model: type[Child], said: Mapping[str, Mapping[str, str]]) -> Flat:
    return {
        in_language(field, code): said.get(code, {}).get(field, "")
        for code in CODES
        for field in text_fields(model)
    }
