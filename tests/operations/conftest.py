"""A database beside that of the tests, on the same server, and media folders to fill."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """The media folder of the settings, with one file in it."""
    folder = tmp_path / "media"
    (folder / "pictures" / "ab").mkdir(parents=True)
    (folder / "pictures" / "ab" / "480.jpg").write_bytes(b"a picture")
    settings.MEDIA_ROOT = folder
    return folder


class OtherDatabase:
    """An empty database, and the way to make it the one that the settings name."""

    name = f"restored_{os.getpid()}"

    def __init__(self) -> None:
        given = connection.get_connection_params()
        names = ("user", "host", "port", "password")
        self.reach = {name: given[name] for name in names if given.get(name)}

    def tell(self, statement: str, *, database: str = "") -> list[tuple[Any, ...]]:
        """Run a statement in it, or in another database of the server."""
        with psycopg.connect(**self.reach, dbname=database or self.name, autocommit=True) as server:
            answer = server.execute(SQL(statement).format(name=Identifier(self.name)))  # type: ignore[arg-type]
            return answer.fetchall() if answer.description else []

    def enter(self) -> None:
        """Make it the database that the code under test works on."""
        connection.close()
        connection.settings_dict["NAME"] = self.name


@pytest.fixture
def other_database(transactional_db: None) -> Iterator[OtherDatabase]:
    name = connection.settings_dict["NAME"]
    made = OtherDatabase()
    made.tell("CREATE DATABASE {name} TEMPLATE template0", database="postgres")
    yield made
    connection.close()
    connection.settings_dict["NAME"] = name
    made.tell("DROP DATABASE {name} WITH (FORCE)", database="postgres")
