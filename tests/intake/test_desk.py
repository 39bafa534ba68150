import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from accounts.roles import Role
from editorial.models import AuditEntry, Publication
from news.models import NewsItem
from tests.factories import person
from tests.intake.sources import BODY, BODY_HTML, HEADLINE, LEAD, SENTENCES, SOURCE, UNREADABLE
from tests.intake.word_files import PICTURE, by_hand, saved, word_file

ADDRESS = "/admin/intake/"


@pytest.fixture
def writer(db):
    return person(Role.WRITER, username="writer", desk_language="en")


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def file_of(data):
    return SimpleUploadedFile("release.txt", data, content_type="text/plain")


def send(desk, **given):
    return desk.post(ADDRESS, {"text": "", "language": "", **given})


def sentences(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]


def nothing_was_created():
    return not (Publication.objects.exists() or AuditEntry.objects.exists())


def test_page_has_its_address_by_name():
    assert reverse("intake:new") == ADDRESS


def test_page_has_one_heading_and_one_form_for_text_and_file(desk):
    page = desk.get(ADDRESS).text

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["New from text"]
    assert page.count('enctype="multipart/form-data"') == 1
    accepted = re.findall(r'<input type="file"[^>]* accept="([^"]*)"', page)
    assert [kinds.split(",") for kinds in accepted] == [
        [
            ".docx",
            ".txt",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "text/plain",
        ]
    ]


def test_pasted_text_opens_as_a_draft_in_the_form_of_the_desk(desk, writer):
    response = send(desk, text=SOURCE)

    item = NewsItem.objects.get()
    assert (response.status_code, response["Location"]) == (
        303,
        f"/admin/news/newsitem/{item.pk}/change/",
    )
    assert (item.headline_ru, item.lead_ru) == (HEADLINE, LEAD)
    assert item.body_ru == BODY_HTML
    assert (item.source_language, item.updated_by) == ("ru", writer)


def test_writer_is_told_which_draft_was_made(desk):
    response = send(desk, text=SOURCE)

    page = desk.get(response["Location"])
    number = Publication.objects.get().pk
    assert [str(message) for message in page.context["messages"]] == [
        f"Draft {number} was made of the text (Русский). Check it and go on from here."
    ]


def test_file_opens_as_the_same_draft_as_its_text_pasted(desk):
    send(desk, text=SOURCE)
    desk.force_login(person(Role.WRITER))
    send(desk, file=file_of(SOURCE.encode()))

    pasted, sent = NewsItem.objects.order_by("pk")
    assert (sent.headline_ru, sent.lead_ru, sent.body_ru) == (
        pasted.headline_ru,
        pasted.lead_ru,
        pasted.body_ru,
    )


def test_word_document_opens_as_the_same_draft_as_its_words_pasted(desk):
    response = send(desk, file=file_of(word_file(HEADLINE, LEAD, *BODY)))

    item = NewsItem.objects.get()
    assert response["Location"] == f"/admin/news/newsitem/{item.pk}/change/"
    assert (item.headline_ru, item.lead_ru, item.body_ru) == (HEADLINE, LEAD, BODY_HTML)


def test_what_a_word_document_leaves_out_is_told_on_the_page_of_its_draft(desk):
    document = Document()
    for line in (HEADLINE, LEAD, *BODY):
        document.add_paragraph(line)
    for _ in range(3):
        document.add_picture(BytesIO(PICTURE))

    response = send(desk, file=file_of(saved(document)))

    number = Publication.objects.get().pk
    messages = desk.get(response["Location"]).context["messages"]
    assert [(message.level_tag, str(message)) for message in messages] == [
        (
            "success",
            f"Draft {number} was made of the text (Русский). Check it and go on from here.",
        ),
        ("warning", "3 pictures were left out: add them in the library."),
    ]


def test_step_back_and_the_same_text_again_open_the_same_draft_and_say_so(desk):
    first = send(desk, text=SOURCE)
    desk.get(first["Location"])
    desk.get(ADDRESS)

    second = send(desk, text=SOURCE)

    number = Publication.objects.get().pk
    assert second["Location"] == first["Location"]
    assert [str(message) for message in desk.get(second["Location"]).context["messages"]] == [
        f"This text was taken in before, as draft {number}. Here it is as it is now."
    ]


def test_same_words_as_text_and_as_word_document_are_one_draft(desk):
    send(desk, text=SOURCE)

    send(desk, file=file_of(word_file(HEADLINE, LEAD, *BODY)))

    assert Publication.objects.count() == 1


def test_another_text_is_another_draft(desk):
    send(desk, text=SOURCE)

    send(desk, text=SOURCE.replace("Корея", "Малайзия"))

    assert [item.headline_ru for item in NewsItem.objects.order_by("pk")] == [
        HEADLINE,
        HEADLINE.replace("Корея", "Малайзия"),
    ]


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_cannot_be_read_is_refused_in_the_words_of_the_shell(desk, name):
    response = send(desk, file=file_of(UNREADABLE[name]))

    assert (response.status_code, sentences(response)) == (200, [SENTENCES[name]])
    assert nothing_was_created()


