"""A PostgreSQL of their own for the tests, before pytest-django reads the settings.

Loaded by `-p` in pyproject.toml. Where DATABASE_URL is set, that server is used.
"""

import os
from contextlib import ExitStack

import pytest

from ismi_cms import catalogues
from ismi_cms.embedded import NoServer, server

_running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start a throw-away server for the run; parallel workers inherit its address."""
    os.environ.setdefault("DEBUG", "1")
    # Two cores shared by many tests: a page's patience would make them fail by chance.
    os.environ.setdefault("DATABASE_PATIENCE", "60")
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if not is_worker:
        catalogues.compile_all()
    if not is_worker and not os.environ.get("DATABASE_URL"):
        try:
            os.environ["DATABASE_URL"] = _running.enter_context(server(temporary=True))
        except NoServer as refusal:
            pytest.exit(str(refusal), returncode=3)


def pytest_unconfigure() -> None:
    _running.close()
