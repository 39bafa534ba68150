"""The one place where characters are made safe, for every text that enters the project."""

import re
from html import escape, unescape
from unicodedata import category, normalize

# Written with escapes that Python and PostgreSQL read alike, so that a database constraint can use
# the same pattern (`~`). The list: control characters but tab and line feed; the soft hyphen;
# invisible joiners, fillers and marks of direction (none of the four languages needs one);
# line and paragraph separators; what Unicode calls noncharacters; language tags.
_UNSAFE = (
    r"\u0001-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb"
    r"\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
)
UNSAFE_PATTERN = f"[{_UNSAFE}]"
UNSAFE_IN_LINE_PATTERN = rf"[\u0009\u000a{_UNSAFE}]"

# Every sign met in place of U+02BB (in oʻ and gʻ) and of U+02BC (tutuq belgisi), primes included.
APOSTROPHES = "\u02bb\u02bc\u0027\u2018\u2019\u201b\u0060\u00b4\u2032\u2035\u02b9\u02bd"

# PostgreSQL stores neither NUL nor lone surrogates, and its patterns cannot name them.
_UNSAFE_CHARACTER = re.compile(rf"[\u0000\ud800-\udfff{_UNSAFE}]")
# Word writes a line break within a paragraph as U+000B, a page break as U+000C.
_LINE_BREAK = re.compile(r"\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_SPACE_RUN = re.compile(r"[ \t\n]+")
_SPACE_BEFORE_BREAK = re.compile(r"(?<![ \t])[ \t]+(?=\n)")
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[0-9A-Za-z]*);?")
_ANGLE_OR_EQUALS = re.compile(r"([<>=])")
_BRAILLE_BLANK = "\u2800"


def clean_line(text: str) -> str:
    """Return the text as one safe line: a headline, a name, a caption.

    Everything `clean_block` promises; besides, line breaks and tabs become spaces, runs of plain
    spaces become one, and spaces at both ends go. No-break and thin spaces within the line,
    typographic quotes, dashes and both Uzbek apostrophes (U+02BB, U+02BC) stay.
    """
    return _SPACE_RUN.sub(" ", clean_block(text)).strip()


def clean_block(text: str) -> str:
    """Return the text, of any number of lines, without what is unsafe or cannot be seen.

    The answer is in Unicode's composed form (NFC), its lines end in a line feed without spaces
    before it, and it holds nothing of UNSAFE_PATTERN: so it can stand in a database, in a feed and
    in JSON, and shows what it says. Cleaning it again changes nothing.
    """
    broken = _LINE_BREAK.sub("\n", text)
    # Composing comes last: a letter and its accent may be parted by what is dropped.
    composed = normalize("NFC", _UNSAFE_CHARACTER.sub("", broken))
    return _SPACE_BEFORE_BREAK.sub("", composed)


def clean_markup(html: str) -> str:
    """Return the HTML without unsafe characters, written plainly or as references (`&#8203;`).

    It runs before the HTML cleaner, never after it: an address with a zero-width space in the word
    "javascript" would pass the cleaner as a relative one and become a script by the dropping.
    Whoever calls this must hand the answer to the HTML cleaner. That is safe after one pass; where
    a tag between a letter and its accent was dropped, a second pass composes the two.
    References to characters beyond ASCII become those characters; the others stay.
    """
    safe = _UNSAFE_CHARACTER.sub("", _LINE_BREAK.sub("\n", html))
    resolved = _REFERENCE.sub(_resolve_reference, safe)
    # Composed piece by piece: U+0338 after the end of a tag would otherwise melt into its ">".
    pieces = _ANGLE_OR_EQUALS.split(resolved)
    return "".join(normalize("NFC", piece) for piece in pieces)


def _resolve_reference(match: re.Match[str]) -> str:
    written = match.group()
    meant = unescape(written)
    if meant == written:
        # A lone ampersand; escaped, it cannot join with what follows into a new reference.
        return "&amp;" + written[1:]
    kept = _UNSAFE_CHARACTER.sub("", meant)
    if kept != meant or not kept:
        return escape(kept)
    is_numeric = written.startswith("&#")
    is_complete = written.endswith(";")
    if not meant.isascii() and (is_complete or is_numeric):
        return escape(meant)
    # Closed, "&#x20" cannot become another reference where digits come to follow it.
    return f"{written};" if is_numeric and not is_complete else written


def find_unsafe(text: str) -> list[str]:
    """Return the unsafe characters of a text as code points ("U+200B"), each once, in order."""
    return list(dict.fromkeys(f"U+{ord(found):04X}" for found in _UNSAFE_CHARACTER.findall(text)))


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing: it is empty, or all spaces, invisible or stray marks."""
    return all(
        category(character)[0] in "ZCM"
        or character == _BRAILLE_BLANK
        or _UNSAFE_CHARACTER.match(character)
        for character in text
    )
