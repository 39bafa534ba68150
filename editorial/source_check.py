"""A text beside its source, for a second reader who does not read its language.

Names and turns of phrase he cannot judge; numbers, links, pictures and what is missing he can.
What is found is no refusal: he looks at each place and says so.
"""

import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.contents.values import Printed
from editorial.four_eyes import Review, part_name
from editorial.kinds import column
from editorial.models import Edition
from editorial.refusals import Finding

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
PATTERNS = {
    "source_numbers": NUMBER,
    "source_links": re.compile(r'href="([^"]*)"'),
    "source_pictures": re.compile(r'src="([^"]*)"'),
}
NAMES = {
    "source_numbers": gettext_lazy("numbers"),
    "source_links": gettext_lazy("links"),
    "source_pictures": gettext_lazy("pictures"),
}
TAG = re.compile(r"<[^>]*>")
# So many differences of a kind are named; more of them are one text that was not translated.
MOST_NAMED = 8


def compare_with_source(review: Review, language: str) -> list[Finding]:
    """Return what stands in the source text or in this one and not in both, as warnings.

    In the language that is active; the keys of the findings are in none.
    """
    source, text = (review.printed[code] for code in (review.edition.source_language, language))
    findings = list(_missing(review.edition, source, text, language))
    for code, pattern in PATTERNS.items():
        there, here = (_found(pattern, said) for said in (source, text))
        findings += _differing(code, there, here, language)
    return findings


def _missing(edition: Edition, source: Printed, text: Printed, language: str) -> Iterable[Finding]:
    for name, words in source.items():
        if isinstance(words, str) and bool(words) != bool(text.get(name)):
            sentence = _("%(language)s: one of the two texts leaves “%(field)s” empty.")
            field = column(type(edition), name).verbose_name
            values = {"language": part_name(language), "field": field}
            yield Finding("source_missing", sentence % values, language, about=name)


def _differing(
    code: str, there: Counter[str], here: Counter[str], language: str
) -> Iterable[Finding]:
    only_there, only_here = (sorted(one.elements()) for one in (there - here, here - there))
    if only_there or only_here:
        sentence = _("%(language)s, %(what)s: only in the source: %(there)s; only here: %(here)s.")
        values = {
            "language": part_name(language),
            "what": NAMES[code],
            "there": _named(only_there),
            "here": _named(only_here),
        }
        yield Finding(code, sentence % values, language, about=f"{only_there}/{only_here}")


def _found(pattern: "re.Pattern[str]", text: Printed) -> Counter[str]:
    fields = (words for words in text.values() if isinstance(words, str))
    if pattern is NUMBER:
        fields = (TAG.sub(" ", words) for words in fields)
    return Counter(found for words in fields for found in pattern.findall(words))


def _named(found: list[str]) -> str:
    if not found:
        return "—"
    more = "…" if len(found) > MOST_NAMED else ""
    return ", ".join(found[:MOST_NAMED]) + more
