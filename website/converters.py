"""The parts of public addresses: a language, a number, a slug."""

from languages.choices import CODES


class LanguageConverter:
    """The code of one of the four languages, as addresses begin with it."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """A whole number from 1 that PostgreSQL's bigint can hold: nothing else has a page."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SlugConverter:
    """The readable end of an address, with the slashes around it.

    Any text is taken, and none at all: the number alone finds a publication, and a headline
    without letters and digits has no slug. The view redirects to the right one.
    """

    regex = "(?:/[^/]+)?/"

    def to_python(self, value: str) -> str:
        return value.strip("/")

    def to_url(self, value: str) -> str:
        return f"/{value}/" if value else "/"


class CountryConverter:
    """Two letters: a country's code in ISO 3166-1, small in addresses."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RecordsConverter:
    """Records that have pages of their own, in the plural, as a sitemap's name says it."""

    regex = "people|organisations"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ElsewhereConverter:
    """Whatever no other address is: its page says so with or without DEBUG.

    What ends in neither a slash nor a file's name is left to APPEND_SLASH, which would not look
    for the address with a slash if this one matched.
    """

    regex = r".*/|.*\.[^/]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
