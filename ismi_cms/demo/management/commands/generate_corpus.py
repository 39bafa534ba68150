"""`manage.py generate_corpus N`: an invented office's archive, to see how fast N of each are."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.models import Publication

LEAST, MOST = 10, 100_000


class Command(BaseCommand):
    help = "Fills a database without publications with invented ones, to measure speed on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "size",
            type=int,
            help="news items, and as many meetings; half as many people, a tenth of delegations",
        )

    def handle(self, *, size: int, verbosity: int, **_options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "This is production (DEBUG is off): invented publications do not belong here."
            )
        if not LEAST <= size <= MOST:
            raise CommandError(f"Ask for {LEAST} to {MOST:,} news items.")
        if Publication.objects.exists():
            raise CommandError(
                "Publications exist: a corpus is written into a database without any. "
                "Name an empty one in DATABASE_URL."
            )
        # Beside the project, not in it: what an office installs does not have it.
        from benchmarks.corpus import generate

        generate(size)
        if verbosity:
            self.stdout.write(f"Generated {size:,} news items and as many meetings.")
