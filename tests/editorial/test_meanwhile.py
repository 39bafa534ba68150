"""Who changed what since a form was opened."""

from typing import Any

from django.utils import translation

from editorial import actions
from editorial.desk.meanwhile import changes_since
from editorial.kinds import kind_row
from editorial.models import Edition
from tests.editorial.conftest import Office
from tests.factories import draft, words


def save(edition: Edition, by: Any, **given: Any) -> None:
    token = Edition.objects.get(pk=edition.pk).token
    actions.save_edition(edition=edition, by=by, token=token, **given)


def said(opened: Edition, token: int, now: Edition) -> list[tuple[str, list[str]]]:
    with translation.override("en"):
        found = changes_since(opened.pk, token, kind_row(now))
    return [(one.by.username, one.places) for one in found]


def test_each_save_names_its_person_and_its_places(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча", "<p>a</p><p>b</p>"))
    save(edition, office.editor, texts={"ru": {"body": "<p>a</p><p>B</p><p>c</p>"}})
    save(edition, office.writer, texts={"en": {"headline": "Meeting"}})
    save(edition, office.editor, facts={"countries": ["UZ"]}, texts={"ru": {"body": "<p>a</p>"}})
    assert said(edition, 1, edition) == [
        ("editor", ["Русский: Body, paragraphs 2, 3"]),
        ("writer", ["English: Headline"]),
        ("editor", ["Facts", "Русский: Body"]),
    ]


def test_an_act_without_a_version_hides_nothing_that_was_saved_after_it(office: Office) -> None:
    edition = draft(office.writer)
    actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    save(edition, office.editor, texts={"ru": {"headline": "Иначе"}})
    assert said(edition, 2, edition) == [("editor", ["Русский: Headline"])]


def test_what_was_copied_into_the_next_edition_is_nobodys_change(office: Office) -> None:
    edition = draft(office.writer)
    actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    actions.approve(edition=edition, by=office.editor, token=2, parts=["facts", "ru"])
    actions.release(edition=edition, by=office.secretary, token=3, languages=["ru"])
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    save(following, office.writer, texts={"ru": {"headline": "Иначе"}})
    assert said(edition, 1, following) == [("writer", ["Русский: Headline"])]
