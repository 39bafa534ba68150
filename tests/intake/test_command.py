import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from docx import Document

from accounts.models import User
from accounts.roles import Role
from editorial.models import AuditEntry, Publication
from news.models import NewsItem
from tests.factories import person
from tests.intake.sources import BODY, BODY_HTML, HEADLINE, LEAD, SENTENCES, SOURCE, UNREADABLE
from tests.intake.word_files import PICTURE, by_hand, saved, word_file


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "release.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def writer(db):
    return person(Role.WRITER, username="writer", desk_language="en")


def run(*arguments):
    output = io.StringIO()
    call_command("intake", *map(str, arguments), stdout=output)
    return output.getvalue()


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def nothing_was_created():
    return not (Publication.objects.exists() or AuditEntry.objects.exists())


def test_proposal_is_printed_for_reading(source):
    assert run(source) == (
        f"Language: Русский\nHeadline: {HEADLINE}\nLead: {LEAD}\n\n{BODY[0]}\n\n{BODY[1]}\n"
    )


def test_proposal_without_a_lead_has_no_line_for_it(tmp_path):
    short = tmp_path / "short.txt"
    short.write_text(f"{HEADLINE}\n{BODY[1]}", encoding="utf-8")

    assert run(short) == f"Language: Русский\nHeadline: {HEADLINE}\n\n{BODY[1]}\n"


def test_proposal_can_be_one_json_document(source):
    assert json.loads(run(source, "--json")) == {
        "language": "ru",
        "headline": HEADLINE,
        "lead": LEAD,
        "paragraphs": BODY,
        "body": BODY_HTML,
        "warnings": [],
    }


def test_text_can_come_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(SOURCE.encode())))

    assert json.loads(run("-", "--json"))["headline"] == HEADLINE


def test_reading_alone_creates_nothing(source, writer):
    run(source)

    assert nothing_was_created()


def test_draft_is_created_by_the_person_named(source, writer, settings):
    settings.SITE_URL = "https://ismi.example"

    answer = run(source, "--create", "--by", "writer")

    item = NewsItem.objects.get()
    assert (item.headline_ru, item.lead_ru, item.updated_by) == (HEADLINE, LEAD, writer)
    assert answer == (
        f"Draft {item.publication_id}: https://ismi.example/admin/news/newsitem/{item.pk}/change/\n"
    )


def test_created_draft_can_be_answered_in_json(source, writer, settings):
    settings.SITE_URL = "https://ismi.example"

    answer = json.loads(run(source, "--create", "--by", "writer", "--json"))

    item = NewsItem.objects.get()
    assert answer == {
        "language": "ru",
        "headline": HEADLINE,
        "lead": LEAD,
        "paragraphs": BODY,
        "body": BODY_HTML,
        "warnings": [],
        "number": item.publication_id,
        "address": f"https://ismi.example/admin/news/newsitem/{item.pk}/change/",
    }


def document_with_a_picture():
    document = Document()
    for line in (HEADLINE, LEAD, *BODY):
        document.add_paragraph(line)
    document.add_picture(io.BytesIO(PICTURE))
    return saved(document)


def test_word_document_is_read_and_what_is_left_out_is_told_beside_it(tmp_path):
    path = tmp_path / "release.docx"
    path.write_bytes(document_with_a_picture())
    output, errors = io.StringIO(), io.StringIO()

    call_command("intake", str(path), stdout=output, stderr=errors)

    assert output.getvalue() == (
        f"Language: Русский\nHeadline: {HEADLINE}\nLead: {LEAD}\n\n{BODY[0]}\n\n{BODY[1]}\n"
    )
    assert errors.getvalue() == "1 picture was left out: add it in the library.\n"


def test_what_is_left_out_of_a_word_document_is_in_its_json(tmp_path):
    path = tmp_path / "release.docx"
    path.write_bytes(document_with_a_picture())

    answer = json.loads(run(path, "--json"))

    assert answer["warnings"] == ["1 picture was left out: add it in the library."]
    assert answer["paragraphs"] == BODY


