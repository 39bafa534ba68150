import pytest
from pytest_django import Settings

from tests.website.pages import SITE


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    """The site is known to the world by an address that no test client uses."""
    settings.SITE_URL = SITE
