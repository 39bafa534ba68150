"""Row W-19: what is worked on says what its newest version says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from editorial import actions
from editorial.models import Edition, Topic
from tests.editorial.conftest import Office
from tests.editorial.tampering import alter, found, line, stand_up_guards
from tests.factories import draft, released

WHAT = "its rows do not say what its newest version says"


@pytest.fixture(autouse=True)
def _guards(db: None) -> None:
    stand_up_guards()


def meeting(office: Office) -> Edition:
    """An open edition with words in two languages, two participants, and an internal note."""
    names = {"a": {"name": "А. Каримов"}, "b": {"name": "К. Мартин"}}
    return actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={"participants": [{"key": "a", "side": "host"}, {"key": "b", "side": "guest"}]},
        texts={"ru": {"title": "Встреча", "participants": names}, "en": {"title": "Meeting"}},
        internal={"notes": "Only for the office."},
    )


def test_open_editions_of_every_kind_say_what_their_newest_version_says(office: Office) -> None:
    edition = draft(office.writer)
    topic = Topic.objects.create(slug="water", name_ru="Вода")
    actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"topics": [topic.pk]}
    )
    meeting(office)
    actions.start_edition(
        by=office.writer, kind="delegation", source_language="ru", texts={"ru": {"title": "К нам"}}
    )

    assert found() == []


@pytest.mark.parametrize(
    ("table", "change", "part"),
    [
        ("events_meeting", "starts_on = '2026-01-01'", "facts"),
        ("events_meeting", "title_ru = 'X'", "ru"),
        ("events_meeting", "title_uz = 'X'", "uz"),
        ("events_meeting", "title_en = ''", "en"),
        ("events_meeting", "notes = 'X'", "internal"),
        ("events_participant", "side = 'host'", "facts"),
        ("events_participant", "name_ru = 'X'", "ru"),
    ],
)
def test_w_19_a_row_of_an_open_edition_changed_past_the_verbs_is_named(
    office: Office, table: str, change: str, part: str
) -> None:
    edition = meeting(office)
    draft(office.writer)

    alter(table, f"UPDATE {table} SET {change}")

    row = Edition.objects.get(pk=edition.pk)
    assert found() == [line(row, edition.publication, WHAT, part)]


def test_w_19_a_topic_put_in_past_the_verbs_is_named(office: Office) -> None:
    edition = draft(office.writer)
    topic = Topic.objects.create(slug="water", name_ru="Вода")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news_newsitem_topics (newsitem_id, topic_id) VALUES (%s, %s)",
            [edition.pk, topic.pk],
        )

    row = Edition.objects.get(pk=edition.pk)
    assert found() == [line(row, edition.publication, WHAT, "facts")]


def test_only_the_newest_version_counts(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": {"headline": "Новая"}}
    )
    assert found() == []

    alter("news_newsitem", "UPDATE news_newsitem SET headline_ru = 'Встреча'")

    row = Edition.objects.get(pk=edition.pk)
    assert found() == [line(row, edition.publication, WHAT, "ru")]


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_open_editions(
    office: Office, django_assert_num_queries: Callable[..., Any], rows: int
) -> None:
    """Of one batch and three kinds, whether anything of a kind is open or not."""
    released(office.writer, office.editor, office.secretary)
    for _row in range(rows):
        meeting(office)

    with django_assert_num_queries(26):
        assert found() == []
