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
# Drawn once. With a piece's key it makes the opening key by which the piece is known again.
NAMESPACE = UUID("5b0d1c0e-7f6f-4b58-9d0b-3f2c6a1e8d41")
# Where the pieces of each kind lie. What others link to is opened before them.
FOLDERS = {"delegation": "delegations", "meeting": "meetings", "news": "news"}
FRIDAY = 4

# A date, or so many days before the day on which the demo is loaded (-1 is tomorrow).
Day = date | int


@dataclass(frozen=True)
class Piece:
    """One publication of the demo: its words, its facts, and how far it is to be taken.

    `stage` is "released", "changed", "scheduled", "in_review" or "withdrawn"; `texts` are
    fields by language. Facts name records, pictures and other pieces by their keys. Its moment
    is told as a day and a time in the office's zone.
    """

    kind: str
    key: str
    stage: str
    day: Day
    time: str
    texts: dict[str, dict[str, Any]]
    facts: dict[str, Any]
    # What never leaves the desk: notes, and outcomes for the office alone.
    internal: dict[str, Any] = field(default_factory=dict)
    # Usernames by language: who is asked for a text that is not written yet.
    assigned: dict[str, str] = field(default_factory=dict)
    # What its second release changes: facts, and words by language.
    change: dict[str, Any] = field(default_factory=dict)
    withdrawal: dict[str, Any] = field(default_factory=dict)
    # What colleagues say of it: what the verb takes, and by whom.
    remarks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def opening_key(self) -> UUID:
        """The same for the piece wherever and whenever the demo is loaded."""
        return opening_key(self.key)

    def changed_texts(self) -> dict[str, dict[str, Any]]:
        """Return, by language, the fields of the second release that differ from the first."""
        return {
            language: _changed(text, self.change[language]) for language, text in self.texts.items()
        }


def opening_key(key: str) -> UUID:
    """Return the opening key of the piece with this key."""
    return uuid5(NAMESPACE, key)


def pieces() -> list[Piece]:
    """Return the pieces in the order in which they are to be opened."""
    return [
        _piece(kind, _read(path))
        for kind, folder in FOLDERS.items()
        for path in sorted((DIRECTORY / folder).glob("*.toml"))
    ]


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of one kind in their order.

    "section", "topic", "user" and "organisation" have a file each; "person" is in people.toml.
    """
    file = "people" if name == "person" else f"{name}s"
    found: list[dict[str, Any]] = _read(DIRECTORY / f"{file}.toml")[name]
    return found


def identity() -> dict[str, Any]:
    """Return how the institute of the demo is reached, and its channels."""
    return _read(DIRECTORY / "identity.toml")


def moment(today: date, told: Day, clock: str) -> datetime:
    """Return the aware moment of the day told, at "HH:MM" in the office's zone."""
    day = told if isinstance(told, date) else today - timedelta(days=told)
    return datetime.combine(day, time.fromisoformat(clock), timezone.get_default_timezone())


def working_day(today: date, told: Day) -> date:
    """Return the day told; a day counted from today that falls on a weekend is its Friday.

    So the order of days stays, whatever day of the week it is.
    """
    if isinstance(told, date):
        return told
    day = today - timedelta(days=told)
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _changed(text: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Fields told anew, or the body with its wrong passage put right."""
    if "was" in told:
        return {"body": text["body"].replace(told["was"], told["now"])}
    return {name: words for name, words in told.items() if name != "note"}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _piece(kind: str, told: dict[str, Any]) -> Piece:
    said = {name: value for name, value in told.items() if name not in CODES}
    return Piece(kind=kind, texts={code: told[code] for code in CODES if code in told}, **said)
