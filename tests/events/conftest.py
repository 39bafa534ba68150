"""The people of the rulebook's tests."""

from tests.editorial.conftest import office

__all__ = ["office"]
