"""The desk in a browser: signed in by one click, with a watch on what it may not do."""

from playwright.sync_api import ConsoleMessage, Page, expect

POLICY = "Content Security Policy"


def watch(page: Page) -> list[str]:
    """Return a list that grows with all that is refused by policy on any page shown from now."""
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            refused.append(f"{page.url}: {message.text}")

    page.on("console", note)
    return refused


def sign_in(page: Page, site: str, name: str) -> list[str]:
    """Press this person's button of the demo; return what is refused by policy, now and later."""
    refused = watch(page)
    page.goto(f"{site}/admin/")
    page.locator(f"button[value={name}]").click()
    expect(page.locator("#user-tools")).to_contain_text(name)
    return refused
