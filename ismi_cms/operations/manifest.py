"""What stands in a backup, said beside it: enough to know later that nothing is lost or changed."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

NAME = "manifest.json"
DUMP = "database.dump"
MEDIA = "media"
FORMAT = 1
BLOCK = 1024 * 1024

# Asked in SQL, because a backup may be older than the models.
ACCOUNT = """
    SELECT (SELECT count(*) FROM editorial_publication),
           (SELECT count(*) FROM editorial_release),
           (SELECT count(*) FROM editorial_auditentry),
           coalesce((SELECT hash FROM editorial_auditentry ORDER BY id DESC LIMIT 1), '')
"""


@dataclass(frozen=True)
class Account:
    """How many rows the database holds of what matters most, and where the audit chain ends."""

    publications: int
    releases: int
    audit_entries: int
    last_audit_hash: str


@dataclass(frozen=True)
class StoredFile:
    """A file of the backup, under its path relative to it, with `/` between the parts."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The paper that comes with a backup."""

    version: str
    made_at: str
    server: int
    pg_dump: int
    migrations: tuple[str, ...]
    account: Account
    files: tuple[StoredFile, ...]
    format: int = FORMAT

    def to_json(self) -> str:
        """The manifest as it is written to disk."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read what `to_json` wrote. Raises ValueError, with a sentence, for anything else."""
        try:
            told: dict[str, Any] = json.loads(text)
            if told["format"] != FORMAT:
                raise ValueError(f"its format is {told['format']}; this version reads {FORMAT}")
            told["account"] = Account(**told["account"])
            told["migrations"] = tuple(told["migrations"])
            told["files"] = tuple(StoredFile(**file) for file in told["files"])
            manifest = cls(**told)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(
                f"it is damaged or was not written by this program ({error})"
            ) from None
        strays = [file.path for file in manifest.files if not _stays_inside(file.path)]
        if strays:
            raise ValueError(f"it names a place outside the backup: {strays[0]}")
        return manifest

    @property
    def media(self) -> Iterator[StoredFile]:
        """The files that belong into the media folder."""
        return (file for file in self.files if file.path != DUMP)


def account() -> Account:
    """What the database holds now."""
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNT)
        return Account(*cursor.fetchone())


def project_version() -> str:
    """The version of the project as pyproject.toml says it."""
    said = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(said["project"]["version"])


def describe(path: Path, within: Path) -> StoredFile:
    """Size and SHA-256 of a file, under its path relative to the backup."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return StoredFile(path.relative_to(within).as_posix(), size, digest.hexdigest())


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    is_known = path == DUMP or (len(parts) > 1 and parts[0] == MEDIA)
    return is_known and ".." not in parts
