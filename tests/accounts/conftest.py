from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_attempt_is_remembered() -> Iterator[None]:
    """Count attempts to sign in anew in each test: they lie in the cache, not the database."""
    cache.clear()
    yield
    cache.clear()
