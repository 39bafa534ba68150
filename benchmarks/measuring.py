"""How long pages take: medians, and the budgets they are held to (design, section 8)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from benchmarks.pages import Pages, find_pages
from languages.choices import CODES

ROUNDS = 15
# Milliseconds.
MEDIAN_AT_MOST = 300
# A list's page far in the past costs what page 1 costs.
FAR_AT_MOST = 1.3
# A public page costs at most so many statements at any number of rows.
STATEMENTS_AT_MOST = 6
HOST = "127.0.0.1"


@dataclass
class Timing:
    """What was seen of one page."""

    status: int
    statements: int
    size: int
    taken: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median, in milliseconds."""
        return median(self.taken) * 1000

    @property
    def least(self) -> float:
        """The shortest, in milliseconds."""
        return min(self.taken) * 1000


def measure() -> int:
    """Measure every page of the corpus and print a table; return 1 where a budget is missed."""
    pages = find_pages()
    reader, officer = Client(HTTP_HOST=HOST), signed_in()
    visits = [(reader, pages.public), (officer, pages.desk)]
    seen = {name: _look(client, path) for client, paths in visits for name, path in paths.items()}
    # Pages take turns, so that a slow moment of the machine falls on all of them alike.
    for _round in range(ROUNDS):
        for client, paths in visits:
            for name, path in paths.items():
                began = perf_counter()
                client.get(path)
                seen[name].taken.append(perf_counter() - began)
    _print_table(seen)
    # On a machine that does other things as well, medians say little.
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    found = missed(seen, pages)
    print(*found or ["Every budget is kept."], sep="\n")
    return 1 if found else 0


def signed_in() -> Client:
    """Return the browser of a press secretary at the desk, who has no second factor."""
    officer = User.objects.create(
        username="officer", is_staff=True, languages_read=list(CODES), languages_written=list(CODES)
    )
    officer.groups.set(Group.objects.filter(name=Role.PRESS_SECRETARY.value))
    client = Client(HTTP_HOST=HOST)
    client.force_login(officer)
    return client


def _look(client: Client, path: str) -> Timing:
    """Open a page for the first time, which also warms what a process keeps."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(path)
    return Timing(response.status_code, len(statements), len(response.content))


def _print_table(seen: Mapping[str, Timing]) -> None:
    print(f"{'page':<44}{'median ms':>10}{'min ms':>8}{'statements':>12}{'KB':>6}{'status':>8}")
    for name, timing in seen.items():
        print(
            f"{name:<44}{timing.median:>10.1f}{timing.least:>8.1f}{timing.statements:>12}"
            f"{timing.size / 1024:>6.0f}{timing.status:>8}"
        )


def missed(seen: Mapping[str, Timing], pages: Pages) -> list[str]:
    """Return, in sentences, which budgets are missed."""
    found = [
        f"{name}: {timing.median:.0f} ms (at most {MEDIAN_AT_MOST})"
        for name, timing in seen.items()
        if timing.median > MEDIAN_AT_MOST
    ]
    for far, first in pages.first_of.items():
        ratio = seen[far].median / seen[first].median
        if ratio > FAR_AT_MOST:
            found.append(f"{far}: {ratio:.2f} times the first page (at most {FAR_AT_MOST})")
    found += [
        f"{name}: {seen[name].statements} statements (at most {STATEMENTS_AT_MOST})"
        for name in pages.public
        if seen[name].statements > STATEMENTS_AT_MOST
    ]
    found += [
        f"{name}: answered {timing.status}"
        for name, timing in seen.items()
        if timing.status != (404 if "404" in name else 200)
    ]
    return found
