"""Clean HTML as a row of blocks: their words, how these look, what each block is. Pure.

A block is what a reader takes for one: a paragraph, a heading, an item of a list, a cell of
a table, a picture. What is compared, and what is written on paper, is made of them.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# How a run of words looks: the inline tags around it, outermost first; a link with its address.
Look = tuple[str, ...]

PLAIN: Look = ()
LINK = "a "
SPACE = re.compile(r"\s+")
ROOTS = frozenset({"p", "h2", "h3", "li", "blockquote", "td", "th", "figcaption"})
AROUND = frozenset({"ul", "ol", "table", "thead", "tbody", "tr", "figure"})
# What says what a block is; the rest only stands around it.
TELLING = frozenset({"h2", "h3", "ul", "ol", "li", "blockquote", "td", "th", "figcaption"})
INLINE = frozenset({"strong", "b", "i", "em", "sub", "sup", "a"})
SYNONYMS = {"b": "strong", "em": "i"}


@dataclass(frozen=True)
class Block:
    """One block. `looks` has one entry for each character of `words`.

    `place` are the tags it stands in, as far as they say what it is; `picture` is the
    address of the picture that the block is, "" for words; `cell` are the numbers of the
    table, the row and the column, counted from 0 in this text.
    """

    words: str
    looks: tuple[Look, ...] = ()
    place: tuple[str, ...] = ()
    picture: str = ""
    cell: tuple[int, int, int] | None = None

    @property
    def runs(self) -> list[tuple[str, Look]]:
        """The words in runs of one look."""
        found, end = [], 0
        for look, same in groupby(self.looks):
            start, end = end, end + len(list(same))
            found.append((self.words[start:end], look))
        return found


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of clean HTML in their order; those that say nothing are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.blocks


def lines_of(text: str) -> list[Block]:
    """Return the lines of a text without markup as blocks, blank ones left out."""
    lines = (line.strip() for line in text.splitlines())
    return [Block(line, (PLAIN,) * len(line)) for line in lines if line]


def place_in_words(place: tuple[str, ...]) -> str:
    """Return what a block in this place is called: "heading", "list item", "paragraph"."""
    names = {
        "h2": _("heading"),
        "h3": _("subheading"),
        "ul": _("list item"),
        "ol": _("numbered list item"),
        "blockquote": _("quotation"),
        "td": _("table cell"),
        "th": _("heading of a table"),
        "figcaption": pgettext("block of a text", "caption"),
        "hr": _("line across"),
    }
    tags = [tag.partition(" ")[0] for tag in place]
    return next((names[tag] for tag in reversed(tags) if tag in names), _("paragraph"))


def look_in_words(look: Look) -> str:
    """Return how words look: "bold, link to https://…", "plain" for nothing special."""
    names = {
        "strong": pgettext("look of words", "bold"),
        "i": pgettext("look of words", "italic"),
        "sub": pgettext("look of words", "subscript"),
        "sup": pgettext("look of words", "superscript"),
    }
    said = [
        _("link to %(address)s") % {"address": one.removeprefix(LINK)}
        if one.startswith(LINK)
        else names[one]
        for one in look
    ]
    return ", ".join(said) or pgettext("look of words", "plain")


class _Reader(HTMLParser):
    """Reads clean HTML from its beginning to its end, a block at a time."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._around: list[str] = []
        self._looks: list[str] = []
        self._said: list[tuple[str, Look]] = []
        self._table = self._row = self._column = -1
        # Whether the cell under way has had a block; an empty one is a block too.
        self._is_cell_empty = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in INLINE:
            look = SYNONYMS.get(tag, tag)
            self._looks.append(LINK + given.get("href", "") if look == "a" else look)
        elif tag == "br":
            self._said.append(("\n", PLAIN))
        elif tag == "img":
            self.flush()
            self._add(given.get("alt", ""), picture=given.get("src", ""))
        elif tag == "hr":
            self.flush()
            self._around.append("hr")
            self._add("")
            self._around.pop()
        elif tag in ROOTS or tag in AROUND:
            self.flush()
            self._count(tag)
            more = [f"{name}={given[name]}" for name in ("colspan", "rowspan", "start")
                    if name in given]  # fmt: skip
            if tag in ("td", "th") and self._column == 0:
                more.append("first")
            self._around.append(" ".join([tag, *more]))

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            if self._looks:
                self._looks.pop()
        elif tag in ROOTS or tag in AROUND:
            self.flush()
            if tag in ("td", "th") and self._is_cell_empty:
                self._add("")
            if self._around:
                self._around.pop()

    def handle_data(self, data: str) -> None:
        self._said.append((SPACE.sub(" ", data), tuple(self._looks)))

    def flush(self) -> None:
        """End the block under way, if anything was said in it."""
        words, looks = "", list[Look]()
        for said, look in self._said:
            piece = said.lstrip(" ") if not words or words[-1].isspace() else said
            words += piece
            looks += [look] * len(piece)
        self._said = []
        words = words.rstrip()
        if words.strip():
            first = len(words) - len(words.lstrip())
            self._add(words[first:], tuple(looks[first : len(words)]))

    def _add(self, words: str, looks: tuple[Look, ...] | None = None, picture: str = "") -> None:
        place = tuple(tag for tag in self._around if tag.partition(" ")[0] in TELLING | {"hr"})
        is_cell = any(tag.partition(" ")[0] in ("td", "th") for tag in place)
        cell = (self._table, self._row, self._column) if is_cell else None
        looks = (PLAIN,) * len(words) if looks is None else looks
        self.blocks.append(Block(words, looks, place, picture, cell))
        self._is_cell_empty = False

    def _count(self, tag: str) -> None:
        """Keep count of tables, rows and columns."""
        if tag == "table":
            self._table, self._row = self._table + 1, -1
        elif tag == "tr":
            self._row, self._column = self._row + 1, -1
        elif tag in ("td", "th"):
            self._column += 1
            self._is_cell_empty = True
