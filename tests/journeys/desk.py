"""The desk in a browser: signed in by one click, with a watch on what it may not do."""

from playwright.sync_api import Page, expect

WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  (window.violations ??= []).push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def sign_in(page: Page, site: str, name: str) -> None:
    """Press this person's button of the demo."""
    page.add_init_script(WATCH)
    page.goto(f"{site}/admin/")
    page.locator(f"button[value={name}]").click()
    expect(page.locator("#user-tools")).to_contain_text(name)


def violations(page: Page) -> list[str]:
    """Return what the page tried to load or run against the policy of content."""
    found: list[str] = page.evaluate("window.violations ?? []")
    return found
