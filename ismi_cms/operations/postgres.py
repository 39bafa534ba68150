"""PostgreSQL's own programs for a dump, and how they reach the database of the settings."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from ismi_cms.embedded.binaries import directories

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
LAST_LINES = 8
# What DATABASE_URL may say, beside the password, about the way to the server.
REACH = (
    "service", "host", "port", "user", "dbname", "passfile",
    "sslmode", "sslrootcert", "sslcert", "sslkey",
)  # fmt: skip


def server_version() -> int:
    """The major version of the database's server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def find(program: str, oldest: int) -> tuple[Path, int]:
    """The program of the lowest major version from `oldest` on, and that version.

    A dump is read by programs of its version or newer, and a newer one writes what an older
    server may not know: hence the nearest. Raises LookupError, with a sentence, where none fits.
    """
    found = {version: path for path, version in _installed(program)}
    fit = [version for version in found if version >= oldest]
    if not fit:
        others = ", ".join(str(version) for version in sorted(found)) or "none"
        raise LookupError(
            f"{program} of PostgreSQL {oldest} or newer is needed (found: {others}). Install it "
            f"(Debian: apt-get install postgresql-client-{oldest}), and try again."
        )
    return found[min(fit)], min(fit)


def run(program: Path, *arguments: str) -> str:
    """Run the program on the database of the settings, and return what it printed.

    Raises RuntimeError with the end of its complaints. The password travels in the environment,
    which other users of the machine do not see, unlike a command line.
    """
    given = connection.get_connection_params()
    reach = {name: given[name] for name in REACH if given.get(name)}
    secret = {"PGPASSWORD": str(given["password"])} if given.get("password") else {}
    return run_apart(program, f"--dbname={make_conninfo(**reach)}", *arguments, environment=secret)


def run_apart(program: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run the program without a database; files it makes are its user's alone."""
    answer = subprocess.run(
        [program, *arguments],
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
    )
    if answer.returncode != 0:
        complaint = "\n".join(answer.stderr.splitlines()[-LAST_LINES:])
        raise RuntimeError(f"{program.name} said:\n{complaint}")
    return answer.stdout


def _installed(program: str) -> Iterator[tuple[Path, int]]:
    for directory in directories():
        path = directory / program
        if os.access(path, os.X_OK):
            said = VERSION.search(run_apart(path, "--version"))
            if said:
                yield path, int(said[1])
