"""What a person gives, checked and cleaned: values as an edition keeps them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, Change
from editorial.contents.cleaning import clean_words
from editorial.contents.content import INTERNAL, Content
from editorial.contents.values import Printed, as_plain
from editorial.kinds import child_models, column, text_fields
from editorial.models import Child, Edition, Publication, Text
from editorial.refusals import Finding, Refused
from languages.characters import clean_block, clean_line
from languages.choices import CODES

Values = Mapping[str, Any]
KEY = re.compile(r"[0-9a-z]{1,12}")
# More rows than any meeting has people; a form of more would be no form.
MOST_ROWS = 300


def new_key() -> str:
    """Return a key for a child that has none yet."""
    return token_hex(5)


def clean_text(model: type[Edition], language: str, text: Values) -> Printed:
    """Return the fields of a text with safe characters and clean HTML.

    Children's words come as {list: {key: {field: words}}}; what is blank is left out.
    Raises Refused with a sentence for each field that is too long, KeyError for a field
    or a language that the kind does not have.
    """
    if language not in CODES:
        raise KeyError(language)
    lists, too_long = child_models(model), list[Finding]()
    cleaned: Printed = {}
    for name, value in text.items():
        if name not in lists:
            cleaned[name] = _clean_words(model, name, value, language, too_long)
            continue
        said = {
            key: {
                field: _clean_words(lists[name], field, words, language, too_long)
                for field, words in given.items()
            }
            for key, given in value.items()
        }
        said = {key: {f: words for f, words in one.items() if words} for key, one in said.items()}
        cleaned[name] = {key: one for key, one in said.items() if one}
    if too_long:
        raise Refused(too_long)
    return cleaned


def _clean_words(
    model: type[Edition] | type[Child],
    name: str,
    value: str,
    part: str,
    too_long: list[Finding],
) -> str:
    if name not in text_fields(model):
        raise KeyError(name)
    field = column(model, name)
    cleaned = clean_words(field, value)
    if field.max_length and len(cleaned) > field.max_length:
        too_long.append(_too_long(field, cleaned, part))
    return cleaned


def clean_facts(model: type[Edition], facts: Values) -> Printed:
    """Return the facts in the form of their print: what has no order of its own is sorted.

    Children come as lists of dictionaries in their order; one without a `key` is new.
    Raises Refused where a fact names a record that is not there or is not what its field
    holds, KeyError for a fact that the kind does not have.
    """
    lists = child_models(model)
    cleaned: Printed = {}
    for name, value in facts.items():
        if name in lists:
            cleaned[name] = _clean_rows(lists[name], value, FACTS)
        elif name in model.FACT_FIELDS:
            cleaned[name] = _known(column(model, name), [value], FACTS)[0]
        else:
            raise KeyError(name)
    return cleaned


def clean_internal(model: type[Edition], internal: Values) -> Printed:
    """Return what never leaves the desk, cleaned as facts and texts are.

    An internal child is one dictionary: its key and facts, and "texts" by language.
    Raises as `clean_facts` and `clean_text` do.
    """
    cleaned: Printed = {}
    too_long = list[Finding]()
    for name, value in internal.items():
        child = child_models(model).get(name)
        if child is not None and child.INTERNAL_FLAG:
            cleaned[name] = _clean_rows(child, value, INTERNAL)
            for row, given in zip(cleaned[name], value, strict=True):
                row["texts"] = _clean_row_texts(child, given.get("texts", {}), too_long)
            continue
        if name not in model.INTERNAL_FIELDS:
            raise KeyError(name)
        cleaned[name] = clean_block(value).strip()
    if too_long:
        raise Refused(too_long)
    return cleaned


def _clean_row_texts(
    model: type[Child], texts: Mapping[str, Values], too_long: list[Finding]
) -> Printed:
    cleaned = {
        language: {
            field: said
            for field, words in texts[language].items()
            if (said := _clean_words(model, field, words, language, too_long))
        }
        for language in CODES
        if language in texts
    }
    return {language: said for language, said in cleaned.items() if said}


def _clean_rows(model: type[Child], rows: Sequence[Values], part: str) -> list[Printed]:
    """Return children's facts in their order, each with its key.

    Raises Refused for more rows than a form can hold and for keys that no form draws,
    KeyError for a field that no child has.
    """
    if len(rows) > MOST_ROWS:
        sentence = _("A list has %(count)s rows, %(limit)s at most. Take some out and save again.")
        limits = {"count": len(rows), "limit": MOST_ROWS}
        raise Refused([Finding("too_many_rows", sentence % limits, part)])
    cleaned: list[Printed] = [{"key": str(row.get("key") or new_key())} for row in rows]
    keys = [row["key"] for row in cleaned]
    if len(set(keys)) != len(keys) or not all(KEY.fullmatch(key) for key in keys):
        raise Refused([_unreadable(part)])
    for name in model.FACT_FIELDS:
        field = column(model, name)
        empty = field.get_default()
        values = _known(field, [row.get(name, empty) for row in rows], part)
        for row, value in zip(cleaned, values, strict=True):
            row[name] = value
    unknown = {name for row in rows for name in row} - {"key", "texts", *model.FACT_FIELDS}
    if unknown:
        raise KeyError(*unknown)
    return cleaned


def _known(field: "models.Field[Any, Any]", values: Sequence[Any], part: str) -> list[Any]:
    """Return the values as the field holds them, in plain form. Raises Refused."""
    try:
        if isinstance(field, models.ManyToManyField):
            return [_keys(field, value) for value in values]
        if isinstance(field, models.ForeignKey):
            return _rows(field, values)
        return [_fitting(field, value) for value in values]
    except (ValidationError, ValueError, TypeError):
        if field.is_relation:
            sentence = _("%(field)s: what was chosen is not there any more. Choose again.")
        else:
            sentence = _("%(field)s: this cannot be stored. Look at it and correct it.")
        found = sentence % {"field": capfirst(field.verbose_name)}
        code = "unknown_record" if field.is_relation else "unfit"
        raise Refused([Finding(code, found, part)]) from None


def _fitting(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(value, list | set | tuple):
        value = sorted(set(value))
    return as_plain(field.clean(value, None))


def _keys(field: "models.ManyToManyField[Any, Any]", value: Iterable[Any]) -> list[Any]:
    """Several rows by their keys: sorted, each once."""
    keys = sorted({field.related_model._meta.pk.to_python(one) for one in value})
    _demand_all(field, keys)
    return keys


def _rows(field: "models.ForeignKey[Any, Any]", values: Sequence[Any]) -> list[Any]:
    """One row each by its key, or none; all of them looked up at once."""
    to_python = field.target_field.to_python
    keys = [None if value in (None, "") else to_python(value) for value in values]
    if None in keys and not field.blank:
        raise ValidationError("missing")
    _demand_all(field, sorted({key for key in keys if key is not None}))
    return keys


def _demand_all(field: Any, keys: Sequence[Any]) -> None:
    """Raise ValidationError unless every key is one that the field may hold."""
    if not keys:
        return
    allowed = field.related_model._default_manager.filter(pk__in=keys)
    if allowed.complex_filter(field.get_limit_choices_to()).count() != len(keys):
        raise ValidationError("unknown")


def refuse_repeated_keys(content: Content) -> None:
    """Raise Refused where one row stands both among the public and the internal ones."""
    for name, rows in content.internal.items():
        if isinstance(rows, list):
            public = {row["key"] for row in content.facts[name]}
            if public & {row["key"] for row in rows}:
                raise Refused([_unreadable(FACTS)])


def linked_numbers(model: type[Edition], facts: Printed) -> set[int]:
    """Return the numbers of all publications that these facts are linked to."""
    linking = [
        name for name in model.FACT_FIELDS if column(model, name).related_model is Publication
    ]
    return {number for name in linking for number in facts[name]}


def _unreadable(part: str) -> Finding:
    sentence = _("This form arrived incomplete. Open the edition again.")
    return Finding("unreadable_rows", sentence, part)


def clean_handling(language: str, given: Values) -> Printed:
    """Return a text's handling with a clean note.

    Raises Refused where the note is too long, the change is not one of the list, or the
    person asked for is not at work here; KeyError for what no text has.
    """
    unknown = set(given) - {"change", "note", "assignee"}
    if unknown:
        raise KeyError(*unknown)
    handled = dict(given)
    if "note" in handled:
        handled["note"] = clean_line(handled["note"])
        limit = Text._meta.get_field("note").max_length or 0
        if len(handled["note"]) > limit:
            raise Refused([_too_long(Text._meta.get_field("note"), handled["note"], language)])
    if handled.get("change", "") not in ("", *Change.values):
        sentence = _("Choose one of the changes offered.")
        raise Refused([Finding("unknown_change", sentence, language)])
    asked = handled.get("assignee")
    if asked is not None and not User.objects.filter(pk=asked, is_active=True).exists():
        sentence = _("The person this text is assigned to has no open account. Choose another.")
        raise Refused([Finding("unknown_assignee", sentence, language)])
    return handled


def _too_long(field: "models.Field[Any, Any]", written: str, part: str) -> Finding:
    sentence = _(
        "%(field)s: %(length)s characters, %(limit)s at most. Shorten it and save again."
    ) % {"field": capfirst(field.verbose_name), "length": len(written), "limit": field.max_length}
    return Finding("too_long", sentence, part)
