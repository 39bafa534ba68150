"""What a reader narrows the news list to: a section, a topic, a country, a month."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.validators import slug_re
from django.http import Http404
from django.utils import timezone

from editorial.models import Topic
from editorial.querysets import ReleaseQuerySet
from languages.choices import language as language_of
from languages.countries import country_codes
from languages.dates import format_month
from news.models import Section
from website.addresses import news_list_path
from website.labels import Label, label_of, label_of_country

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month of a year, by the office's own calendar (settings.TIME_ZONE)."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """Return the month that a moment falls in."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime(self.year, self.month, 1))  # noqa: DTZ001

    @property
    def ends(self) -> datetime:
        """The first moment that is not of the month any more."""
        following = Month(self.year + self.month // 12, self.month % 12 + 1)
        return following.begins

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    def label(self, language: str) -> Label:
        """Return the label of the month for the pages of a language."""
        return Label(
            format_month(self.year, self.month, language),
            language_of(language).tag,
            news_list_path(language, {"month": str(self)}),
        )


@dataclass(frozen=True)
class Narrowing:
    """The parts of the news that a list is narrowed to; what is None does not narrow it."""

    section: Section | None = None
    topic: Topic | None = None
    country: str | None = None
    month: Month | None = None

    def apply(self, releases: ReleaseQuerySet, language: str, **dates: datetime) -> ReleaseQuerySet:
        """Return the releases of a language that fit every part.

        `dates` are further bounds, as lookups of the date that lists are ordered by. Mentions
        repeat language and date, and are asked for them too: so one index of theirs leads to
        any place in a record's list.
        """
        month = self._month_dates()
        releases = releases.filter(**month).filter(**dates)
        for record_type, key in self._mentioned():
            named: dict[str, Any] = {"record_type": record_type, "record_key": key}
            named |= {"language": language} | month | dates
            releases = releases.filter(
                **{f"mentions__{field}": value for field, value in named.items()}
            )
        return releases

    @property
    def date_field(self) -> str:
        """The field to order by: of the releases, or of the mentions that they are found by."""
        return "mentions__first_shown_at" if self._mentioned() else "first_shown_at"

    @property
    def query(self) -> dict[str, str]:
        """The values of the address that says the same."""
        parts = {
            "section": self.section and self.section.slug,
            "topic": self.topic and self.topic.slug,
            "country": self.country,
            "month": self.month and str(self.month),
        }
        return {name: value for name, value in parts.items() if value}

    def labels(self, language: str) -> list[Label]:
        """Return what the list is narrowed to, in words."""
        records = [label_of(record, language) for record in (self.section, self.topic) if record]
        countries = [label_of_country(self.country, language)] if self.country else []
        months = [self.month.label(language)] if self.month else []
        return records + countries + months

    def _month_dates(self) -> dict[str, datetime]:
        if self.month is None:
            return {}
        return {"first_shown_at__gte": self.month.begins, "first_shown_at__lt": self.month.ends}

    def _mentioned(self) -> list[tuple[str, str]]:
        """The records that a release must name, as pairs of a type and a key."""
        found = []
        if self.section is not None:
            found.append(("section", str(self.section.pk)))
        if self.topic is not None:
            found.append(("topic", str(self.topic.pk)))
        if self.country is not None:
            found.append(("country", self.country))
        return found


def read_narrowing(query: Mapping[str, str], sections: Iterable[Section]) -> Narrowing:
    """Return what the values of an address narrow the list to.

    `sections` are all there are. Costs a statement where a topic is named. Raises Http404 for a
    value that names nothing: a list that silently shows something else would mislead.
    """
    return Narrowing(
        section=_section(query["section"], sections) if "section" in query else None,
        topic=_topic(query["topic"]) if "topic" in query else None,
        country=_country(query["country"]) if "country" in query else None,
        month=_month(query["month"]) if "month" in query else None,
    )


def _section(slug: str, sections: Iterable[Section]) -> Section:
    for section in sections:
        if section.slug == slug:
            return section
    raise Http404


def _topic(slug: str) -> Topic:
    # The database refuses a NUL character with an error, so only what can be a slug is asked for.
    topic: Topic | None = Topic.objects.filter(slug=slug).first() if slug_re.match(slug) else None
    if topic is None:
        raise Http404
    return topic


def _country(code: str) -> str:
    if code not in country_codes():
        raise Http404
    return code


def _month(written: str) -> Month:
    match = _MONTH.fullmatch(written)
    if match is None:
        raise Http404
    return Month(int(match[1]), int(match[2]))
