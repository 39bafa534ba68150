"""Clusters for tests of their life: real ones, each in a checkout of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ismi_cms.embedded import cluster, places
from ismi_cms.embedded.places import CHECKOUT, Place
from ismi_cms.locks import is_free

SECONDS = 20
# Says the address, then works until a line comes in.
USER = """
import sys
from pathlib import Path
from ismi_cms.embedded import server
with server(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


class User:
    """A process that uses the embedded server of a checkout until told to stop."""

    def __init__(self, directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, directory],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate("\n", timeout=SECONDS)

    def kill(self) -> None:
        """Kill -9, as the worst case of every way to end."""
        self.process.kill()
        self.process.communicate()


class Checkout:
    """A directory with a cluster of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        places.mark(directory)
        self.users: list[User] = []

    @property
    def place(self) -> Place:
        return places.lasting(self.directory)

    @property
    def postmaster(self) -> int:
        return int((self.place.data / "postmaster.pid").read_text().split("\n")[0])

    def user(self) -> User:
        self.users.append(User(self.directory))
        return self.users[-1]

    def is_over(self) -> bool:
        """Whether neither supervisor nor server lives here any more."""
        return is_free(self.place.supervisor_lock) and not cluster.answers(self.place)


def soon(condition: Callable[[], bool]) -> bool:
    """Whether the condition becomes true within a time that a busy machine needs."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A checkout's directory, closed to everybody else."""
    made = Path(tempfile.mkdtemp(prefix="checkout-"))
    yield made
    home = places.lasting(made).home
    assert soon(lambda: is_free(home / "supervisor.lock"))
    shutil.rmtree(home)
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def checkout(directory: Path) -> Iterator[Checkout]:
    """The module's checkout, with nobody using it before or after the test."""
    made = Checkout(directory)
    yield made
    for user in made.users:
        if user.process.poll() is None:
            user.kill()
    assert soon(made.is_over)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
