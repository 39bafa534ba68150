"""What follows from what a person chose: names and posts as of the day, and a title."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from delegations.choices import Role
from delegations.filling import fill_people, fill_titles, organisation_names
from delegations.models import Delegate, Delegation
from editorial.contents.content import Content
from editorial.contents.given import new_key
from events.choices import Attendance, Form, Side, Status
from languages.choices import CODES
from languages.countries import country_name

# What a title begins with. Part of what is printed, so it is kept here and not in catalogues.
FORMS: dict[str, dict[str, str]] = {
    Form.BILATERAL: {"uz": "Uchrashuv", "uz-cyrl": "Учрашув", "ru": "Встреча", "en": "Meeting"},
    Form.CONFERENCE: {
        "uz": "Konferensiya",
        "uz-cyrl": "Конференция",
        "ru": "Конференция",
        "en": "Conference",
    },
    Form.ROUND_TABLE: {
        "uz": "Davra suhbati",
        "uz-cyrl": "Давра суҳбати",
        "ru": "Круглый стол",
        "en": "Round table",
    },
    Form.VISIT: {"uz": "Tashrif", "uz-cyrl": "Ташриф", "ru": "Визит", "en": "Visit"},
    Form.CALL: {
        "uz": "Telefon orqali muloqot",
        "uz-cyrl": "Телефон орқали мулоқот",
        "ru": "Телефонный разговор",
        "en": "Telephone call",
    },
    Form.OTHER: {"uz": "Tadbir", "uz-cyrl": "Тадбир", "ru": "Мероприятие", "en": "Event"},
}
DASHES = {"uz": " — ", "uz-cyrl": " — ", "ru": " — ", "en": " – "}


def fill(before: Content, after: Content, given: Sequence[str]) -> None:
    """Complete a meeting that a person has changed; `given` are the languages he wrote.

    One whose day has not come is planned, whatever the form proposed.
    """
    fill_guests(before, after)
    if after.facts["status"] == Status.HELD and _is_still_to_come(after.facts["starts_on"]):
        after.facts["status"] = Status.PLANNED
    days = before.facts["starts_on"], after.facts["starts_on"]
    fill_people(before, after, given, "participants", days)
    fill_titles(before, after, given, propose_title)


def _is_still_to_come(day: str | None) -> bool:
    return day is not None and date.fromisoformat(day) > timezone.localdate()


def fill_guests(before: Content, after: Content) -> None:
    """Propose the guests from delegations that were linked just now, where nobody wrote any.

    Their country, if they have one in common; their members, with the words they are printed
    with. What is taken out afterwards stays out.
    """
    linked = set(after.facts["delegations"]) - set(before.facts["delegations"])
    if not linked:
        return
    met: Any = Delegation._default_manager
    editions = met.current().filter(publication__in=linked).order_by("publication")
    visits = [Content.of(edition, {}) for edition in editions]
    countries = {visit.facts["country"] for visit in visits}
    if not after.facts["country"] and len(countries) == 1:
        after.facts["country"] = countries.pop()
    if any(row["side"] == Side.GUEST for row in after.facts["participants"]):
        return
    for visit in visits:
        for delegate in visit.facts["delegates"]:
            _seat(after, visit, delegate)


def _seat(meeting: Content, visit: Content, delegate: Mapping[str, Any]) -> None:
    """Add a member of a delegation to the guests of a meeting; a side has one head."""
    guests = [row for row in meeting.facts["participants"] if row["side"] == Side.GUEST]
    is_second_head = any(row["role"] == Role.HEAD for row in guests) and (
        delegate["role"] == Role.HEAD
    )
    row = {
        **{name: delegate[name] for name in Delegate.FACT_FIELDS},
        "key": new_key(),
        "side": Side.GUEST,
        "attendance": Attendance.CAME,
        "role": Role.MEMBER if is_second_head else delegate["role"],
    }
    meeting.facts["participants"].append(row)
    for language in CODES:
        said = visit.texts[language]["delegates"].get(delegate["key"])
        if said:
            meeting.texts[language]["participants"][row["key"]] = dict(said)


def propose_title(content: Content, language: str) -> str:
    """Return the title that form and sides make, "" where a side is not known in the language."""
    host = _side(content, Side.HOST, language)
    guest = _side(content, Side.GUEST, language)
    if not host or not guest:
        return ""
    return f"{FORMS[content.facts['form']][language]}: {host}{DASHES[language]}{guest}"


def _side(content: Content, side: str, language: str) -> str:
    """What a side is called: the guests' country, else its head's organisation, else his name."""
    if side == Side.GUEST and content.facts["country"]:
        return country_name(content.facts["country"], language)
    rows = [row for row in content.facts["participants"] if row["side"] == side]
    first: dict[str, Any] | None = min(rows, key=lambda row: row["role"] != Role.HEAD, default=None)
    if first is None:
        return ""
    words = content.texts[language]["participants"].get(first["key"], {})
    linked = organisation_names([first["organisation"] or 0], language)
    short = linked.get(first["organisation"] or 0, "")
    return short or words.get("organisation_name") or words.get("name") or ""
