"""What the database must be, asked before tables are made in it; what production should have."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST_POSTGRESQL = 15


@register(Tags.database)
def database_serves_four_languages(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """PostgreSQL 15 or newer, in UTF-8, with a locale that knows Cyrillic letters.

    Under the locale C search by likeness would find nothing in Russian, without an error.
    `migrate` asks this first; `check` does with `--database default`.
    """
    return [fault for alias in databases or [] for fault in _faults(alias)]


@register(Tags.security, deploy=True)
def attempts_are_counted_together(**_: Any) -> list[CheckMessage]:
    """Attempts to sign in are limited over all processes, not by each alone."""
    if settings.CACHE_URL:
        return []
    return [
        checks.Warning(
            "Each process counts attempts to sign in alone.",
            hint="Set CACHE_URL, for example CACHE_URL=redis://127.0.0.1:6379/0.",
            id="ismi_cms.W001",
        )
    ]


def _faults(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000,"
            " current_setting('server_encoding'), upper('ў') = 'Ў'"
        )
        version, encoding, knows_cyrillic = cursor.fetchone()
    faults: list[CheckMessage] = []
    if version < OLDEST_POSTGRESQL:
        faults.append(
            Error(
                f"The database server is PostgreSQL {version}.",
                hint=f"The project needs {OLDEST_POSTGRESQL} or newer.",
                id="ismi_cms.E001",
            )
        )
    if encoding != "UTF8":
        faults.append(
            Error(
                f"The database is encoded in {encoding}.",
                hint="Make it anew: CREATE DATABASE ismi ENCODING 'UTF8' TEMPLATE template0.",
                id="ismi_cms.E002",
            )
        )
    if not knows_cyrillic:
        faults.append(
            Error(
                "The database's locale knows no Cyrillic letters.",
                hint="Make it anew: CREATE DATABASE ismi LOCALE 'C.UTF-8' TEMPLATE template0.",
                id="ismi_cms.E003",
            )
        )
    return faults
