"""The records that a page names, read in one statement whatever their types."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, F, Model, QuerySet, Value
from django.urls import reverse

from delegations.models import Organisation, Person
from editorial.models import Release, Topic
from languages.choices import CODES
from languages.choices import language as language_of
from languages.slugs import slugify
from news.models import Section
from website.names import Words, in_words

_MODELS: dict[str, type[Model]] = {
    "section": Section,
    "topic": Topic,
    "person": Person,
    "organisation": Organisation,
}
_NAMES = tuple(f"name_{language_of(code).suffix}" for code in CODES)

# What a release's prints and mentions call a record by: its type and its key.
Key = tuple[str, int]


@dataclass(frozen=True)
class Record:
    """A section, topic, person or organisation: its names, and whether it may have a page."""

    type: str
    pk: int
    slug: str
    is_closed: bool
    names: dict[str, str]

    def words(self, language: str) -> Words:
        """Return the record's name in a language, else in another, else its address."""
        words = in_words(self.names, language)
        return words if words.text else Words(self.slug, language_of("en").tag)

    def page(self, language: str) -> str | None:
        """Return the path of a person's or organisation's page, None for a closed one.

        The page is there in a language exactly when a live release of it names the record.
        """
        return None if self.is_closed else dossier_path(self.type, self.pk, self.names, language)


def dossier_path(record_type: str, pk: int, names: dict[str, str], language: str) -> str:
    """Return the path of a record's page. Its readable end is made of its name."""
    slug = slugify(in_words(names, language).text, language)
    return reverse(f"website:{record_type}", args=(language, pk, slug))


def read_records(keys: Iterable[Key]) -> dict[Key, Record]:
    """Return the records of these keys, in one statement; those that are gone are left out."""
    wanted: dict[str, set[int]] = {}
    for record_type, key in keys:
        wanted.setdefault(record_type, set()).add(key)
    parts = [_rows(record_type, found) for record_type, found in wanted.items() if found]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    records = (
        Record(record_type, pk, slug, is_closed, dict(zip(CODES, names, strict=True)))
        for pk, *names, record_type, slug, is_closed in rows
    )
    return {(record.type, record.pk): record for record in records}


def keys_of(release: Release) -> list[Key]:
    """Return the keys of the records that a release names in its facts."""
    facts = release.content["facts"]
    keys: list[Key] = [("topic", topic) for topic in facts.get("topics", ())]
    if facts.get("section"):
        keys.append(("section", facts["section"]))
    named = [facts, *facts.get("participants", ()), *facts.get("delegates", ())]
    for record_type in ("person", "organisation"):
        keys += [(record_type, row[record_type]) for row in named if row.get(record_type)]
    return keys


def _rows(record_type: str, keys: set[int]) -> "QuerySet[Any, Any]":
    """The columns of a type's rows. What is computed comes last in each, in one order."""
    model = _MODELS[record_type]
    fields = {field.name for field in model._meta.fields}
    slug: Any = F("slug") if "slug" in fields else Value("", output_field=CharField())
    closed: Any = (
        F("is_closed") if "is_closed" in fields else Value(value=False, output_field=BooleanField())
    )
    found = model._default_manager.filter(pk__in=keys).order_by()
    computed = found.annotate(
        of_type=Value(record_type, output_field=CharField()), written=slug, closed=closed
    )
    rows: QuerySet[Any, Any] = computed.values_list("pk", *_NAMES, "of_type", "written", "closed")
    return rows
