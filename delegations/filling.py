"""What follows from what a person chose: names and posts as of the day, and a title.

Only what nobody has written is proposed, and what was proposed before is proposed anew.
Where the record is not sure (no post on that day, or several), it proposes none.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from delegations.models import Appointment, Organisation, Person
from editorial.contents.content import Content
from editorial.kinds import in_language
from languages.characters import clean_line
from languages.choices import CODES
from languages.countries import country_name

Printed = dict[str, Any]
# As much as the column of a title holds: a longer proposal is none.
LONGEST_TITLE = 300
# What of a row decides who stands there, in which post.
WHO = ("person", "organisation")
WORDS = ("name", "rank", "post", "organisation_name")
# A name stands in the nominative whatever the language: a colon spares Russian a case.
TITLES = {
    "uz": "{who} delegatsiyasi",
    "uz-cyrl": "{who} делегацияси",
    "ru": "Делегация: {who}",
    "en": "Delegation: {who}",
}


def fill(before: Content, after: Content, given: Sequence[str]) -> None:
    """Complete a delegation that a person has changed; `given` are the languages he wrote."""
    days = before.facts["arrives_on"], after.facts["arrives_on"]
    fill_people(before, after, given, "delegates", days)
    fill_titles(before, after, given, propose_title)


def propose_title(content: Content, language: str) -> str:
    """Return the title that the country or organisation makes, "" where neither is known."""
    who = ""
    if content.facts["country"]:
        who = country_name(content.facts["country"], language)
    elif content.facts["organisation"]:
        who = organisation_names([content.facts["organisation"]], language).get(
            content.facts["organisation"], ""
        )
    return TITLES[language].format(who=who) if who else ""


def organisation_names(keys: Iterable[int], language: str) -> dict[int, str]:
    """Return organisations' names in a language by key: short where they have one."""
    found = Organisation.objects.filter(pk__in=list(keys))
    return {
        one.pk: _said(one, "short_name", language) or _said(one, "name", language) for one in found
    }


def fill_titles(
    before: Content,
    after: Content,
    given: Sequence[str],
    propose: Callable[[Content, str], str],
) -> None:
    """Propose the title of each language where none is written, or where it was proposed."""
    for language in CODES:
        if after.facts == before.facts and language not in given:
            continue
        text = after.texts[language]
        if text["title"] in ("", propose(before, language)):
            proposed = propose(after, language)
            text["title"] = proposed if len(proposed) <= LONGEST_TITLE else ""


def fill_people(
    before: Content,
    after: Content,
    given: Sequence[str],
    rows: str,
    days: tuple[str | None, str | None],
) -> None:
    """Complete the rows of a list that are linked to people or organisations of the record.

    `days` are the days (ISO) of the event before and after the change. A newly linked row
    gets the organisation and the words of the appointment held on that day; what someone
    has written stays, but the words of another person never stay beside this one.
    """
    filling = _Filling(before, after, given, rows, days)
    if filling.is_wanted():
        filling.fill()


