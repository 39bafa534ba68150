"""The working content of an edition as values, read from its rows and written over them.

A content is what three people may have changed in three ways; its values are those of
`editorial.contents.values`, so that comparing contents and comparing prints is one thing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from editorial.choices import FACTS
from editorial.contents.printing import keep_internal, print_facts, print_text
from editorial.contents.values import Printed, put_children, put_value
from editorial.kinds import child_models, column, in_language, kind_model
from editorial.models import Edition, Text, Version
from languages.choices import CODES

INTERNAL = "internal"
# What of a text's handling readers will see: written, and so approved, with the text.
PUBLIC_HANDLING = ("change", "note")


@dataclass
class Content:
    """All that is written in an edition, part by part, and how each text will go out."""

    facts: Printed
    texts: dict[str, Printed]
    internal: Printed
    handling: dict[str, Printed]

    @classmethod
    def of(cls, edition: Edition, texts: Mapping[str, Text]) -> "Content":
        """Return the content as it stands in the rows of the edition."""
        return cls(
            facts=print_facts(edition),
            texts={language: print_text(edition, language) for language in CODES},
            internal=keep_internal(edition),
            handling={
                language: {
                    "change": text.change,
                    "note": text.note,
                    "assignee": text.assignee_id,
                }
                for language, text in texts.items()
            },
        )

    @classmethod
    def kept_in(cls, version: Version) -> "Content":
        """Return the content that a version keeps."""
        return cls(version.facts, version.texts, version.internal, version.handling)

    @classmethod
    def empty(cls, kind: str) -> "Content":
        """Return the content of an edition of this kind in which nothing is written."""
        blank = kind_model(kind)()
        return cls(
            facts=print_facts(blank),
            texts={language: print_text(blank, language) for language in CODES},
            internal=keep_internal(blank),
            handling={},
        )

    def drop_orphans(self) -> None:
        """Take out the words about children that the facts do not have any more."""
        for text in self.texts.values():
            for name, words in text.items():
                if isinstance(words, dict):
                    keys = {row["key"] for row in self.facts.get(name, [])}
                    text[name] = {key: said for key, said in words.items() if key in keys}


def put_content(row: Edition, content: Content, parts: Iterable[str]) -> list[str]:
    """Write these parts of a content on the kind's row; return the columns set.

    Many-to-many facts and children need a stored row and are written at once; the columns
    are only set. Raises KeyError for a field that the kind does not have.
    """
    parts = list(parts)
    columns: list[str] = []
    if FACTS in parts:
        columns += put_facts(row, content.facts)
    if INTERNAL in parts:
        names = [name for name in content.internal if name in row.INTERNAL_FIELDS]
        columns += [put_value(row, name, content.internal[name]) for name in names]
    for language in (code for code in CODES if code in parts):
        columns += put_text(row, language, content.texts[language])
    if row.pk is not None and row.CHILDREN and parts:
        put_children(row, content.facts, content.texts, content.internal)
    return columns


def put_facts(row: Edition, facts: Printed) -> list[str]:
    """Set the facts on the kind's row; return the names of the columns set.

    Many-to-many facts are set at once where the row is stored. Raises KeyError for a fact
    that the kind does not have.
    """
    columns = []
    for name, value in facts.items():
        if name in row.CHILDREN:
            continue
        if name not in row.FACT_FIELDS:
            raise KeyError(name)
        if not isinstance(column(type(row), name), models.ManyToManyField):
            columns.append(put_value(row, name, value))
        elif row.pk is not None:
            getattr(row, name).set(value)
    return columns


def put_text(row: Edition, language: str, text: Printed) -> list[str]:
    """Set the text on the kind's row by the columns of its language; return their names."""
    lists = child_models(type(row))
    columns = {
        in_language(name, language): value for name, value in text.items() if name not in lists
    }
    for name, value in columns.items():
        setattr(row, name, value)
    return list(columns)


def seen_content(edition: int, token: int) -> Content:
    """Return the content that a form opened on this edition at this token showed."""
    versions = Version.objects.filter(edition=edition, token__lte=token)
    return Content.kept_in(versions.latest("token"))
