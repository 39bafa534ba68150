"""One cluster on disk: making it, running it, asking it, and clearing what a crash left."""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from ismi_cms.embedded.binaries import Binaries, as_owner, clean_environment
from ismi_cms.embedded.places import DATABASE, SOCKET_NAME, SUPERUSER, Place
from ismi_cms.embedded.refusals import NoServer

# macOS before 15 has no C.UTF-8. With the plain C locale pg_trgm sees no Cyrillic letter.
LOCALES = ("C.UTF-8", "en_US.UTF-8")
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "log_checkpoints": "off",
    "max_connections": "100",
}
# A server that is thrown away need not survive a power cut.
TEMPORARY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PROTOCOL_3 = 196608
STARTING_UP = b"C57P03"
LONGEST_LOG = 5_000_000
STOP_SECONDS = 60.0


def create(place: Place, binaries: Binaries) -> None:
    """Make the data directory, with the project's database in it, unless it is there.

    It is built beside its final place and renamed when whole: a killed attempt leaves nothing
    that looks like data. Raises NoServer with what initdb said.
    """
    if (place.data / "PG_VERSION").exists():
        return
    half = place.home / "data-half"
    _remove(half)
    half.mkdir(mode=0o700)
    place.give(half)
    _initialise(place, binaries, half)
    # The single-user server is there even where no client program is.
    added = _run(
        place,
        [binaries.postgres, "--single", "-D", half, "postgres"],
        f"CREATE DATABASE {DATABASE}\n",
    )
    if added.returncode != 0 or "ERROR" in added.stderr:
        raise NoServer(f"PostgreSQL could not make the database {DATABASE}:\n{added.stderr}")
    half.rename(place.data)


def _initialise(place: Place, binaries: Binaries, directory: Path) -> None:
    command = [binaries.initdb, "-D", directory, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
    if place.is_temporary:
        command.append("--no-sync")
    complaints = []
    for locale in LOCALES:
        made = _run(place, [*command, f"--locale={locale}"])
        if made.returncode == 0:
            return
        complaints.append(made.stderr.strip())
    raise NoServer(
        f"PostgreSQL could not make its data directory in {place.home}:\n{complaints[0]}"
    )


def launch(place: Place, postgres: Path) -> subprocess.Popen[bytes]:
    """Start the server as a child of this process; it answers a little later."""
    settings = SETTINGS | {"unix_socket_directories": _quoted(place.sockets)}
    if place.is_temporary:
        settings |= TEMPORARY_SETTINGS
    arguments = [item for pair in settings.items() for item in ("-c", "=".join(pair))]
    with open_log(place) as log:
        return subprocess.Popen(
            [postgres, "-D", place.data, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=clean_environment(),
            # A terminal's ctrl-C is for the programs in front of it, not for their database.
            start_new_session=True,
            **as_owner(place.owner),
        )


def open_log(place: Place) -> IO[bytes]:
    """The server's log, begun anew when it has grown long."""
    if place.log.exists() and place.log.stat().st_size > LONGEST_LOG:
        place.log.unlink()
    place.log.touch(mode=0o600)
    return place.log.open("ab")


def tail_of_log(place: Place, lines: int = 12) -> str:
    """The last lines of the server's log."""
    try:
        text = place.log.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def answers(place: Place) -> bool:
    """Whether a server really takes connections here, asked by opening one."""
    greeting = b"user\0%b\0database\0%b\0\0" % (SUPERUSER.encode(), DATABASE.encode())
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(place.sockets / SOCKET_NAME))
            connection.sendall(struct.pack("!ii", len(greeting) + 8, PROTOCOL_3) + greeting)
            reply = connection.recv(1024)
            connection.sendall(b"X\0\0\0\4")
        except OSError:
            return False
    # A full server refuses the connection, yet serves those it has.
    return bool(reply) and STARTING_UP not in reply


def clear_left_over(place: Place) -> None:
    """End a server that lost its supervisor, and remove what a power cut or kill -9 left.

    A process number in a left-over postmaster.pid may by now be somebody else's, which keeps
    PostgreSQL from starting: the file goes once no process lives on these data.
    Raises NoServer when a server there does not end.
    """
    pid_file = place.data / "postmaster.pid"
    first = _postmaster(pid_file)
    if first and first in processes_on(place.data, first):
        os.kill(first, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while processes_on(place.data, first):
        if time.monotonic() > deadline:
            raise NoServer(
                f"An earlier PostgreSQL still runs on {place.data} and does not end. End the "
                "processes named postgres that work there, then try again."
            )
        time.sleep(0.05)
    # Where children cannot be seen, PostgreSQL judges a dead number better than this.
    if sys.platform == "linux" or (first and _command_line(first)):
        pid_file.unlink(missing_ok=True)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (place.sockets / name).unlink(missing_ok=True)


def processes_on(data: Path, postmaster: int | None) -> set[int]:
    """The numbers of the processes that work in this data directory.

    Every process of PostgreSQL has it as its working directory, which Linux shows. Elsewhere the
    command line of the process named in postmaster.pid must do; PostgreSQL itself looks there for
    children that survived it.
    """
    if sys.platform != "linux":
        return {postmaster} if postmaster and str(data) in _command_line(postmaster) else set()
    wanted = os.path.realpath(data)
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                is_postgres = (entry / "comm").read_text().startswith("postgres")
                if is_postgres and str((entry / "cwd").readlink()) == wanted:
                    found.add(int(entry.name))
            except OSError:
                continue
    return found


def remove(place: Place) -> None:
    """Remove a temporary cluster from the disk."""
    _remove(place.sockets)
    _remove(place.home)


def _remove(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)


def _postmaster(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _command_line(pid: int) -> str:
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout


def _run(place: Place, command: list[object], text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=clean_environment(),
        **as_owner(place.owner),
    )


def _quoted(path: Path) -> str:
    """A path as PostgreSQL reads it in a list."""
    return '"' + str(path).replace('"', '""') + '"'
