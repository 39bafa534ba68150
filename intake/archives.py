"""From the bytes of a Word document to the few parts of it that hold text, each within limits.

Pictures, macros, embedded files, comments and templates are never unpacked.
"""

import re
from io import BytesIO
from struct import Struct
from struct import error as StructError  # noqa: N812  `error` alone would not say whose.
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  See above.

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from intake.decoding import Unreadable, protected, unreadable_kind

ONE_MEGABYTE = 1024 * 1024
ZIP_SIGNATURE = b"PK\x03\x04"
MOST_BYTES = 20 * ONE_MEGABYTE
MOST_ENTRIES = 2_000
# All that the archive says it holds, pictures too: a long release has a hundredth of it.
MOST_UNPACKED_BYTES = 50 * ONE_MEGABYTE
# A text of 200,000 characters takes about 2 MB of Word's XML and 70,000 elements.
MOST_PART_BYTES = 8 * ONE_MEGABYTE
MOST_ELEMENTS = 150_000
MOST_DEPTH = 200
# Word's XML is packed to a tenth or a twentieth; small parts may be packed further by chance.
MOST_RATIO = 100
_SMALL_PART_BYTES = ONE_MEGABYTE
# 2,000 entries with names of 400 bytes. Read before the directory itself is.
_MOST_DIRECTORY_BYTES = ONE_MEGABYTE

_CONTENT_TYPES = "[Content_Types].xml"
# Word writes document.xml, Word on the web at times document2.xml.
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_TEXT_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|"
    r"word/(?:_rels/)?(?:document|styles|numbering|footnotes|endnotes)\d*\.xml(?:\.rels)?"
)
# The end of a ZIP's directory (PKWARE's APPNOTE, 4.3.16), and what announces the 64-bit form.
_END = Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_LOCATOR_SIGNATURE = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_ENCRYPTED = 0x1
_BROKEN = (
    BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, StructError, ValueError,
    ZlibError,
)  # fmt: skip


def text_parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word document that hold its text, by their names in the archive.

    Every limit is checked on what the archive says and again on what it holds; the XML is well
    formed, and has no document type, so no entities to expand or to fetch.
    Raises Unreadable, with a sentence in the active language, for what is no Word document, is
    damaged, locked by a password, or larger than these limits.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _(
                "The file is larger than %(limit)s. Take the pictures out of it, or copy the text "
                "of the release and paste it here."
            )
            % {"limit": filesizeformat(MOST_BYTES)}
        )
    _check_end(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_entries(archive)
            parts = {
                entry.filename: _read_part(archive, entry)
                for entry in archive.infolist()
                if _TEXT_PART.fullmatch(entry.filename)
            }
    except _BROKEN:
        refuse_damaged()
    scan = _Scan()
    for part in parts.values():
        scan.read(part)
    return parts


def refuse_damaged() -> NoReturn:
    """Raise Unreadable for a Word document that cannot be made out."""
    raise Unreadable(
        _(
            "This Word document is damaged, so its text cannot be read. Open it in Word and save "
            "it under another name, or copy the text and paste it here."
        )
    )


def refuse_excess() -> NoReturn:
    """Raise Unreadable for a Word document that would cost more than a release is worth."""
    raise Unreadable(
        _(
            "This Word document unpacks to far more than a release holds, so it was not read. If "
            "you know who sent it, copy the text of the release and paste it here."
        )
    )


def _check_end(data: bytes) -> None:
    """Refuse a directory that is too large to be opened, or not where every Word writes it.

    With a comment after it, its place would have to be guessed, and might be guessed otherwise by
    the library that reads it next.
    """
    if len(data) < _END.size:
        refuse_damaged()
    signature, *_counts, directory_bytes, _offset, comment_bytes = _END.unpack(data[-_END.size :])
    locator = data[-_END.size - _LOCATOR_BYTES : -_END.size]
    if signature != _END_SIGNATURE or comment_bytes:
        refuse_damaged()
    # The 64-bit form is for what no document has: 65,536 entries, or 4 GB.
    is_64_bit = locator.startswith(_LOCATOR_SIGNATURE)
    if is_64_bit or directory_bytes > _MOST_DIRECTORY_BYTES:
        refuse_excess()


def _check_entries(archive: ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES:
        refuse_excess()
    names = set(archive.namelist())
    if _CONTENT_TYPES not in names or not any(map(_MAIN_PART.fullmatch, names)):
        raise Unreadable(unreadable_kind(_kind(names)))


def _kind(names: set[str]) -> str:
    """Return what an archive with these entries is, if not a Word document."""
    if any(name.startswith("xl/") for name in names):
        return _("an Excel workbook (.xlsx)")
    if any(name.startswith("ppt/") for name in names):
        return _("a presentation (.pptx)")
    if {"mimetype", "content.xml"} <= names:
        return _("an OpenDocument file (.odt)")
    return _("a packed file (ZIP)")


def _read_part(archive: ZipFile, entry: ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable(protected())
    # The other ways of packing have no bound on what a few bytes unpack to.
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        refuse_damaged()
    is_large = entry.file_size > _SMALL_PART_BYTES
    is_dense = is_large and entry.file_size > MOST_RATIO * entry.compress_size
    if is_dense or entry.file_size > MOST_PART_BYTES:
        refuse_excess()
    with archive.open(entry) as opened:
        part = opened.read(MOST_PART_BYTES + 1)
    if len(part) > MOST_PART_BYTES:
        refuse_excess()
    return part


class _Scan:
    """Reads XML with the parser that will read it for good, to count it and to refuse a DTD.

    A search for "<!DOCTYPE" would miss one in another encoding.
    """

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def read(self, part: bytes) -> None:
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.StartElementHandler = self._enter
        parser.EndElementHandler = self._leave
        try:
            parser.Parse(part, True)  # noqa: FBT003  pyexpat takes no keyword.
        except (expat.ExpatError, LookupError, ValueError):
            refuse_damaged()

    def _enter(self, _name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > MOST_DEPTH:
            refuse_excess()

    def _leave(self, _name: str) -> None:
        self.depth -= 1

    def _refuse_document_type(self, *_declared: object) -> NoReturn:
        raise Unreadable(
            _(
                "This file has a part that Word never writes and that can harm whoever reads it (a "
                "document type), so it was not read. Ask who sent it for the text of the release."
            )
        )
