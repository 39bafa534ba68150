"""Row W-19: rows, digests, approvals and acts of one publication tell the same story."""

from datetime import timedelta

import pytest
from django.db import connection

from editorial import actions
from editorial.clock import database_moment
from editorial.models import (
    Access,
    Approval,
    AuditEntry,
    Edition,
    Release,
    Version,
    Withdrawal,
)
from tests.editorial.conftest import Office
from tests.editorial.tampering import alter, found, line, stand_up_guards
from tests.factories import draft, released

EARLIER = """
    live = tstzrange(lower(live) - interval '1 s', NULL),
    public_at = public_at - interval '1 s',
    first_shown_at = first_shown_at - interval '1 s'
"""


@pytest.fixture(autouse=True)
def _guards(db: None) -> None:
    stand_up_guards()


@pytest.fixture
def live(office: Office) -> Release:
    """A release in Russian; a second publication stands beside it, and nobody touches it."""
    released(office.writer, office.editor, office.secretary)
    released(office.writer, office.editor, office.secretary)
    return Release.objects.earliest("pk")


def withdrawn(release: Release, office: Office) -> Withdrawal:
    edition = Edition.objects.filter(publication=release.publication).latest("number")
    return actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )[0]


def amend(release: Release, office: Office, explanation: str) -> None:
    edition = Edition.objects.filter(publication=release.publication).latest("number")
    actions.amend_withdrawal(
        edition=edition, by=office.secretary, token=edition.token, explanation={"ru": explanation}
    )


def restored(release: Release, office: Office) -> None:
    """Bring the language back with the words it had."""
    edition = Edition.objects.get(pk=release.edition_id)
    edition = actions.restore(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    edition = actions.save_edition(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        handling={"ru": {"note": "It holds."}},
    )
    edition = actions.submit(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])


def act_of(entry: AuditEntry, what: str) -> str:
    return f"{entry.verb} of {entry.at.isoformat(timespec='seconds')}: {what}"


@pytest.mark.parametrize(("part", "field"), [("text", "headline"), ("facts", "countries")])
def test_w_19_changed_content_of_a_release_is_named(live: Release, part: str, field: str) -> None:
    alter(
        "editorial_release",
        "UPDATE editorial_release SET content = jsonb_set(content, %s, '[\"X\"]') WHERE id = %s",
        [part, field],
        live.pk,
    )

    stored = live.facts_digest if part == "facts" else live.text_digest
    what = f"its {part} and its digest {stored[:8]}… do not agree"
    assert found() == [line(live, live.publication, what, "ru")]


def test_w_19_content_that_is_no_print_at_all_is_named(live: Release) -> None:
    alter("editorial_release", "UPDATE editorial_release SET content = '[]' WHERE id = %s", live.pk)

    named = [
        f"its facts and its digest {live.facts_digest[:8]}… do not agree",
        f"its text and its digest {live.text_digest[:8]}… do not agree",
    ]
    assert found() == [line(live, live.publication, what, "ru") for what in named]


def test_names_of_records_are_no_part_of_a_digest(live: Release) -> None:
    alter(
        "editorial_release",
        "UPDATE editorial_release SET content = jsonb_set(content, '{facts,names}', '{}')",
    )
    assert found() == []


def test_w_19_a_changed_digest_differs_from_words_approval_and_act(live: Release) -> None:
    alter(
        "editorial_release",
        "UPDATE editorial_release SET text_digest = repeat('0', 64) WHERE id = %s",
        live.pk,
    )

    act = AuditEntry.objects.get(verb="release", publication=live.publication)
    named = [
        "its text and its digest 00000000… do not agree",
        "nobody approved 00000000… (ru) before it was released",
        f"its digest of ru is not the one that was released (entry {act.pk})",
    ]
    assert found() == [line(live, live.publication, what, "ru") for what in named]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("kind = 'meeting'", "it is of the kind meeting, its publication news"),
        (
            "first_shown_at = first_shown_at - interval '1 day'",
            "first_shown_at is not when readers of the language first saw it",
        ),
        ("public_at = public_at + interval '1 day'", "public_at is not when it went out"),
        ("released_by_id = (SELECT max(id) FROM accounts_user)", "no act records this release"),
        (EARLIER, "it begins at another moment than its act says"),
    ],
)
def test_w_19_a_release_that_differs_from_its_act_is_named(
    live: Release, change: str, what: str
) -> None:
    alter("editorial_release", f"UPDATE editorial_release SET {change} WHERE id = %s", live.pk)
    assert found() == [line(live, live.publication, what, "ru")]


