"""What the form above a list offers to narrow it by."""

from collections.abc import Mapping
from dataclasses import dataclass

from editorial.models import Topic
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from languages.sorting import sort_key
from website.agenda import Facets
from website.filters import Narrowing
from website.names import Words, said


@dataclass(frozen=True)
class Option:
    """A value that a list can be narrowed to, and its words."""

    value: str
    words: Words
    is_chosen: bool


@dataclass(frozen=True)
class Menu:
    """One thing that a list can be narrowed by, as its address calls it."""

    parameter: str
    options: list[Option]


def menus_of(
    facets: Facets, narrowing: Narrowing, topics: Mapping[Topic, bool], language: str
) -> list[Menu]:
    """Return the menus that offer anything; of `topics` those that are named.

    Names stand in the order of the language's alphabet, years latest first.
    """
    tag, known = language_of(language).tag, set(country_codes())
    countries = {
        code: Words(country_name(code, language), tag) for code in facets.countries if code in known
    }
    found = {
        "country": _by_name(countries, language),
        "topic": _by_name(_topics(topics, language), language),
        "year": {str(year): Words(str(year), tag) for year in facets.years},
    }
    return [
        Menu(
            parameter,
            [
                Option(value, words, narrowing.has(parameter, value))
                for value, words in options.items()
            ],
        )
        for parameter, options in found.items()
        if options
    ]


def _topics(topics: Mapping[Topic, bool], language: str) -> dict[str, Words]:
    named = {
        topic.slug: said(topic, "name", language) for topic, is_named in topics.items() if is_named
    }
    return {slug: words if words.text else Words(slug, "en") for slug, words in named.items()}


def _by_name(options: Mapping[str, Words], language: str) -> dict[str, Words]:
    return dict(sorted(options.items(), key=lambda item: sort_key(item[1].text, language)))
