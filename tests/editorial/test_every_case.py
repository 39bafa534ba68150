"""Every state, verb, role and language: one row each, and no row forgotten. W-08, W-09.

The rows are generated; what must come of each is worked out here from design, section 6, and
not from the table of the code. Each row is tried twice: the question (`blockers`) and the deed
(the verb), which must answer alike; a refused deed changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.blockers import blockers
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Release
from editorial.refusals import Refused
from editorial.workflow import VERBS
from languages.choices import CODES
from tests.editorial.conftest import Office
from tests.factories import draft, person, words

HOUR = timedelta(hours=1)
WORDS = {code: words(f"Заголовок {code}") for code in CODES}


@dataclass(frozen=True)
class World:
    """The people who made the piece; who tries the verb is none of them."""

    writer: User
    editor: User
    secretary: User
    deputy: User


def in_work(world: World, code: str) -> Edition:
    return draft(world.writer, **{code: WORDS[code]})


def in_review(world: World, code: str) -> Edition:
    edition = in_work(world, code)
    return actions.submit(edition=edition, by=world.writer, token=edition.token, languages=[code])


def approved(world: World, code: str) -> Edition:
    edition = in_review(world, code)
    return actions.approve(
        edition=edition, by=world.editor, token=edition.token, parts=["facts", code]
    )


def live(world: World, code: str) -> Edition:
    edition = approved(world, code)
    actions.release(edition=edition, by=world.secretary, token=edition.token, languages=[code])
    return Edition.objects.get(pk=edition.pk)


def scheduled(world: World, code: str) -> Edition:
    edition = approved(world, code)
    actions.release(
        edition=edition,
        by=world.secretary,
        token=edition.token,
        languages=[code],
        at=database_moment() + HOUR,
    )
    return Edition.objects.get(pk=edition.pk)


def unreviewed(world: World, code: str) -> Edition:
    edition = in_work(world, code)
    actions.release_unreviewed(
        edition=edition,
        by=world.deputy,
        token=edition.token,
        languages=[code],
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    return Edition.objects.get(pk=edition.pk)


def withdrawn(world: World, code: str) -> Edition:
    edition = live(world, code)
    actions.withdraw(
        edition=edition,
        by=world.secretary,
        token=edition.token,
        languages=[code],
        reason="in_error",
    )
    return Edition.objects.get(pk=edition.pk)


def discarded(world: World, code: str) -> Edition:
    edition = in_work(world, code)
    return actions.discard(edition=edition, by=world.writer, token=edition.token)


STATES: dict[str, Callable[[World, str], Edition]] = {
    made.__name__: made
    for made in (
        in_work,
        in_review,
        approved,
        live,
        scheduled,
        unreviewed,
        withdrawn,
        discarded,
    )
}

# Where each verb has something to act on; everywhere else it is refused.
POSSIBLE = {
    "start_edition": {"live", "scheduled", "unreviewed", "discarded"},
    # A save upon an edition that was closed meanwhile goes on in the next: no word is lost.
    "save_edition": set(STATES) - {"discarded"},
    "discard": {"in_work", "in_review", "approved"},
    "submit": {"in_work"},
    "send_back": {"in_review", "approved"},
    "approve": {"in_review", "approved"},
    "release": {"approved"},
    "reschedule": {"scheduled"},
    "cancel_schedule": {"scheduled"},
    "release_unreviewed": {"in_work", "in_review"},
    "confirm_unreviewed": {"unreviewed"},
    "withdraw": {"live", "scheduled", "unreviewed"},
    "amend_withdrawal": {"withdrawn"},
    "restore": {"withdrawn"},
}
MAY = {
    "start_edition": {Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY},
    "save_edition": {Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY},
    "discard": {Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY},
    "submit": {Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY},
    "send_back": {Role.EDITOR, Role.PRESS_SECRETARY},
    "approve": {Role.EDITOR, Role.PRESS_SECRETARY},
    "release": {Role.PRESS_SECRETARY, Role.DUTY},
    "reschedule": {Role.PRESS_SECRETARY},
    "cancel_schedule": {Role.PRESS_SECRETARY},
    "release_unreviewed": {Role.DUTY},
    "confirm_unreviewed": {Role.PRESS_SECRETARY},
    "withdraw": {Role.PRESS_SECRETARY, Role.DUTY},
    "amend_withdrawal": {Role.PRESS_SECRETARY, Role.DUTY},
    "restore": {Role.PRESS_SECRETARY},
}


def attempt(verb: str, edition: Edition, by: User, code: str) -> object:
    """Do the verb on this language, with all else that it needs."""
    given: dict[str, Any] = {"edition": edition, "by": by, "token": edition.token}
    of_language = {**given, "languages": [code]}
    later = database_moment() + 2 * HOUR
    said = {code: words("Новый заголовок")}
    return {
        "start_edition": partial(actions.start_edition, by=by, publication=edition.publication),
        "save_edition": partial(actions.save_edition, **given, texts=said),
        "discard": partial(actions.discard, **given),
        "submit": partial(actions.submit, **of_language),
        "send_back": partial(actions.send_back, **of_language, reason="Уточните дату."),
        "approve": partial(actions.approve, **given, parts=[code]),
        "release": partial(actions.release, **of_language),
        "reschedule": partial(actions.reschedule, **of_language, at=later),
        "cancel_schedule": partial(actions.cancel_schedule, **of_language),
        "release_unreviewed": partial(
            actions.release_unreviewed,
            **of_language,
            reason="event",
            on_whose_word="Директор",
            sign_in_confirmed_at=database_moment(),
        ),
        "confirm_unreviewed": partial(actions.confirm_unreviewed, **of_language),
        "withdraw": partial(actions.withdraw, **of_language, reason="in_error"),
        "amend_withdrawal": partial(
            actions.amend_withdrawal, **given, explanation={code: "Дата названа неверно."}
        ),
        "restore": partial(actions.restore, **of_language),
    }[verb]()


def everything_stored() -> list[Any]:
    """Return what no refused act may touch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM editorial_auditentry), "
            "(SELECT count(*) FROM editorial_version), "
            "(SELECT count(*) FROM editorial_approval), "
            "(SELECT count(*) FROM editorial_withdrawal), "
            "(SELECT array_agg(to_jsonb(e) ORDER BY id) FROM editorial_edition e), "
            "(SELECT array_agg(to_jsonb(t) ORDER BY id) FROM editorial_text t), "
            "(SELECT array_agg(to_jsonb(r) - 'content' ORDER BY id) FROM editorial_release r)"
        )
        return list(cursor.fetchone())


