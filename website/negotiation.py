"""The language of a reader where the address does not name it."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from languages.choices import BY_CODE, DEFAULT_CODE


def language_of_path(path: str) -> str | None:
    """Return the code of the language a path begins with ("/ru/…"), or None."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in BY_CODE else None


def preferred_language(request: HttpRequest) -> str:
    """Return the code of the language this reader likes best of the four, else the default.

    Follows Accept-Language (RFC 9110, 12.5.4) by "lookup" of RFC 4647, 3.4: "uz-Cyrl-UZ" finds
    `uz-cyrl`, "ru-KZ" finds `ru`. An answer that depends on it must say so in Vary.
    """
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        subtags = tag.split("-")
        for length in range(len(subtags), 0, -1):
            code = "-".join(subtags[:length])
            if quality > 0 and code in BY_CODE:
                return code
    return DEFAULT_CODE
