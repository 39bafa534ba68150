"""What the prints of meetings and delegations say, in the shape that pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import pgettext

from delegations.choices import Level, Role
from editorial.contents.printing import NAMES
from editorial.models import Release
from events.choices import CALLED_OFF, Attendance, Form, Side, Status
from languages.dates import format_days, name_month, name_weekday
from website.labels import Label, country_labels
from website.names import in_words
from website.periods import midnight
from website.records import Key, Record

# Of someone whose role is one of these, readers are told the role.
TOLD_ROLES = (Role.INTERPRETER, Role.ACCOMPANYING)


@dataclass(frozen=True)
class When:
    """The days of a meeting or a visit, and its hours where they are known ("14:30")."""

    first: date
    last: date
    begins: str = ""
    ends: str = ""

    @classmethod
    def of(cls, release: Release) -> Self | None:
        """Return when the release's event is; None where the print names no day."""
        facts = release.content["facts"]
        first = facts.get("starts_on") or facts.get("arrives_on")
        last = facts.get("ends_on") or facts.get("leaves_on") or first
        if not first:
            return None
        return cls(
            date.fromisoformat(first),
            date.fromisoformat(last),
            facts.get("starts_at") or "",
            facts.get("ends_at") or "",
        )

    @property
    def hours(self) -> str:
        """The hours of the office's clock: "14:30–16:00", or the empty string."""
        return "–".join(part for part in (self.begins, self.ends) if part)

    @property
    def day_numbers(self) -> str:
        """The day's number for the date block: "26", "24–26" within a month."""
        is_one_month = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        if self.first == self.last or not is_one_month:
            return str(self.first.day)
        return f"{self.first.day}–{self.last.day}"

    @property
    def iso(self) -> str:
        """The beginning as HTML's time element takes it."""
        if not self.begins:
            return self.first.isoformat()
        hour, minute = self.begins.split(":")
        return midnight(self.first).replace(hour=int(hour), minute=int(minute)).isoformat()

    @property
    def iso_end(self) -> str:
        """The end as schema.org takes it."""
        if not self.ends:
            return self.last.isoformat()
        hour, minute = self.ends.split(":")
        return midnight(self.last).replace(hour=int(hour), minute=int(minute)).isoformat()

    def days(self, language: str) -> str:
        """Return the days in words: "24–26 ноября 2025"."""
        return format_days(self.first, self.last, language)

    def month(self, language: str) -> str:
        """Return the name of the first day's month."""
        return name_month(self.first, language)

    def weekday(self, language: str) -> str:
        """Return the weekday of a single day, the empty string for several days."""
        return name_weekday(self.first, language) if self.first == self.last else ""


@dataclass(frozen=True)
class Named:
    """Someone as printed that day; a path leads to a page that is there."""

    name: str
    rank: str
    post: str
    organisation: str
    is_head: bool
    role: str
    attendance: str
    path: str | None
    organisation_path: str | None


@dataclass(frozen=True)
class SideShown:
    """One side of a meeting: its people, heads first, and the organisation all of them share."""

    code: str
    name: str
    people: list[Named]
    countries: list[Label]

    @property
    def shared(self) -> Named | None:
        """Someone of the one organisation that everybody here speaks for, if there is one."""
        names = {one.organisation for one in self.people}
        return self.people[0] if len(names) == 1 and "" not in names else None

    @property
    def head(self) -> Named | None:
        """Who speaks for the side: its head, else the first of the list."""
        return self.people[0] if self.people else None


@dataclass(frozen=True)
class OutcomeShown:
    """What was agreed, who acts, and until when."""

    statement: str
    responsible: str
    due_on: date | None


@dataclass(frozen=True)
class Row:
    """A meeting or a delegation in a list."""

    release: Release
    title: str
    when: When | None
    year: str
    sort: str
    status: str
    is_called_off: bool
    place: str
    countries: list[Label]


def sides_of(release: Release, records: Mapping[Key, Record]) -> list[SideShown]:
    """Return the two sides of a meeting, host first; of people of whom nothing is said, none."""
    content = release.content
    rows: list[dict[str, Any]] = content["facts"].get("participants", [])
    words = content["text"].get("participants", {})
    sides = []
    for side in Side:
        people = _people([row for row in rows if row["side"] == side], words, records, release)
        countries = country_labels(release) if side == Side.GUEST else []
        if people or countries:
            sides.append(SideShown(side.value, str(side.label), people, countries))
    return sides if any(side.people for side in sides) else []


