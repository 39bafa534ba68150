"""From a source text to a proposal: its language, headline, lead and paragraphs.

Nothing is stored here; every word of the source stands in the proposal once, in its order.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from typing import NoReturn

from django.utils.translation import gettext as _

from editorial.contents.cleaning import clean_html
from intake.blocks import blocks_of, goes_on, is_line, is_paragraph, lines_of, unbroken
from intake.decoding import Unreadable
from languages.characters import clean_block, clean_line, is_blank
from languages.choices import language as language_of
from languages.recognition import recognise, script_of

LONGEST_TEXT = 200_000
LONGEST_HEADLINE = 300
LONGEST_LEAD = 2_000
LONGEST_PARAGRAPH = 10_000
# A first line longer than this that ends in a full stop is a paragraph, not a headline.
_LONGEST_SENTENCE_AS_HEADLINE = 120
# A first paragraph shorter than this is a date or a picture's credit, not a lead.
_SHORTEST_LEAD = 60
_LOST_LETTER = "\ufffd"


@dataclass(frozen=True)
class Proposal:
    """What a source text seems to say, for a press officer to look through.

    `language` is a language's code. `lead` is "" where the text has no paragraph fit for it.
    `body` is clean HTML, `paragraphs` its words. `warnings` are sentences on what of the source is
    not in it, or should be looked at.
    """

    language: str
    headline: str
    lead: str
    paragraphs: list[str]
    body: str
    warnings: list[str]

    def as_dict(self) -> dict[str, str | list[str]]:
        """Return the proposal in the form that JSON can carry."""
        return asdict(self)


def read(text: str, language: str | None = None) -> Proposal:
    """Return the proposal for a plain source text.

    The first line is the headline; each further line is a paragraph, unless it only goes on with
    the line before (see `_paragraphs`). The first paragraph is the lead when another follows.
    `language` is the code the press officer chose; without it the language is recognised.
    Characters are made safe, quotation marks, dashes and no-break spaces kept.

    Raises Unreadable, with a sentence in the active language, for a text that is empty, too long,
    damaged, in another language than the one chosen, or without a headline or a body.
    Raises KeyError when `language` is not the code of one of the four.
    """
    _refuse_unusable(text)
    language = _agreed_language(text, language)
    paragraphs = _paragraphs(text)
    headline, body = paragraphs[0], paragraphs[1:]
    _refuse_shapeless(headline, body)
    lead = body.pop(0) if len(body) > 1 and _is_lead(body[0]) else ""
    return Proposal(language, headline, lead, body, clean_html(to_html(body)), [])


def read_html(html: str, language: str | None = None, warnings: Iterable[str] = ()) -> Proposal:
    """Return the proposal for a source text in clean HTML, read as `read` reads a plain one.

    The first block that shows something is the headline, whatever its style; headings, lists,
    tables and links stay in the body. `warnings` go into the proposal as they are.
    Raises Unreadable as `read` does, and where a list or a table stands in the headline's place;
    KeyError when `language` is not the code of one of the four.
    """
    blocks = blocks_of(html)
    _refuse_unusable("\n".join(line for block in blocks for line in lines_of(block)))
    headline, body = _divided(blocks)
    words = [" ".join(lines_of(block)) for block in body]
    has_lead = len(body) > 1 and _is_lead(words[0]) and _is_plain(body[0])
    paragraphs = [line for block in body for line in lines_of(block)]
    _refuse_shapeless(headline, paragraphs)
    language = _agreed_language("\n".join([headline, *paragraphs]), language)
    lead = words.pop(0) if has_lead else ""
    if lead:
        body, paragraphs = body[1:], paragraphs[1:]
    return Proposal(language, headline, lead, paragraphs, "".join(body), list(warnings))


def to_html(paragraphs: list[str]) -> str:
    """Return the paragraphs as HTML, a `<p>` each; what looks like a tag stays text."""
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _refuse_unusable(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            _(
                "The text has %(length)s characters, but a release may have at most %(limit)s. "
                "Check that it is the right text, and take in only the release."
            )
            % {"length": len(text), "limit": LONGEST_TEXT}
        )
    if is_blank(text):
        raise Unreadable(
            _(
                "The text is empty: there is nothing in it but spaces. "
                "Paste the release, its headline on the first line."
            )
        )
    if _LOST_LETTER in text:
        raise Unreadable(
            _(
                "Some letters of this text were lost on the way and show as �. "
                "Take the text from its original file again, and save it in the encoding UTF-8."
            )
        )


def _agreed_language(text: str, chosen: str | None) -> str:
    recognition = recognise(text)
    if chosen is None:
        return recognition.language or _refuse_unrecognised()
    if recognition.language not in (chosen, None):
        raise Unreadable(
            _(
                "This text seems to be in another language (%(found)s) than the one chosen "
                "(%(chosen)s). Choose %(found)s, or check that it is the right text."
            )
            % {"found": language_of(recognition.language).name, "chosen": language_of(chosen).name}
        )
    if recognition.script not in (script_of(chosen), None):
        raise Unreadable(
            _(
                "This text is not written in the letters of the language chosen (%(chosen)s). "
                "Choose its language, or check that it is the right text."
            )
            % {"chosen": language_of(chosen).name}
        )
    return chosen


def _refuse_unrecognised() -> NoReturn:
    raise Unreadable(
        _(
            "The language of this text cannot be told with certainty. "
            "Choose the language it is written in, and try again."
        )
    )


def _paragraphs(text: str) -> list[str]:
    """Return the lines that show something, those of a wrapped paragraph joined.

    The first line stands alone, as the headline. A later one goes on with the one right before it
    when it begins in lower case and that one does not end as a sentence or an item of a list does.
    """
    paragraphs: list[list[str]] = []
    may_go_on = False
    for line in map(clean_line, clean_block(text).split("\n")):
        if is_blank(line):
            may_go_on = False
            continue
        if may_go_on and goes_on(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        may_go_on = len(paragraphs) > 1
    return [" ".join(lines) for lines in paragraphs]


def _is_lead(paragraph: str) -> bool:
    return _SHORTEST_LEAD <= len(paragraph) <= LONGEST_LEAD


def _is_plain(block: str) -> bool:
    """Say whether nothing but emphasis is lost when only the words of a block are kept."""
    return is_paragraph(block) and not any(tag in block for tag in ("<a ", "<sub>", "<sup>"))


def _divided(blocks: list[str]) -> tuple[str, list[str]]:
    """Return the headline and the blocks after it."""
    first, *rest = blocks
    if not is_line(first):
        raise Unreadable(
            _(
                "The document begins with a list or a table, so its headline cannot be told. "
                "Put the headline on a line of its own above it."
            )
        )
    # A headline set over two lines is one; a whole release in one paragraph is not.
    headline = " ".join(lines_of(first))
    if not rest or headline.endswith(".") or len(headline) > LONGEST_HEADLINE:
        first, *broken = unbroken(first)
        headline, rest = " ".join(lines_of(first)), [*broken, *rest]
    return headline, [part for block in rest for part in unbroken(block)]


def _refuse_shapeless(headline: str, body: list[str]) -> None:
    is_sentence = headline.endswith(".") and len(headline) > _LONGEST_SENTENCE_AS_HEADLINE
    if len(headline) > LONGEST_HEADLINE or is_sentence:
        raise Unreadable(
            _(
                "The first line reads as a paragraph, not as a headline (%(length)s characters). "
                "Put a headline of at most %(limit)s characters on a line of its own above it."
            )
            % {"length": len(headline), "limit": LONGEST_HEADLINE}
        )
    if not body:
        raise Unreadable(
            _(
                "There is a headline, but no text after it, so there is nothing to publish. "
                "Put the text of the release below the headline, on lines of its own."
            )
        )
    longest = max(map(len, body))
    if longest > LONGEST_PARAGRAPH:
        raise Unreadable(
            _(
                "One paragraph has %(length)s characters, more than %(limit)s: the line breaks "
                "were probably lost. Divide the text into paragraphs, and try again."
            )
            % {"length": longest, "limit": LONGEST_PARAGRAPH}
        )
