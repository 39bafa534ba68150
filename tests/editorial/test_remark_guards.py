"""What the database refuses of remarks and notices, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from editorial import actions
from editorial.clock import database_moment
from editorial.models import Edition, Notice, Remark
from tests.editorial.conftest import Office
from tests.editorial.test_guards import refused
from tests.factories import draft, words


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer, ru=words("Встреча", "<p>Гости приехали утром.</p>"))


@pytest.fixture
def suggestion(office: Office, edition: Edition) -> Remark:
    return actions.remark(
        edition=edition, by=office.editor, part="ru", field="body", quote="утром", replacement="x"
    )


NEVER = "a remark never changes, but that it is settled or taken up again"


@pytest.mark.parametrize(
    "change",
    [
        "body = 'Другое'",
        "replacement = 'Другое'",
        "quote = 'Другое'",
        "is_blocking = true",
        "by_id = by_id + 1",
        "at = at - interval '1 day'",
        "part = 'en'",
    ],
)
def test_the_words_of_a_remark_never_change(suggestion: Remark, change: str) -> None:
    assert refused(f"UPDATE editorial_remark SET {change}") == NEVER


def test_a_remark_is_never_deleted(suggestion: Remark) -> None:
    assert refused("DELETE FROM editorial_remark") == "a remark cannot be deleted"


def test_a_resolution_is_set_once_and_taken_back(office: Office, suggestion: Remark) -> None:
    actions.decline_suggestion(remark=suggestion, by=office.writer)
    assert refused("UPDATE editorial_remark SET outcome = 'accepted'") == NEVER
    actions.reopen(remark=suggestion, by=office.writer)
    token = suggestion.edition.token
    actions.accept_suggestion(remark=suggestion, by=office.writer, token=token)
    sql = "UPDATE editorial_remark SET outcome = '', resolved_at = NULL, resolved_by_id = NULL"
    assert refused(sql) == NEVER


def row(edition: Edition, office: Office, **given: Any) -> dict[str, Any]:
    usual = {"part": "ru", "body": "?", "by": office.editor, "at": database_moment()}
    return {"publication": edition.publication, "edition": edition, **usual, **given}


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"part": "fr"}, "remark_part_is_known"),
        ({"part": "", "field": "body"}, "remark_place_is_within_a_part"),
        ({"quote": "утром"}, "remark_place_is_within_a_part"),
        ({"passage": "0" * 16}, "remark_passage_has_a_quote"),
        ({"body": ""}, "remark_says_something"),
        ({"replacement": "x"}, "remark_suggestion_replaces_words"),
        (
            {"part": "facts", "field": "topics", "quote": "x", "replacement": "x"},
            "remark_suggestion_replaces_words",
        ),
        ({"body": "a\u200bb"}, "remark_words_are_safe"),
        ({"field": "body", "quote": "a\nb"}, "remark_words_are_safe"),
        ({"body": "ў" * 5001}, "remark_words_are_few"),
        ({"field": "body", "quote": "ў" * 5001}, "remark_words_are_few"),
        ({"field": "body", "quote": "x", "replacement": "ў" * 5001}, "remark_words_are_few"),
        ({"resolved_at": database_moment}, "a remark begins open"),
        ({"outcome": "settled"}, "remark_is_resolved_or_open"),
    ],
)
def test_a_remark_is_what_it_can_be(
    office: Office, edition: Edition, given: dict[str, Any], constraint: str
) -> None:
    given = {name: value() if callable(value) else value for name, value in given.items()}
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        Remark.objects.create(**row(edition, office, **given))


def test_only_a_suggestion_is_accepted(office: Office, edition: Edition) -> None:
    made = Remark.objects.create(**row(edition, office))
    with pytest.raises(IntegrityError, match="remark_accepted_is_a_suggestion"):
        Remark.objects.filter(pk=made.pk).update(
            outcome="accepted", resolved_at=made.at, resolved_by=office.editor
        )


def test_an_answer_is_words_alone_in_a_thread_of_its_publication(
    office: Office, edition: Edition, suggestion: Remark
) -> None:
    other = draft(office.writer)
    with pytest.raises(IntegrityError, match="remark_reply_is_words_alone"), transaction.atomic():
        Remark.objects.create(**row(edition, office, parent=suggestion))
    for given in ({"publication": other.publication, "edition": other}, {"edition": other}):
        with pytest.raises(Exception, match="stays with one publication"), transaction.atomic():
            Remark.objects.create(
                **{**row(edition, office, part=""), **given, "parent": suggestion}
            )
    answer = Remark.objects.create(**row(edition, office, part="", parent=suggestion))
    with pytest.raises(Exception, match="stays with one publication"), transaction.atomic():
        Remark.objects.create(**row(edition, office, part="", parent=answer))


def test_a_person_is_told_once_of_one_act(office: Office, edition: Edition) -> None:
    at = database_moment()
    given = {"to": office.writer, "publication": edition.publication, "at": at, "due_at": at}
    Notice.objects.create(kind="asked", **given)
    with pytest.raises(IntegrityError, match="notice_of_an_act_is_one"):
        Notice.objects.create(kind="preflight", **given)
