"""What holds for every journey: no page asks for anything that its policy refuses."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

POLICY = "Content Security Policy"


@pytest.fixture(autouse=True)
def refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Gather what is refused by policy on any page of any person, and let nothing be."""
    found: list[str] = []
    make = browser.new_context

    def note(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            where = message.page.url if message.page else ""
            found.append(f"{where}: {message.text}")

    def watched(**options: Any) -> BrowserContext:
        context = make(**options)
        context.on("console", note)
        return context

    monkeypatch.setattr(browser, "new_context", watched)
    yield found
    assert found == []
