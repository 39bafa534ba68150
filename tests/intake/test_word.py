"""A Word document as Word, LibreOffice and others write it becomes clean HTML."""

import socket
import subprocess
import sys
import time
from io import BytesIO

import pytest
from docx import Document

from editorial.contents.cleaning import clean_html
from intake import word
from intake.decoding import Unreadable
from intake.word import WordText, read_word
from tests.intake.word_files import (
    PICTURE,
    W,
    body,
    by_hand,
    paragraph,
    relationships,
    run,
    saved,
    word_file,
)

TOO_LONG = (
    "This Word document takes too long to read, so nothing was taken from it. "
    "Copy the text of the release and paste it here."
)
DAMAGED = (
    "This Word document is damaged, so its text cannot be read. Open it in Word and save it under "
    "another name, or copy the text and paste it here."
)


def html_of(*content: str, **others: str) -> str:
    return read_word(by_hand(body(*content), **others)).html


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_word(data)
    return caught.value.sentence


def test_paragraphs_become_html_and_empty_ones_go() -> None:
    assert read_word(word_file("Первый", "", "Второй «абзац» — №\u00a05")) == WordText(
        "<p>Первый</p><p>Второй «абзац» — №&nbsp;5</p>", []
    )


def test_spaces_and_tabs_that_indent_a_paragraph_go() -> None:
    assert html_of(paragraph("<w:r><w:tab/></w:r>", run("  Слово  дня \t"))) == "<p>Слово  дня</p>"


def test_headings_have_two_levels_the_headline_aside() -> None:
    document = Document()
    document.add_heading("Заголовок", 1)
    for text, level in [("Раздел", 2), ("Подраздел", 3), ("Пункт", 5), ("Раздел ещё", 2)]:
        document.add_heading(text, level)

    assert read_word(saved(document)).html == (
        "<h2>Заголовок</h2><h2>Раздел</h2><h3>Подраздел</h3><h3>Пункт</h3><h2>Раздел ещё</h2>"
    )


def test_title_is_a_heading_and_a_quotation_a_quotation() -> None:
    document = Document()
    document.add_heading("Заголовок", 0)
    document.add_paragraph("Подзаголовок", style="Subtitle")
    document.add_paragraph("Слова", style="Quote")

    assert read_word(saved(document)).html == (
        "<h2>Заголовок</h2><p>Подзаголовок</p><blockquote><p>Слова</p></blockquote>"
    )


def test_emphasis_lists_and_tables_stay() -> None:
    document = Document()
    line = document.add_paragraph("Слово ")
    line.add_run("жирное").bold = True
    line.add_run(", ")
    line.add_run("курсив").italic = True
    for text in ("раз", "два"):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("один", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "а", "б"

    html = read_word(saved(document)).html

    assert html == (
        "<p>Слово <strong>жирное</strong>, <i>курсив</i></p>"
        "<ul><li>раз</li><li>два</li></ul><ol><li>один</li></ol>"
        '<figure class="table"><table><tbody><tr><td><p>а</p></td><td><p>б</p></td></tr></tbody>'
        "</table></figure>"
    )
    assert clean_html(html) == html


def test_links_to_the_web_stay_and_others_leave_their_words() -> None:
    targets = [
        ("a", "hyperlink", "https://ismi.example/?a=1&amp;b=2"),
        ("b", "hyperlink", "mailto:press@ismi.example"),
        ("c", "hyperlink", "file:///C:/secret.docx"),
        ("d", "hyperlink", "javascript:alert(1)"),
        ("e", "hyperlink", "другой.docx"),
    ]
    links = "".join(f'<w:hyperlink r:id="{key}">{run(key)}</w:hyperlink>' for key, _, _ in targets)
    place = f'<w:hyperlink w:anchor="_Toc1">{run("место")}</w:hyperlink>'
    mark = '<w:bookmarkStart w:id="0" w:name="_Toc1"/><w:bookmarkEnd w:id="0"/>'

    assert html_of(paragraph(mark, links, place), links=relationships(*targets)) == (
        '<p><a href="https://ismi.example/?a=1&amp;b=2">a</a>'
        '<a href="mailto:press@ismi.example">b</a>cdeместо</p>'
    )


def test_notes_stand_at_the_end_without_links_to_and_fro() -> None:
    sign = run("Слово") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1">{paragraph()}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("Примечание."))}</w:footnote></w:footnotes>'
    )

    assert html_of(paragraph(sign, run(" далее")), footnotes=notes) == (
        "<p>Слово<sup>[1]</sup> далее</p><ol><li><p>Примечание.</p></li></ol>"
    )


def test_tracked_changes_are_taken_as_accepted() -> None:
    author = 'w:id="1" w:author="A" w:date="2025-11-26T00:00:00Z"'
    deleted = "<w:r><w:delText>СТЁРТО</w:delText></w:r>"

    assert html_of(
        paragraph(
            run("Было "),
            f"<w:del {author}>{deleted}</w:del>",
            f"<w:ins {author}>{run('вставлено')}</w:ins>",
            f"<w:moveFrom {author}>{run('УНЕСЕНО')}</w:moveFrom>",
            f"<w:ins {author}><w:del {author}>{deleted}</w:del></w:ins>",
            f"<w:moveTo {author}>{run(' принесено')}</w:moveTo>",
        ),
        f"<w:p><w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr>{run('Начало, ')}</w:p>",
        paragraph(run("конец")),
        f"<w:tbl><w:tr><w:trPr><w:del {author}/></w:trPr>"
        f"<w:tc>{paragraph(run('СТРОКА'))}</w:tc></w:tr></w:tbl>",
    ) == (
        "<p>Было вставлено принесено</p><p>Начало, конец</p>"
        '<figure class="table"><table></table></figure>'
    )


