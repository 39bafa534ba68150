"""Two people at once, and eight: on real connections, each with its own transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection

from editorial import actions, audit
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Publication, Release, Version
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.editorial.test_releasing import next_approved, release
from tests.factories import approved, draft, words

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Run the act in so many threads at the same moment; return what each got or raised."""
    ready = Barrier(count)

    def run(number: int) -> object:
        try:
            ready.wait()
            return act(number)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def test_of_eight_releases_at_once_one_wins_and_the_others_get_a_sentence(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor)
    results = at_once(
        8,
        lambda _number: actions.release(
            edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
        ),
    )
    refusals = [str(one) for one in results if isinstance(one, Refused)]
    (first,) = set(refusals)
    assert len(refusals) == 7
    assert first.startswith(
        "A colleague was first: this edition has been closed meanwhile. "
        "secretary released: Русский ("
    )
    assert Release.objects.count() == 1
    assert AuditEntry.objects.filter(verb="release").count() == 1
    assert audit.first_break() is None


def test_acts_on_many_publications_at_once_make_one_unbroken_chain(office: Office) -> None:
    def write(number: int) -> None:
        for _round in range(4):
            draft(office.writer, ru=words(f"Новость {number}"))

    at_once(6, write)
    assert AuditEntry.objects.count() == 24
    assert audit.first_break() is None


def test_saves_of_different_fields_at_once_are_all_kept(office: Office) -> None:
    edition = draft(office.writer)
    changes = [{"ru": {"lead": "Лид"}}, {"ru": {"dateline": "Ташкент"}}, {"en": words("Meeting")}]
    at_once(
        3,
        lambda number: actions.save_edition(
            edition=edition, by=office.writer, token=edition.token, texts=changes[number]
        ),
    )
    last = Version.objects.filter(edition=edition.pk).latest("token")
    assert (last.token, last.texts["ru"]["lead"], last.texts["ru"]["dateline"]) == (
        4,
        "Лид",
        "Ташкент",
    )
    assert last.texts["en"]["headline"] == "Meeting"


def test_a_form_sent_eight_times_at_once_opens_one_publication(office: Office) -> None:
    key = uuid4()
    results = at_once(
        8, lambda _number: actions.start_edition(by=office.writer, kind="news", opening_key=key)
    )
    assert len({edition.pk for edition in results}) == 1
    assert (Publication.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_withdrawal_at_the_very_moment_of_a_scheduled_release_succeeds(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    second = next_approved(edition, office, "Вторая", change="minor")
    moment = database_moment() + timedelta(seconds=8)
    release(second, office, at=moment)
    shown = Edition.objects.get(pk=second.pk)
    while database_moment() < moment - timedelta(seconds=0.3):
        sleep(0.05)
    actions.withdraw(
        edition=shown,
        by=office.secretary,
        token=shown.token,
        languages=["ru"],
        reason="in_error",
    )
    assert Release.objects.live(at=moment + timedelta(hours=1)).count() == 0
    assert Release.objects.live().count() == 0


def test_one_of_two_editions_started_at_once_is_the_open_one(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    results = at_once(
        2,
        lambda _number: actions.start_edition(by=office.writer, publication=edition.publication),
    )
    assert sorted(type(one).__name__ for one in results) == ["NewsItem", "Refused"]
    assert Edition.objects.filter(closed_at=None).count() == 1


def test_an_approval_and_a_save_at_once_never_let_an_unseen_text_out(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    verbs = (
        lambda: actions.approve(
            edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
        ),
        lambda: actions.save_edition(
            edition=edition,
            by=office.writer,
            token=edition.token,
            texts={"ru": words("Подменённый")},
        ),
    )
    at_once(2, lambda number: verbs[number]())
    now = Edition.objects.get(pk=edition.pk)
    with pytest.raises(Refused):
        actions.release(edition=now, by=office.secretary, token=now.token, languages=["ru"])
    assert Release.objects.count() == 0


def test_packages_that_overlap_wait_for_each_other_and_never_in_a_ring(office: Office) -> None:
    one, other = draft(office.writer), draft(office.writer, ru=words("Другая новость"))

    def submit(number: int) -> object:
        first, second = (one, other) if number % 2 else (other, one)
        return actions.submit(
            edition=first,
            by=office.writer,
            token=first.token,
            languages=["ru"],
            companions=[actions.Member(second, second.token, ["ru"])],
        )

    results = at_once(6, submit)
    assert sum(isinstance(result, Refused) for result in results) == 5
    assert AuditEntry.objects.filter(verb="submit").count() == 2
    assert audit.first_break() is None
