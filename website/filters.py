"""What a reader narrows a list to: records that it names, and a month or a year."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.core.validators import slug_re
from django.http import Http404

from delegations.models import Organisation, Person
from editorial.models import Topic
from editorial.querysets import ReleaseQuerySet
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from news.models import Section
from website.addresses import list_path
from website.labels import Label
from website.names import Words, said
from website.periods import Period

_KEY = re.compile("[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Choice:
    """A record that a list is narrowed to: as an address writes it, as releases mention it."""

    parameter: str
    written: str
    key: str
    name: Callable[[str], Words]

    @property
    def is_dossier(self) -> bool:
        """Whether it is a record with a page of its own, which not every language has."""
        return self.parameter in ("person", "organisation")


@dataclass(frozen=True)
class Narrowing:
    """The part of a kind's releases that a list shows; empty, it shows them all.

    `dated_by` is the moment of a release that its list is ordered by: `first_shown_at` of news,
    `starts_at` of what takes place on a day.
    """

    kind: str = "news"
    dated_by: str = "first_shown_at"
    choices: tuple[Choice, ...] = field(default=())
    period: Period | None = None

    def apply(self, releases: ReleaseQuerySet, language: str, **dates: datetime) -> ReleaseQuerySet:
        """Return the releases of a language that fit every part.

        `dates` are further bounds, as lookups of the date that the list is ordered by.
        """
        bounds = self._of_period() | dates
        releases = releases.filter(**bounds)
        for choice in self.choices:
            named: dict[str, Any] = {
                "record_type": choice.parameter,
                "record_key": choice.key,
                "language": language,
            }
            if self._is_ordered_by_mentions:
                # Mentions repeat this date: so one index leads to any place in a record's list.
                named |= bounds
            releases = releases.filter(
                **{f"mentions__{lookup}": value for lookup, value in named.items()}
            )
        return releases

    @property
    def order_field(self) -> str:
        """The field to order by: of the releases, or of the mentions that they are found by."""
        return f"mentions__{self.dated_by}" if self._is_ordered_by_mentions else self.dated_by

    @property
    def query(self) -> dict[str, str]:
        """The values of the address that says the same."""
        parts = {choice.parameter: choice.written for choice in self.choices}
        return parts | ({self.period.parameter: str(self.period)} if self.period else {})

    def has(self, parameter: str, written: str) -> bool:
        """Whether the list is narrowed to exactly this value."""
        return self.query.get(parameter) == written

    def labels(self, language: str) -> list[Label]:
        """Return what the list is narrowed to, in words."""
        said_so = [choice.name(language) for choice in self.choices]
        if self.period:
            said_so.append(Words(self.period.name(language), language_of(language).tag))
        return [Label(words.text, words.tag, None) for words in said_so]

    def path(self, language: str, **extra: str) -> str:
        """Return the path of the list as it is narrowed, with these further values."""
        return list_path(self.kind, language, self.query | extra)

    @property
    def _is_ordered_by_mentions(self) -> bool:
        return bool(self.choices) and self.dated_by == "first_shown_at"

    def _of_period(self) -> dict[str, datetime]:
        if self.period is None:
            return {}
        return {
            f"{self.dated_by}__gte": self.period.begins,
            f"{self.dated_by}__lt": self.period.ends,
        }


def read_news_narrowing(query: Mapping[str, str], sections: Iterable[Section]) -> Narrowing:
    """Return what the values of an address narrow the news to.

    `sections` are all there are. Costs a statement where a topic is named. Raises Http404 for a
    value that names nothing: a list that silently shows something else would mislead.
    """
    chosen = []
    if "section" in query:
        chosen.append(_section(query["section"], sections))
    if "topic" in query:
        chosen.append(_choice_of_topic(_topic(query["topic"])))
    chosen += _country(query)
    return Narrowing(choices=tuple(chosen), period=_period(query))


def read_agenda_narrowing(
    query: Mapping[str, str], kind: str, language: str, topics: Iterable[Topic]
) -> Narrowing:
    """Return what the values of an address narrow the meetings or delegations to.

    `topics` are all there are. Costs a statement where a person or an organisation is
    named. Raises Http404 for a value that names nothing.
    """
    chosen = []
    if "topic" in query:
        named = next((topic for topic in topics if topic.slug == query["topic"]), None)
        if named is None:
            raise Http404
        chosen.append(_choice_of_topic(named))
    chosen += _country(query)
    chosen += _dossiers(query, language)
    return Narrowing(kind, "starts_at", tuple(chosen), _period(query))


def _section(slug: str, sections: Iterable[Section]) -> Choice:
    for section in sections:
        if section.slug == slug:
            return Choice("section", slug, str(section.pk), partial(said, section, "name"))
    raise Http404


def _topic(slug: str) -> Topic:
    # The database refuses a NUL character with an error, so only what can be a slug is asked for.
    topic: Topic | None = Topic.objects.filter(slug=slug).first() if slug_re.match(slug) else None
    if topic is None:
        raise Http404
    return topic


def _choice_of_topic(topic: Topic) -> Choice:
    return Choice("topic", topic.slug, str(topic.pk), partial(said, topic, "name"))


def _country(query: Mapping[str, str]) -> list[Choice]:
    if "country" not in query:
        return []
    country = query["country"]
    if country not in country_codes():
        raise Http404
    return [
        Choice(
            "country",
            country,
            country,
            lambda code: Words(country_name(country, code), language_of(code).tag),
        )
    ]


def _dossiers(query: Mapping[str, str], language: str) -> list[Choice]:
    """The person and the organisation: only one whose page is there may be asked for by name."""
    chosen = []
    for parameter, live in (
        ("person", Person.objects.live),
        ("organisation", Organisation.objects.live),
    ):
        if parameter in query:
            written = query[parameter]
            record = (
                live(None, language).filter(pk=written).first() if _KEY.fullmatch(written) else None
            )
            if record is None:
                raise Http404
            chosen.append(Choice(parameter, written, written, partial(said, record, "name")))
    return chosen


def _period(query: Mapping[str, str]) -> Period | None:
    """The month, or else the year, that the address names."""
    for parameter in ("month", "year"):
        if parameter in query:
            try:
                return Period.read(parameter, query[parameter])
            except ValueError as error:
                raise Http404 from error
    return None
