"""A version on paper: what it says of itself, who approved exactly this, and the Word file."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from editorial import actions
from editorial.clock import database_moment
from editorial.desk.paper_files import word_file
from editorial.desk.papers import Paper, paper_of
from editorial.desk.versions import History
from editorial.four_eyes import Review
from editorial.kinds import kind_model, kind_row
from editorial.models import Edition
from editorial.moments import moment_in_words
from languages.choices import CODES
from library.models import Picture
from tests.editorial.conftest import Office
from tests.factories import approved, draft, released, words
from tests.library.files import taken_in

FOUR = {
    "uz": words("Uchrashuv", "<p>Tomonlar fikr almashdi: oʻzaro.</p>"),
    "uz-cyrl": words("Учрашув", "<p>Томонлар фикр алмашди: ўзаро.</p>"),
    "ru": words("Встреча", "<p>Стороны обменялись мнениями.</p>"),
    "en": words("Meeting", "<p>The sides exchanged views.</p>"),
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def paper(edition: Edition, by: Any, *languages: str, place: int = 0) -> Paper:
    """Return the paper of the edition's newest version, or of an older one."""
    history = History(edition.publication, database_moment())
    kept = history.editions[edition.pk].versions[place]
    model = kind_model(edition.publication.kind)
    return paper_of(model, history, kept, languages or CODES, by=by)


def document(of: Paper) -> Any:
    return docx.Document(io.BytesIO(word_file(of)))


def paragraphs(of: Paper) -> list[str]:
    return [one.text for one in document(of).paragraphs]


def codes(of: Paper) -> dict[str, str]:
    return {sheet.name: sheet.code for sheet in of.sheets}


def test_a_paper_names_itself_and_the_languages_in_which_something_is_written(
    office: Office,
) -> None:
    edition = draft(office.writer, ru=FOUR["ru"], en=FOUR["en"])
    said = paper(edition, office.writer)
    assert said.name == f"Publication {edition.publication_id}, edition 1, version 1"
    assert said.title == "Meeting"
    assert [sheet.name for sheet in said.sheets] == ["Facts", "Русский", "English"]


def test_the_code_of_a_part_is_the_beginning_of_its_digest(office: Office) -> None:
    edition = draft(office.writer)
    row = kind_row(edition)
    texts = {text.language: text for text in row.text_rows.all()}
    digests = Review(row, texts, database_moment()).digests
    grouped = {part: f"{said[:4]} {said[4:8]}".upper() for part, said in digests.items()}
    assert codes(paper(edition, office.writer)) == {
        "Facts": grouped["facts"],
        "Русский": grouped["ru"],
    }


def test_the_watermark_says_whether_readers_have_exactly_this(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary, **FOUR)
    assert paper(edition, office.writer, "ru").watermark == "Released"
    assert paper(edition, office.writer).watermark == "Released only in: Русский"
    following = Edition.objects.get(publication=edition.publication, number=2)
    following = actions.save_edition(
        edition=following, by=office.writer, token=following.token, texts={"ru": words("Другая")}
    )
    assert paper(following, office.writer, "ru").watermark == "NOT RELEASED"


def test_what_was_withdrawn_is_said_to_be_no_longer_public(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary, ru=words("Встреча"))
    assert paper(edition, office.writer).watermark == "Released"
    edition.refresh_from_db()
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )
    found = paper(edition, office.writer)
    assert found.watermark == "NO LONGER PUBLIC"
    release = edition.publication.releases.get()
    begun, ended = (moment_in_words(one) for one in (release.live.lower, release.live.upper))
    assert found.sheets[1].release == f"Released {begun}, no longer public since {ended}"


def test_what_is_scheduled_is_not_released_yet(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    later = database_moment() + timedelta(days=1)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=later,
    )
    assert paper(edition, office.writer).watermark == "NOT RELEASED"


def test_only_approvals_of_exactly_this_are_named(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    moment = moment_in_words(edition.publication.approvals.get(part="ru").at)
    name = f"{office.editor}, {moment}"
    assert [sheet.approvers for sheet in paper(edition, office.writer).sheets] == [[name], [name]]
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": words("Другая")}
    )
    assert [sheet.approvers for sheet in paper(edition, office.writer).sheets] == [[name], []]


