"""`make run`: the whole site on this machine, from the database to the browser's address.

Everything runs in this process but granian's worker; that and the embedded server end with it,
even by kill -9.
"""

import argparse
import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from ismi_cms import locks
from ismi_cms.embedded import NoServer, server
from ismi_cms.environment import is_debug

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 100
THREADS = 4
# Seconds between looks at whether `make` still lives.
PARENT_PAUSE = 0.5
SET_UP_LOCK = Path(__file__).resolve().parent.parent / ".data" / "set-up.lock"


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from this one on where nobody listens on this machine.

    Raises SystemExit when a hundred of them are taken.
    """
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            # Without this a port whose last connection ended a minute ago would seem taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise SystemExit(f"No port from {first} on is free: end a program, or say make run PORT=…")


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Print one line for a step of the start, with the seconds it took."""
    begun = time.monotonic()
    print(f"  {title} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def set_up() -> None:
    """Bring catalogues, tables, demo content and static files up to date.

    Raises what the commands raise. A second start in the same checkout waits for the first.
    """
    import django

    from ismi_cms import catalogues

    SET_UP_LOCK.parent.mkdir(exist_ok=True)
    with locks.held(SET_UP_LOCK):
        with step("Interface languages"):
            catalogues.compile_all()
            django.setup()

        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        with step("Database tables"):
            call_command("migrate", verbosity=0, interactive=False)
        with step("Demo content"):
            call_command("load_demo", verbosity=0)
        if not settings.DEBUG:
            with step("Static files"):
                call_command("collectstatic", verbosity=0, interactive=False)
        connections.close_all()


def serve(port: int) -> None:
    """Serve the site until ctrl-C or SIGTERM."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # A forked worker would keep this process's settings, connections and locks.
    multiprocessing.set_start_method("spawn")
    threading.Thread(target=_tell_when_up, args=(port,), daemon=True).start()
    Server(
        "ismi_cms.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def _tell_when_up(port: int) -> None:
    while True:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            break
        time.sleep(0.05)
    site = f"http://{HOST}:{port}/"
    print(f"\n  The site   {site}\n  The desk   {site}admin/\n\n  ctrl-C ends it.\n", flush=True)


def _end_with(parent: int) -> None:
    """End quietly when the process that started this one is gone."""
    while os.getppid() == parent:
        time.sleep(PARENT_PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(*_: object) -> None:
    raise SystemExit(0)


def main() -> None:
    """Set everything up and serve; ends with exit code 0 on ctrl-C and SIGTERM."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try")
    parser.add_argument("--parent", type=int, help="end when this process is gone")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    if given.parent:
        threading.Thread(target=_end_with, args=(given.parent,), daemon=True).start()
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ismi_cms.settings")
    with contextlib.ExitStack() as stack:
        if is_debug(os.environ) and not os.environ.get("DATABASE_URL"):
            with step("PostgreSQL"):
                os.environ["DATABASE_URL"] = stack.enter_context(server())
        patience = os.environ.get("DATABASE_PATIENCE", "10")
        # Making tables and content may take its time; the worker's pages may not.
        os.environ["DATABASE_PATIENCE"] = "0"
        set_up()
        os.environ["DATABASE_PATIENCE"] = patience
        os.environ.setdefault("DATABASE_POOL", str(THREADS))
        port = free_port(given.port)
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
        serve(port)


if __name__ == "__main__":
    try:
        main()
    except NoServer as refusal:
        sys.exit(str(refusal))
