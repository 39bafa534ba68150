"""Slugs: the readable part of an address, in plain ASCII, from a headline of any of the four."""

import re
from unicodedata import combining, normalize

from languages.characters import APOSTROPHES, clean_line

_DROP_APOSTROPHES = str.maketrans("", "", APOSTROPHES)

# The romanisation of BGN/PCGN (1947) in the plain form of newspapers: without "ye" and signs.
# ё counts as е, because texts mix the two and one headline should give one slug.
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# The Uzbek Latin alphabet of 1995, without its apostrophes.
_UZBEK = _RUSSIAN | {"ё": "yo", "ж": "j", "х": "x", "щ": "sh", "ы": "i"}
# Letters of names from elsewhere; the four Uzbek ones stand here for Russian texts too.
_NEIGHBOURS = {
    "ў": "o", "қ": "q", "ғ": "g", "ҳ": "h", "ә": "a", "і": "i", "ң": "n", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h", "ӣ": "i", "ӯ": "u", "ҷ": "j", "ґ": "g", "є": "ye", "ї": "yi", "ј": "j",
    "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d", "џ": "dz",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a",
    "ŋ": "ng",
}  # fmt: skip
_RUSSIAN_LETTERS = str.maketrans(_NEIGHBOURS | _RUSSIAN)
_UZBEK_LETTERS = str.maketrans(_NEIGHBOURS | _UZBEK)

_RUSSIAN_ENDING = re.compile(r"[иы]й\b")
# е is read "ye" at the start of a word and after a vowel or a sign; ц is "s" except after a vowel
# within a word; the signs are then dropped. Month names and -ьо- are spelt by ear.
_UZBEK_SPELLINGS = (
    (re.compile(r"(?<=т)ябр"), "абр"),
    (re.compile(r"ьо"), "ё"),
    (re.compile(r"(?<![^\W_аеёиоуўэюяыъь])е"), "йе"),
    (re.compile(r"(?<![аеёиоуўэюяы])ц|ц\b"), "с"),
)
_NOT_ASCII = re.compile(r"[^a-z0-9]+")


def slugify(text: str, language: str, max_length: int = 80) -> str:
    """Return the slug of a headline: lower-case ASCII letters, digits and single hyphens.

    Both scripts of an Uzbek headline give the same slug where the rules of spelling relate them.
    The slug holds at most `max_length` characters and is cut between words where it can be. It is
    empty only for a text without letters and digits: addresses then use the number alone.
    Letters of scripts that have no table here are left out; a text of nothing else gives their
    code points.

    `language` is the code of the text's language. Russian follows BGN/PCGN 1947, simplified;
    Uzbek Cyrillic the Latin alphabet of the law of 2 September 1993 as amended on 6 May 1995.
    """
    # Apostrophes go first: NFKC turns some of them into a space and an accent.
    letters = normalize("NFKC", clean_line(text).translate(_DROP_APOSTROPHES)).casefold()
    latin = _uzbek_latin(letters) if language.startswith("uz") else _russian_latin(letters)
    words = _NOT_ASCII.sub("-", _without_accents(latin)).strip("-")
    if not words:
        words = "-".join(f"{ord(letter):x}" for letter in letters if letter.isalnum())
    return _cut(words, max_length)


def _russian_latin(letters: str) -> str:
    return _RUSSIAN_ENDING.sub("й", letters).translate(_RUSSIAN_LETTERS)


def _uzbek_latin(letters: str) -> str:
    for spelling, spoken in _UZBEK_SPELLINGS:
        letters = spelling.sub(spoken, letters)
    return letters.translate(_UZBEK_LETTERS)


def _without_accents(text: str) -> str:
    decomposed = normalize("NFKD", text)
    return "".join(character for character in decomposed if not combining(character))


def _cut(words: str, max_length: int) -> str:
    if len(words) <= max_length:
        return words
    whole_words = words[: max_length + 1].rpartition("-")[0]
    return whole_words or words[:max_length]