def test_an_approval_that_was_taken_back_is_not_named(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.send_back(
        edition=edition, by=office.editor, token=edition.token, languages=["ru"], reason="Нет."
    )
    facts, russian = paper(edition, office.writer).sheets
    assert (len(facts.approvers), russian.approvers) == (1, [])


def test_the_word_file_speaks_four_languages_and_bears_the_watermark(office: Office) -> None:
    edition = draft(office.writer, **FOUR)
    file = document(paper(edition, office.writer))
    text = [one.text for one in file.paragraphs]
    for language in FOUR.values():
        (body,) = [one for one in text if one == language["body"][3:-4]]
        assert body
    (section,) = file.sections
    assert [one.text for one in section.header.paragraphs] == [
        "NOT RELEASED",
        f"Publication {edition.publication_id}, edition 1, version 1",
    ]
    fields = section.footer.paragraphs[0]._p.iter(qn("w:fldSimple"))
    assert [one.get(qn("w:instr")) for one in fields] == ["PAGE", "NUMPAGES"]
    assert (file.core_properties.author, file.core_properties.comments) == ("", "")


def test_rich_text_keeps_what_it_is_in_the_word_file(office: Office) -> None:
    body = (
        '<h2>Тема</h2><p>На <a href="https://example.org/">сайте</a> <strong>жирно</strong></p>'
        '<ul><li>да</li></ul><ol start="3"><li>три</li><li>четыре</li></ol><p>Конец</p>'
        "<ol><li>раз</li></ol><blockquote><p>Речь</p></blockquote>"
        "<table><tbody><tr><td>а</td><td></td></tr><tr><td>в</td><td>г</td></tr></tbody></table>"
    )
    file = document(paper(draft(office.writer, ru=words("Встреча", body)), office.writer))
    begins = [one.text for one in file.paragraphs].index("Тема")
    written = [(one.style.name, one.text) for one in file.paragraphs[begins:-1]]
    assert written == [
        ("Heading 3", "Тема"),
        ("Normal", "На сайте (https://example.org/) жирно"),
        ("List Bullet", "да"),
        ("List Paragraph", "3. три"),
        ("List Paragraph", "4. четыре"),
        ("Normal", "Конец"),
        ("List Paragraph", "1. раз"),
        ("Quote", "Речь"),
    ]
    (table,) = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["а", ""], ["в", "г"]]
    assert [run.text for run in file.paragraphs[begins + 1].runs if run.bold] == ["жирно"]


def test_pictures_are_drawn_with_their_words(office: Office) -> None:
    cover = taken_in(office.writer)
    figure = (
        f'<figure class="image"><img src="{cover.source}" alt="Зал">'
        "<figcaption>В зале</figcaption></figure>"
    )
    edition = draft(office.writer, ru=words("Встреча", figure))
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"cover": cover.pk}
    )
    file = document(paper(edition, office.writer))
    assert len(file.inline_shapes) == 2
    assert [one.text for one in file.paragraphs if one.style.name == "Caption"] == [
        "Alternative text: Зал",
        "В зале",
    ]


def test_a_picture_whose_file_is_lost_is_said_to_be(
    office: Office, settings: Any, tmp_path: Any
) -> None:
    cover = taken_in(office.writer)
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"cover": cover.pk}
    )
    assert Picture.objects.count() == 1
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert "[A picture that is not there any more]" in paragraphs(paper(edition, office.writer))


def test_people_and_outcomes_stand_on_paper_and_what_is_internal_does_not(office: Office) -> None:
    edition = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={
            "starts_on": "2025-11-26",
            "participants": [{"key": "guest", "side": "guest"}],
            "outcomes": [{"key": "open", "due_on": "2026-01-15"}],
        },
        texts={
            "ru": {
                "title": "Встреча",
                "participants": {"guest": {"name": "Патрик Бриан", "post": "атташе"}},
                "outcomes": {"open": {"statement": "Обмен опытом"}},
            }
        },
        internal={
            "notes": "Только для своих",
            "outcomes": [{"key": "inside", "texts": {"ru": {"statement": "Не для печати"}}}],
        },
    )
    said = paragraphs(paper(edition, office.writer))
    assert "1. Патрик Бриан; Side: Guest; Role: Member; Attendance: Came" in said
    assert "1. Name as printed: Патрик Бриан; Post as printed: атташе" in said
    assert "1. Обмен опытом; Until: 15 January 2026" in said
    assert [one for one in said if "своих" in one or "Не для печати" in one] == []
