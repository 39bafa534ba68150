"""What a hostile archive may try; each refused before the library that reads Word sees it."""

import resource
import struct
import time
from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest

from intake.archives import MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS, MOST_ENTRIES, text_parts
from intake.decoding import Unreadable
from tests.intake.word_files import CONTENT_TYPES, W, body, by_hand, packed, paragraph, run

EXCESS = (
    "This Word document unpacks to far more than a release holds, so it was not read. If "
    "you know who sent it, copy the text of the release and paste it here."
)
DAMAGED = (
    "This Word document is damaged, so its text cannot be read. Open it in Word and save it under "
    "another name, or copy the text and paste it here."
)
DOCUMENT_TYPE = (
    "This file has a part that Word never writes and that can harm whoever reads it (a document "
    "type), so it was not read. Ask who sent it for the text of the release."
)
PROTECTED = (
    "This document opens only with its password, so it cannot be read here. Open it, take the "
    "password off, save it and try again, or copy the text and paste it here."
)
DOCUMENT = body(paragraph(run("Слово")))
PARTS: dict[str, str | bytes] = {
    "[Content_Types].xml": CONTENT_TYPES,
    "word/document.xml": DOCUMENT,
}
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/a.dtd">'


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        text_parts(data)
    return caught.value.sentence


def test_parts_with_text_are_returned_and_nothing_else() -> None:
    others = {
        "word/media/image1.png": b"\x89PNG",
        "word/vbaProject.bin": b"macro",
        "word/comments.xml": "<comments/>",
        "word/embeddings/nested.docx": by_hand(DOCUMENT),
        "mammoth/style-map": "p => script",
        "../../etc/cron.d/evil": "* * * * *",
        "/word/document.xml": "<absolute/>",
        "word/../word/styles.xml": "<traversed/>",
        "word\\styles.xml": "<backslash/>",
    }

    assert text_parts(packed({**PARTS, **others})) == {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "word/document.xml": DOCUMENT.encode(),
    }


def test_main_part_may_bear_the_number_word_on_the_web_gives_it() -> None:
    parts = {"[Content_Types].xml": CONTENT_TYPES, "word/document2.xml": DOCUMENT}

    assert set(text_parts(packed(parts))) == set(parts)


def test_file_of_more_than_20_megabytes_is_refused_with_the_limit() -> None:
    assert refusal(b"PK\x03\x04" + bytes(MOST_BYTES)).replace("\u00a0", " ") == (
        "The file is larger than 20.0 MB. Take the pictures out of it, or copy the text of the "
        "release and paste it here."
    )


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["text.txt"], "a packed file (ZIP)"),
        (["release.docx"], "a packed file (ZIP)"),
        (["word/document.xml"], "a packed file (ZIP)"),
        (["[Content_Types].xml"], "a packed file (ZIP)"),
        (["[Content_Types].xml", "xl/workbook.xml"], "an Excel workbook (.xlsx)"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "a presentation (.pptx)"),
        (["mimetype", "content.xml"], "an OpenDocument file (.odt)"),
    ],
)
def test_archive_of_another_kind_is_refused_by_its_name(names: list[str], kind: str) -> None:
    assert refusal(packed(dict.fromkeys(names, "text"))) == (
        f"This file is {kind}, which cannot be read here. Open it, save it as a Word document "
        "(.docx) or as plain text (.txt, encoding UTF-8), or copy the text and paste it here."
    )


def test_bomb_is_refused_from_the_directory_in_little_memory() -> None:
    bomb = by_hand(DOCUMENT, styles=bytes(300 * 1024 * 1024))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    assert refusal(bomb) == EXCESS

    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_bomb_among_the_pictures_is_refused_though_none_is_unpacked() -> None:
    assert refusal(packed({**PARTS, "word/media/image1.png": bytes(60 * 1024 * 1024)})) == EXCESS


@pytest.mark.parametrize(
    "part",
    [b"<w:p>" * 1_800_000, bytes(2 * 1024 * 1024)],
    ids=["more than a part may have", "packed too tightly"],
)
def test_part_out_of_proportion_is_refused(part: bytes) -> None:
    assert refusal(by_hand(part)) == EXCESS


def test_directory_that_understates_a_part_does_not_unpack_it() -> None:
    data = by_hand(DOCUMENT.encode() + b" " * 500_000)
    told = struct.pack("<L", len(DOCUMENT.encode()) + 500_000)

    assert refusal(data.replace(told, struct.pack("<L", 100))) == DAMAGED


def test_more_entries_than_a_document_has_are_refused() -> None:
    entries = {f"word/media/{number}": "" for number in range(MOST_ENTRIES)}

    assert refusal(packed({**PARTS, **entries}, ZIP_STORED)) == EXCESS


@pytest.mark.parametrize("count", [20_000, 100_000])
def test_directory_of_very_many_entries_is_refused_unread(count: int) -> None:
    data = packed({**PARTS, **{f"word/media/{number}": "" for number in range(count)}}, ZIP_STORED)
    started = time.process_time()

    assert refusal(data) == EXCESS

    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE, REMOTE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_document_type_is_refused_in_any_encoding(prolog: str, encoding: str) -> None:
    document = f"<w:document {W}><w:body><w:p>&i;</w:p></w:body></w:document>"
    said = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{document}'

    assert refusal(by_hand(said.encode(encoding))) == DOCUMENT_TYPE


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes", "endnotes"])
def test_document_type_is_refused_in_every_part(part: str) -> None:
    assert refusal(by_hand(DOCUMENT, **{part: f"{LAUGHS}<a>&i;</a>"})) == DOCUMENT_TYPE


def test_document_type_where_nothing_is_read_does_no_harm() -> None:
    parts = text_parts(by_hand(DOCUMENT, comments=f"{LAUGHS}<a>&i;</a>"))

    assert set(parts) == set(PARTS)


@pytest.mark.parametrize(
    "document",
    [
        body("<w:p/>" * MOST_ELEMENTS),
        body("<w:smartTag>" * MOST_DEPTH, "</w:smartTag>" * MOST_DEPTH),
    ],
    ids=["many", "deep"],
)
def test_more_elements_than_a_release_has_are_refused(document: str) -> None:
    assert refusal(by_hand(document)) == EXCESS


def test_locked_part_is_refused_as_protected() -> None:
    data = bytearray(by_hand(DOCUMENT))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(signature)
        while found >= 0:
            data[found + place] |= 1
            found = data.find(signature, found + 1)

    assert refusal(bytes(data)) == PROTECTED


WHOLE = by_hand(DOCUMENT)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-1],
        WHOLE + b"trailing",
        WHOLE[:-2] + b"\x07\x00comment",
        WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"),
        WHOLE[:60] + b"\xff" * 20 + WHOLE[80:],
        by_hand("<w:document>"),
        by_hand(""),
        by_hand('<?xml version="1.0" encoding="nonsense"?><a/>'),
        by_hand(b'<?xml version="1.0" encoding="cp037"?>' + LAUGHS.encode("cp037")),
        packed(PARTS, ZIP_BZIP2),
    ],
    ids=[
        "signature", "half", "cut", "trailing", "comment", "directory", "overwritten",
        "not XML", "nothing", "encoding", "encoding without ASCII", "other packing",
    ],
)  # fmt: skip
def test_damage_is_told_in_one_sentence(data: bytes) -> None:
    assert refusal(data) == DAMAGED


def test_64_bit_directory_is_refused() -> None:
    end = WHOLE[-22:]

    assert refusal(WHOLE[:-22] + b"PK\x06\x07" + bytes(16) + end) == EXCESS
