"""Links for people without an account: made, stopped, dead by themselves, answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from editorial import actions
from editorial.actions.outside import (
    LONGEST_COMMENT,
    MOST_ANSWERS,
    hash_of_key,
)
from editorial.clock import database_moment
from editorial.desk.outside import asked_of
from editorial.models import AuditEntry, Edition, Notice, OutsideAnswer, OutsideCheck, Version
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.editorial.desk import address, signed_in
from tests.factories import approved, draft, released, words

BOTH = {"ru": words("Встреча"), "en": words("A meeting")}


def asked(office: Office, edition: Edition | None = None, **given: Any) -> OutsideCheck:
    """Return a check that the writer asked for, of a Russian text unless told."""
    given = {"name": "A. Saidov", "languages": ["ru"], **given}
    edition = edition or draft(office.writer)
    check, _key = actions.ask_outside(edition=edition, by=office.writer, **given)
    return check


def is_standing(check: OutsideCheck) -> bool:
    return OutsideCheck.objects.standing().filter(pk=check.pk).exists()


def codes_of_refusal(act: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.codes


# Made.


def test_a_link_shows_the_version_as_it_stands_and_stores_no_key(office: Office) -> None:
    edition = draft(office.writer)
    check, key = actions.ask_outside(
        edition=edition, by=office.writer, name=" A.\tSaidov ", languages=["ru"], question="?"
    )
    assert (check.name, check.version) == ("A. Saidov", Version.objects.get(edition=edition))
    assert (len(key), check.key_hash) == (27, hash_of_key(key))
    assert check.expires_at - check.created_at == timedelta(days=3)
    entry = AuditEntry.objects.get(verb="ask_outside")
    assert (entry.parts, sorted(entry.detail)) == (["ru"], ["check", "until"])
    assert key not in str(entry.detail)


def test_no_two_links_have_the_same_key(office: Office) -> None:
    edition = draft(office.writer)
    assert asked(office, edition).key_hash != asked(office, edition).key_hash


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"name": " "}, ("name_missing",)),
        ({"name": "ў" * 121}, ("too_long",)),
        ({"question": "ў" * 1001}, ("too_long",)),
        ({"languages": []}, ("no_language",)),
        ({"languages": ["en"]}, ("empty",)),
        ({"days": 0}, ("unfit_days",)),
        ({"days": 31}, ("unfit_days",)),
        ({"name": "", "days": 99}, ("name_missing", "unfit_days")),
    ],
)
def test_what_cannot_be_asked_is_refused(
    office: Office, given: dict[str, Any], codes: tuple[str, ...]
) -> None:
    given = {"name": "A", "languages": ["ru"], **given}
    edition = draft(office.writer)
    act = actions.ask_outside
    assert codes_of_refusal(act, edition=edition, by=office.writer, **given) == codes
    assert OutsideCheck.objects.count() == 0


def test_only_who_may_write_asks_and_stops(office: Office) -> None:
    edition = draft(office.writer)
    given = {"edition": edition, "by": office.administrator, "name": "A", "languages": ["ru"]}
    assert codes_of_refusal(actions.ask_outside, **given) == ("not_allowed",)
    check = asked(office, edition)
    stopping = {"check": check, "by": office.administrator}
    assert codes_of_refusal(actions.stop_asking, **stopping) == ("not_allowed",)


def test_what_readers_read_is_not_asked_about(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    given = {"edition": edition, "by": office.writer, "name": "A", "languages": ["ru"]}
    assert codes_of_refusal(actions.ask_outside, **given) == ("released",)


# Dead.


def test_l12_a_stopped_link_is_dead_at_once_and_stays_stopped_by_whom_it_was(
    office: Office,
) -> None:
    check = asked(office)
    assert is_standing(check) is True
    actions.stop_asking(check=check, by=office.editor)
    actions.stop_asking(check=check, by=office.secretary)
    check.refresh_from_db()
    assert (is_standing(check), check.revoked_by) == (False, office.editor)
    assert AuditEntry.objects.filter(verb="stop_asking").count() == 1


def test_l12_a_link_is_dead_when_its_days_are_over(office: Office) -> None:
    check = asked(office)
    ended = database_moment() - timedelta(seconds=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        OutsideCheck.objects.update(created_at=ended - timedelta(days=1), expires_at=ended)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert is_standing(check) is False


def test_l12_a_link_dies_with_a_discarded_edition(office: Office) -> None:
    edition = draft(office.writer)
    check = asked(office, edition)
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    assert is_standing(check) is False


def test_a_link_dies_with_the_words_it_shows_though_a_later_edition_is_discarded(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor)
    check = asked(office, edition)
    edition = actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )[0].edition
    later = actions.cancel_schedule(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    assert (later.number, is_standing(check)) == (2, True)
    actions.discard(edition=later, by=office.editor, token=later.token)
    check.refresh_from_db()
    assert (is_standing(check), check.revoked_by) == (False, office.editor)
    assert AuditEntry.objects.get(verb="discard").detail == {"stopped": [check.pk]}


def test_l12_a_link_dies_by_the_release_of_a_language_it_shows(office: Office) -> None:
    edition = approved(office.writer, office.editor, **BOTH)
    check, other = asked(office, edition, languages=["ru", "en"]), asked(office, edition)
    english = asked(office, edition, languages=["en"])
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    assert [is_standing(one) for one in (check, other, english)] == [False, False, True]


def test_l12_a_link_lives_on_until_a_scheduled_release_begins(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    check = asked(office, edition)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    assert is_standing(check) is True
    # Asked again once it is scheduled, the text is still nobody's who reads the site.
    again = asked(office, edition)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE editorial_release SET live = tstzrange(statement_timestamp(), NULL)")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert [is_standing(one) for one in (check, again)] == [False, False]


def test_a_link_of_a_correction_lives_beside_what_readers_have_had_before(office: Office) -> None:
    first = released(office.writer, office.editor, office.secretary)
    edition = actions.start_edition(by=office.writer, publication=first.publication)
    assert is_standing(asked(office, edition)) is True


def test_a_link_stays_when_the_account_of_its_maker_is_closed(office: Office) -> None:
    check = asked(office)
    office.writer.is_active = False
    office.writer.save(update_fields=["is_active"])
    assert is_standing(check) is True
    answer = actions.answer_outside(check=check, outcome="agreed")
    assert asked_of(check.version.edition)[0].answers == [answer]


# Answered.


def test_an_answer_is_kept_clean_and_told_to_who_asked_and_who_writes(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition,
        by=office.editor,
        token=edition.token,
        handling={"ru": {"assignee": office.translator.pk}},
    )
    answer = actions.answer_outside(
        check=asked(office, edition), outcome="comment", body=" Имя\u0000 другое \r\n"
    )
    assert (answer.outcome, answer.body) == ("comment", "Имя другое")
    told = Notice.objects.filter(kind="outside_answer").values_list("to__username", flat=True)
    assert sorted(told) == ["translator", "writer"]


@pytest.mark.parametrize(
    ("outcome", "body", "code"),
    [
        ("comment", " \u200b ", "comment_missing"),
        ("comment", "ў" * (LONGEST_COMMENT + 1), "too_long"),
        ("approved", "", "unknown_outcome"),
    ],
)
def test_an_answer_that_says_nothing_of_use_is_refused(
    office: Office, outcome: str, body: str, code: str
) -> None:
    given = {"check": asked(office), "outcome": outcome, "body": body}
    assert codes_of_refusal(actions.answer_outside, **given) == (code,)
    assert OutsideAnswer.objects.count() == 0


def test_a_link_takes_so_many_answers_and_no_more(office: Office) -> None:
    check = asked(office)
    for _one in range(MOST_ANSWERS):
        actions.answer_outside(check=check, outcome="agreed")
    given = {"check": check, "outcome": "agreed"}
    assert codes_of_refusal(actions.answer_outside, **given) == ("too_many",)


def test_a_dead_link_takes_no_answer(office: Office) -> None:
    check = actions.stop_asking(check=asked(office), by=office.writer)
    given = {"check": check, "outcome": "agreed"}
    assert codes_of_refusal(actions.answer_outside, **given) == ("dead",)


def test_an_answer_is_marked_as_older_by_a_change_of_what_was_shown_alone(office: Office) -> None:
    edition = draft(office.writer, **BOTH)
    check = asked(office, edition)
    actions.answer_outside(check=check, outcome="agreed")
    for language, older in (("en", ""), ("ru", "Русский")):
        edition = actions.save_edition(
            edition=edition,
            by=office.writer,
            token=edition.token,
            texts={language: words("Другое")},
        )
        assert [one.older for one in asked_of(edition)] == [older]


# The database.


def test_the_database_lets_nothing_of_a_check_change_but_that_it_is_stopped_once(
    office: Office,
) -> None:
    check = asked(office)
    checks = OutsideCheck.objects.filter(pk=check.pk)
    later = check.expires_at + timedelta(days=9)
    changes: list[dict[str, Any]] = [{"expires_at": later}, {"name": "B"}, {"key_hash": "0" * 64}]
    for change in changes:
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            checks.update(**change)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        checks.delete()
    actions.stop_asking(check=check, by=office.writer)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        checks.update(revoked_at=None, revoked_by=None)


def test_the_database_keeps_an_answer_as_it_was_given(office: Office) -> None:
    answer = actions.answer_outside(check=asked(office), outcome="agreed")
    answers = OutsideAnswer.objects.filter(pk=answer.pk)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        answers.update(outcome="comment", body="Нет")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        answers.delete()


# The desk's page.


def test_the_page_shows_the_link_once(office: Office) -> None:
    edition = draft(office.writer)
    client, here = signed_in(office.writer), address(edition, "outside")
    post = {"name": "A. Saidov", "language": "ru", "days": "5", "question": "", "make": ""}
    made = client.post(here, post)
    key = made.context["link"].rstrip("/").rpartition("/")[2]
    check = OutsideCheck.objects.get()
    assert (made.status_code, check.key_hash) == (200, hash_of_key(key))
    assert "no-store" in made.headers["Cache-Control"]
    page = client.get(here).content.decode()
    assert ("A. Saidov" in page, key in page) == (True, False)


def test_what_the_page_refuses_comes_back_as_it_was_typed(office: Office) -> None:
    edition = draft(office.writer)
    answer = signed_in(office.writer).post(
        address(edition, "outside"), {"name": "", "language": "ru", "days": "x", "question": "Так?"}
    )
    assert answer.status_code == 400
    assert [one.code for one in answer.context["refusals"]] == ["name_missing", "unfit_days"]
    assert answer.context["typed"]["question"] == "Так?"


def test_the_page_stops_a_link_of_its_own_publication_alone(office: Office) -> None:
    check, other = asked(office), draft(office.writer)
    client = signed_in(office.editor)
    post = {"stop": check.pk}
    assert client.post(address(other, "outside"), post).status_code == 404
    assert is_standing(check) is True
    here = address(Edition.objects.get(pk=check.version.edition_id), "outside")
    assert client.post(here, post).status_code == 302
    assert is_standing(check) is False


def test_the_page_costs_as_much_with_three_links_as_with_one(
    office: Office, django_assert_num_queries: Any
) -> None:
    edition = draft(office.writer)
    client, here = signed_in(office.writer), address(edition, "outside")
    actions.answer_outside(check=asked(office, edition), outcome="agreed")
    client.get(here)
    for _one in range(2):
        with django_assert_num_queries(15):
            client.get(here)
        for _more in range(2):
            actions.answer_outside(check=asked(office, edition), outcome="agreed")
