"""Passages: the blocks that a field of rich text is made of, and how one is known again.

A passage is a paragraph, a heading, a list, a table, a picture: what stands at the top level
of clean HTML (`editorial.contents.cleaning`). Its hash is its identity, so nothing is
written into the HTML to tell one from another. Pure: values in, values out.
"""

import re
from hashlib import sha256

from editorial.contents.cleaning import plain

# The tags that begin a passage of their own. Words that stand outside all of them make one too.
BLOCKS = frozenset(
    {
        "p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "figure", "figcaption",
        "table", "thead", "tbody", "tr", "th", "td",
    }
)  # fmt: skip
WITHOUT_END = frozenset({"br", "hr", "img"})
LENGTH_OF_HASH = 16

# The HTML cleaner writes < and > in attributes as references.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)[^>]*>")
_SPACES = re.compile(r"[ \t\n]*")
_OUTER_SPACES = " \t\n"


def split(html: str) -> list[str]:
    """Return the passages of clean HTML in their order; joined, they are the HTML again.

    White space after a passage belongs to it, white space before the first one to the first.
    Empty HTML has no passage.
    """
    passages, begin = [], 0
    for cut in [*_cuts(html), len(html)]:
        if html[begin:cut].strip(_OUTER_SPACES):
            passages.append(html[begin:cut])
            begin = cut
    if begin < len(html):
        # White space alone.
        passages.append(html[begin:])
    return passages


def _cuts(html: str) -> list[int]:
    """Return where a passage may end: before a block that begins, behind one that is over."""
    cuts, depth, outermost = [], 0, ""
    for tag in _TAG.finditer(html):
        name = tag["name"]
        is_alone = name in WITHOUT_END
        if tag["end"]:
            depth -= 1
        elif depth == 0:
            outermost = name
            if name in BLOCKS:
                cuts.append(tag.start())
        if not tag["end"] and not is_alone:
            depth += 1
        if depth == 0 and outermost in BLOCKS and (tag["end"] or is_alone):
            spaces = _SPACES.match(html, tag.end())
            cuts.append(spaces.end() if spaces else tag.end())
    return cuts


def hash_of(block: str) -> str:
    """Return the identity of a passage: 16 hexadecimal digits of SHA-256.

    Words and markup count as they stand, white space and apostrophes within included; white
    space around the passage does not. The whole of a plain field is hashed in the same way.
    """
    return sha256(block.strip(_OUTER_SPACES).encode()).hexdigest()[:LENGTH_OF_HASH]


def words_of(block: str) -> str:
    """Return the plain words of a passage of HTML on one line, for quoting it."""
    return " ".join(plain(block).split())


def replace(html: str, old_hash: str, new_block: str) -> str | None:
    """Return the HTML with the first passage of this hash replaced; None where there is none.

    White space around the old passage stays. An empty `new_block` takes the passage out.
    `new_block` must be clean.
    """
    passages = split(html)
    for place, passage in enumerate(passages):
        if hash_of(passage) == old_hash:
            passages[place] = new_block and _around(passage, new_block)
            return "".join(passages)
    return None


def _around(old: str, new: str) -> str:
    """Return the new passage in the white space that stands around the old one."""
    before = old[: len(old) - len(old.lstrip(_OUTER_SPACES))]
    after = old[len(old.rstrip(_OUTER_SPACES)) :]
    return before + new.strip(_OUTER_SPACES) + after
