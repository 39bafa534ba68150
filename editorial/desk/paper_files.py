"""A paper as a Word file, for whoever reads on paper or writes his remarks into it."""

import io
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from editorial.contents.blocks import LINK, Block, Look
from editorial.desk.papers import Line, Paper, PaperRow, Sheet
from editorial.moments import desk_language
from languages.choices import BY_CODE

PictureBytes = Callable[[str], bytes | None]
_pictures: list[PictureBytes] = []

PALE = (0xB4, 0xB4, 0xB4)
# Millimetres: a sheet of A4, its edges, the width of a picture.
SHEET, EDGE, PICTURE = (210, 297), 20, 60
# Points.
WATERMARK = 30
# As Word spells languages.
WORD_TAGS = {"uz-Latn": "uz-Latn-UZ", "uz-Cyrl": "uz-Cyrl-UZ", "ru": "ru-RU", "en": "en-GB"}
STYLES = {
    "h2": "Heading 3",
    "h3": "Heading 4",
    "blockquote": "Quote",
    # Numbered by hand: Word would go on counting from one list to the next.
    "ol": "List Paragraph",
    "ul": "List Bullet",
    "figcaption": "Caption",
}


def also_draw(picture: PictureBytes) -> None:
    """Let pictures be drawn: given an address in a text, the bytes of a small JPEG, or None.

    Called once by the app that keeps pictures, when it is ready.
    """
    _pictures.append(picture)


def word_file(paper: Paper) -> bytes:
    """Return the paper as a .docx file.

    The watermark is large pale text at the head of each page, which every program shows; the
    pages are numbered.
    """
    # Loaded when a file is asked for: few processes ever write one.
    import docx

    document = docx.Document()
    _set_up(document, paper)
    document.add_heading(paper.title or "—", level=1)
    document.add_paragraph(f"{paper.kind}. {paper.name}. {paper.made}")
    for sheet in paper.sheets:
        _write_sheet(document, sheet)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    """Give the pages their size, head and foot; name the file, and nobody as its author."""
    from docx.shared import Mm, Pt, RGBColor

    said = document.core_properties
    said.title, said.author, said.comments = f"{paper.title} ({paper.name})", "", ""
    (section,) = document.sections
    section.page_width, section.page_height = (Mm(side) for side in SHEET)
    section.left_margin = section.right_margin = Mm(EDGE)
    (head,) = section.header.paragraphs
    run = head.add_run(paper.watermark)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(WATERMARK), RGBColor(*PALE)
    section.header.add_paragraph(paper.name)
    (foot,) = section.footer.paragraphs
    foot.add_run(f"{paper.name} · ")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Any, name: str) -> None:
    """Add a field that the program which shows the file fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001
    paragraph._p.append(field)  # noqa: SLF001


def _write_sheet(document: Any, sheet: Sheet) -> None:
    # The last element of a document is its section's.
    first = len(document.element.body) - 1
    document.add_heading(sheet.name, level=2)
    standing = [
        *([sheet.release] if sheet.release else []),
        _("Code %(code)s") % {"code": sheet.code},
        _approved(sheet),
    ]
    document.add_paragraph(". ".join(standing) + ".")
    for line in sheet.lines:
        _write_line(document, line)
    for label, rows in sheet.lists:
        document.add_heading(label, level=3)
        for place, row in enumerate(rows, start=1):
            _write_row(document, row, place)
    _speak(document, first, WORD_TAGS[sheet.tag or BY_CODE[desk_language()].tag])


def _speak(document: Any, first: int, tag: str) -> None:
    """Tell Word the language of all from this element on, so that it marks no word as wrong."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for element in list(document.element.body)[first:]:
        for run in element.iter(qn("w:r")):
            spoken = OxmlElement("w:lang")
            spoken.set(qn("w:val"), tag)
            run.get_or_add_rPr().append(spoken)


def _approved(sheet: Sheet) -> str:
    if not sheet.approvers:
        return _("Not approved as it stands here")
    return _("Approved by %(people)s") % {"people": "; ".join(sheet.approvers)}


def _write_row(document: Any, row: PaperRow, place: int) -> None:
    paragraph = document.add_paragraph(f"{place}. ", style="List Paragraph")
    if row.title:
        paragraph.add_run(row.title).bold = True
        paragraph.add_run("; " if row.lines else "")
    paragraph.add_run("; ".join(f"{line.label}: {line.words}" for line in row.lines))


def _write_line(document: Any, line: Line) -> None:
    """Write a field: its label in bold, then its words, or its blocks below it."""
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{line.label}: ").bold = True
    if line.html:
        _write_blocks(document, line.blocks)
    else:
        paragraph.add_run(line.words)
    if line.picture:
        _write_picture(document, line.picture, "")


def _write_blocks(document: Any, blocks: Iterable[Block]) -> None:
    tables = groupby(blocks, key=lambda block: block.cell and block.cell[0])
    for table, found in tables:
        if table is not None:
            _write_table(document, list(found))
            continue
        place = 0
        for block in found:
            place = _place_in_list(block, place)
            if block.picture:
                _write_picture(document, block.picture, block.words)
                continue
            numbered = f"{place}. " if place else ""
            _write_runs(document.add_paragraph(numbered, style=_style(block)), block)


def _place_in_list(block: Block, before: int) -> int:
    """Return the number of an entry of a numbered list, 0 for any other block."""
    lists = [tag for tag in block.place if tag.partition(" ")[0] in ("ol", "ul")]
    if not lists or not lists[-1].startswith("ol"):
        return 0
    start = lists[-1].partition("start=")[2]
    return before + 1 if before else int(start or 1)


def _style(block: Block) -> str | None:
    tags = (tag.partition(" ")[0] for tag in reversed(block.place))
    return next((STYLES[tag] for tag in tags if tag in STYLES), None)


def _write_table(document: Any, blocks: Sequence[Block]) -> None:
    """Write the cells of one table where they stand; several blocks of a cell one by one."""
    cells = [(block.cell or (0, 0, 0), block) for block in blocks]
    rows = 1 + max(row for (_table, row, _column), _block in cells)
    columns = 1 + max(column for (_table, _row, column), _block in cells)
    table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    for (_table, row, column), block in cells:
        cell = table.cell(row, column)
        is_first = not cell.text
        _write_runs(cell.paragraphs[0] if is_first else cell.add_paragraph(), block)
    document.add_paragraph()


def _write_runs(paragraph: Any, block: Block) -> None:
    for words, look in block.runs:
        run = paragraph.add_run(words)
        _dress(run, look)
        addresses = [one.removeprefix(LINK) for one in look if one.startswith(LINK)]
        for address in addresses:
            # On paper a link is nothing but its address.
            if address != words:
                paragraph.add_run(f" ({address})")


def _dress(run: Any, look: Look) -> None:
    run.bold = "strong" in look or None
    run.italic = "i" in look or None
    run.font.subscript = "sub" in look or None
    run.font.superscript = "sup" in look or None
    run.underline = any(one.startswith(LINK) for one in look) or None


def _write_picture(document: Any, address: str, alt: str) -> None:
    """Draw a picture small, with what is to be seen on it; where its file is lost, say so."""
    from docx.shared import Mm

    data = next((found for picture in _pictures if (found := picture(address))), None)
    if data is None:
        document.add_paragraph(_("[A picture that is not there any more]"))
    else:
        document.add_picture(io.BytesIO(data), width=Mm(PICTURE))
    if alt:
        said = _("Alternative text: %(words)s") % {"words": alt}
        document.add_paragraph(said, style="Caption")
