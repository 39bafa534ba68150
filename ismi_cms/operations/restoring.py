"""`manage.py restore`: a backup, checked, into an empty database and an empty media folder."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection

from editorial.audit import first_break
from ismi_cms.checks import database_serves_four_languages
from ismi_cms.operations import postgres
from ismi_cms.operations.manifest import (
    DUMP,
    MEDIA,
    NAME,
    Manifest,
    StoredFile,
    account,
    describe,
    project_version,
)
from ismi_cms.operations.readiness import migrations_of_source
from ismi_cms.operations.refusals import NoRestore

TABLES = """
    SELECT count(*) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""


def restore(source: Path) -> list[str]:
    """Restore the backup in the directory `source`; return what was verified, in sentences.

    Nothing is touched before every file was compared with the manifest and the database and
    media folder of the settings were found empty. Media files come first and the database in
    one transaction, so that after a failure the same command can simply be given again.
    A backup older than this version is brought up to it by `migrate`. Raises NoRestore.
    """
    source = source.absolute()
    manifest = _read(source)
    _refuse_changed(source, manifest)
    missing = _missing_migrations(manifest)
    try:
        _refuse_unfit_database(manifest)
        _refuse_foreign_media(manifest)
        pg_restore, _ = postgres.find(
            "pg_restore", max(manifest.pg_dump, postgres.server_version())
        )
        _restore_media(source, manifest)
        whole = ["--single-transaction", "--no-owner", "--no-privileges"]
        postgres.run(pg_restore, *whole, str(source / DUMP))
        return _verify(manifest, missing)
    except OSError as error:
        raise NoRestore(f"Not restored: {error.strerror} ({error.filename}).") from error
    except (LookupError, RuntimeError, Error) as error:
        raise NoRestore(f"Not restored. {error}") from error


def _read(source: Path) -> Manifest:
    try:
        return Manifest.from_json((source / NAME).read_text())
    except OSError as error:
        raise NoRestore(f"{source} is no backup that can be read: {error.strerror}.") from error
    except ValueError as error:
        raise NoRestore(f"{source / NAME} cannot be used: {error}.") from error


def _refuse_changed(source: Path, manifest: Manifest) -> None:
    told = {file.path: file for file in manifest.files}
    found = {
        path.relative_to(source).as_posix(): path
        for path in source.rglob("*")
        if path != source / NAME and (path.is_symlink() or not path.is_dir())
    }
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            fault = "is missing"
        elif name not in told:
            fault = "is not of this backup"
        elif found[name].is_symlink() or describe(found[name], source) != told[name]:
            fault = "was changed since the backup was made"
        else:
            continue
        raise NoRestore(f"{source / name} {fault}. Nothing was restored: take another backup.")


def _missing_migrations(manifest: Manifest) -> list[str]:
    """The migrations that this version has and the backup had not; none that it does not know."""
    ours = {".".join(migration) for migration in migrations_of_source()}
    theirs = set(manifest.migrations)
    unknown = sorted(theirs - ours)
    if unknown:
        raise NoRestore(
            f"The backup was made by version {manifest.version}, whose tables this version "
            f"({project_version()}) does not know ({unknown[0]}). Restore it with version "
            f"{manifest.version} or newer."
        )
    return sorted(ours - theirs)


def _refuse_unfit_database(manifest: Manifest) -> None:
    name, server = connection.settings_dict["NAME"], postgres.server_version()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        (tables,) = cursor.fetchone()
    if tables:
        raise NoRestore(
            f"The database {name} is not empty ({tables} tables and sequences). Nothing is "
            "overwritten: make a new database, name it in DATABASE_URL, and try again."
        )
    if server < manifest.server:
        raise NoRestore(
            f"The backup comes from PostgreSQL {manifest.server}, and this server is PostgreSQL "
            f"{server}: take a server of version {manifest.server} or newer."
        )
    faults = database_serves_four_languages(databases=["default"])
    if faults:
        raise NoRestore(" ".join(f"{fault.msg} {fault.hint}" for fault in faults))


def _refuse_foreign_media(manifest: Manifest) -> None:
    """Raise NoRestore where the media folder holds anything but files of this very backup."""
    folder = Path(settings.MEDIA_ROOT)
    told = {_place(file): file for file in manifest.media}
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            continue
        if path.is_symlink() or path not in told or not _is_there(path, told[path]):
            raise NoRestore(
                f"The media folder {folder} is not empty (there is {path.relative_to(folder)}). "
                "Nothing is overwritten: move its files away, or name another MEDIA_ROOT."
            )


def _place(file: StoredFile) -> Path:
    """Where a file of the backup's media belongs."""
    return Path(settings.MEDIA_ROOT) / Path(file.path).relative_to(MEDIA)


def _is_there(path: Path, file: StoredFile) -> bool:
    if not path.exists():
        return False
    found = describe(path, path.parent)
    return (found.size, found.sha256) == (file.size, file.sha256)


def _restore_media(source: Path, manifest: Manifest) -> None:
    for file in manifest.media:
        place = _place(file)
        if _is_there(place, file):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as apart:
            # Copied in there, it gets the rights that this folder gives to new files.
            copy = shutil.copyfile(source / file.path, Path(apart) / place.name)
            copy.replace(place)
        if not _is_there(place, file):
            raise RuntimeError(f"{place} reads differently from what was written to it.")


def _verify(manifest: Manifest, missing: list[str]) -> list[str]:
    """Compare what is there with what was told, and bring it up to this version."""
    found = account()
    if found != manifest.account:
        raise NoRestore(
            f"The database was restored, but holds {found} where the manifest says "
            f"{manifest.account}. Do not use it."
        )
    sentences = [
        f"Files: {len(manifest.files)}, each with the size and SHA-256 of the manifest.",
        f"Publications: {found.publications}, releases: {found.releases}, as in the manifest.",
    ]
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        sentences.append(
            f"The backup is of version {manifest.version}: {len(missing)} migrations were applied."
        )
    broken = first_break()
    if broken is not None:
        raise NoRestore(
            f"The database was restored as it was backed up, and its audit chain is broken at "
            f"entry {broken.pk}: the record was changed before the backup was made."
        )
    end = f", ending with {found.last_audit_hash[:16]}…" if found.audit_entries else ""
    sentences.append(f"Audit chain: {found.audit_entries} entries without a break{end}.")
    return sentences