def test_refused_file_has_to_be_chosen_again_and_the_page_says_so(desk):
    response = send(desk, file=file_of(b""))

    assert "A browser does not keep a file that was sent: choose it again." in response.text


def test_refused_text_stays_in_the_page_with_the_language_chosen(desk):
    response = send(desk, text=SOURCE, language="en")

    assert sentences(response) == [
        (
            "This text seems to be in another language (Русский) than the one chosen (English). "
            "Choose Русский, or check that it is the right text."
        )
    ]
    form = response.context["form"]
    assert (form["text"].value(), form["language"].value()) == (SOURCE, "en")
    assert HEADLINE in response.text
    assert nothing_was_created()


def test_same_text_goes_through_once_its_language_is_right(desk):
    send(desk, text=SOURCE, language="en")

    send(desk, text=SOURCE, language="ru")

    assert Publication.objects.count() == 1


def test_text_and_file_together_are_refused_and_the_text_stays(desk):
    response = send(desk, text=SOURCE, file=file_of(SOURCE.encode()))

    assert sentences(response) == [
        (
            "Both a text and a file were given, and only one can be taken in. "
            "Send the text again alone, or empty it and choose the file."
        )
    ]
    assert response.context["form"]["text"].value() == SOURCE
    assert nothing_was_created()


def test_nothing_given_is_refused(desk):
    response = send(desk)

    assert sentences(response) == ["Paste the text of the release, or choose a file with it."]
    assert nothing_was_created()


def test_five_megabytes_pasted_are_refused_with_one_sentence(desk):
    response = send(desk, text="а" * (5 * 1024 * 1024 // 2))

    assert sentences(response) == [
        (
            "The text has 2621440 characters, but a release may have at most 200000. "
            "Check that it is the right text, and take in only the release."
        )
    ]
    assert nothing_was_created()


def test_markup_in_a_refused_text_is_shown_as_text(desk):
    response = send(desk, text="</textarea><script>alert(1)</script>")

    assert "<script>alert(1)" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_markup_in_an_accepted_text_stays_text(desk):
    send(desk, text=SOURCE.replace("Стороны", "<img src=x onerror=alert(1)> Стороны"))

    assert NewsItem.objects.get().body_ru.startswith("<p>&lt;img src=x onerror=alert(1)&gt; ")


def test_word_document_refused_beside_a_text_leaves_the_text(desk):
    response = send(desk, text=SOURCE, file=file_of(by_hand(b"<w:document>")))

    assert response.context["form"]["text"].value() == SOURCE
    assert HEADLINE in response.text
    assert nothing_was_created()


def test_refused_word_document_leaves_the_language_chosen(desk):
    response = send(desk, file=file_of(by_hand(b"<w:document>")), language="uz-cyrl")

    assert sentences(response) == [
        (
            "This Word document is damaged, so its text cannot be read. Open it in Word and save "
            "it under another name, or copy the text and paste it here."
        )
    ]
    assert response.context["form"]["language"].value() == "uz-cyrl"
    assert nothing_was_created()


@pytest.mark.parametrize(
    "name", ["../../release.docx", "CON", "a" * 300, "\u202excod.exe", "r.doc"]
)
def test_name_of_the_file_means_nothing(desk, name):
    file = SimpleUploadedFile("release.docx", word_file(HEADLINE, LEAD, *BODY))
    file.name = name

    send(desk, file=file)

    assert NewsItem.objects.get().headline_ru == HEADLINE


@pytest.mark.parametrize("role", [Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY])
def test_whoever_starts_pieces_may_take_texts_in(client, db, role):
    client.force_login(person(role))

    assert client.get(ADDRESS).status_code == 200
    assert send(client, text=SOURCE).status_code == 303
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ADMINISTRATOR])
def test_whoever_starts_no_pieces_is_turned_away(client, db, role):
    client.force_login(person(role))

    assert client.get(ADDRESS).status_code == 403
    assert send(client, text=SOURCE).status_code == 403
    assert nothing_was_created()


def test_superuser_without_a_role_is_turned_away(client, db):
    client.force_login(person(is_superuser=True))

    assert send(client, text=SOURCE).status_code == 403
    assert nothing_was_created()


def test_stranger_is_asked_to_sign_in(client, db):
    response = send(client, text=SOURCE)

    assert (response.status_code, response.templates[0].name) == (200, "admin/login.html")
    assert nothing_was_created()


def test_post_without_the_token_against_forgery_is_refused(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    assert send(client, text=SOURCE).status_code == 403
    assert nothing_was_created()


@pytest.mark.parametrize("address", ["/admin/", "/admin/news/newsitem/"])
def test_way_to_the_page_is_shown_to_whoever_may_take_texts_in(client, db, address):
    shown = {}
    for role in (Role.WRITER, Role.TRANSLATOR):
        client.force_login(person(role))
        shown[role] = client.get(address).text.count(f'href="{ADDRESS}"')

    assert shown == {Role.WRITER: 1, Role.TRANSLATOR: 0}


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_page_knows_no_other_method(desk, method):
    assert getattr(desk, method)(ADDRESS).status_code == 405
