"""`make bench`: what readers and officers wait for, on 10,000 of each and a PostgreSQL of its own.

`python -m benchmarks N` takes another size.
"""

import os
import sys
from contextlib import ExitStack
from time import perf_counter

SIZE = 10_000


def main() -> int:
    """Measure, print a table of medians, and return 1 where a budget is missed."""
    from ismi_cms.embedded import server

    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with ExitStack() as running:
        os.environ["DATABASE_URL"] = running.enter_context(server(temporary=True))
        os.environ["DEBUG"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "ismi_cms.settings"
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection, connections

        django.setup()
        # As in production, whose pages are not slowed by the debugging of statements.
        settings.DEBUG = False
        running.callback(connections.close_all)
        call_command("migrate", verbosity=0)
        from benchmarks.corpus import generate
        from benchmarks.measuring import measure

        began = perf_counter()
        generate(size)
        print(f"{size:,} news items and as many meetings written in {perf_counter() - began:.0f} s")
        # What a server that runs for long has done by itself.
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        return measure()


if __name__ == "__main__":
    sys.exit(main())
