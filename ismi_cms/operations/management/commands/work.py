"""`manage.py work`: the worker."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ismi_cms.operations.worker import Stop, do_round, work


class Command(BaseCommand):
    help = "Does what is due, round after round, until it is told to stop (SIGTERM or ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do one round and end; the exit code is 1 when a chore failed",
        )

    def handle(self, *, once: bool, **_options: Any) -> None:
        if once:
            failed = do_round()
            if failed:
                raise CommandError(f"Failed, as the log says: {', '.join(failed)}")
            return
        stop = Stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop.ask)
        work(stop)