def test_w_19_a_release_let_out_past_the_verbs_is_named(live: Release) -> None:
    forged = Release.objects.get(pk=live.pk)
    forged.pk, forged.language = None, "en"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
    forged.save(force_insert=True)

    named = [
        f"nobody approved {live.text_digest[:8]}… (en) before it was released",
        "no act records this release",
    ]
    assert found() == [line(forged, live.publication, what, "en") for what in named]


def test_w_19_a_removed_release_is_missed_by_its_act(live: Release) -> None:
    alter("editorial_mention", "DELETE FROM editorial_mention WHERE release_id = %s", live.pk)
    alter("editorial_release", "DELETE FROM editorial_release WHERE id = %s", live.pk)

    act = AuditEntry.objects.get(verb="release", publication=live.publication)
    what = act_of(act, "the release it made is gone or was changed")
    assert found() == [line(act, live.publication, what, "ru")]


def test_w_19_an_end_that_nothing_made_is_named(live: Release) -> None:
    """The database lets an end be set ahead, and no act did."""
    end = database_moment() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE editorial_release SET live = tstzrange(lower(live), %s) WHERE id = %s",
            [end, live.pk],
        )
    assert found() == [line(live, live.publication, f"nothing ended it at {end.isoformat()}", "ru")]


def test_w_19_a_removed_approval_is_missed_by_its_release_and_its_act(live: Release) -> None:
    alter(
        "editorial_approval",
        "DELETE FROM editorial_approval WHERE publication_id = %s AND part = 'facts'",
        live.publication_id,
    )

    act = AuditEntry.objects.get(verb="approve", publication=live.publication)
    alone = f"nobody approved {live.facts_digest[:8]}… (facts) before it was released"
    lost = act_of(act, "the approval it gave is gone or was changed")
    assert found() == [
        line(live, live.publication, alone, "ru"),
        line(act, live.publication, lost, "facts"),
    ]


def test_w_19_an_approval_that_nobody_gave_is_named(live: Release, office: Office) -> None:
    forged = Approval.objects.create(
        publication=live.publication,
        part="ru",
        digest=live.text_digest,
        by=office.secretary,
        at=AuditEntry.objects.get(verb="approve", publication=live.publication).at,
    )

    what = "no act records this approval as it is"
    assert found() == [line(forged, live.publication, what, "ru")]


@pytest.mark.parametrize(
    "change",
    [
        "by_id = (SELECT max(id) FROM accounts_user)",
        "parts = '{}'",
        "at = at - interval '1 s'",
    ],
)
def test_w_19_a_version_of_another_hand_is_named(live: Release, change: str) -> None:
    """Whoever is taken off a version could approve what he wrote."""
    version = Version.objects.get(edition=live.edition)
    alter("editorial_version", f"UPDATE editorial_version SET {change} WHERE id = %s", version.pk)

    what = "no act records version 1 as it is"
    named = [one for one in found() if one.startswith("editorial_version")]
    assert named == [line(version, live.publication, what)]


def test_w_19_a_removed_version_is_missed_by_its_act(live: Release) -> None:
    alter(
        "editorial_version", "DELETE FROM editorial_version WHERE edition_id = %s", live.edition_id
    )

    act = AuditEntry.objects.get(verb="start_edition", publication=live.publication)
    what = act_of(act, "the version it kept is gone or was changed")
    assert found() == [line(act, live.publication, what)]


