from codecs import BOM_UTF8, BOM_UTF16_BE

import pytest

from intake.decoding import MOST_BYTES, Unreadable, decode

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = "Встреча «в Ташкенте»\n\nДиректор принял учёных из Японии. Стороны обсудили планы."


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert caught.value.sentence == str(caught.value)
    return caught.value.sentence


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16", "UTF-16, big-endian"],
)
def test_unicode_text_is_decoded_as_it_stands(data: bytes) -> None:
    assert decode(data) == TEXT


def test_empty_file_is_refused() -> None:
    assert refusal(b"") == "The file is empty, so there is nothing to take in. Choose another."


def test_too_large_file_is_refused_with_the_limit() -> None:
    sentence = refusal(b"a" * (MOST_BYTES + 1))

    assert sentence.replace("\u00a0", " ") == (
        "The file is larger than 1.0 MB, which no release is. "
        "Check that it is the right file, and save only the text of the release."
    )


def test_file_of_the_limit_is_decoded() -> None:
    assert decode(b"a" * MOST_BYTES) == "a" * MOST_BYTES


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (OLE + b"\0", "an older Word document (.doc)"),
        (OLE + bytes(MOST_BYTES), "an older Word document (.doc)"),
        (b"{\\rtf1\\ansi", "a document in Rich Text Format (.rtf)"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (BOM_UTF8 + b"<!DOCTYPE html><p>", "a web page"),
    ],
)
def test_file_of_another_kind_is_refused_by_its_name(data: bytes, kind: str) -> None:
    assert refusal(data) == (
        f"This file is {kind}, which cannot be read here. Open it, save it as a Word document "
        "(.docx) or as plain text (.txt, encoding UTF-8), or copy the text and paste it here."
    )


def test_document_locked_by_a_password_is_refused_as_such() -> None:
    assert refusal(OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)) == (
        "This document opens only with its password, so it cannot be read here. Open it, take the "
        "password off, save it and try again, or copy the text and paste it here."
    )


@pytest.mark.parametrize(
    "data",
    [b"a\0b", bytes(range(256)), TEXT.encode("utf-16-le"), "a\0b".encode("utf-16")],
    ids=["NUL", "every byte", "UTF-16 without a mark", "NUL in UTF-16"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    assert refusal(data) == (
        "This file is not a text: it holds bytes that no text has. "
        "Choose the file with the text of the release, saved as .txt in UTF-8."
    )


@pytest.mark.parametrize("text", [TEXT, "Директор", "ISRS: Делегация в Ташкенте, 26 ноября"])
def test_windows_1251_is_refused_by_its_name(text: str) -> None:
    assert refusal(text.encode("cp1251")) == (
        "This text is saved in the old encoding Windows-1251, which lacks letters of Uzbek and "
        "is not read here. Open the file, choose “Save as”, set the encoding to UTF-8, and try "
        "again."
    )


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("«", "").replace("»", "").encode("koi8-r"),
        TEXT.replace("«", "").replace("»", "").encode("cp866"),
        "La délégation a été reçue à l'institut".encode("latin-1"),
        TEXT.encode()[:1],
    ],
    ids=["KOI8-R", "CP866", "Latin-1", "UTF-8 cut short"],
)
def test_other_encodings_and_damage_are_refused_without_a_guess(data: bytes) -> None:
    assert refusal(data) == (
        "This file is damaged or is no text in UTF-8, so some of its letters cannot be read. "
        "Open it, check the text, save it as plain text in the encoding UTF-8, and try again."
    )
