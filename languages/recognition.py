"""Which of the four languages a text is written in, by script, letters, words and endings."""

import re
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from unicodedata import name

from languages.characters import APOSTROPHES, clean_block
from languages.profiles import CYRILLIC_PROFILES, LATIN_PROFILES

# More of a text does not change the answer; this bounds the time a huge one takes.
_CHARACTERS_READ = 10_000
# Below these a text is too short, or too mixed, to say anything about.
_FEWEST_WORDS = 3
_LEAST_SCRIPT_SHARE = 0.7
# The share of words that must bear a mark of the language, and how far ahead of every other
# language it must be. Found on press releases of the four languages and of their neighbours.
_LEAST_SHARE = 0.15
_LEAST_LEAD = 1.25

_PROFILES = {"CYRILLIC": CYRILLIC_PROFILES, "LATIN": LATIN_PROFILES}
_SCRIPTS = {
    profile.language: script
    for script, profiles in _PROFILES.items()
    for profile in profiles
    if profile.language
}

_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")


@dataclass(frozen=True)
class Recognition:
    """What a text seems to be written in.

    `language` is a language's code, or None for another language or one that cannot be told.
    `share` is the part of the words (0 to 1) that bear a mark of the likeliest language.
    `script` is Unicode's name of the letters of most words ("LATIN"), None where none prevails.
    """

    language: str | None
    share: float = 0.0
    script: str | None = None


def recognise(text: str) -> Recognition:
    """Tell the language of a text of three words or more; the same text gives the same answer.

    Only the first 10,000 characters are read. Names in another script do not disturb, a text half
    in one script and half in the other is not recognised.
    """
    words = [
        _APOSTROPHE.sub("ʻ", word)
        for word in _WORD.findall(clean_block(text[:_CHARACTERS_READ]).casefold())
    ]
    scripts = Counter(map(_script, words))
    if len(words) < _FEWEST_WORDS:
        return Recognition(None)
    script, count = scripts.most_common(1)[0]
    if count < _LEAST_SCRIPT_SHARE * len(words):
        return Recognition(None)
    if script not in _PROFILES:
        return Recognition(None, script=script)
    return _likeliest([word for word in words if _script(word) == script], script)


def script_of(language: str) -> str:
    """Return Unicode's name of the letters that a language is written in: "CYRILLIC".

    `language` is a language's code. Raises KeyError when it is not one of the four.
    """
    return _SCRIPTS[language]


def _script(word: str) -> str:
    first = word[0]
    if first.isascii():
        return "LATIN"
    return name(first, "UNKNOWN").partition(" ")[0]


def _likeliest(words: list[str], script: str) -> Recognition:
    marked = [(sum(map(profile.marks, words)), profile) for profile in _PROFILES[script]]
    marked.sort(key=itemgetter(0), reverse=True)
    (most, best), (next_most, _) = marked[:2]
    is_sure = most >= _LEAST_SHARE * len(words) and most >= _LEAST_LEAD * next_most
    share = round(most / len(words), 3)
    return Recognition(best.language if is_sure else None, share, script)
