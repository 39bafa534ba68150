"""Rich text as plain paragraphs, for a telephone: what nobody touches keeps its markup. Pure."""

import re
from difflib import SequenceMatcher
from html import escape

from editorial.contents.cleaning import plain
from editorial.contents.passages import split

_BLANK_LINES = re.compile(r"\n\s*\n")
# Passages that no plain paragraph can stand for: they stay, whatever is written around them.
_KEPT_WHOLE = ("<img ", "<table", "<hr")


def as_paragraphs(html: str) -> str:
    """Return the words of clean HTML, passages apart by a blank line, pictures and tables left out.

    The lines of one passage, of a list for instance, follow each other without one.
    """
    return "\n\n".join(_shown(one) for one in split(html) if _is_of_words(one))


def with_paragraphs(html: str, written: str) -> str:
    """Return the clean HTML with what was written in the place of its paragraphs.

    `written` began as `as_paragraphs(html)`. A paragraph that stands there unchanged keeps its
    markup; a changed or new one is plain. Pictures and tables stay where they were.
    """
    passages = split(html)
    worded = [place for place, one in enumerate(passages) if _is_of_words(one)]
    shown = [_shown(passages[place]) for place in worded]
    given = [one for one in map(_lines, _BLANK_LINES.split(_unified(written))) if one]
    result, done = list[str](), 0
    for tag, first, last, begin, end in SequenceMatcher(
        None, shown, given, autojunk=False
    ).get_opcodes():
        until = worded[last - 1] + 1 if last > first else done
        between = passages[done:until]
        if tag == "equal":
            result += between
        else:
            # Before what stayed whole among them: a picture follows the words about it.
            result += map(_paragraph, given[begin:end])
            result += (one for one in between if not _is_of_words(one))
        done = until
    return "".join([*result, *passages[done:]])


def _is_of_words(passage: str) -> bool:
    return not any(tag in passage for tag in _KEPT_WHOLE) and bool(_shown(passage))


def _shown(passage: str) -> str:
    return _lines(plain(passage))


def _lines(words: str) -> str:
    """Return the lines that say something, each without spaces around it."""
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def _unified(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\r", "\n")


def _paragraph(lines: str) -> str:
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines.splitlines())}</p>"