@pytest.fixture
def world(office: Office) -> World:
    return World(office.writer, office.editor, office.secretary, office.deputy)


def test_no_verb_and_no_state_is_forgotten() -> None:
    assert set(POSSIBLE) == set(MAY) == set(VERBS)
    assert set().union(*POSSIBLE.values()) == set(STATES)


@pytest.mark.parametrize(("state", "code"), list(product(STATES, CODES)))
def test_every_verb_by_every_role_in_every_state_of_every_language(
    world: World, state: str, code: str
) -> None:
    edition = STATES[state](world, code)
    wrong = []
    for verb, role in product(VERBS, (*Role, None)):
        by = person(*([role] if role else []), username=f"{verb}-{role}", desk_language="en")
        expected = role in MAY[verb] and state in POSSIBLE[verb]
        before = everything_stored()
        entries = AuditEntry.objects.count()
        done = is_done(verb, edition, by, code, before)
        asked = not blockers(edition, verb, [code], by=by, at=later_for(verb))
        # A save asks of an edition that is closed for the next one, which is started for it.
        answers = {done} if verb == "save_edition" else {done, asked}
        if answers != {expected}:
            wrong.append((verb, role, done, asked))
        assert AuditEntry.objects.count() == entries
    assert wrong == []


def later_for(verb: str) -> Any:
    return database_moment() + 2 * HOUR if verb == "reschedule" else None


def is_done(verb: str, edition: Edition, by: User, code: str, before: list[Any]) -> bool:
    """Try the verb, take it back, and say whether it was done; a refusal changed nothing."""
    entries = AuditEntry.objects.count()
    held = transaction.savepoint()
    try:
        attempt(verb, edition, by, code)
    except Refused:
        assert everything_stored() == before
        return False
    finally_written = AuditEntry.objects.count()
    transaction.savepoint_rollback(held)
    assert finally_written == entries + 1
    assert Release.objects.count() == len(before[-1] or [])
    return True
