"""The canonical form of an edition: what is compared, approved, printed and kept.

Every kind has a `printing` module with `print_facts(edition)`, `print_text(edition,
language)`, `keep_internal(edition)`, `title(text)`, `lacking(facts, text)` and
`mentions(facts)`. What is printed is ordered and fits JSON; no number, state or moment of
the edition is in it.
"""

import hashlib
import json
from typing import Any

from editorial.kinds import kind_row, printing_of
from editorial.models import Edition

# The form of `Release.content`. A reader of prints asks it before reading on.
SCHEMA = 1

Printed = dict[str, Any]


def print_facts(edition: Edition) -> Printed:
    """Return what all languages of the edition share: keys and values without a language."""
    row = kind_row(edition)
    facts: Printed = printing_of(row).print_facts(row)
    return facts


def print_text(edition: Edition, language: str) -> Printed:
    """Return everything the edition says in this language."""
    row = kind_row(edition)
    text: Printed = printing_of(row).print_text(row, language)
    return text


def keep_internal(edition: Edition) -> Printed:
    """Return what never leaves the desk."""
    row = kind_row(edition)
    internal: Printed = printing_of(row).keep_internal(row)
    return internal


def mentions(edition: Edition, facts: Printed) -> list[tuple[str, str]]:
    """Return the records these facts name: pairs of a record type and its key."""
    named: list[tuple[str, str]] = printing_of(kind_row(edition)).mentions(facts)
    return named


def title(edition: Edition, text: Printed) -> str:
    """Return what this text calls itself: the words its address is made of."""
    said: str = printing_of(kind_row(edition)).title(text)
    return said


def print_release(facts: Printed, text: Printed) -> Printed:
    """Return the content of a release: all that its readers see."""
    return {"schema": SCHEMA, "facts": facts, "text": text}


def digest(printed: Printed) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of a print."""
    canonical = json.dumps(printed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
