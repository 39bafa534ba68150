"""What records are called on the pages of a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from languages.choices import CODES
from languages.choices import language as language_of


@dataclass(frozen=True)
class Words:
    """Some words, and the BCP 47 tag of the language they are in."""

    text: str
    tag: str


def in_words(words: Mapping[str, str], language: str) -> Words:
    """Return the words in this language, else in another: a first release need not wait.

    `words` are by a language's code; the empty string where there are none at all.
    """
    for code in (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        text = words.get(code)
        if text:
            return Words(text, language_of(code).tag)
    return Words("", language_of(language).tag)


def by_language(record: Any, field: str) -> dict[str, str]:
    """Return a translated field of a record by a language's code; "" where nothing is written."""
    return {code: getattr(record, f"{field}_{language_of(code).suffix}") or "" for code in CODES}


def said(record: Any, field: str, language: str) -> Words:
    """Return a translated field of a record in this language, else in another."""
    return in_words(by_language(record, field), language)
