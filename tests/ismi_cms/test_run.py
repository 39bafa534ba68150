import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from ismi_cms import run
from tests.ismi_cms.embedded.conftest import soon

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def listen(port: int) -> socket.socket:
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((run.HOST, port))
    taken.listen()
    return taken


def test_a_taken_port_is_passed_over() -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]

        assert run.free_port(port) > port


def test_a_port_whose_last_visitor_just_left_is_free() -> None:
    with listen(0) as server:
        port = server.getsockname()[1]
        with socket.create_connection((run.HOST, port)):
            server.accept()[0].close()

    assert run.free_port(port) == port


def test_a_machine_without_a_free_port_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(0) as taken:
        monkeypatch.setattr(run, "PORTS_TRIED", 1)

        with pytest.raises(SystemExit, match="is free: end a program"):
            run.free_port(taken.getsockname()[1])


@pytest.fixture
def database(django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database on the server of the tests."""
    name = f"run_{os.getpid()}"
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters = {
        key: parameters[key]
        for key in ("dbname", "user", "host", "port", "password")
        if parameters.get(key)
    }
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        given = settings.DATABASES["default"]
        port = f"&port={given['PORT']}" if given["PORT"] else ""
        yield f"postgres://{given['USER']}@/{name}?host={given['HOST']}{port}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


class Site:
    """`make run` without make: started, read until it says its address, and ended."""

    def __init__(self, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ismi_cms.run", "--port", "18000"],
            cwd=CHECKOUT,
            env={"PATH": os.environ["PATH"], "DATABASE_URL": database},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "ctrl-C" in line:
                break
        (self.address,) = re.findall(r"The site +(http://\S+)", self.said) or [""]

    def family(self) -> set[int]:
        """The processes of its session: itself and what it started."""
        found = set()
        for entry in Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except (OSError, ValueError):
                continue
            if entry.name.isdigit() and fields[0] != "Z" and fields[3] == str(self.process.pid):
                found.add(int(entry.name))
        return found

    def status(self, path: str) -> int:
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return int(answer.status)


def test_the_site_starts_answers_and_ends_with_whoever_started_it(database: str) -> None:
    site = Site(database)
    assert site.status("admin/login/") == 200, site.said
    assert len(site.family()) >= 2
    assert site.said.index("Database tables") < site.said.index("Demo content")

    site.process.kill()
    site.process.communicate()

    assert soon(lambda: site.family() == set())

    again = Site(database)
    assert again.status("admin/login/") == 200, again.said
    begun = time.monotonic()
    again.process.send_signal(signal.SIGTERM)
    rest, _ = again.process.communicate(timeout=20)

    assert (again.process.returncode, rest.strip()) == (0, "")
    assert time.monotonic() - begun < 10
    assert soon(lambda: again.family() == set())
