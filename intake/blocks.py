"""Clean HTML as the blocks that follow each other in it: paragraphs, headings, lists, tables."""

from html.parser import HTMLParser

from editorial.contents.cleaning import clean_html, plain
from languages.characters import clean_line, is_blank

_VOID = ("br", "hr", "img")
_BREAK = "<br>"
_PARAGRAPH = "<p>"
# After one of these a line is finished, whatever the next one begins with.
_LINE_ENDS = (".", "!", "?", "…", ":", ";", "»", "”", '"')


def blocks_of(html: str) -> list[str]:
    """Return the outermost elements of clean HTML that show something, in their order."""
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    return [block for block in splitter.blocks if not is_blank(plain(block))]


def is_paragraph(block: str) -> bool:
    """Say whether a block is a plain paragraph."""
    return block.startswith(_PARAGRAPH)


def is_line(block: str) -> bool:
    """Say whether a block can be a headline: a paragraph or a heading."""
    return block.startswith((_PARAGRAPH, "<h2>", "<h3>"))


def lines_of(block: str) -> list[str]:
    """Return the words of a block, a line for each paragraph, item, cell or line in it."""
    for end in ("</td>", "</th>"):
        block = block.replace(end, f"{end}\n")
    lines = map(clean_line, plain(block).split("\n"))
    return [line for line in lines if not is_blank(line)]


def goes_on(line: str, following: str) -> bool:
    """Say whether a line only goes on with the one before it, as a wrapped paragraph does."""
    return following[:1].islower() and not line.endswith(_LINE_ENDS)


def unbroken(block: str) -> list[str]:
    """Return a block as those that its line breaks part it into, as they part a pasted text."""
    if not is_line(block) or _BREAK not in block:
        return [block]
    if not is_paragraph(block):
        return [block.replace(_BREAK, " ")]
    before, *rest = block.split(_BREAK)
    parted = before
    for line in rest:
        joins = goes_on(_words(before), _words(line))
        parted += f" {line}" if joins else f"</p><p>{line}"
        before = line
    # A word made bold over a break is bold on both sides: the cleaner opens its tag again.
    return blocks_of(clean_html(parted))


def _words(html: str) -> str:
    return clean_line(plain(html))


class _Splitter(HTMLParser):
    """Gathers what stands at the outermost level; `blocks` holds it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self._pieces: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pieces.append(self.get_starttag_text() or "")
        self._depth += tag not in _VOID
        self._end_block()

    def handle_endtag(self, tag: str) -> None:
        self._pieces.append(f"</{tag}>")
        self._depth -= 1
        self._end_block()

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self._pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pieces.append(f"&#{name};")

    def close(self) -> None:
        super().close()
        self._end_block()

    def _end_block(self) -> None:
        if self._depth == 0:
            self.blocks.append("".join(self._pieces))
            self._pieces.clear()
