"""Word documents for the tests: as Word writes them, and as somebody with bad intentions does."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.document import Document as WordDocument

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# The beginning of a picture, enough for python-docx to take it for one.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def saved(document: WordDocument) -> bytes:
    """Return the file of a document made with python-docx."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word_file(*paragraphs: str) -> bytes:
    """Return a Word document with these paragraphs, in Word's own default style."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def body(*content: str) -> str:
    return f"<w:document {W} {R}><w:body>{''.join(content)}</w:body></w:document>"


def relationships(*targets: tuple[str, str, str]) -> str:
    """Return a part that names targets outside itself: id, kind, address."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for key, kind, target in targets
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{rows}</Relationships>"
    )


def packed(parts: dict[str, str | bytes], packing: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these parts, as they are."""
    file = BytesIO()
    with ZipFile(file, "w", packing) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def by_hand(document: str | bytes, **others: str | bytes) -> bytes:
    """Return a Word document of this main part; other parts of `word/` by their bare names."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": document,
    }
    parts |= {f"word/{name}.xml": part for name, part in others.items() if name != "links"}
    if "links" in others:
        parts["word/_rels/document.xml.rels"] = others["links"]
    return packed(parts)
