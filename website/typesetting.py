"""How lines may break in what is set large: headlines, leads, titles. Pure."""

import re

# Short Russian words that do not end a line (A. E. Milchin, "Справочник издателя и автора", on
# the setting of one- and two-letter prepositions, conjunctions and particles).
_RUSSIAN_SHORT = re.compile(
    r"(?<![\w-])([авикосуя]|во|до|за|из|ко|на|не|ни|но|об|от|по|со|без|для|или|над|под|при|про) "
    r"(?=\S)",
    re.IGNORECASE,
)
_BEFORE_DASH = re.compile(r" (?=[—–] )")
_NO_BREAK = "\u00a0"


def bind(text: str, language: str) -> str:
    """Return a plain text with no-break spaces where a line must not end.

    `language` is a language's code. Before a dash in all four; in Russian after short words too.
    """
    bound = _BEFORE_DASH.sub(_NO_BREAK, text)
    return _RUSSIAN_SHORT.sub(rf"\1{_NO_BREAK}", bound) if language == "ru" else bound
