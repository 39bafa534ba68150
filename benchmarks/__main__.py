"""`make bench`: what a reader waits for, on 10,000 items and a PostgreSQL of its own."""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from time import perf_counter

ITEMS = 10_000
ROUNDS = 60
# Design, section 8: a list's page far in the past costs what page 1 costs.
FAR_PAGE_AT_MOST = 1.3


def main() -> int:
    """Measure, print a table of medians, and return 1 where a budget is missed."""
    from ismi_cms.embedded import server

    with ExitStack() as running:
        os.environ["DATABASE_URL"] = running.enter_context(server(temporary=True))
        os.environ["DEBUG"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "ismi_cms.settings"
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        # As in production, whose pages are not slowed by the debugging of statements.
        settings.DEBUG = False
        running.callback(connections.close_all)
        call_command("migrate", verbosity=0)
        from benchmarks.corpus import generate

        began = perf_counter()
        generate(ITEMS)
        print(f"{ITEMS:,} items written in {perf_counter() - began:.1f} s")
        return _measure()


def _measure() -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from editorial.models import Release
    from website.cursors import Place

    client = Client(HTTP_HOST="127.0.0.1")
    ordered = Release.objects.live(language="ru").newest_first()
    far = Place.of(ordered[ITEMS * 95 // 100])
    pages = {
        "front page": "/ru/",
        "news list, page 1": "/ru/news/",
        "news list, far in the past": f"/ru/news/?before={far}",
        "news item": ordered[ITEMS // 2].get_absolute_url(),
        "feed": "/ru/feed.rss",
        "unknown number (404)": "/ru/news/999999999/x/",
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    statements = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        statements[name] = len(seen)
    # Pages take turns, so that a slow moment of the machine falls on all of them alike.
    for _round in range(ROUNDS):
        for name, address in pages.items():
            times[name].append(_timed(lambda address=address: client.get(address)))
    print(f"{'page':<28}{'median ms':>10}{'min ms':>8}{'statements':>12}")
    for name, taken in times.items():
        print(
            f"{name:<28}{median(taken) * 1000:>10.2f}{min(taken) * 1000:>8.2f}"
            f"{statements[name]:>12}"
        )
    ratio = median(times["news list, far in the past"]) / median(times["news list, page 1"])
    print(f"far in the past / page 1 = {ratio:.2f} (at most {FAR_PAGE_AT_MOST})")
    return 0 if ratio <= FAR_PAGE_AT_MOST else 1


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
