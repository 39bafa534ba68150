"""The demo's content as the files beside this module tell it. Nothing is stored here."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from languages.choices import CODES

DIRECTORY = Path(__file__).parent
# Drawn once. With an item's key it makes the opening key by which the item is known again.
NAMESPACE = UUID("5b0d1c0e-7f6f-4b58-9d0b-3f2c6a1e8d41")


@dataclass(frozen=True)
class Item:
    """One news item of the demo: its words, its facts, and how far it is to be taken.

    `stage` is "released", "corrected", "scheduled", "in_review" or "withdrawn"; `texts` are
    fields by language; section and topics are keys of their own files. Its moment is told as
    days before the day the demo is loaded (-1 is tomorrow) and a time in the office's zone.
    """

    key: str
    stage: str
    section: str
    topics: list[str]
    countries: list[str]
    days_ago: int
    time: str
    texts: dict[str, dict[str, str]]
    # Usernames by language: who is asked for a text that is not written yet.
    assigned: dict[str, str] = field(default_factory=dict)
    correction: dict[str, Any] = field(default_factory=dict)
    withdrawal: dict[str, Any] = field(default_factory=dict)

    @property
    def opening_key(self) -> UUID:
        """The same for the item wherever and whenever the demo is loaded."""
        return uuid5(NAMESPACE, self.key)

    def corrected_texts(self) -> dict[str, dict[str, str]]:
        """Return, by language, the body with its wrong passage put right."""
        return {
            language: {
                "body": text["body"].replace(
                    self.correction[language]["was"], self.correction[language]["now"]
                )
            }
            for language, text in self.texts.items()
        }


def items() -> list[Item]:
    """Return the news items in the order in which they are to be opened."""
    return [_item(_read(path)) for path in sorted((DIRECTORY / "news").glob("*.toml"))]


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of one file: "section", "topic" or "user", in its order."""
    found: list[dict[str, Any]] = _read(DIRECTORY / f"{name}s.toml")[name]
    return found


def moment(today: date, days_ago: int, clock: str) -> datetime:
    """Return the aware moment so many days before today, at "HH:MM" in the office's zone."""
    day = today - timedelta(days=days_ago)
    return datetime.combine(day, time.fromisoformat(clock), timezone.get_default_timezone())


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _item(told: dict[str, Any]) -> Item:
    # The place stands in every dateline; in the file it tells the reader of the file.
    said = {name: value for name, value in told.items() if name not in (*CODES, "place")}
    return Item(texts={code: told[code] for code in CODES if code in told}, **said)
