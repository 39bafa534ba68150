"""Row W-19: a guard of the database that was taken down is named."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.editorial.tampering import found, stand_up_guards


@pytest.fixture(autouse=True)
def _guards(db: None) -> None:
    stand_up_guards()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "table", "what"),
    [
        (
            "ALTER TABLE editorial_release DISABLE TRIGGER editorial_release_guard",
            "editorial_release",
            "the trigger editorial_release_guard is disabled",
        ),
        (
            "ALTER TABLE news_newsitem ENABLE REPLICA TRIGGER news_newsitem_closed",
            "news_newsitem",
            "the trigger news_newsitem_closed is disabled",
        ),
        (
            "DROP TRIGGER editorial_auditentry_append_only ON editorial_auditentry",
            "editorial_auditentry",
            "the trigger editorial_auditentry_append_only is gone",
        ),
        (
            "ALTER TABLE editorial_release DROP CONSTRAINT release_ranges_do_not_overlap",
            "editorial_release",
            "the constraint release_ranges_do_not_overlap is gone",
        ),
        (
            "DROP INDEX edition_open_is_one",
            "editorial_edition",
            "the constraint edition_open_is_one is gone",
        ),
    ],
)
def test_w_19_a_guard_that_was_taken_down_is_named(sql: str, table: str, what: str) -> None:
    assert found() == []
    run(sql)
    assert found() == [f"{table}: {what}"]


@pytest.mark.parametrize(
    "definition",
    [
        "BEFORE INSERT ON editorial_mention FOR EACH ROW",
        "AFTER INSERT OR UPDATE OR DELETE ON editorial_mention FOR EACH ROW",
        "BEFORE INSERT OR UPDATE OR DELETE ON editorial_mention FOR EACH ROW WHEN (false)",
    ],
)
def test_w_19_a_trigger_that_was_made_anew_is_named(definition: str) -> None:
    run("DROP TRIGGER editorial_mention_guard ON editorial_mention")
    call = "EXECUTE FUNCTION editorial_guard_mention()"
    run(f"CREATE TRIGGER editorial_mention_guard {definition} {call}")

    what = "the trigger editorial_mention_guard is not the one that the migrations made"
    assert found() == [f"editorial_mention: {what}"]


def test_w_19_a_function_that_lets_everything_pass_is_named() -> None:
    run(
        "CREATE OR REPLACE FUNCTION editorial_guard_mention() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$"
    )

    what = "the function editorial_guard_mention of the trigger editorial_mention_guard was changed"
    assert found() == [f"editorial_mention: {what}"]


def test_w_19_foreign_keys_that_are_not_held_are_named() -> None:
    run("ALTER TABLE editorial_mention DISABLE TRIGGER ALL")

    assert set(found()) == {
        "editorial_mention: a foreign key is not held",
        "editorial_mention: the trigger editorial_mention_guard is disabled",
        "editorial_mention: the trigger editorial_mention_no_truncate is disabled",
    }


def test_a_database_that_waits_for_migrations_is_not_judged() -> None:
    run("DELETE FROM django_migrations WHERE app = 'library' AND name = '0005_guard_words'")

    with pytest.raises(CommandError, match=r"run manage\.py migrate first\."):
        call_command("verify_site")
