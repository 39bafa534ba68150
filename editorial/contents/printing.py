"""The canonical form of an edition: what is compared, approved, printed and kept.

What is printed is ordered and fits JSON; no number, state or moment of the edition is in
it. Every kind has a `printing` module that knows what the print means: `title(text)`,
`lacking(facts, text)`, `contradictions(facts)`, `mentions(facts, text)`, `links(facts)`,
`enclosed(facts)` and `span(facts)`; where `enclosed` adds words that somebody wrote, also
`wordings(facts)`.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from editorial.contents.values import Printed, facts_of, internal_of, text_of
from editorial.kinds import kind_row, printing_of
from editorial.models import Edition

# The form of `Release.content`. A reader of prints asks it before reading on.
SCHEMA = 1
# Where enclosed facts keep what the records they name are called: by the fact, then by language.
NAMES = "names"


@dataclass(frozen=True)
class Wording:
    """Who wrote, and when, what a print takes from a record; `reason` tells him, in a sentence."""

    by: int
    at: datetime
    reason: str | Promise


def print_facts(edition: Edition) -> Printed:
    """Return what all languages of the edition share: keys and values without a language."""
    return facts_of(kind_row(edition))


def print_text(edition: Edition, language: str) -> Printed:
    """Return everything the edition says in this language."""
    return text_of(kind_row(edition), language)


def keep_internal(edition: Edition) -> Printed:
    """Return what never leaves the desk."""
    return internal_of(kind_row(edition))


def mentions(edition: Edition, facts: Printed, text: Printed) -> list[tuple[str, str]]:
    """Return the records this print names: pairs of a record type and its key, each once."""
    named: list[tuple[str, str]] = printing_of(kind_row(edition)).mentions(facts, text)
    return list(dict.fromkeys(named))


def enclosed(edition: Edition, facts: Printed) -> Printed:
    """Return the facts with what readers need of the records they name, as it is now."""
    whole: Printed = printing_of(kind_row(edition)).enclosed(facts)
    return whole


def wordings(edition: Edition, facts: Printed) -> list[Wording]:
    """Return who wrote the words that `enclosed` put into these facts.

    He is an author of the facts, though no version names him: four eyes are for all that goes
    out (design, section 6). Words that readers have already, in any release, were approved
    there, so nobody is named for them.
    """
    kind = printing_of(kind_row(edition))
    return list(kind.wordings(facts)) if hasattr(kind, "wordings") else []


def links(edition: Edition, facts: Printed) -> list[int]:
    """Return the numbers of the publications that these facts report and that go out with it."""
    numbers: list[int] = printing_of(kind_row(edition)).links(facts)
    return numbers


def span(edition: Edition, facts: Printed) -> tuple[datetime | None, datetime | None]:
    """Return when the event itself begins and ends; None twice for what is no event."""
    moments: tuple[datetime | None, datetime | None] = printing_of(kind_row(edition)).span(facts)
    return moments


def title(edition: Edition, text: Printed) -> str:
    """Return what this text calls itself: the words its address is made of."""
    said: str = printing_of(kind_row(edition)).title(text)
    return said


def print_release(facts: Printed, text: Printed) -> Printed:
    """Return the content of a release: all that its readers see."""
    return {"schema": SCHEMA, "facts": facts, "text": text}


def digest(printed: Printed) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of a print.

    Fields that say nothing are left out, so that a kind can get a new field without making
    every approval void. So are the names of records: their keys are approved, the names are
    the record's, and one more of them in another language voids nothing.
    """
    said = {
        name: value
        for name, value in printed.items()
        if name != NAMES and value not in (None, "", [], {})
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
