"""The library of one test: its files in a folder that goes with the test."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from tests.factories import person


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def writer(db: None) -> User:
    return person(Role.WRITER, desk_language="en")
