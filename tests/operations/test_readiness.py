import os
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ismi_cms.operations import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(media: Path) -> None:
    """A media folder to write to, and the source's migrations already read."""
    readiness.migrations_of_source()


def ask(client: Client) -> tuple[int, Any, str]:
    response = client.get("/readyz")
    return response.status_code, response.json(), response.headers["Cache-Control"]


def test_a_site_that_could_serve_says_so_in_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        answer = ask(client)

    assert answer == (200, {"ready": True, "failing": []}, "no-store")


def test_it_is_asked_for_and_nothing_is_posted(client: Client) -> None:
    assert client.head("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405


def test_a_database_that_is_away_is_named_and_not_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(_cursor: CursorWrapper, statement: str, *_given: object) -> None:
        asked.append(statement)
        raise OperationalError("connection to 10.0.0.7 as ismi with password secret failed")

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", away)
        answer = ask(client)

    assert answer == (503, {"ready": False, "failing": ["database"]}, "no-store")
    assert asked == ["SELECT 1"]


def test_a_migration_that_waits_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = readiness.migrations_of_source() | {("news", "9999_future")}
    monkeypatch.setattr(readiness, "migrations_of_source", lambda: known)

    assert ask(client)[:2] == (503, {"ready": False, "failing": ["migrations"]})


def test_trigrams_without_cyrillic_letters_are_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = CursorWrapper.execute

    def as_under_c(cursor: CursorWrapper, statement: str, *given: object) -> object:
        return execute(cursor, statement.replace("'я'", "''"), *given)

    monkeypatch.setattr(CursorWrapper, "execute", as_under_c)

    assert ask(client)[:2] == (503, {"ready": False, "failing": ["trigrams"]})


def test_a_database_without_the_extension_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> bool:
        raise DatabaseError("function show_trgm(unknown) does not exist")

    monkeypatch.setitem(readiness.QUESTIONS, "trigrams", unknown)

    assert readiness.faults() == ["trigrams"]


def test_a_full_disk_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "LEAST_ROOM", 10**18)

    assert ask(client)[:2] == (503, {"ready": False, "failing": ["media"]})


def test_a_media_folder_that_is_a_file_is_named(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.touch()

    assert ask(client)[:2] == (503, {"ready": False, "failing": ["media"]})


def test_a_media_folder_that_cannot_be_written_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the answer of the system is given in its place.
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)

    assert ask(client)[:2] == (503, {"ready": False, "failing": ["media"]})


def test_a_media_folder_that_the_first_upload_makes_is_no_fault(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"

    assert ask(client)[0] == 200
