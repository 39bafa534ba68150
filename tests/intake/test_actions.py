from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.roles import Role
from editorial import audit
from editorial.actions import discard, save_edition
from editorial.contents.printing import print_text
from editorial.models import AuditEntry, Publication
from editorial.refusals import Refused
from intake.actions import create_draft, desk_address, find_draft, propose
from intake.decoding import Unreadable
from languages.choices import CODES
from tests.factories import person
from tests.intake.sources import BODY, BODY_HTML, HEADLINE, LEAD, SOURCE
from tests.intake.word_files import packed, word_file

DATA = SOURCE.encode()


def test_file_becomes_a_proposal_in_its_own_language():
    assert propose(DATA).as_dict() == {
        "language": "ru",
        "headline": HEADLINE,
        "lead": LEAD,
        "paragraphs": BODY,
        "body": BODY_HTML,
        "warnings": [],
    }


def test_word_document_becomes_the_same_proposal_as_its_words_in_a_plain_text():
    assert propose(word_file(HEADLINE, "", LEAD, *BODY)) == propose(DATA)


def test_zip_of_another_kind_is_refused_by_its_name():
    with pytest.raises(Unreadable) as refusal:
        propose(packed({"release.txt": SOURCE}))

    assert refusal.value.sentence == (
        "This file is a packed file (ZIP), which cannot be read here. Open it, save it as a Word "
        "document (.docx) or as plain text (.txt, encoding UTF-8), or copy the text and paste it "
        "here."
    )


def test_file_in_another_language_than_the_one_chosen_is_refused():
    with pytest.raises(Unreadable) as refusal:
        propose(DATA, "en")

    assert refusal.value.sentence == (
        "This text seems to be in another language (Русский) than the one chosen (English). "
        "Choose Русский, or check that it is the right text."
    )


def test_draft_holds_the_proposal_in_its_language_and_nothing_in_others(db):
    writer = person(Role.WRITER)

    edition = create_draft(propose(DATA), by=writer)

    said = {
        language: {name: value for name, value in print_text(edition, language).items() if value}
        for language in CODES
    }
    written = {"headline": HEADLINE, "lead": LEAD, "body": BODY_HTML}
    assert said == {"uz": {}, "uz-cyrl": {}, "ru": written, "en": {}}
    assert (edition.source_language, edition.is_open) == ("ru", True)
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["start_edition"]
    assert audit.first_break() is None


def test_markup_of_the_source_stays_text_in_the_draft(db):
    source = SOURCE.replace("Стороны", "<script>alert(1)</script> & Стороны")

    edition = create_draft(propose(source.encode()), by=person(Role.WRITER))

    assert edition.body_ru.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; Стороны")


def test_draft_by_somebody_who_may_not_start_one_is_refused(db):
    translator = person(Role.TRANSLATOR, desk_language="en")

    with pytest.raises(Refused) as refusal:
        create_draft(propose(DATA), by=translator)

    assert str(refusal.value) == (
        "Starting a piece is for another role: writer, editor, press secretary."
    )
    assert Publication.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_same_text_by_the_same_person_makes_one_draft_and_leaves_it_as_it_has_become(db):
    writer = person(Role.WRITER)
    first = create_draft(propose(DATA), by=writer)
    save_edition(edition=first, by=writer, token=1, texts={"ru": {"headline": "Иначе"}})

    second = create_draft(propose(DATA), by=writer)

    assert (second.pk, second.headline_ru) == (first.pk, "Иначе")
    assert find_draft(propose(DATA), by=writer) == first
    assert Publication.objects.count() == 1


def test_text_of_a_draft_that_was_discarded_makes_a_new_one_once(db):
    writer = person(Role.WRITER)
    first = create_draft(propose(DATA), by=writer)
    discard(edition=first, by=writer, token=1)

    assert find_draft(propose(DATA), by=writer) is None
    second = create_draft(propose(DATA), by=writer)
    third = create_draft(propose(DATA), by=writer)

    assert second.publication_id != first.publication_id
    assert third.pk == second.pk
    assert Publication.objects.count() == 2


def test_same_text_by_two_people_or_with_another_word_makes_two_drafts(db):
    writer, colleague = person(Role.WRITER), person(Role.WRITER)
    changed = SOURCE.replace("Корея", "Малайзия").encode()

    drafts = [
        create_draft(propose(DATA), by=writer),
        create_draft(propose(DATA), by=colleague),
        create_draft(propose(changed), by=writer),
    ]

    assert len({draft.publication_id for draft in drafts}) == 3


@pytest.mark.django_db(transaction=True)
def test_same_text_at_the_same_moment_opens_one_draft():
    writer, start = person(Role.WRITER), Barrier(4)
    opened = []

    def click():
        try:
            start.wait()
            opened.append(create_draft(propose(DATA), by=writer).pk)
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 4
    assert len(set(opened)) == 1
    assert Publication.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def test_address_of_a_draft_is_that_of_its_form_at_the_desk(db, settings):
    settings.SITE_URL = "https://ismi.example"
    edition = create_draft(propose(DATA), by=person(Role.WRITER))

    assert desk_address(edition) == (
        f"https://ismi.example/admin/news/newsitem/{edition.pk}/change/"
    )
