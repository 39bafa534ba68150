"""The desk in a browser: signed in by one click."""

from playwright.sync_api import Page, expect


def sign_in(page: Page, site: str, name: str) -> None:
    """Press this person's button of the demo."""
    page.goto(f"{site}/admin/")
    page.locator(f"button[value={name}]").click()
    expect(page.locator("#user-tools")).to_contain_text(name)
