"""Row W-19: no way that the verbs can go is taken for a change made past them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.roles import Role
from editorial import actions
from editorial.actions.versions import restore_version
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Unreviewed, Version
from tests.editorial.conftest import Office
from tests.editorial.tampering import alter, found, line, stand_up_guards
from tests.factories import approved, draft, person, released, words


@pytest.fixture(autouse=True)
def _guards(db: None) -> None:
    stand_up_guards()


def shown() -> Edition:
    return Edition.objects.current().get()


def scheduled(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )


def rescheduled(office: Office) -> None:
    scheduled(office)
    edition = shown()
    actions.reschedule(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=3),
    )


def rescheduled_and_cancelled(office: Office) -> None:
    rescheduled(office)
    edition = shown()
    actions.cancel_schedule(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )


def withdrawn_while_scheduled(office: Office) -> None:
    scheduled(office)
    withdraw(office)


def withdraw(office: Office) -> None:
    edition = shown()
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )


def go_out(office: Office, edition: Edition, *parts: str) -> None:
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["ru", *parts]
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])


def corrected(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    edition = actions.start_edition(by=office.writer, publication=edition.publication)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"ru": words("Исправлено")},
        handling={"ru": {"change": "correction", "note": "Исправлена дата."}},
    )
    go_out(office, edition)


def restored(office: Office) -> None:
    released(office.writer, office.editor, office.secretary)
    withdraw(office)
    edition = shown()
    actions.amend_withdrawal(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        explanation={"ru": "Вышло по ошибке."},
    )
    edition = shown()
    opened = actions.restore(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        handling={"ru": {"change": "update", "note": "Возвращено."}},
    )
    go_out(office, opened, "facts")


def entered_from_an_archive(office: Office) -> None:
    edition, now = draft(office.writer), database_moment()
    ended = now - timedelta(days=10)
    actions.backfill(
        edition=edition,
        by=office.secretary,
        approved_by=office.editor,
        languages=["ru"],
        begins=now - timedelta(days=20),
        ends=ended,
    )
    actions.backfill_withdrawal(
        edition=edition,
        by=office.secretary,
        begins=ended,
        reason="out_of_date",
        explanation={"ru": "Устарело."},
    )


def let_out_at_night(office: Office) -> None:
    alone = person(Role.WRITER, Role.DUTY, username="alone", desk_language="en")
    edition = draft(alone)
    actions.release_unreviewed(
        edition=edition,
        by=alone,
        token=edition.token,
        languages=["ru"],
        reason="wrong",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )


def confirmed_by_day(office: Office) -> None:
    let_out_at_night(office)
    edition = shown()
    actions.confirm_unreviewed(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )


def mended_by_suggestion_and_put_back(office: Office) -> None:
    edition = draft(office.writer)
    first = Version.objects.get(edition=edition)
    suggestion = actions.remark(
        edition=edition,
        by=office.editor,
        part="ru",
        field="headline",
        quote="Встреча",
        replacement="Беседа",
    )
    edition = actions.accept_suggestion(remark=suggestion, by=office.writer, token=edition.token)
    restore_version(
        version=first, by=office.editor, parts=["ru"], edition=edition, token=edition.token
    )


STORIES: tuple[Callable[[Office], None], ...] = (
    scheduled,
    rescheduled,
    rescheduled_and_cancelled,
    withdrawn_while_scheduled,
    corrected,
    restored,
    entered_from_an_archive,
    let_out_at_night,
    confirmed_by_day,
    mended_by_suggestion_and_put_back,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_no_way_of_the_verbs_is_taken_for_a_change(
    office: Office, story: Callable[[Office], None]
) -> None:
    story(office)
    assert AuditEntry.objects.count() > 1
    assert found() == []


def test_w_19_what_went_out_unreviewed_is_not_confirmed_by_sql(office: Office) -> None:
    let_out_at_night(office)
    stands = Unreviewed.objects.select_related("release__publication").get()
    alter(
        "editorial_unreviewed",
        "UPDATE editorial_unreviewed SET confirmed_by_id = %s, confirmed_at = now()",
        office.secretary.pk,
    )

    what = "no act records this (confirm_unreviewed)"
    assert found() == [line(stands, stands.release.publication, what, "ru")]


def test_w_19_what_went_out_unreviewed_is_not_hidden_by_sql(office: Office) -> None:
    let_out_at_night(office)
    release = Unreviewed.objects.select_related("release__publication").get().release
    alter("editorial_unreviewed", "DELETE FROM editorial_unreviewed")

    assert found() == [
        line(release, release.publication, f"nobody approved {said}", "ru")
        for said in (
            f"{release.facts_digest[:8]}… (facts) before it was released",
            f"{release.text_digest[:8]}… (ru) before it was released",
        )
    ]