def test_comments_are_not_taken() -> None:
    document = Document()
    line = document.add_paragraph("Слово директора")
    document.add_comment(line.runs, "НЕ ПУБЛИКОВАТЬ", author="A", initials="A")

    assert read_word(saved(document)) == WordText("<p>Слово директора</p>", [])


def test_headers_and_footers_are_not_taken() -> None:
    document = Document()
    document.add_paragraph("Слово")
    document.sections[0].header.paragraphs[0].text = "ЧЕРНОВИК"
    document.sections[0].footer.paragraphs[0].text = "стр. 1"

    assert read_word(saved(document)).html == "<p>Слово</p>"


def test_pictures_are_left_out_and_counted() -> None:
    document = Document()
    document.add_paragraph("Слово")
    document.add_picture(BytesIO(PICTURE))
    one = saved(document)
    document.add_picture(BytesIO(PICTURE))
    document.add_picture(BytesIO(PICTURE))
    three = saved(document)

    assert [read_word(data) for data in (one, three)] == [
        WordText("<p>Слово</p>", ["1 picture was left out: add it in the library."]),
        WordText("<p>Слово</p>", ["3 pictures were left out: add them in the library."]),
    ]


def test_nothing_is_fetched_from_outside() -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/a"
        picture = (
            '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml'
            '/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/'
            'drawingml/2006/picture"><pic:blipFill><a:blip r:link="p"/></pic:blipFill></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        data = by_hand(
            body(paragraph(run("Слово"), picture)),
            links=relationships(("p", "image", address), ("t", "attachedTemplate", address)),
            settings=f'<w:settings {W}><w:attachedTemplate w:val="{address}"/></w:settings>',
        )

        read = read_word(data)

        assert read.warnings == ["1 picture was left out: add it in the library."]
        with pytest.raises(TimeoutError):
            trap.accept()


def test_hidden_words_are_left_out_and_told() -> None:
    hidden = run("ТАЙНА", "<w:vanish/>")
    shown = run("явно", '<w:vanish w:val="0"/>')

    assert read_word(by_hand(body(paragraph(shown, hidden)))) == WordText(
        "<p>явно</p>", ["Words that the document hides were left out."]
    )


@pytest.mark.parametrize("strike", ["strike", "dstrike"])
def test_words_struck_out_stay_and_are_told(strike: str) -> None:
    struck = run("вычеркнуто", f"<w:{strike}/>")

    assert read_word(by_hand(body(paragraph(run("Слово "), struck)))) == WordText(
        "<p>Слово вычеркнуто</p>", ["Words that are struck out stand in the text: check them."]
    )


def test_words_in_fields_controls_and_boxes_are_kept() -> None:
    field = f'<w:fldSimple w:instr="DATE">{run("26 ноября")}</w:fldSimple>'
    control = f"<w:sdt><w:sdtContent>{run(' в Ташкенте')}</w:sdtContent></w:sdt>"
    turned = f"<w:bdo w:val='ltr'>{run(' прошла')}</w:bdo>"

    assert html_of(paragraph(field, control, turned, "<w:r><w:cr/></w:r>", run("встреча"))) == (
        "<p>26 ноября в Ташкенте прошла<br>встреча</p>"
    )


def test_style_map_within_the_file_is_not_obeyed() -> None:
    document = by_hand(body(paragraph(run("Слово"))), **{"../mammoth/style-map": "p => h3"})

    assert read_word(document).html == "<p>Слово</p>"


def test_what_looks_like_a_tag_is_text() -> None:
    assert html_of(
        paragraph(run("&lt;script&gt;alert(1)&lt;/script&gt; &lt;a href=&quot;#x&quot;"))
    ) == ('<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;a href="#x"</p>')


def test_document_in_the_strict_form_is_read() -> None:
    strict = body(paragraph(run("Слово "), run("ТАЙНА", "<w:vanish/>"))).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert read_word(by_hand(strict)).html == "<p>Слово</p>"


@pytest.mark.parametrize(
    "content",
    [
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        f'<w:hyperlink r:id="none">{run("а")}</w:hyperlink>',
    ],
    ids=["note", "link"],
)
def test_document_that_names_what_it_has_not_is_damaged(content: str) -> None:
    assert refusal(by_hand(body(paragraph(content)))) == DAMAGED


def test_document_made_to_take_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "_MOST_SECONDS_OF_WORK", 1)
    # Each word looks through all fields that are still open: time grows with their square.
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 12_000
    looking = "<w:r/>" * 60_000
    started = time.perf_counter()

    assert refusal(by_hand(body(paragraph(opened, looking)))) == TOO_LONG

    assert time.perf_counter() - started < 20


def test_clock_stops_what_its_own_limits_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "_MOST_SECONDS", 0.01)

    assert refusal(word_file("Слово")) == TOO_LONG


def test_the_converter_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {}
    really_run = subprocess.run

    def look(*arguments, **options):
        given.update(options)
        return really_run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", look)
    monkeypatch.setenv("SECRET_KEY", "secret")

    read_word(word_file("Слово"))

    assert given["env"] == {}


def test_converter_needs_nothing_of_the_project() -> None:
    done = subprocess.run(
        [sys.executable, "-I", word._CONVERTER, "10"], input=b"", capture_output=True, check=False
    )

    assert done.stderr.splitlines()[-1].startswith(b"zipfile.BadZipFile")


def test_long_document_is_read_within_the_clock() -> None:
    data = word_file(*("обменялись мнениями по вопросам сотрудничества " * 10 for _ in range(400)))
    started = time.perf_counter()

    html = read_word(data).html

    assert html.count("<p>") == 400
    assert time.perf_counter() - started < 20
