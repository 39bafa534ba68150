"""From the bytes of a file to its text; a file that is no plain text is refused by name."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What Office wraps a document in that opens by a password (MS-OFFCRYPTO, 2.3.4.4).
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
# How the files begin that are most often mistaken for a text, in lower case.
_SIGNATURES: tuple[tuple[bytes, str | Promise], ...] = (
    (b"%pdf-", gettext_lazy("a PDF document")),
    (_OLE, gettext_lazy("an older Word document (.doc)")),
    (b"{\\rtf", gettext_lazy("a document in Rich Text Format (.rtf)")),
    (b"\x89png", gettext_lazy("a picture")),
    (b"\xff\xd8\xff", gettext_lazy("a picture")),
    (b"gif8", gettext_lazy("a picture")),
    (b"riff", gettext_lazy("a picture or a recording")),
    (b"<!doctype html", gettext_lazy("a web page")),
    (b"<html", gettext_lazy("a web page")),
)
_LONGEST_SIGNATURE = 16
# Read as Windows-1251, most of a text in it beyond ASCII is Russian letters, most of these in lower
# case: CP866 gives fewer letters, KOI8-R turns their case round, Latin-1 has few such bytes in all.
_LEAST_LETTERS = 0.8
_LEAST_LOWER_CASE = 0.5
_LEAST_BYTES = 0.4


class Unreadable(Exception):
    """A source text that cannot be taken in.

    `sentence` tells the press officer what happened, what it means and what to do.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def decode(data: bytes) -> str:
    """Return the text of a plain-text file in UTF-8, or in UTF-16 that says so by its mark.

    No other encoding is guessed at: a wrong guess would change names unnoticed.
    Raises Unreadable, with a sentence in the active language, for an empty file, one of more than
    MOST_BYTES bytes, one that is no text, and a text in another encoding.
    """
    if not data:
        raise Unreadable(_("The file is empty, so there is nothing to take in. Choose another."))
    kind = _kind_by_signature(data)
    if kind:
        is_protected = data.startswith(_OLE) and _PROTECTED in data
        raise Unreadable(protected() if is_protected else unreadable_kind(kind))
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _(
                "The file is larger than %(limit)s, which no release is. "
                "Check that it is the right file, and save only the text of the release."
            )
            % {"limit": filesizeformat(MOST_BYTES)}
        )
    text = _decode_marked(data)
    if "\0" in text:
        raise Unreadable(_not_a_text())
    return text


def unreadable_kind(kind: str) -> str:
    """Return the sentence that refuses a file of another kind, named as in "a picture"."""
    return _(
        "This file is %(kind)s, which cannot be read here. Open it, save it as a Word document "
        "(.docx) or as plain text (.txt, encoding UTF-8), or copy the text and paste it here."
    ) % {"kind": kind}


def protected() -> str:
    """Return the sentence that refuses a document which opens by a password only."""
    return _(
        "This document opens only with its password, so it cannot be read here. Open it, take the "
        "password off, save it and try again, or copy the text and paste it here."
    )


def _kind_by_signature(data: bytes) -> str:
    beginning = data.removeprefix(BOM_UTF8)[:_LONGEST_SIGNATURE].lower()
    for signature, kind in _SIGNATURES:
        if beginning.startswith(signature):
            return str(kind)
    return ""


def _decode_marked(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        return data.removeprefix(BOM_UTF8).decode(encoding)
    except UnicodeDecodeError:
        sentence = _not_a_text() if b"\0" in data else _foreign_encoding(data)
        raise Unreadable(sentence) from None


def _not_a_text() -> str:
    return _(
        "This file is not a text: it holds bytes that no text has. "
        "Choose the file with the text of the release, saved as .txt in UTF-8."
    )


def _foreign_encoding(data: bytes) -> str:
    if _seems_windows_1251(data):
        return _(
            "This text is saved in the old encoding Windows-1251, which lacks letters of "
            "Uzbek and is not read here. Open the file, choose “Save as”, set the encoding to "
            "UTF-8, and try again."
        )
    return _(
        "This file is damaged or is no text in UTF-8, so some of its letters cannot be read. "
        "Open it, check the text, save it as plain text in the encoding UTF-8, and try again."
    )


def _seems_windows_1251(data: bytes) -> bool:
    beyond_ascii = [mark for mark in data.decode("cp1251", "replace") if not mark.isascii()]
    letters = [mark for mark in beyond_ascii if "А" <= mark <= "я"]
    lower = [letter for letter in letters if letter.islower()]
    return (
        len(beyond_ascii) > _LEAST_BYTES * len(data)
        and len(letters) > _LEAST_LETTERS * len(beyond_ascii)
        and len(lower) > _LEAST_LOWER_CASE * len(letters)
    )