def test_w_19_a_removed_withdrawal_is_missed_by_its_act_and_its_release(
    live: Release, office: Office
) -> None:
    made = withdrawn(live, office)
    assert found() == []
    alter("editorial_withdrawal", "DELETE FROM editorial_withdrawal WHERE id = %s", made.pk)

    act = AuditEntry.objects.get(verb="withdraw")
    ended = f"nothing ended it at {made.range.lower.isoformat()}"
    lost = act_of(act, "the withdrawal it made is gone or was changed")
    assert found() == [
        line(live, live.publication, ended, "ru"),
        line(act, live.publication, lost, "ru"),
    ]


def test_w_19_a_changed_reason_of_a_withdrawal_is_named(live: Release, office: Office) -> None:
    made = withdrawn(live, office)
    alter("editorial_withdrawal", "UPDATE editorial_withdrawal SET reason = 'out_of_date'")

    what = "no act records this withdrawal as it is"
    assert found() == [line(made, live.publication, what, "ru")]


@pytest.mark.parametrize("change", ["explanation = 'X', amended_at = now()", "amended_at = now()"])
@pytest.mark.parametrize("is_amended", [False, True])
def test_w_19_an_explanation_that_no_act_gave_is_named(
    live: Release, office: Office, change: str, is_amended: bool
) -> None:
    """The database lets a notice be amended, and no act did."""
    made = withdrawn(live, office)
    if is_amended:
        amend(live, office, "The day was wrong.")
    assert found() == []

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE editorial_withdrawal SET {change}")

    what = "no act gave it this explanation"
    assert found() == [line(made, live.publication, what, "ru")]


def test_w_19_an_explanation_put_back_to_what_an_earlier_act_said_is_named(
    live: Release, office: Office
) -> None:
    made = withdrawn(live, office)
    amend(live, office, "First.")
    amend(live, office, "Second.")
    assert found() == []

    alter("editorial_withdrawal", "UPDATE editorial_withdrawal SET explanation = 'First.'")

    what = "no act gave it this explanation"
    assert found() == [line(made, live.publication, what, "ru")]


def test_each_withdrawal_has_the_explanation_of_its_own_acts(live: Release, office: Office) -> None:
    first = withdrawn(live, office)
    amend(live, office, "First.")
    restored(live, office)
    withdrawn(live, office)
    amend(live, office, "Second.")
    assert found() == []

    alter(
        "editorial_withdrawal",
        "UPDATE editorial_withdrawal SET explanation = 'Second.' WHERE id = %s",
        first.pk,
    )

    what = "no act gave it this explanation"
    assert found() == [line(first, live.publication, what, "ru")]


def limited(office: Office) -> Edition:
    """A piece seen by its writer and the editor; another that everybody sees stands beside it."""
    draft(office.writer)
    edition = draft(office.writer)
    actions.limit_access(edition=edition, by=office.writer, people=[office.editor])
    assert found() == []
    return edition


def test_w_19_somebody_let_in_past_the_verbs_is_named(office: Office) -> None:
    edition = limited(office)
    row = Access.objects.create(
        publication=edition.publication,
        person=office.secretary,
        given_by=office.writer,
        at=database_moment(),
    )

    what = f"no act lets person {office.secretary.pk} see it"
    assert found() == [line(row, edition.publication, what)]


def test_w_19_somebody_shut_out_past_the_verbs_is_missed_by_the_act(office: Office) -> None:
    edition = limited(office)
    Access.objects.filter(person=office.editor).delete()

    act = AuditEntry.objects.get(verb="limit_access")
    what = act_of(act, f"the access of person {office.editor.pk} is gone or was changed")
    assert found() == [line(act, edition.publication, what)]


def test_w_19_only_the_last_act_says_who_sees_a_piece(office: Office) -> None:
    edition = limited(office)
    actions.limit_access(edition=edition, by=office.writer, people=[], despite=["nobody_approves"])
    assert found() == []
    actions.open_access(edition=edition, by=office.writer)
    assert found() == []

    row = Access.objects.create(
        publication=edition.publication,
        person=office.writer,
        given_by=office.writer,
        at=database_moment(),
    )

    what = f"no act lets person {office.writer.pk} see it"
    assert found() == [line(row, edition.publication, what)]
