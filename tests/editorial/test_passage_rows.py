"""Passages kept as rows: known again by every save, in the next edition too."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from editorial.contents.passages import hash_of
from editorial.models import Edition, Passage
from tests.editorial.conftest import Office
from tests.factories import draft, released, words

RU = "<p>Первый.</p><p>Второй.</p>"
EN = "<p>First.</p><p>Second.</p>"


def passages(edition: Edition, language: str, field: str = "body") -> list[tuple[str, str]]:
    """Return what stands in a field, and what each passage was written against."""
    rows = Passage.objects.filter(edition=edition, language=language, field=field)
    return list(rows.order_by("place").values_list("target_hash", "source_hash"))


def save(edition: Edition, by: Any, **texts: Any) -> Edition:
    token = Edition.objects.get(pk=edition.pk).token
    return actions.save_edition(edition=edition, by=by, token=token, texts=texts)


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer, ru=words("Встреча", RU), en=words("Meeting", EN))


def hashes(*blocks: str) -> list[str]:
    return [hash_of(block) for block in blocks]


def test_a_text_is_kept_by_passages_written_against_the_source(edition: Edition) -> None:
    first, second = hashes("<p>Первый.</p>", "<p>Второй.</p>")
    assert passages(edition, "ru") == [(first, ""), (second, "")]
    translated = hashes("<p>First.</p>", "<p>Second.</p>")
    assert passages(edition, "en") == list(zip(translated, [first, second], strict=True))
    assert passages(edition, "en", "headline") == [(hash_of("Meeting"), hash_of("Встреча"))]
    assert passages(edition, "uz") == []


def test_a_changed_source_leaves_its_translation_written_against_the_old_one(
    office: Office, edition: Edition
) -> None:
    before = passages(edition, "en")
    save(edition, office.writer, ru={"body": "<p>Первый.</p><p>Иной.</p>"})
    assert passages(edition, "en") == before


def test_only_the_passage_that_was_touched_is_written_against_the_new_source(
    office: Office, edition: Edition
) -> None:
    save(edition, office.writer, ru={"body": "<p>Начало.</p><p>Иной.</p>"})
    save(edition, office.writer, en={"body": "<p>First.</p><p>Another.</p>"})
    assert [source for _target, source in passages(edition, "en")] == hashes(
        "<p>Первый.</p>", "<p>Иной.</p>"
    )


def test_a_passage_that_was_moved_keeps_what_it_was_written_against(
    office: Office, edition: Edition
) -> None:
    before = passages(edition, "en")
    save(edition, office.writer, en={"body": "<p>Second.</p><p>New.</p><p>First.</p>"})
    first, added, second = passages(edition, "en")
    assert [second, first] == before
    assert added == (hash_of("<p>New.</p>"), hash_of("<p>Второй.</p>"))


def test_a_passage_taken_out_leaves_no_row(office: Office, edition: Edition) -> None:
    save(edition, office.writer, en={"body": ""})
    assert passages(edition, "en") == []


def test_the_next_edition_knows_the_passages_again(office: Office) -> None:
    first = released(
        office.writer,
        office.editor,
        office.secretary,
        "ru",
        "en",
        ru=words("Встреча", RU),
        en=words("Meeting", EN),
    )
    before = passages(first, "en")
    following = actions.start_edition(by=office.writer, publication=first.publication)
    assert passages(following, "en") == before
    assert passages(first, "en") == before


def test_a_title_that_a_rule_proposed_is_not_by_hand(office: Office) -> None:
    meeting = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        texts={"ru": {"summary": "<p>Стороны обменялись мнениями.</p>"}},
        facts={"form": "visit", "participants": []},
    )
    rows = Passage.objects.filter(edition=meeting, language="ru")
    assert ("summary", True) in rows.values_list("field", "is_by_hand")
    assert set(rows.exclude(field="summary").values_list("is_by_hand", flat=True)) <= {False}


def test_the_words_of_a_row_are_one_passage_each(office: Office) -> None:
    meeting = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        texts={"ru": {"participants": {"abc": {"name": "Анна Каримова"}}}},
        facts={"participants": [{"key": "abc", "side": "host"}]},
    )
    assert passages(meeting, "ru", "participants/abc/name") == [(hash_of("Анна Каримова"), "")]


def statements(office: Office, edition: Edition, **texts: Any) -> list[str]:
    """Return the first word of every statement about passages in a save."""
    with CaptureQueriesContext(connection) as captured:
        save(edition, office.writer, **texts)
    said = [query["sql"] for query in captured.captured_queries]
    return [sql.split()[0] for sql in said if '"editorial_passage"' in sql]


@pytest.mark.parametrize("count", [1, 3])
def test_a_save_writes_the_passages_that_changed_in_one_statement(
    office: Office, edition: Edition, count: int
) -> None:
    changed = "".join(f"<p>{number}</p>" for number in range(count))
    made = statements(office, edition, ru={"body": RU + changed})
    assert made == ["SELECT", "INSERT"]
    assert statements(office, edition, ru={"body": RU}) == ["SELECT", "DELETE"]
    assert statements(office, edition, ru={"body": RU}) == []
