"""What every test may ask for, and what no run may hide."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

# Playwright's loop runs in the thread of the tests, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# A shared machine may be slow at any moment; that is no fault of an example. A change is accepted
# or not for what it is: examples are drawn by chance at a desk, and always the same ones in CI.
hypothesis.settings.register_profile(
    "project", deadline=None, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.load_profile("project")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GUARDS_AGAINST_TRUNCATE = """
    SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%\\_no\\_truncate'
"""
OTHER_SESSIONS_END = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def pytest_configure() -> None:
    # The real hash is slow on purpose; no test measures it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test runner empty the tables between transactional tests, and drop the database.

    Only in the test database: TRUNCATE is refused everywhere else, and a test of that refusal
    enables the trigger it tries. A live server's thread may hold a connection to the end.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(GUARDS_AGAINST_TRUNCATE)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHER_SESSIONS_END)


@pytest.fixture(autouse=True)
def _pictures_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Keep every test's pictures apart from the developer's."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Run the machine's own Chromium, and send nothing out of it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": CHROMIUM_ARGUMENTS,
    }


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI set a skipped test fails the run: what was not tried is not known to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_green = session.exitstatus == pytest.ExitCode.OK
    if os.environ.get("CI") and reporter and is_green and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
