"""What news items are filed under, as readers see it: a name with a link to the list of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from editorial.models import Release, Topic
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from news.models import Section
from website.addresses import news_list_path


@dataclass(frozen=True)
class Label:
    """A name, the BCP 47 tag of the language it is in, and the path of the list it leads to."""

    name: str
    tag: str
    path: str


@dataclass(frozen=True)
class Labels:
    """Everything one release is filed under, in the order it was printed."""

    section: Label | None
    topics: list[Label]
    countries: list[Label]


@dataclass(frozen=True)
class Entry:
    """A release in a list, and the section it stands in."""

    release: Release
    section: Label | None


def label_of(record: Section | Topic, language: str) -> Label:
    """Return the label of a section or a topic for the pages of a language.

    A record without a name in that language is called by its name in another one, so that the
    first release in a language need not wait for it; the tag then says which language it is.
    """
    kind = "section" if isinstance(record, Section) else "topic"
    path = news_list_path(language, {kind: record.slug})
    for code in (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        spoken = language_of(code)
        name = getattr(record, f"name_{spoken.suffix}")
        if name:
            return Label(name, spoken.tag, path)
    return Label(record.slug, language_of("en").tag, path)


def label_of_country(country: str, language: str) -> Label:
    """Return the label of a country (ISO 3166-1 alpha-2, upper case).

    Raises KeyError when there is no such country.
    """
    return Label(
        country_name(country, language),
        language_of(language).tag,
        news_list_path(language, {"country": country}),
    )


def labels_of(release: Release) -> Labels:
    """Return everything a release is filed under. Costs one statement for each kind of record.

    A record that is gone since the printing, and a country's code that is no longer assigned,
    are left out.
    """
    facts, language = release.content["facts"], release.language
    sections = _by_id(Section, [facts["section"]] if facts["section"] else [])
    topics = _by_id(Topic, facts["topics"])
    return Labels(
        section=next((label_of(section, language) for section in sections.values()), None),
        topics=[label_of(topics[key], language) for key in facts["topics"] if key in topics],
        countries=country_labels(release),
    )


def country_labels(release: Release) -> list[Label]:
    """Return the labels of the countries a release names, in their printed order."""
    known = set(country_codes())
    return [
        label_of_country(country, release.language)
        for country in release.content["facts"]["countries"]
        if country in known
    ]


def entries_of(
    releases: Iterable[Release], sections: Iterable[Section], language: str
) -> list[Entry]:
    """Return the releases as a list shows them. `sections` are all there are."""
    labels = {section.pk: label_of(section, language) for section in sections}
    return [Entry(release, labels.get(release.content["facts"]["section"])) for release in releases]


def _by_id(model: type[Section] | type[Topic], ids: Iterable[int]) -> dict[int, Any]:
    wanted = list(ids)
    return {row.pk: row for row in model.objects.filter(pk__in=wanted)} if wanted else {}
