"""Where an embedded cluster lies, and which user its server runs as."""

import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ismi_cms.embedded.refusals import NoServer

DATABASE = "ismi"
SUPERUSER = "postgres"
CHECKOUT = Path(__file__).resolve().parent.parent.parent
ROOT_HOME = Path("/var/lib/ismi-cms")
# A socket's path ends at 107 bytes on Linux and at 103 on macOS.
LONGEST_SOCKET_PATH = 103
MARK = "cluster"
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Owner:
    """The unprivileged user that a server started by root runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The directories and lock files of one cluster.

    Locks and the log belong to the user who starts the server; data and sockets to the user the
    server runs as. Nobody else enters either: that is why the server trusts whoever connects.
    """

    home: Path
    sockets: Path
    owner: Owner | None
    is_temporary: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server."""
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.home / "start.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor for as long as it lives."""
        return self.home / "supervisor.lock"

    @property
    def url(self) -> str:
        """The DATABASE_URL of this cluster."""
        return f"postgres://{SUPERUSER}@/{DATABASE}?host={quote(str(self.sockets))}"

    def prepare(self) -> None:
        """Make the directories, with their owners and modes.

        Raises NoServer when one cannot be made or belongs to somebody else.
        """
        try:
            self.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            self.home.mkdir(mode=0o700, exist_ok=True)
            _refuse_foreign(self.home)
            if self.owner:
                self._let_owner_pass()
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            self.give(self.sockets)
        except OSError as error:
            raise NoServer(
                f"The embedded PostgreSQL needs the directory {self.home}, which cannot be made "
                f"or entered ({error.strerror}). Run the project as the user who owns the "
                "checkout, or set DATABASE_URL to a PostgreSQL server."
            ) from error
        _refuse_foreign(self.sockets, self.owner)
        self.sockets.chmod(0o700)

    def _let_owner_pass(self) -> None:
        """Open the way to the data for the server's own user, without letting it look around."""
        self.home.chmod(0o711)
        if self.home.parent == ROOT_HOME:
            ROOT_HOME.chmod(0o711)

    def give(self, path: Path) -> None:
        """Hand a directory of root to the user that the server runs as."""
        if self.owner and path.lstat().st_uid == 0:
            os.chown(path, self.owner.uid, self.owner.gid, follow_symlinks=False)


def lasting(directory: Path) -> Place:
    """The place of the cluster that belongs to the checkout in this directory.

    For root it is outside the checkout, which the server's own user may be unable to enter. The
    mark in the checkout keeps a new clone at an old path from meeting the old clone's data.
    """
    owner = _owner()
    inside = directory.resolve() / ".data"
    tie = (inside / MARK).read_bytes() if (inside / MARK).exists() else b""
    name = hashlib.sha256(os.fsencode(inside) + tie).hexdigest()[:12]
    home = ROOT_HOME / name if owner else inside / "postgres"
    sockets = _sockets(home, name)
    if owner and sockets.exists() and sockets.stat().st_uid != 0:
        # A user postgres who came to the machine later does not own what is there.
        owner = Owner(sockets.stat().st_uid, sockets.stat().st_gid)
    return Place(home, sockets, owner)


def mark(directory: Path) -> None:
    """Give the checkout in this directory the mark that ties it to its own cluster."""
    inside = directory.resolve() / ".data"
    try:
        inside.mkdir(exist_ok=True)
        with (inside / MARK).open("x") as file:
            file.write(secrets.token_hex(8))
    except FileExistsError:
        return
    except OSError as error:
        raise NoServer(
            f"The embedded PostgreSQL needs the directory {inside}, which cannot be written "
            f"({error.strerror}). Run the project as the user who owns the checkout."
        ) from error


def temporary() -> Place:
    """A place that nobody has used yet and that is removed with its server."""
    owner = _owner()
    # Root's own TMPDIR may be closed to the server's user; /tmp never is.
    home = Path(tempfile.mkdtemp(prefix="ismi-cms-", dir="/tmp" if owner else None)).resolve()  # noqa: S108 (see above)
    return Place(home, _sockets(home, home.name), owner, is_temporary=True)


def _sockets(home: Path, name: str) -> Path:
    """A directory whose path is short enough for a socket, and free of commas.

    A comma separates hosts in a connection's address.
    """
    inside = home / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(inside):
        return inside
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path("/tmp")  # noqa: S108 (mode and owner are checked)
    return parent / f"ismi-cms-{os.getuid()}-{name[-12:]}"


def _owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise NoServer(
        "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor "
        "nobody. Run the project as an ordinary user, or set DATABASE_URL."
    )


def _refuse_foreign(path: Path, owner: Owner | None = None) -> None:
    """Raise NoServer unless the path is a directory of the expected user, not a link to one."""
    found = path.lstat()
    expected = owner.uid if owner else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected:
        raise NoServer(
            f"{path} belongs to another user, so the embedded PostgreSQL does not use it. "
            "Run the project as that user, remove the directory, or set DATABASE_URL."
        )