def test_word_document_becomes_one_draft_however_often_it_is_taken_in(tmp_path, writer):
    path = tmp_path / "release.docx"
    path.write_bytes(word_file(HEADLINE, LEAD, *BODY))

    first, second = (run(path, "--create", "--by", "writer") for _ in range(2))

    item = NewsItem.objects.get()
    assert (item.headline_ru, item.lead_ru, item.body_ru) == (HEADLINE, LEAD, BODY_HTML)
    assert second == first


@pytest.mark.parametrize(
    "document", [b"", b"<w:document>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", bytes(9_000_000)]
)
def test_word_document_that_cannot_be_read_is_one_line_and_no_traceback(tmp_path, document):
    path = tmp_path / "release.docx"
    path.write_bytes(by_hand(document))

    done = subprocess.run(
        [sys.executable, "manage.py", "intake", str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("CommandError: ")


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_one_sentence_and_creates_nothing(tmp_path, writer, name):
    path = tmp_path / "release.txt"
    path.write_bytes(UNREADABLE[name])

    assert refusal(path) == SENTENCES[name]
    assert refusal(path, "--create", "--by", "writer") == SENTENCES[name]
    assert nothing_was_created()


def test_text_in_another_language_than_said_creates_nothing(source, writer):
    assert refusal(source, "--create", "--by", "writer", "--language", "en") == (
        "This text seems to be in another language (Русский) than the one chosen (English). "
        "Choose Русский, or check that it is the right text."
    )
    assert nothing_was_created()


def test_unknown_language_is_refused_with_those_there_are(source):
    assert refusal(source, "--language", "fr") == (
        "“fr” is not a language of the office. Choose one of: uz, uz-cyrl, ru, en."
    )


def test_draft_needs_to_be_somebodys(source, writer):
    assert refusal(source, "--create") == "Say whose draft it is: --by USERNAME."
    assert nothing_was_created()


def test_person_named_without_a_draft_asked_for_is_refused(source, writer):
    assert refusal(source, "--by", "writer") == (
        "--by names whose draft it is. Say --create too, to open one."
    )
    assert nothing_was_created()


def test_unknown_person_is_refused(source, writer):
    assert refusal(source, "--create", "--by", "nobody") == (
        "There is no person with the username “nobody”."
    )
    assert nothing_was_created()


@pytest.mark.parametrize("roles", [(), (Role.TRANSLATOR,), (Role.ADMINISTRATOR,)])
def test_person_without_the_right_is_refused(source, db, roles):
    person(*roles, username="other", desk_language="en")

    assert refusal(source, "--create", "--by", "other") == (
        "Starting a piece is for another role: writer, editor, press secretary."
    )
    assert nothing_was_created()


def test_person_who_left_the_office_is_refused(source, writer):
    User.objects.update(is_active=False)

    assert refusal(source, "--create", "--by", "writer") == (
        "Starting a piece is for another role: writer, editor, press secretary."
    )
    assert nothing_was_created()


def test_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.txt") == (
        f"There is no file {tmp_path / 'none.txt'}. Check its name and folder."
    )


def test_folder_is_refused(tmp_path):
    assert refusal(tmp_path) == (
        f"{tmp_path} is a folder. Name the file in it that holds the text."
    )


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError, "You have no right to read {}. Ask its owner for it."),
        (OSError, "{} cannot be read. Check the disk it is on, and try again."),
    ],
)
def test_file_that_the_machine_does_not_give_is_refused(source, monkeypatch, error, sentence):
    def refuse(*_arguments):
        raise error

    monkeypatch.setattr(Path, "open", refuse)

    assert refusal(source) == sentence.format(source)


def test_refusal_in_json_is_one_document_and_exit_code_one(tmp_path, db):
    output = io.StringIO()

    with pytest.raises(SystemExit) as leaving:
        call_command("intake", str(tmp_path / "none.txt"), "--json", stdout=output)

    assert leaving.value.code == 1
    assert json.loads(output.getvalue()) == {
        "error": f"There is no file {tmp_path / 'none.txt'}. Check its name and folder."
    }


def test_on_the_shell_a_refusal_is_one_line_on_stderr():
    done = subprocess.run(
        [sys.executable, "manage.py", "intake", "none.txt"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("CommandError: ")
