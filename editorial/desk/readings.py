"""A version as somebody outside reads it in one language: its words, and the facts in words.

What names another piece is left out: the other may not be public. Pictures are not shown, what
they show is said: their files are handed to readers and to the desk, to nobody else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.contents.cleaning import clean_html
from editorial.contents.content import Content
from editorial.contents.figures import own_address
from editorial.contents.values import Printed
from editorial.desk.naming import Fields, Naming
from editorial.fields import RichTextField
from editorial.kinds import child_models, column, text_fields
from editorial.models import Child, Edition, Publication, Version

_IMAGE = re.compile(r'<img\b(?:[^>]*?\balt="(?P<alt>[^"]*)")?[^>]*>')


@dataclass(frozen=True)
class Said:
    """One field: its words, and what it is called unless they speak for themselves.

    `html` is clean, of rich text alone.
    """

    label: str
    words: str
    html: str = ""


@dataclass(frozen=True)
class Reading:
    """A version in one language: its title and words, its facts, its lists of rows."""

    title: str
    words: list[Said]
    facts: list[Said]
    lists: list[tuple[str, list[str]]]
    has_pictures: bool


def reading_of(
    model: type[Edition], version: Version, language: str, *, by: User, fields: Fields
) -> Reading:
    """Return a version of this kind as it reads in a language, which must be the active one.

    `by` is who shows it, `fields` are those of the kind's form by name: they know what their
    choices are called.
    """
    content = Content.kept_in(version)
    naming = Naming(model, [content], by=by, fields=fields)
    text = content.texts[language]
    title, *others = text_fields(model)
    words = [_words(naming, model, name, text[name]) for name in others if text.get(name)]
    return Reading(
        title=str(text.get(title) or ""),
        words=words,
        facts=_facts(naming, model, model.FACT_FIELDS, content.facts),
        lists=[
            (str(capfirst(child._meta.verbose_name_plural)), rows)
            for name, child in child_models(model).items()
            if (rows := list(_rows(naming, child, content.facts[name], text.get(name, {}))))
        ],
        has_pictures=any(_IMAGE.search(str(one)) for one in text.values())
        or any(_is_picture(naming, model, name, content.facts) for name in model.FACT_FIELDS),
    )


def _words(naming: Naming, model: type[Edition], name: str, said: str) -> Said:
    field = column(model, name)
    if isinstance(field, RichTextField):
        return Said("", said, _IMAGE.sub(_in_words, clean_html(said)))
    return Said("" if isinstance(field, models.TextField) else naming.label(model, name), said)


def _in_words(image: re.Match[str]) -> str:
    # The alternative text was escaped when it was cleaned.
    return f"<p>[{_('Picture')}: {image['alt'] or '—'}]</p>"


def _facts(
    naming: Naming,
    owner: type[Edition] | type[Child],
    names: Iterable[str],
    values: Mapping[str, Any],
) -> list[Said]:
    """The facts in words, without links to other pieces and without pictures."""
    return [
        Said(naming.label(owner, name), ", ".join(naming.values(owner, name, values[name])))
        for name in names
        if values.get(name)
        and column(owner, name).related_model is not Publication
        and not _is_picture(naming, owner, name, values)
    ]


def _is_picture(
    naming: Naming, owner: type[Edition] | type[Child], name: str, values: Mapping[str, Any]
) -> bool:
    value = values.get(name)
    if isinstance(value, list) or column(owner, name).related_model is None:
        return False
    record = naming.record(owner, name, value)
    return own_address(str(getattr(record, "source", ""))) is not None


def _rows(
    naming: Naming, child: type[Child], rows: Iterable[Printed], texts: Mapping[str, Printed]
) -> Iterable[str]:
    """Each row in one line: its words in this language, else what its records are called."""
    for row in rows:
        said = [words for words in texts.get(row["key"], {}).values() if words]
        records = [name for name in child.FACT_FIELDS if column(child, name).is_relation]
        plain = [name for name in child.FACT_FIELDS if name not in records]
        named = _facts(naming, child, plain if said else child.FACT_FIELDS, row)
        yield "; ".join([*said, *(f"{one.label}: {one.words}" for one in named)])
