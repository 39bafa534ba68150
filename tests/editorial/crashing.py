"""A process that does verbs in children, which are killed: `python -m tests.editorial.crashing`.

It takes one JSON line for each child, {"verb", "edition", "by", "at", "after"}. The child dies by
SIGKILL at its point number `at`, or so many seconds `after` its beginning; where both are null,
it lives. A point lies before and after each statement and each commit. The answers are
"points N" from a child that lived, then "ended N" with its status.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django

APPLICATION = "ismi-crash"


def main(database: str) -> None:
    """Serve requests from the standard input until it ends, on this database."""
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    # Everything a child needs is imported here once; nothing here touches the database.
    from tests.editorial import test_every_case  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _do(asked)
            os._exit(0)
        if asked["after"] is not None:
            time.sleep(asked["after"])
            # Ended or not, it is this one: nobody has waited for it yet.
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        _say(f"ended {status}")


def _do(asked: dict[str, Any]) -> None:
    """Do the verb in this process, as far as it comes."""
    from django.db import connection

    from accounts.models import User
    from editorial.models import Edition
    from tests.editorial.test_every_case import attempt

    points = Points(asked["at"])
    with connection.cursor() as cursor:
        cursor.execute(f"SET application_name = '{APPLICATION}'")
    edition, by = Edition.objects.get(pk=asked["edition"]), User.objects.get(pk=asked["by"])
    committed = connection._commit

    def commit() -> None:
        points.pass_one()
        committed()
        points.pass_one()

    connection._commit = commit  # type: ignore[method-assign]
    with connection.execute_wrapper(points.around):
        attempt(asked["verb"], edition, by, "ru")
    _say(f"points {points.passed}")


class Points:
    """The places at which a verb can be cut off, counted; at one of them the process dies."""

    def __init__(self, last: int | None) -> None:
        self.passed, self.last = 0, last

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.pass_one()
        result = execute(*arguments)
        self.pass_one()
        return result


def _say(line: str) -> None:
    # Not buffered: a child would send what its parent had begun to write.
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
