"""What the database refuses, whoever asks."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.utils import InternalError

from delegations.models import Delegate, Delegation
from editorial import actions
from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from editorial.models import (
    Approval,
    AuditEntry,
    Draft,
    Edition,
    Mention,
    Notice,
    Passage,
    Publication,
    Release,
    Remark,
    Text,
    Version,
    Withdrawal,
)
from events.models import Meeting, Outcome, Participant
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.factories import approved, draft, printed, released

HOUR = timedelta(hours=1)


def refused(sql: str, *values: object) -> str:
    """Run the statement, which the database must refuse; return its words."""
    with (
        pytest.raises((IntegrityError, InternalError)) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return str(caught.value).splitlines()[0]


def span(release: Release, begins: timedelta, ends: timedelta | None) -> DateTimeTZRange:
    """Return a range counted from the start of this release."""
    start = release.live.lower
    return DateTimeTZRange(start + begins, None if ends is None else start + ends, "[)")


@pytest.fixture
def live(db: None) -> Release:
    return printed("ru", begins=-HOUR)


@pytest.fixture
def ended(db: None) -> Release:
    now = database_moment()
    return printed("ru", begins=now - 3 * HOUR, ends=now - HOUR)


@pytest.fixture
def scheduled(db: None) -> Release:
    return printed("ru", begins=HOUR, mentions=(("country", "FR"),))


def copy_sql(release: Release, live: str) -> str:
    """Return SQL that inserts the release again with another range."""
    columns = [field.column for field in Release._meta.fields if field.name not in ("id", "live")]
    names = ", ".join(columns)
    return (
        f"INSERT INTO editorial_release ({names}, live) "
        f"SELECT {names}, {live} FROM editorial_release WHERE id = {release.pk}"
    )


def test_two_live_ranges_of_one_language_cannot_overlap(live: Release) -> None:
    said = refused(copy_sql(live, "tstzrange(statement_timestamp(), NULL)"))
    assert "release_ranges_do_not_overlap" in said


def test_a_release_cannot_begin_in_the_past(ended: Release) -> None:
    sql = copy_sql(ended, "tstzrange(now() - interval '20 minutes', NULL)")
    assert refused(sql) == "a release cannot begin in the past"


def test_a_release_cannot_begin_at_no_moment(ended: Release) -> None:
    assert "release_begins_at_a_moment" in refused(copy_sql(ended, "tstzrange(NULL, NULL)"))


def test_a_release_cannot_have_an_empty_range(ended: Release) -> None:
    assert "release_begins_at_a_moment" in refused(copy_sql(ended, "'empty'::tstzrange"))


@pytest.mark.parametrize("span", ["'[infinity,)'", "'[2100-01-01,infinity)'"])
def test_a_release_begins_and_ends_at_moments_of_the_calendar(ended: Release, span: str) -> None:
    said = refused(copy_sql(ended, f"{span}::tstzrange"))
    assert said == "a release begins and ends at a moment"


def test_the_end_of_a_release_that_is_over_cannot_move(ended: Release) -> None:
    said = refused(
        "UPDATE editorial_release SET live = %s WHERE id = %s",
        span(ended, timedelta(0), None),
        ended.pk,
    )
    assert said == "the end of a release that is over cannot move"


def test_a_live_release_cannot_end_in_the_past(live: Release) -> None:
    said = refused(
        "UPDATE editorial_release SET live = %s WHERE id = %s",
        span(live, timedelta(0), HOUR / 2),
        live.pk,
    )
    assert said == "a release cannot end in the past"


def test_a_live_release_can_end_ahead_and_be_opened_again(live: Release) -> None:
    for end in (2 * HOUR, 3 * HOUR, None):
        Release.objects.filter(pk=live.pk).update(live=span(live, timedelta(0), end))
    live.refresh_from_db()
    assert live.live.upper is None


@pytest.mark.parametrize(
    "change",
    [
        "content = content || '{\"schema\": 2}'",
        "slug = 'another'",
        "first_shown_at = first_shown_at - interval '1 day'",
        "public_at = now()",
        "released_at = now()",
        "live = tstzrange(lower(live) - interval '1 hour', NULL)",
        "live = tstzrange(lower(live), now() + interval '1 hour', '[]')",
        "live = tstzrange(lower(live), now() + interval '1 hour', '()')",
    ],
)
def test_nothing_else_of_a_release_ever_changes(live: Release, change: str) -> None:
    said = refused(f"UPDATE editorial_release SET {change} WHERE id = %s", live.pk)
    assert said == "a release never changes"


def test_a_release_that_has_begun_cannot_be_deleted(live: Release) -> None:
    said = refused("DELETE FROM editorial_release WHERE id = %s", live.pk)
    assert said == "a release that has begun cannot be deleted"


def test_a_release_begun_in_this_transaction_cannot_be_deleted(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    said = refused("DELETE FROM editorial_release WHERE edition_id = %s", edition.pk)
    assert said == "a release that has begun cannot be deleted"


def test_a_scheduled_release_can_be_deleted_with_its_mentions(scheduled: Release) -> None:
    scheduled.delete()
    assert (Release.objects.count(), Mention.objects.count()) == (0, 0)


def test_a_mention_is_as_final_as_its_release(db: None) -> None:
    printed("ru", begins=-HOUR, mentions=(("country", "FR"),))
    assert refused("UPDATE editorial_mention SET record_key = 'DE'") == "a mention never changes"
    said = refused("DELETE FROM editorial_mention")
    assert said == "a mention in a release that has begun cannot be deleted"


def test_a_mention_cannot_be_added_to_a_release_of_the_past(live: Release) -> None:
    said = refused(
        "INSERT INTO editorial_mention (release_id, record_type, record_key, language, "
        "first_shown_at) VALUES (%s, 'country', 'FR', 'ru', now())",
        live.pk,
    )
    assert said == "a mention is made with its release"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE editorial_publication SET kind = 'meeting' WHERE number = %s",
            "a row of editorial_publication stays, and stays whose it is",
        ),
        (
            "UPDATE editorial_edition SET number = 7 WHERE publication_id = %s",
            "an edition stays what it is, and its token only grows",
        ),
        (
            "UPDATE editorial_edition SET token = 0 WHERE publication_id = %s",
            "an edition stays what it is, and its token only grows",
        ),
        ("DELETE FROM editorial_edition WHERE publication_id = %s", "an edition cannot be deleted"),
        (
            "UPDATE editorial_text SET language = 'xx' WHERE language = 'ru' AND %s > 0",
            "a row of editorial_text stays, and stays whose it is",
        ),
        (
            "DELETE FROM editorial_text WHERE %s > 0",
            "a row of editorial_text stays, and stays whose it is",
        ),
    ],
)
def test_open_rows_keep_their_identity(office: Office, sql: str, said: str) -> None:
    edition = draft(office.writer)
    assert refused(sql, edition.publication_id) == said


def test_a_publication_has_one_open_edition(office: Office) -> None:
    edition = draft(office.writer)
    said = refused(
        "INSERT INTO editorial_edition (publication_id, number, source_language, token, "
        "discarded, updated_by_id, updated_at) VALUES (%s, 2, 'ru', 1, false, %s, now())",
        edition.publication_id,
        office.writer.pk,
    )
    assert "edition_open_is_one" in said


def withdrawn(office: Office) -> Withdrawal:
    edition = released(office.writer, office.editor, office.secretary)
    (withdrawal,) = actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=Edition.objects.get(pk=edition.pk).token,
        languages=["ru"],
        reason=WithdrawalReason.IN_ERROR,
    )
    return withdrawal


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE editorial_withdrawal SET reason = 'out_of_date'", "a withdrawal never changes"),
        ("DELETE FROM editorial_withdrawal", "a withdrawal cannot be deleted"),
        (
            "UPDATE editorial_withdrawal SET range = tstzrange(lower(range) - interval '1h', NULL)",
            "a withdrawal never changes",
        ),
    ],
)
def test_a_withdrawal_stays_as_it_was_written(office: Office, sql: str, said: str) -> None:
    withdrawn(office)
    assert refused(sql) == said


@pytest.mark.parametrize("model", [Approval, Version, AuditEntry])
def test_the_record_is_append_only(office: Office, model: type) -> None:
    approved(office.writer, office.editor)
    table = model._meta.db_table
    assert refused(f"UPDATE {table} SET at = now()") == (
        f"the rows of {table} are kept as they were written: no update"
    )
    assert refused(f"DELETE FROM {table}") == (
        f"the rows of {table} are kept as they were written: no delete"
    )


GUARDED = (
    Publication,
    Edition,
    Text,
    Passage,
    Release,
    Mention,
    Withdrawal,
    Approval,
    Version,
    AuditEntry,
    Remark,
    NewsItem,
    NewsItem.meetings.through,
    NewsItem.related.through,
    NewsItem.topics.through,
    Meeting,
    Meeting.delegations.through,
    Meeting.topics.through,
    Participant,
    Outcome,
    Delegation,
    Delegation.topics.through,
    Delegate,
)


@pytest.mark.parametrize("model", GUARDED)
def test_nothing_of_the_record_can_be_truncated(office: Office, model: type) -> None:
    table = model._meta.db_table
    # The test database lifts this one guard to flush itself: see tests/conftest.py.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    said = refused(f"TRUNCATE {table} CASCADE")
    assert said.endswith("kept as they were written: no truncate")


def test_every_table_of_an_edition_is_among_those(db: None) -> None:
    guarded = {model._meta.db_table for model in GUARDED}
    assert set(tables_of_an_edition()) <= guarded


def tables_of_an_edition() -> dict[str, str]:
    """Return every table whose rows hang on an edition, with the column that names it."""
    # A draft is its person's own, and can be read when its edition is closed.
    kept_after_closing = {Release, Version, AuditEntry, Draft, Remark, Notice}
    editions = {model for model in apps.get_models() if issubclass(model, Edition)}
    hanging = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.related_model in editions and model not in kept_after_closing:
                hanging[model._meta.db_table] = field.column
    return hanging


def test_the_tables_of_an_edition_are_these(db: None) -> None:
    assert tables_of_an_edition() == {
        "delegations_delegate": "edition_id",
        "delegations_delegation": "edition_ptr_id",
        "delegations_delegation_topics": "delegation_id",
        "editorial_passage": "edition_id",
        "editorial_text": "edition_id",
        "events_meeting": "edition_ptr_id",
        "events_meeting_delegations": "meeting_id",
        "events_meeting_topics": "meeting_id",
        "events_outcome": "edition_id",
        "events_participant": "edition_id",
        "news_newsitem": "edition_ptr_id",
        "news_newsitem_meetings": "newsitem_id",
        "news_newsitem_related": "newsitem_id",
        "news_newsitem_topics": "newsitem_id",
    }


@pytest.mark.parametrize(("table", "column"), sorted(tables_of_an_edition().items()))
def test_each_table_of_an_edition_has_the_guard_of_closed_ones(
    db: None, table: str, column: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND tgname = %s AND tgenabled = 'O'",
            [table, f"{table}_closed"],
        )
        (definition,) = cursor.fetchone()
    assert "BEFORE INSERT OR DELETE OR UPDATE" in definition
    assert definition.endswith(f"editorial_guard_closed('{column}')")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE editorial_edition SET token = token - 1 WHERE id = %s",
        "UPDATE editorial_edition SET token = token + 1, updated_at = now() WHERE id = %s",
        "UPDATE editorial_edition SET closed_at = NULL WHERE id = %s",
        "DELETE FROM editorial_edition WHERE id = %s",
        "UPDATE editorial_text SET state = 'in_work' WHERE edition_id = %s",
        "DELETE FROM editorial_text WHERE edition_id = %s",
        "UPDATE news_newsitem SET headline_ru = 'x' WHERE edition_ptr_id = %s",
        "UPDATE news_newsitem SET section_id = NULL WHERE edition_ptr_id = %s",
        "INSERT INTO editorial_text (edition_id, language, state) VALUES (%s, 'ru', 'in_work')",
    ],
)
def test_a_closed_edition_and_its_rows_are_final(office: Office, sql: str) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    assert refused(sql, edition.pk) == (f"edition {edition.pk} is closed: nothing of it can change")


def test_the_token_of_a_closed_edition_grows_and_nothing_else(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    token = Edition.objects.get(pk=edition.pk).token
    Edition.objects.filter(pk=edition.pk).update(token=token + 1)
    assert Edition.objects.get(pk=edition.pk).token == token + 1


def test_a_text_cannot_move_from_a_closed_edition_to_an_open_one(office: Office) -> None:
    closed = released(office.writer, office.editor, office.secretary)
    opened = actions.start_edition(by=office.writer, publication=closed.publication)
    said = refused(
        "UPDATE editorial_text SET edition_id = %s WHERE edition_id = %s", opened.pk, closed.pk
    )
    assert said == f"edition {closed.pk} is closed: nothing of it can change"


def test_a_person_who_acted_cannot_be_deleted(office: Office) -> None:
    draft(office.writer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    said = refused("DELETE FROM accounts_user WHERE id = %s", office.writer.pk)
    assert "violates foreign key constraint" in said
