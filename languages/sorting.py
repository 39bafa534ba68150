"""Alphabetical order of each language, as keys that compare by code point."""

import re
from unicodedata import combining, normalize

from languages.characters import APOSTROPHES, clean_line

# Letters of foreign names stand where dictionaries put them (c after b, w after v). Uzbek spelling
# has oʻ, gʻ, sh, ch and ng as letters of their own, at the end of the alphabet.
_UZBEK_LATIN = (*"abcdefghijklmnopqrstuvwxyz", "oʻ", "gʻ", "sh", "ch", "ng")
_UZBEK_CYRILLIC = tuple("абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ")
_RUSSIAN = tuple("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_ENGLISH = tuple("abcdefghijklmnopqrstuvwxyz")

_ALPHABETS = {
    "uz": (_UZBEK_LATIN, _UZBEK_CYRILLIC),
    "uz-cyrl": (_UZBEK_CYRILLIC, _UZBEK_LATIN),
    "ru": (_RUSSIAN, _UZBEK_CYRILLIC, _ENGLISH),
    "en": (_ENGLISH, _UZBEK_CYRILLIC),
}
# Beyond the digits, below the code points of every letter that has no place in an alphabet.
_FIRST_PLACE = 0x100

_UZBEK_APOSTROPHE = re.compile(rf"(?<=[og])[{APOSTROPHES}]")
# Unicode counts some apostrophes as letters; left out, tutuq belgisi still parts "sʼh" from "sh".
_SINGLE_LETTER = re.compile(rf"[^\W_{APOSTROPHES}]|\s")
_UZBEK_LETTER = re.compile(rf"oʻ|gʻ|sh|ch|ng|{_SINGLE_LETTER.pattern}")


def sort_key(text: str, language: str) -> str:
    """Return a key: sorted by it (by code point), texts stand in the language's own order.

    Spaces come first, then digits, then the language's alphabet, then the other script's. Case,
    punctuation and accents do not count, and texts that differ in nothing else have equal keys;
    ё follows е. `language` is a language's code; raises KeyError when it is not one of the four.
    """
    places = _PLACES[language]
    letters = clean_line(text).casefold()
    if language.startswith("uz"):
        pattern, letters = _UZBEK_LETTER, _UZBEK_APOSTROPHE.sub("ʻ", letters)
    else:
        pattern = _SINGLE_LETTER
    return "".join(_place(letter, places) for letter in pattern.findall(letters))


def _places_of(alphabets: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    # An alphabet named first keeps its letters' places in those that follow.
    letters = dict.fromkeys(letter for alphabet in alphabets for letter in alphabet)
    return {letter: chr(_FIRST_PLACE + place) for place, letter in enumerate(letters)}


_PLACES = {language: _places_of(alphabets) for language, alphabets in _ALPHABETS.items()}


def _place(letter: str, places: dict[str, str]) -> str:
    if letter in places:
        return places[letter]
    if letter.isspace():
        return " "
    plain = [mark for mark in normalize("NFKD", letter) if not combining(mark)]
    return "".join(places.get(mark, mark) for mark in plain)
