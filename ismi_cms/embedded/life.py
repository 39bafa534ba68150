"""Using the embedded server: starting or joining it, and letting it go."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ismi_cms.embedded import binaries, cluster, places
from ismi_cms.embedded.binaries import Binaries
from ismi_cms.embedded.places import CHECKOUT, Place
from ismi_cms.embedded.refusals import NoServer
from ismi_cms.locks import held, is_free, open_lock, take_if_free

# After a power cut the server reads a part of its log anew, which takes a while on a slow disk.
START_SECONDS = 120.0
END_SECONDS = 15.0
PAUSE = 0.02
# A supervisor met just as it gives up makes the first attempt fail.
ATTEMPTS = 3


@contextmanager
def server(directory: Path = CHECKOUT, *, temporary: bool = False) -> Iterator[str]:
    """Run the embedded PostgreSQL for the time of the block, and yield its DATABASE_URL.

    The server belongs to the checkout in `directory`; a second process joins the one that runs.
    It stops with its last user, even one that was killed. A temporary server is a new, empty
    one, quick and unsafe, whose files go with it.

    Raises NoServer when no PostgreSQL is found or it cannot start.
    """
    if temporary:
        place = places.temporary()
    else:
        places.mark(directory)
        place = places.lasting(directory)
    place.prepare()
    try:
        user = _join(place)
    except BaseException:
        if place.is_temporary and is_free(place.supervisor_lock):
            cluster.remove(place)
        raise
    try:
        yield place.url
    finally:
        os.close(user)
        _wait_for_end(place)


def address(directory: Path = CHECKOUT) -> str:
    """The DATABASE_URL under which the checkout's server answers while it runs."""
    return places.lasting(directory).url


def _join(place: Place) -> int:
    """Become a user of a server that answers: the descriptor that says so until it is closed.

    The supervisor stops a server only under the same lock, so it cannot go in between.
    """
    with held(place.start_lock):
        user = open_lock(place.users_lock)
        try:
            fcntl.flock(user, fcntl.LOCK_SH)
            _ensure_answering(place)
        except BaseException:
            os.close(user)
            raise
    return user


def _ensure_answering(place: Place) -> None:
    for _ in range(ATTEMPTS):
        supervisor = take_if_free(place.supervisor_lock)
        if supervisor is not None:
            try:
                _start(place, supervisor)
            finally:
                os.close(supervisor)
        if _comes_up(place):
            return
    raise NoServer(
        "The embedded PostgreSQL did not start. Often the disk is full or a file belongs to "
        f"another user. The end of {place.log}:\n{cluster.tail_of_log(place)}"
    )


def _start(place: Place, supervisor_lock: int) -> None:
    try:
        cluster.clear_left_over(place)
        found = binaries.find(place)
        cluster.create(place, found)
        _spawn_supervisor(place, found, supervisor_lock)
    except OSError as error:
        raise NoServer(
            f"The embedded PostgreSQL could not be started in {place.home}: {error}. "
            "Free some space or mend the rights there, or set DATABASE_URL to a server."
        ) from error


def _spawn_supervisor(place: Place, found: Binaries, lock: int) -> None:
    """Start the supervisor, which takes over the lock and leaves this process's family."""
    command = [sys.executable, "-S", "-m", "ismi_cms.embedded.supervisor"]
    command += ["--home", str(place.home), "--sockets", str(place.sockets)]
    command += ["--postgres", str(found.postgres)]
    if place.owner:
        command += ["--owner", str(place.owner.uid), str(place.owner.gid)]
    if place.is_temporary:
        command += ["--temporary"]
    with cluster.open_log(place) as log:
        subprocess.run(
            command,
            check=True,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock],
        )


def _comes_up(place: Place) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while not cluster.answers(place):
        if is_free(place.supervisor_lock) or time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def _wait_for_end(place: Place) -> None:
    """Where this was the last user, wait until its server has stopped."""
    deadline = time.monotonic() + END_SECONDS
    while not is_free(place.supervisor_lock) and is_free(place.users_lock):
        if time.monotonic() > deadline:
            return
        time.sleep(PAUSE)
