"""What follows from what a person chose: names and posts as of the day, and a title."""

from collections.abc import Sequence
from typing import Any

from delegations.choices import Role
from delegations.filling import fill_people, fill_titles, organisation_names
from editorial.content import Content
from events.choices import Form, Side
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
    """Complete a meeting that a person has changed; `given` are the languages he wrote."""
    days = before.facts["starts_on"], after.facts["starts_on"]
    fill_people(before, after, given, "participants", days)
    fill_titles(before, after, given, propose_title)


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
