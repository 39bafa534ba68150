"""What the print of a meeting means."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from delegations.printing import (
    days_spanned,
    is_no_day_of_ours,
    is_reversed,
    lacking_names,
    mentions_of_people,
    start_of,
    title,
    two_heads,
)
from events.choices import CALLED_OFF, Side, Status
from library.markup import lacking_alternatives_in, pictures_in

__all__ = ["contradictions", "enclosed", "lacking", "links", "mentions", "span", "title"]

Printed = dict[str, Any]


def mentions(facts: Printed, text: Printed) -> list[tuple[str, str]]:
    """Return the country, delegations, topics, people and pictures that this print names."""
    named = [("topic", str(topic)) for topic in facts["topics"]]
    named += [("delegation", str(number)) for number in facts["delegations"]]
    if facts["country"]:
        named.append(("country", facts["country"]))
    named += [("picture", picture) for picture in pictures_in(text["summary"])]
    return named + mentions_of_people(facts["participants"])


def enclosed(facts: Printed) -> Printed:
    """Return the facts as they are: who took part is named in the texts."""
    return facts


def links(facts: Printed) -> list[int]:
    """Return the numbers of the delegations that met."""
    return list(facts["delegations"])


def span(facts: Printed) -> tuple[datetime | None, datetime | None]:
    """Return when the meeting begins and ends; whole days where no time is known."""
    begins, ends = days_spanned(facts["starts_on"], facts["ends_on"])
    if begins is None or ends is None:
        return None, None
    if facts["starts_at"]:
        begins = start_of(begins.date(), time.fromisoformat(facts["starts_at"]))
    if facts["ends_at"]:
        last = date.fromisoformat(facts["ends_on"] or facts["starts_on"])
        ends = start_of(last, time.fromisoformat(facts["ends_at"]))
    return begins, max(ends, begins + timedelta(minutes=1))


def lacking(facts: Printed, text: Printed) -> list[str]:
    """Return the names of what must still be there before this text can go out.

    A day and two sides suffice: the title is proposed from them.
    """
    missing = []
    if facts["starts_on"] is None:
        missing.append(_("day"))
    sides = {row["side"] for row in facts["participants"]}
    if Side.HOST not in sides:
        missing.append(_("host side"))
    if Side.GUEST not in sides and not facts["country"]:
        missing.append(_("guest side"))
    if not text["title"]:
        missing.append(_("title"))
    if facts["status"] in CALLED_OFF and not text["reason"]:
        missing.append(_("reason why it was postponed or cancelled"))
    missing += lacking_alternatives_in(text["summary"])
    missing += lacking_names(facts["participants"], text["participants"])
    return missing + _lacking_statements(facts["outcomes"], text["outcomes"])


def lacking_of_known_words(facts: Printed, text: Printed) -> list[str]:
    """Return the same for words that readers have already, where only facts go out anew.

    That a meeting is called off is said at once in every language; why, in each as it is written.
    """
    return lacking({**facts, "status": Status.PLANNED}, text)


def _lacking_statements(rows: list[Printed], words: Printed) -> list[str]:
    if all(words.get(row["key"], {}).get("statement") for row in rows):
        return []
    return [_("words of every outcome")]


def contradictions(facts: Printed) -> list[str]:
    """Return, in sentences, what of these facts cannot be true together."""
    found = []
    rows = facts["participants"]
    if any(two_heads([row for row in rows if row["side"] == side]) for side in Side.values):
        found.append(_("A side has one head. Choose who it is; the others are members."))
    if is_no_day_of_ours(facts["starts_on"], facts["ends_on"]):
        found.append(_("A day lies outside the years 1900 to 2199. Check the days."))
    if is_reversed(facts["starts_on"], facts["ends_on"]):
        found.append(_("The meeting ends before it begins. Check the two days."))
    if (
        facts["starts_at"]
        and facts["ends_at"]
        and facts["ends_on"] in (None, facts["starts_on"])
        and facts["ends_at"] <= facts["starts_at"]
    ):
        found.append(_("The meeting ends before it begins. Check the two times."))
    return found
