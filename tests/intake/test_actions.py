from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from accounts.roles import Role
from editorial import audit
from editorial.models import AuditEntry, Publication
from editorial.printing import print_text
from editorial.refusals import Refused
from intake.actions import create_draft, desk_address, propose
from intake.decoding import Unreadable
from languages.choices import CODES
from tests.factories import person
from tests.intake.sources import BODY, BODY_HTML, HEADLINE, LEAD, SOURCE

DATA = SOURCE.encode()


def test_file_becomes_a_proposal_in_its_own_language():
    assert propose(DATA).as_dict() == {
        "language": "ru",
        "headline": HEADLINE,
        "lead": LEAD,
        "paragraphs": BODY,
    }


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

    said = {language: print_text(edition, language) for language in CODES}
    empty = {"headline": "", "lead": "", "body": "", "dateline": ""}
    assert said == {
        "uz": empty,
        "uz-cyrl": empty,
        "ru": {
            "headline": HEADLINE,
            "lead": LEAD,
            "body": BODY_HTML,
            "dateline": "",
        },
        "en": empty,
    }
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


def test_same_opening_key_opens_one_draft(db):
    writer, key = person(Role.WRITER), uuid4()

    first = create_draft(propose(DATA), by=writer, opening_key=key)
    second = create_draft(propose(DATA), by=writer, opening_key=key)

    assert second.pk == first.pk
    assert Publication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_opening_key_at_the_same_moment_opens_one_draft():
    writer, key, start = person(Role.WRITER), uuid4(), Barrier(4)
    opened = []

    def click():
        try:
            start.wait()
            opened.append(create_draft(propose(DATA), by=writer, opening_key=key).pk)
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
