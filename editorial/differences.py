"""Two texts of one field side by side: what one has and the other has not, word by word."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

BLOCK = re.compile(r"<(p|h2|h3|li|blockquote|td|th|figcaption)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
PIECE = re.compile(r"\w+|\s+|[^\w\s]+")
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&nbsp;": " "}
# Blocks less alike than this are said to be two, not one that was rewritten.
LEAST_ALIKE = 0.4


def marked_words(mine: str, theirs: str) -> SafeString:
    """Return their plain text as safe HTML: <ins> is theirs alone, <del> is mine alone."""
    return _marked(mine, theirs)


def marked_blocks(mine: str, theirs: str) -> SafeString:
    """Return their HTML, block by block, with the words marked that differ from mine.

    Blocks are aligned first, so that one added paragraph does not mark all that follow it.
    Only words are compared and shown: bold, links and tables are not.
    """
    pairs = _aligned(_blocks(mine), _blocks(theirs))
    return format_html_join("", "<p>{}</p>", ((_marked(one, other),) for one, other in pairs))


def _blocks(html: str) -> list[str]:
    """Return the words of each block of clean HTML."""
    blocks = (_words(part) for part in BLOCK.sub("\n\0", html).split("\0"))
    return [words for words in blocks if words]


def _words(html: str) -> str:
    text = TAG.sub(" ", html)
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return " ".join(text.split())


def _aligned(mine: list[str], theirs: list[str]) -> Iterable[tuple[str, str]]:
    """Pair the blocks that correspond; a block without a counterpart has "" beside it."""
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(mine[a:b], theirs[c:d], strict=True)
            continue
        for one, other in _side_by_side(mine[a:b], theirs[c:d]):
            if one and other and SequenceMatcher(None, one, other).quick_ratio() < LEAST_ALIKE:
                yield one, ""
                yield "", other
            else:
                yield one, other


def _side_by_side(mine: list[str], theirs: list[str]) -> Iterable[tuple[str, str]]:
    for place in range(max(len(mine), len(theirs))):
        yield (
            mine[place] if place < len(mine) else "",
            theirs[place] if place < len(theirs) else "",
        )


def _marked(mine: str, theirs: str) -> SafeString:
    old, new = PIECE.findall(mine), PIECE.findall(theirs)
    parts: list[SafeString] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(escape("".join(new[c:d])))
            continue
        if a < b:
            parts.append(format_html("<del>{}</del>", "".join(old[a:b])))
        if c < d:
            parts.append(format_html("<ins>{}</ins>", "".join(new[c:d])))
    return format_html_join("", "{}", ((part,) for part in parts))
