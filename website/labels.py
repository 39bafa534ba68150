"""What publications are filed under, as readers see it: a name with a link to more of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from editorial.models import Release
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from news.models import Section
from website.addresses import country_path, list_path
from website.names import said
from website.records import Key, Record


@dataclass(frozen=True)
class Label:
    """A name, the BCP 47 tag of the language it is in, and the path it leads to, if any."""

    name: str
    tag: str
    path: str | None


@dataclass(frozen=True)
class Labels:
    """Everything one release is filed under, in the order it was printed."""

    section: Label | None
    topics: list[Label]
    countries: list[Label]


@dataclass(frozen=True)
class Entry:
    """A news release in a list, and the section it stands in."""

    release: Release
    section: Label | None


def label_of(record: Record, language: str, kind: str) -> Label:
    """Return the label of a record for the pages of a language.

    A section or a topic leads to the list of this kind that it narrows, a person or an
    organisation to the page of its own.
    """
    words = record.words(language)
    if record.type in ("section", "topic"):
        path = list_path(kind, language, {record.type: record.slug})
        return Label(words.text, words.tag, path)
    return Label(words.text, words.tag, record.page(language))


def label_of_section(section: Section, language: str) -> Label:
    """Return the label of a section for the pages of a language."""
    words = said(section, "name", language)
    path = list_path("news", language, {"section": section.slug})
    return Label(words.text or section.slug, words.tag, path)


def label_of_country(country: str, language: str) -> Label:
    """Return the label of a country (ISO 3166-1 alpha-2, upper case).

    Raises KeyError when there is no such country.
    """
    name = country_name(country, language)
    return Label(name, language_of(language).tag, country_path(language, country))


def labels_of(release: Release, records: Mapping[Key, Record]) -> Labels:
    """Return everything a release is filed under. `records` are those that it names.

    A record that is gone since the printing, and a country's code that is no longer assigned,
    are left out.
    """
    facts, language, kind = release.content["facts"], release.language, release.kind

    def label(record_type: str, key: int | None) -> list[Label]:
        record = records.get((record_type, key or 0))
        return [label_of(record, language, kind)] if record else []

    return Labels(
        section=next(iter(label("section", facts.get("section"))), None),
        topics=[found for key in facts.get("topics", ()) for found in label("topic", key)],
        countries=country_labels(release),
    )


def country_labels(release: Release) -> list[Label]:
    """Return the labels of the countries a release names, in their printed order."""
    facts = release.content["facts"]
    named = facts.get("countries") or ([facts["country"]] if facts.get("country") else [])
    known = set(country_codes())
    return [label_of_country(code, release.language) for code in named if code in known]


def entries_of(
    releases: Iterable[Release], sections: Iterable[Section], language: str
) -> list[Entry]:
    """Return the releases as a list shows them. `sections` are all there are."""
    labels = {section.pk: label_of_section(section, language) for section in sections}
    return [
        Entry(release, labels.get(release.content["facts"].get("section"))) for release in releases
    ]
