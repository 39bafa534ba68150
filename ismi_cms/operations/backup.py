"""`manage.py backup`: the database and the media files, whole, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, transaction

from ismi_cms.operations import postgres
from ismi_cms.operations.manifest import (
    DUMP,
    MEDIA,
    NAME,
    Manifest,
    account,
    describe,
    project_version,
)
from ismi_cms.operations.readiness import applied_migrations
from ismi_cms.operations.refusals import NoBackup

# Whoever has a session's key is signed in: keys do not leave the server. People sign in again.
LEFT_OUT = ("django_session",)


def back_up(target: Path) -> Manifest:
    """Write a backup to the directory `target`, which must not exist, and return its manifest.

    It appears under its name only when whole, synced to the disk and found readable; its files
    are open to their owner alone. Database and manifest tell of one moment. Media files are
    copied after that moment: each that the database names was written before its row.
    Raises NoBackup.
    """
    target = target.absolute()
    if target.exists() or target.is_symlink():
        raise NoBackup(f"{target} exists. Nothing is overwritten: name a new directory.")
    try:
        with _half_made(target) as half:
            manifest = _write(half)
            _sync(half)
            half.rename(target)
    except OSError as error:
        raise NoBackup(f"The backup was not made: {error.strerror} ({error.filename}).") from error
    except (LookupError, RuntimeError, Error) as error:
        raise NoBackup(f"The backup was not made. {error}") from error
    return manifest


@contextmanager
def _half_made(target: Path) -> Iterator[Path]:
    """A directory beside the target, removed again unless it was renamed."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{target.name}.unfinished-", dir=target.parent))
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _write(half: Path) -> Manifest:
    server = postgres.server_version()
    pg_dump, dump_version = postgres.find("pg_dump", server)
    made_at = datetime.now(UTC)
    with _snapshot() as snapshot:
        said = account()
        migrations = tuple(sorted(".".join(migration) for migration in applied_migrations()))
        left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        whole = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        postgres.run(pg_dump, *whole, *left_out, f"--file={half / DUMP}")
    postgres.run_apart(pg_dump.with_name("pg_restore"), "--list", str(half / DUMP))
    _copy_media(Path(settings.MEDIA_ROOT), half / MEDIA)
    manifest = Manifest(
        version=project_version(),
        made_at=made_at.isoformat(timespec="seconds"),
        server=server,
        pg_dump=dump_version,
        migrations=migrations,
        account=said,
        files=tuple(describe(path, half) for path in _files(half)),
    )
    with _open_new(half / NAME) as descriptor:
        os.write(descriptor, manifest.to_json().encode())
    return manifest


@contextmanager
def _snapshot() -> Iterator[str]:
    """One moment of the database, under a name by which pg_dump sees the same."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # This connection waits, in its transaction, for as long as the dump takes.
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', '0', true),"
            " pg_export_snapshot()"
        )
        yield cursor.fetchone()[1]


def _files(folder: Path) -> list[Path]:
    """The regular files in the folder, in order; links are not followed."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _copy_media(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    # A name with a dot before it is an upload under way.
    for path in (path for path in _files(source) if not path.name.startswith(".")):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as original, _open_new(copy) as descriptor:
            shutil.copyfileobj(original, os.fdopen(descriptor, "wb", closefd=False))
    for folder in target.rglob("*/"):
        folder.chmod(0o700)


@contextmanager
def _open_new(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Bring everything to the disk: a power cut must not leave a whole name with half a backup."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