def members_of(release: Release, records: Mapping[Key, Record]) -> list[Named]:
    """Return the members of a delegation in protocol order, its head first."""
    content = release.content
    rows = content["facts"].get("delegates", [])
    return _people(rows, content["text"].get("delegates", {}), records, release)


def organisation_of(release: Release, records: Mapping[Key, Record]) -> Label | None:
    """Return the organisation that a delegation comes from, called as it was at the release.

    A release printed before names were kept calls it as the record does.
    """
    facts, language = release.content["facts"], release.language
    record = records.get(("organisation", facts.get("organisation") or 0))
    if record is None:
        return None
    printed = facts.get(NAMES, {}).get("organisation")
    words = in_words(printed, language) if printed else record.words(language)
    return Label(words.text, words.tag, record.page(language))


def outcomes_of(release: Release) -> list[OutcomeShown]:
    """Return what was agreed at a meeting, in its order."""
    content = release.content
    words = content["text"].get("outcomes", {})
    found = []
    for row in content["facts"].get("outcomes", []):
        said = words.get(row["key"], {})
        if said.get("statement"):
            due_on = date.fromisoformat(row["due_on"]) if row.get("due_on") else None
            found.append(OutcomeShown(said["statement"], said.get("responsible", ""), due_on))
    return found


def row_of(release: Release) -> Row:
    """Return a meeting or a delegation as a list shows it; the year only of another one's."""
    facts, text = release.content["facts"], release.content["text"]
    when, today = When.of(release), timezone.localdate()
    is_this_year = when is not None and when.first.year == today.year
    return Row(
        release=release,
        title=text["title"],
        when=when,
        year="" if when is None or is_this_year else str(when.first.year),
        sort=_label(Form, facts.get("form")) or _label(Level, facts.get("level")),
        status=told_status_of(release),
        is_called_off=facts.get("status") in CALLED_OFF,
        place=text.get("city", ""),
        countries=country_labels(release),
    )


def form_of(release: Release) -> str:
    """Return what kind of event a meeting is, in the active language."""
    return _label(Form, release.content["facts"].get("form"))


def level_of(release: Release) -> str:
    """Return the level on which a delegation comes, in the active language."""
    return _label(Level, release.content["facts"].get("level"))


def status_of(release: Release) -> str:
    """Return what has become of a meeting, in the active language."""
    return _label(Status, release.content["facts"].get("status"))


def told_status_of(release: Release) -> str:
    """Return what a page says has become of a meeting: of one that was held, nothing.

    One that is printed as planned when its day is past may have been held or not.
    """
    status, when = release.content["facts"].get("status"), When.of(release)
    if status in CALLED_OFF:
        return status_of(release)
    if status != Status.PLANNED:
        return ""
    is_past = when is not None and when.last < timezone.localdate()
    return pgettext("meeting", "Was planned") if is_past else status_of(release)


def _label(choices: type[TextChoices], value: str | None) -> str:
    """The words of a choice; "other" says nothing to a reader."""
    known = dict(choices.choices)
    return str(known[value]) if value in known and value != "other" else ""


def _people(
    rows: Iterable[Mapping[str, Any]],
    words: Mapping[str, Mapping[str, str]],
    records: Mapping[Key, Record],
    release: Release,
) -> list[Named]:
    """The people of these rows who have a name in the language, heads first, else in order."""
    named = [
        _named(row, words[row["key"]], records, release)
        for row in rows
        if words.get(row["key"], {}).get("name")
    ]
    return sorted(named, key=lambda one: not one.is_head)


def _named(
    row: Mapping[str, Any],
    said: Mapping[str, str],
    records: Mapping[Key, Record],
    release: Release,
) -> Named:
    def page(record_type: str) -> str | None:
        record = records.get((record_type, row.get(record_type) or 0))
        return record.page(release.language) if record else None

    attendance = row.get("attendance")
    is_over = release.content["facts"].get("status") == Status.HELD
    is_told = attendance == Attendance.EXCUSED or (attendance == Attendance.INVITED and is_over)
    return Named(
        name=said["name"],
        rank=said.get("rank", ""),
        post=said.get("post", ""),
        organisation=said.get("organisation_name", ""),
        is_head=row.get("role") == Role.HEAD,
        role=_label(Role, row.get("role")) if row.get("role") in TOLD_ROLES else "",
        attendance=_label(Attendance, attendance) if is_told else "",
        path=page("person"),
        organisation_path=page("organisation"),
    )
