"""The fields of an edition and of its children as plain values, and back.

Plain values fit JSON: keys for rows, ISO dates and times, sorted lists where order means
nothing, and for children a list of dictionaries in their order, each with its `key`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db import models
from django.db.models import prefetch_related_objects

from editorial.kinds import child_models, column, in_language, text_fields
from editorial.models import Child, Edition
from languages.choices import CODES

Printed = dict[str, Any]
Row = Edition | Child
# As many digits as a key of the database may have.
MOST_DIGITS = 18


def is_number(written: str) -> bool:
    """Whether this is a number that a row of the database could have."""
    return written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS


def facts_of(row: Edition) -> Printed:
    """Return what all languages share: the fact fields, and the children's facts in order."""
    facts = {name: plain_value(row, name) for name in row.FACT_FIELDS}
    for name in row.CHILDREN:
        facts[name] = [
            {"key": child.key, **{field: plain_value(child, field) for field in child.FACT_FIELDS}}
            for child in children_of(row, name)
            if not _is_internal(child)
        ]
    return facts


def text_of(row: Edition, language: str) -> Printed:
    """Return all words in this language: "" where a field is empty, no entry where a child's is."""
    text: Printed = _words(row, language)
    for name in row.CHILDREN:
        text[name] = _words_of_children(
            (child for child in children_of(row, name) if not _is_internal(child)), language
        )
    return text


def internal_of(row: Edition) -> Printed:
    """Return what never leaves the desk: internal fields, and internal children whole."""
    internal = {name: plain_value(row, name) for name in row.INTERNAL_FIELDS}
    for name, model in child_models(type(row)).items():
        if model.INTERNAL_FLAG:
            internal[name] = [
                _whole(child) for child in children_of(row, name) if _is_internal(child)
            ]
    return internal


def children_of(row: Edition, name: str) -> list[Child]:
    """Return the children of a list in their order. One statement reads all lists."""
    # Not stored yet, it has none.
    if not row.pk:
        return []
    prefetch_related_objects([row], *row.CHILDREN)
    return list(getattr(row, name).all())


def plain_value(row: Row, name: str) -> Any:
    """Return the value of a field that has no language."""
    field = column(type(row), name)
    if isinstance(field, models.ManyToManyField):
        if row.pk is None:
            return []
        prefetch_related_objects([row], name)
        return sorted(other.pk for other in getattr(row, name).all())
    value = getattr(row, field.attname)
    return sorted(value) if isinstance(value, list) else as_plain(value)


def as_plain(value: Any) -> Any:
    """Return a column's value in a form that fits JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value


def put_value(row: Row, name: str, value: Any) -> str:
    """Set a field that is a column of its own; return the column's attribute."""
    field = column(type(row), name)
    setattr(row, field.attname, field.to_python(value))
    return field.attname


def put_children(
    row: Edition, facts: Mapping[str, Any], texts: Mapping[str, Any], internal: Mapping[str, Any]
) -> None:
    """Write the lists of children that these parts hold over the stored ones.

    `texts` are whole texts by language. The kind's row must be stored.
    """
    for name, model in child_models(type(row)).items():
        children = [
            _child(model, row, fact, {code: texts[code].get(name, {}) for code in CODES})
            for fact in facts.get(name, [])
        ]
        children += [_internal_child(model, row, whole) for whole in internal.get(name, [])]
        for place, child in enumerate(children, start=1):
            child.place = place
        getattr(row, name).all().delete()
        model._default_manager.bulk_create(children)
        getattr(row, "_prefetched_objects_cache", {}).pop(name, None)


def _child(
    model: type[Child], row: Edition, facts: Mapping[str, Any], words: Mapping[str, Any]
) -> Child:
    child = model(key=facts["key"])
    child.edition = row  # type: ignore[attr-defined]
    for field in model.FACT_FIELDS:
        put_value(child, field, facts[field])
    for language in CODES:
        put_words(child, language, words[language].get(child.key, {}))
    return child


def _internal_child(model: type[Child], row: Edition, whole: Mapping[str, Any]) -> Child:
    words = {language: {whole["key"]: said} for language, said in whole["texts"].items()}
    child = _child(model, row, whole, {code: words.get(code, {}) for code in CODES})
    setattr(child, model.INTERNAL_FLAG, True)
    return child


def put_words(row: Row, language: str, said: Mapping[str, str]) -> list[str]:
    """Set all words of a row in a language, empty where none are said; return the columns."""
    columns = []
    for field in text_fields(type(row)):
        name = in_language(field, language)
        setattr(row, name, said.get(field, ""))
        columns.append(name)
    return columns


def _words(row: Row, language: str) -> dict[str, str]:
    return {
        field: getattr(row, in_language(field, language)) or "" for field in text_fields(type(row))
    }


def _words_of_children(children: Iterable[Child], language: str) -> dict[str, dict[str, str]]:
    said = {
        child.key: {field: words for field, words in _words(child, language).items() if words}
        for child in children
    }
    return {key: words for key, words in said.items() if words}


def _whole(child: Child) -> Printed:
    texts = {language: _words_of_children([child], language) for language in CODES}
    return {
        "key": child.key,
        **{field: plain_value(child, field) for field in child.FACT_FIELDS},
        "texts": {language: said[child.key] for language, said in texts.items() if said},
    }


def _is_internal(child: Child) -> bool:
    return bool(child.INTERNAL_FLAG) and bool(getattr(child, child.INTERNAL_FLAG))