class _Filling:
    """One list of an edition being completed from the record."""

    def __init__(
        self,
        before: Content,
        after: Content,
        given: Sequence[str],
        rows: str,
        days: tuple[str | None, str | None],
    ) -> None:
        self.before, self.after, self.given, self.rows = before, after, given, rows
        self.day_before, self.day = days
        self.was = {row["key"]: row for row in before.facts[rows]}
        # A row that was unlinked is looked at once more: the record's words go with the link.
        self.linked = [
            row
            for row in after.facts[rows]
            if any(row[name] or self.was.get(row["key"], {}).get(name) for name in WHO)
        ]

    def is_wanted(self) -> bool:
        """Whether anything could follow: a row or the day is new, or a name is missing."""
        if self.linked and self.day_before != self.day:
            return True
        if any(row != self.was.get(row["key"]) for row in self.linked):
            return True
        return any(
            not self._said(self.after, language, row).get("name")
            for language in self.given
            for row in self.linked
            if row["person"]
        )

    def fill(self) -> None:
        """Complete organisations first, since posts are looked for in them."""
        record = _Record([*self.linked, *self.was.values()])
        for row in self.linked:
            old = self.was.get(row["key"], {})
            if self._is_organisation_open(row, old, record):
                row["organisation"] = record.organisation_of(row["person"], self.day)
        record.read_organisations([*self.linked, *self.was.values()])
        for row in self.linked:
            for language in CODES:
                self._fill_words(row, language, record)

    def _is_organisation_open(self, row: Printed, old: Printed, record: "_Record") -> bool:
        """Whether nobody chose the organisation: then the record proposes it, for this day."""
        if not row["person"]:
            return False
        if row["person"] != old.get("person"):
            return row["organisation"] in (None, old.get("organisation"))
        if self.day_before == self.day or row["organisation"] != old["organisation"]:
            return False
        proposed = record.organisation_of(row["person"], self.day_before)
        return row["organisation"] in (None, proposed)

    def _fill_words(self, row: Printed, language: str, record: "_Record") -> None:
        old = self.was.get(row["key"], {})
        has_changed = self.day_before != self.day or any(row[name] != old.get(name) for name in WHO)
        is_another = bool(old.get("person")) and old["person"] != row["person"]
        seen = self._said(self.before, language, row)
        said = dict(self._said(self.after, language, row))
        proposed_before = record.words(old, language, self.day_before)
        proposed = record.words(row, language, self.day)
        for field in WORDS:
            words = said.get(field, "")
            is_untouched = words == seen.get(field, "")
            if (
                (is_another and is_untouched)
                or (has_changed and words in ("", proposed_before.get(field, "")))
                or (field == "name" and not words and language in self.given)
            ):
                said[field] = proposed.get(field, "")
        said = {field: words for field, words in said.items() if words}
        self.after.texts[language][self.rows].pop(row["key"], None)
        if said:
            self.after.texts[language][self.rows][row["key"]] = said

    def _said(self, content: Content, language: str, row: Printed) -> Printed:
        words: Printed = content.texts[language][self.rows].get(row["key"], {})
        return words


class _Record:
    """What the record knows of the people in these rows, in three statements."""

    def __init__(self, rows: Iterable[Printed]) -> None:
        people = {row["person"] for row in rows if row["person"]}
        self.people = Person.objects.in_bulk(people)
        self.appointments: dict[int, list[Appointment]] = {}
        for one in Appointment.objects.filter(person__in=people):
            self.appointments.setdefault(one.person_id, []).append(one)
        self.organisations: dict[int, Organisation] = {}

    def read_organisations(self, rows: Iterable[Printed]) -> None:
        """Read the organisations that the rows name by now."""
        keys = {row["organisation"] for row in rows if row["organisation"]}
        self.organisations = Organisation.objects.in_bulk(keys)

    def organisation_of(self, person: int, day: str | None) -> int | None:
        """Return the organisation in which this person held his only post on this day."""
        held = self._held(person, None, day)
        return held.organisation_id if held else None

    def words(self, row: Printed, language: str, day: str | None) -> dict[str, str]:
        """Return what the record says of this row's person and body, as of a day."""
        body = self.organisations.get(row.get("organisation") or 0)
        said = {} if body is None else {"organisation_name": _said(body, "name", language)}
        person = self.people.get(row.get("person") or 0)
        if person is None:
            return said
        held = self._held(person.pk, row["organisation"], day)
        if held is not None:
            said |= {field: _said(held, field, language) for field in ("rank", "post")}
        return said | {"name": _said(person, "name", language)}

    def _held(self, person: int, organisation: int | None, day: str | None) -> Appointment | None:
        if day is None:
            return None
        on = date.fromisoformat(day)
        held = [
            one
            for one in self.appointments.get(person, [])
            if (one.since is None or one.since <= on)
            and (one.until is None or one.until >= on)
            and organisation in (None, one.organisation_id)
        ]
        return held[0] if len(held) == 1 else None


def _said(record: Person | Appointment | Organisation, field: str, language: str) -> str:
    # As a verb keeps what is given: else a form saved untouched would be a change.
    return clean_line(getattr(record, in_language(field, language)) or "")
