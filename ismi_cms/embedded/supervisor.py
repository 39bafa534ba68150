"""The process that keeps the embedded server for exactly as long as somebody uses it.

It is the server's parent, detached from every terminal. Users hold `users.lock` shared; the
supervisor waits for it exclusively. The kernel hands it over when the last user is gone, however
that user ended, and then the server is stopped.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import NoReturn

from ismi_cms.embedded import cluster
from ismi_cms.embedded.places import Owner, Place
from ismi_cms.embedded.refusals import NoServer
from ismi_cms.locks import held, is_free

# A server that dies oftener than this within its life has something that no new start mends.
RESTARTS = 5
PAUSE = 0.2


class Server:
    """The running server, started again when it dies while it is needed."""

    def __init__(self, place: Place, postgres: Path) -> None:
        self.place = place
        self.postgres = postgres
        self.is_stopping = False
        self.turn = threading.Lock()
        self.child = cluster.launch(place, postgres)
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        for _ in range(RESTARTS):
            self.child.wait()
            with self.turn, contextlib.suppress(NoServer, OSError):
                if self.is_stopping:
                    return
                cluster.clear_left_over(self.place)
                self.child = cluster.launch(self.place, self.postgres)
            time.sleep(PAUSE)
        # Leaving gives the supervisor's lock back: the next user starts afresh.
        os._exit(1)

    def stop(self) -> None:
        """Break off what is being asked, write everything to disk, and wait for the end."""
        with self.turn:
            self.is_stopping = True
        self.child.send_signal(signal.SIGINT)
        try:
            self.child.wait(cluster.STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.send_signal(signal.SIGQUIT)
            self.child.wait()


def supervise(place: Place, postgres: Path) -> None:
    """Run the server until its last user is gone, then stop it.

    A user may arrive while the server is being given up. Users take `start.lock` before they join,
    so under that lock the question "is anybody there?" has a lasting answer.
    """
    server = Server(place, postgres)
    try:
        while True:
            with held(place.users_lock):
                pass
            with held(place.start_lock):
                if is_free(place.users_lock):
                    server.stop()
                    break
    finally:
        if not server.is_stopping:
            server.stop()
    if place.is_temporary:
        cluster.remove(place)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


def main() -> None:
    """Read the place from the command line and supervise it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--sockets", type=Path, required=True)
    parser.add_argument("--postgres", type=Path, required=True)
    parser.add_argument("--owner", type=int, nargs=2)
    parser.add_argument("--temporary", action="store_true")
    given = parser.parse_args()
    if os.fork():
        # Whoever started this waits for the parent only, and keeps no child.
        os._exit(0)
    signal.signal(signal.SIGTERM, _leave)
    os.chdir("/")
    owner = Owner(*given.owner) if given.owner else None
    supervise(Place(given.home, given.sockets, owner, given.temporary), given.postgres)


if __name__ == "__main__":
    main()
