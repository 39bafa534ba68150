"""Words quoted from a field: found again where they stand, and replaced there.

The markup around them stays as it is; words that reach across markup are not replaced, since
nobody could say which of the new words is to be bold. Pure: values in, values out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape

from editorial.contents.passages import hash_of, split

# A tag, a reference to a character, or a character as it stands.
_PIECE = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);|.", re.DOTALL)
# Tags within a word; every other tag parts the words before it from those behind it.
_WITHIN_WORDS = frozenset({"strong", "i", "a", "sub", "sup"})
_NAME = re.compile(r"</?([a-z0-9]+)")
# As many characters as are shown before and behind quoted words.
_AROUND = 60


@dataclass(frozen=True)
class Quoted:
    """Where the quoted words stand in a field, and what stands around them.

    `begin` and `end` are places in the stored text. `is_same` says that the passage is the
    one that was quoted from, unchanged; `is_alone`, that the words stand there once.
    """

    begin: int
    end: int
    before: str
    after: str
    passage: str
    is_same: bool
    is_alone: bool
    crosses_markup: bool


def find(text: str, quote: str, *, is_rich: bool, passage: str = "") -> Quoted | None:
    """Return where the quoted words stand, None where they do not.

    `text` is clean HTML where `is_rich`, else plain words. The passage of this hash is looked
    at first, then the others in their order. White space of any kind counts as a space.
    """
    places = [
        place
        for begin, block in _blocks(text, is_rich)
        for place in _found_in(block, quote, begin, is_rich, passage)
    ]
    same = [place for place in places if place.is_same]
    chosen = same or places
    if not chosen:
        return None
    return replace(chosen[0], is_alone=len(chosen) == 1)


def put(text: str, place: Quoted, words: str, *, is_rich: bool) -> str:
    """Return the text with these plain words instead of the quoted ones.

    Without words the quoted ones go, with one of the spaces around them.
    """
    begin, end = place.begin, place.end
    if not words and not place.after[:1].isalnum():
        if text[:begin][-1:].isspace():
            begin -= 1
        elif not place.before:
            end += len(text[end:]) - len(text[end:].lstrip(" "))
    return text[:begin] + (escape(words, quote=False) if is_rich else words) + text[end:]


def _blocks(text: str, is_rich: bool) -> Iterable[tuple[int, str]]:
    """Yield each passage with the place it begins at; plain words are one passage."""
    begin = 0
    for block in split(text) if is_rich else [text]:
        yield begin, block
        begin += len(block)


def _found_in(block: str, quote: str, begin: int, is_rich: bool, passage: str) -> Iterable[Quoted]:
    words, spans = _letters(block) if is_rich else (block, [(i, i + 1) for i in range(len(block))])
    sought = r"\s+".join(re.escape(word) for word in quote.split())
    if not sought:
        return
    own = hash_of(block)
    for found in re.finditer(sought, words):
        first, last = spans[found.start()][0], spans[found.end() - 1][1]
        within = spans[found.start() : found.end()]
        yield Quoted(
            begin=begin + first,
            end=begin + last,
            before=_shortened(words[: found.start()], at_end=False),
            after=_shortened(words[found.end() :], at_end=True),
            passage=own,
            is_same=own == passage,
            is_alone=True,
            crosses_markup=is_rich and "<" in block[within[0][0] : within[-1][1]],
        )


def _letters(html: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the words of HTML as they are read, and where each character of them stands."""
    words, spans = "", list[tuple[int, int]]()
    for piece in _PIECE.finditer(html):
        said = piece.group()
        if said.startswith("<") and len(said) > 1:
            name = _NAME.match(said)
            said = "" if name and name.group(1) in _WITHIN_WORDS else "\n"
        else:
            said = unescape(said)
        words += said
        spans += [piece.span()] * len(said)
    return words, spans


def _shortened(words: str, *, at_end: bool) -> str:
    """Return the words next to a quote, no more of them than help to know the place."""
    line = re.sub(r"\s+", " ", words)
    if len(line) <= _AROUND:
        return line.rstrip() if at_end else line.lstrip()
    if at_end:
        return f"{line[:_AROUND].rpartition(' ')[0]} …"
    return f"… {line[-_AROUND:].partition(' ')[2]}"
