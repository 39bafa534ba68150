"""Row W-19: whatever was changed in the database, `verify_site` names it and fails."""

from collections.abc import Callable
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from editorial import actions
from editorial.clock import database_moment
from editorial.models import Approval, AuditEntry, Publication, Release, Version
from editorial.proof.verifying import Verification
from tests.editorial.conftest import Office
from tests.editorial.tampering import alter, found, line, stand_up_guards
from tests.factories import draft, printed, released

MOVED = "public_at is not when it went out"


@pytest.fixture
def live(office: Office) -> Release:
    """A release in Russian; a second publication stands beside it, and nobody touches it."""
    stand_up_guards()
    released(office.writer, office.editor, office.secretary)
    released(office.writer, office.editor, office.secretary)
    return Release.objects.earliest("pk")


def test_what_the_verbs_wrote_is_as_it_was_written(live: Release) -> None:
    said = StringIO()

    call_command("verify_site", stdout=said)

    last = AuditEntry.objects.latest("pk").hash
    assert said.getvalue() == (
        "2 releases, 4 approvals, 8 entries: all as they were written\n"
        f"The chain ends with {last}\n"
    )


def test_w_19_a_changed_row_is_named_and_the_exit_status_is_1(live: Release) -> None:
    alter(
        "editorial_release",
        "UPDATE editorial_release SET public_at = public_at + interval '1 day' WHERE id = %s",
        live.pk,
    )
    said, faults = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 differences") as refused:
        call_command("verify_site", stdout=said, stderr=faults)

    assert refused.value.returncode == 1
    assert faults.getvalue() == line(live, live.publication, MOVED, "ru") + "\n"
    assert said.getvalue() == ""


def test_one_publication_is_asked_for_beside_chain_and_guards(live: Release) -> None:
    other = Release.objects.exclude(pk=live.pk).get()
    alter("editorial_release", "UPDATE editorial_release SET public_at = now() - interval '1 year'")

    first, second = (line(one, one.publication, MOVED, "ru") for one in (live, other))
    assert found(publication=live.publication_id) == [first]
    assert found() == [first, second]


def test_an_unknown_publication_is_refused(live: Release) -> None:
    unknown = Publication.objects.latest("pk").pk + 1
    with pytest.raises(CommandError, match=rf"There is no publication {unknown}\."):
        call_command("verify_site", publication=unknown)


def test_w_19_a_changed_entry_is_named_with_its_act_and_moment(live: Release) -> None:
    entry = AuditEntry.objects.get(publication=live.publication, verb="release")
    alter(
        "editorial_auditentry",
        "UPDATE editorial_auditentry SET detail = detail || '{\"x\": 1}' WHERE id = %s",
        entry.pk,
    )

    said = f"release of {entry.at.isoformat(timespec='seconds')}"
    what = f"{said}: what it says is not what it said when it was written"
    assert found() == [line(entry, live.publication, what)]


def test_w_19_a_chain_whose_end_was_cut_off_lacks_the_hash_written_down(office: Office) -> None:
    stand_up_guards()
    draft(office.writer)
    edition = draft(office.writer)
    kept = AuditEntry.objects.latest("pk")
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    # It need not be the last: everything before it is as it was then.
    assert found(expected=kept.hash) == []

    alter("editorial_auditentry", "DELETE FROM editorial_auditentry WHERE id >= %s", kept.pk)

    lost = f"no entry has the hash {kept.hash}: the end of the chain was cut off"
    (version,) = Version.objects.filter(edition=edition)
    assert found(expected=kept.hash) == [
        f"editorial_auditentry: {lost}",
        line(version, edition.publication, "no act records version 1 as it is"),
    ]


def test_statements_do_not_grow_with_publications(
    live: Release, office: Office, django_assert_num_queries: Callable[..., Any]
) -> None:
    """Of one batch; a savepoint counts as two."""
    with django_assert_num_queries(18):
        assert found() == []
    released(office.writer, office.editor, office.secretary)
    with django_assert_num_queries(18):
        assert found() == []


@pytest.mark.django_db(transaction=True)
def test_work_under_way_changes_nothing_of_what_is_compared() -> None:
    release = printed()

    def approve_past_the_verbs() -> None:
        Approval.objects.create(
            publication=release.publication,
            part="ru",
            digest="0" * 64,
            by=release.released_by,
            at=database_moment(),
        )
        connection.close()

    walk = Verification().differences()
    next(walk)
    writer = Thread(target=approve_past_the_verbs)
    writer.start()
    writer.join()

    assert [one for one in walk if (one.table, one.language) == ("editorial_approval", "ru")] == []
    what = "no act records this approval as it is"
    forged = Approval.objects.get()
    assert [one for one in found() if one.startswith("editorial_approval ")] == [
        line(forged, release.publication, what, "ru")
    ]
