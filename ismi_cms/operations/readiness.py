"""Whether this process could serve readers and the desk at this moment."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

# Bytes: an upload with its renditions, several times over.
LEAST_ROOM = 200 * 1024 * 1024


def faults() -> list[str]:
    """The names of what is not ready, of `database, migrations, trigrams, media`; empty if all is.

    Costs three statements. Where the database is away, nothing else is asked of it.
    """
    is_away = not _is_answering()
    found = ["database"] if is_away else [name for name, ask in QUESTIONS.items() if not _yes(ask)]
    return found if has_room_for_media(Path(settings.MEDIA_ROOT)) else [*found, "media"]


def has_room_for_media(folder: Path) -> bool:
    """Whether files can be added to this folder, which the first of them makes."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return False
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize >= LEAST_ROOM


@cache
def migrations_of_source() -> frozenset[tuple[str, str]]:
    """App and name of every migration of this version; files do not change under a process."""
    loader = MigrationLoader(None)
    return frozenset((app, name) for app, name in loader.disk_migrations)


def applied_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration that the database has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return frozenset((app, name) for app, name in cursor.fetchall())


def _is_answering() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _yes(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Error:
        return False


def _is_migrated() -> bool:
    return migrations_of_source() <= applied_migrations()


def _sees_cyrillic() -> bool:
    # Under the plain C locale pg_trgm takes Cyrillic letters for blanks, without an error.
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('я')) > 0")
        return bool(cursor.fetchone()[0])


QUESTIONS = {"migrations": _is_migrated, "trigrams": _sees_cyrillic}
