"""What only a browser can show of signing in: a passkey, and that no page breaks the policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from tests.accounts.factors import (
    PASSWORD,
    SECURITY,
    STEP,
    code_of,
    recovery_codes_of,
    with_app,
    with_password,
)

pytestmark = pytest.mark.django_db(transaction=True)

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def editor(transactional_db: None) -> Iterator[User]:
    cache.clear()
    yield with_password(Role.EDITOR, username="editor", email="editor@ismi.example")
    cache.clear()


@pytest.fixture
def breaches(page: Page) -> list[str]:
    """Gather what the browser says against a page: errors, and breaches of the policy."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def give_password(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.locator("[name=login]").fill("editor")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#login-form [type=submit]").first.click()


def sign_out(page: Page) -> None:
    page.locator(".user-menu summary").click()
    page.locator("#logout-form button").click()
    expect(page.locator("h1")).to_have_text("Signed out")


def test_a_passkey_is_added_and_signs_in_alone_and_as_the_second_step(
    page: Page, live_server: LiveServer, editor: User, breaches: list[str]
) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    give_password(page, live_server.url)
    page.goto(f"{live_server.url}{SECURITY}keys/add/")
    page.locator("#passkey-button").click()
    expect(page.locator(".messagelist")).to_contain_text("The passkey is added.")
    expect(page.locator(".codes li")).to_have_count(10)
    sign_out(page)

    page.goto(f"{live_server.url}/admin/account/")
    page.locator("#passkey-button").click()
    expect(page).to_have_url(f"{live_server.url}/admin/account/")
    sign_out(page)

    give_password(page, live_server.url)
    expect(page).to_have_url(f"{live_server.url}{STEP}")
    page.locator("#passkey-button").click()
    expect(page.locator(".user-menu")).to_be_visible()
    assert breaches == []


def test_a_passkey_that_is_refused_says_so_on_the_page(
    page: Page, live_server: LiveServer, editor: User
) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"{live_server.url}/admin/login/")
    expect(page.locator("#passkey-error")).to_be_hidden()
    page.locator("#passkey-button").click()
    expect(page.locator("#passkey-error")).to_be_visible()


def test_an_app_is_set_up_and_its_code_opens_the_desk(
    page: Page, live_server: LiveServer, editor: User, breaches: list[str], settings: object
) -> None:
    settings.MFA_DEMANDED = True  # type: ignore[attr-defined]
    give_password(page, live_server.url)
    expect(page.locator(".errornote")).to_contain_text("Your role needs a second step")
    page.locator(f"a[href='{SECURITY}app/']").click()
    page.locator("details summary").last.click()
    secret = page.locator(".secret").inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("#content [type=submit]").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.locator("#content a[href='/admin/']").click()
    sign_out(page)

    give_password(page, live_server.url)
    # The app's next code: the one that set it up was used up with it on a slow machine.
    page.locator("[name=code]").fill(code_of(secret, 1))
    page.locator("#content [type=submit]").first.click()
    expect(page.locator(".user-menu")).to_be_visible()
    assert breaches == []


def violations(page: Page) -> list[str]:
    """Return what axe says against the page as it is, and against its colours in the dark."""
    found = Axe().run(page).response["violations"]
    # Without motion: colours on their way from light to dark are nobody's.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    return [violation["id"] for violation in found]


def test_no_page_of_signing_in_shuts_anyone_out(
    page: Page, live_server: LiveServer, editor: User, breaches: list[str]
) -> None:
    with_app(editor)
    codes = recovery_codes_of(editor)
    found = {}
    page.goto(f"{live_server.url}/admin/account/password/link/")
    found["link"] = violations(page)
    page.goto(f"{live_server.url}/admin/login/")
    found["sign in"] = violations(page)
    give_password(page, live_server.url)
    found["step"] = violations(page)
    page.locator("[name=code]").fill(codes[0])
    page.locator("#content [type=submit]").first.click()
    for name in ("", "password/", "security/", "security/codes/", "security/keys/add/", "confirm/"):
        page.goto(f"{live_server.url}/admin/account/{name}")
        found[name] = violations(page)
    assert {name: ids for name, ids in found.items() if ids} == {}
    assert breaches == []
