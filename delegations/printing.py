"""What the print of a delegation means."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.choices import Role
from delegations.models import Organisation
from editorial.contents.printing import NAMES
from editorial.kinds import in_language
from languages.choices import CODES

Printed = dict[str, Any]
DAY = timedelta(days=1)


def title(text: Printed) -> str:
    """Return the title."""
    return str(text["title"])


def mentions(facts: Printed, text: Printed) -> list[tuple[str, str]]:
    """Return the country, organisation, topics and people that these facts name."""
    named = [("topic", str(topic)) for topic in facts["topics"]]
    if facts["country"]:
        named.append(("country", facts["country"]))
    if facts["organisation"]:
        named.append(("organisation", str(facts["organisation"])))
    return named + mentions_of_people(facts["delegates"])


def mentions_of_people(rows: list[Printed]) -> list[tuple[str, str]]:
    """Return the people and organisations that these rows are linked to."""
    named = [("person", str(row["person"])) for row in rows if row["person"]]
    return named + [
        ("organisation", str(row["organisation"])) for row in rows if row["organisation"]
    ]


def enclosed(facts: Printed) -> Printed:
    """Return the facts with the names of the organisation, in the languages that have one.

    A release shows them ever after, whatever the organisation is called later.
    """
    if facts["organisation"] is None:
        return facts
    body = Organisation.objects.get(pk=facts["organisation"])
    names = {code: getattr(body, in_language("name", code)) for code in CODES}
    said = {code: name for code, name in names.items() if name}
    return {**facts, NAMES: {"organisation": said}}


def links(facts: Printed) -> list[int]:
    """Return the publications these facts lead to: none."""
    return []


def span(facts: Printed) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last moment of the visit, whole days of the office."""
    return days_spanned(facts["arrives_on"], facts["leaves_on"])


def days_spanned(first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    """Return the moments between which these days (ISO) lie, in the office's time zone."""
    if first is None:
        return None, None
    until = date.fromisoformat(last or first) + DAY
    return start_of(date.fromisoformat(first)), start_of(until)


def start_of(day: date, at: time = time.min) -> datetime:
    """Return this time of a day in the office's time zone."""
    return datetime.combine(day, at, timezone.get_default_timezone())


def lacking(facts: Printed, text: Printed) -> list[str]:
    """Return the names of what must still be there before this text can go out."""
    missing = []
    if not facts["country"] and not facts["organisation"]:
        missing.append(_("country or organisation"))
    if facts["arrives_on"] is None:
        missing.append(_("day of arrival"))
    if not text["title"]:
        missing.append(_("title"))
    return missing + lacking_names(facts["delegates"], text["delegates"])


def lacking_names(rows: list[Printed], words: Printed) -> list[str]:
    """Return one sentence part for the rows that have no name in the language, if any."""
    places = [
        str(place)
        for place, row in enumerate(rows, start=1)
        if not words.get(row["key"], {}).get("name")
    ]
    if not places:
        return []
    return [_("names of people (row %(places)s)") % {"places": ", ".join(places)}]


def contradictions(facts: Printed) -> list[str]:
    """Return, in sentences, what of these facts cannot be true together."""
    found = []
    if two_heads(facts["delegates"]):
        found.append(_("A delegation has one head. Choose who it is; the others are members."))
    if is_no_day_of_ours(facts["arrives_on"], facts["leaves_on"]):
        found.append(_("A day lies outside the years 1900 to 2199. Check the days."))
    if is_reversed(facts["arrives_on"], facts["leaves_on"]):
        found.append(_("The delegation leaves before it arrives. Check the two days."))
    return found


def two_heads(rows: list[Printed]) -> bool:
    """Whether more than one of these is the head."""
    return len([row for row in rows if row["role"] == Role.HEAD]) > 1


def is_no_day_of_ours(*days: str | None) -> bool:
    """Whether one of these days (ISO) lies where neither clocks nor calendars agree."""
    return any(day is not None and not "1900" <= day[:4] < "2200" for day in days)


def is_reversed(first: str | None, last: str | None) -> bool:
    """Whether the last day (ISO) lies before the first, or has none before it."""
    if last is None:
        return False
    return first is None or last < first
