"""One person at night with a phone; a colleague with another; the office the next day. W-18.

Every tap is counted: what counts at 23:40 is how few there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from editorial.models import Release, Unreviewed, Withdrawal
from tests.factories import on_duty, person, released, words
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = {"width": 390, "height": 844}
# In CSS pixels: what a thumb hits.
THUMB = 44
BODY = "Визит перенесён на декабрь.\n\nО новой дате сообщим."


@dataclass
class Hand:
    """A person's phone, and how often it was tapped."""

    page: Page
    taps: int = 0

    def tap(self, role: Any, name: str) -> None:
        """Tap the first button, link or choice of this name that stands in the page itself."""
        found = self.page.locator("#content, .standing, #header").get_by_role(
            role, name=name, exact=False
        )
        self.tap_on(found.first)

    def tap_on(self, target: Locator) -> None:
        expect(target).to_be_visible()
        self.taps += 1
        target.tap()

    def look(self, heading: str) -> None:
        """Nothing goes over the edge, all is large enough for a thumb, axe finds no fault."""
        page = self.page
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
        for one in page.locator(
            "#content :is(.button, .choose label, input:not([type=hidden]))"
        ).all():
            box = one.bounding_box()
            is_choice = one.get_attribute("type") in ("radio", "checkbox")
            is_hidden = box is None or not box["height"]
            assert is_hidden or is_choice or round(box["height"]) >= THUMB, one.inner_html()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def office(transactional_db: None, settings: Any) -> dict[str, User]:
    """A writer on duty, an editor and a press secretary; the desk speaks English."""
    settings.DEBUG = True
    roles = {"writer": Role.WRITER, "editor": Role.EDITOR, "secretary": Role.PRESS_SECRETARY}
    people = {name: person(role, username=name, desk_language="en") for name, role in roles.items()}
    on_duty(people["writer"])
    return people


@pytest.fixture
def phone_of(browser: Browser, live_server: LiveServer) -> Callable[[str], Hand]:
    def pick_up(name: str) -> Hand:
        context = browser.new_context(
            viewport=TELEPHONE, has_touch=True, is_mobile=True, color_scheme="dark"
        )
        page = context.new_page()
        sign_in(page, live_server.url, name)
        return Hand(page)

    return pick_up


def write(hand: Hand) -> None:
    """From the first page of the desk to a saved text: three taps and the words."""
    hand.tap("link", "On duty")
    hand.look("The night")
    hand.tap("link", "Write something new")
    hand.page.get_by_label("Headline").fill("Визит перенесён")
    hand.page.get_by_label("Body").fill(BODY)
    hand.look("Write something new")
    hand.tap("button", "Save and go on")


def test_two_people_with_phones_let_a_reviewed_text_out(
    office: dict[str, User], phone_of: Callable[[str], Hand], browser: Browser
) -> None:
    writer, editor = phone_of("writer"), phone_of("editor")
    write(writer)
    writer.tap("button", "Ask a colleague now")
    link = writer.page.get_by_label("Link for your colleague")
    expect(link).to_be_visible()
    writer.look("How it goes out")

    editor.page.goto(link.input_value())
    expect(editor.page.locator("article")).to_contain_text("О новой дате сообщим.")
    editor.look("A colleague asks for your word")
    editor.tap_on(editor.page.locator("summary", has_text="Approve"))
    editor.look("A colleague asks for your word")
    editor.tap("button", "Yes, I stand by it")
    expect(editor.page.get_by_role("status")).to_contain_text("Approved.")

    # The writer's page looks every ten seconds.
    approved = writer.page.get_by_role("heading", name="A colleague has approved it")
    expect(approved).to_be_visible(timeout=30_000)
    writer.tap("button", "Release")
    expect(writer.page.locator(".messagelist")).to_contain_text("Released: Русский.")

    assert (writer.taps, editor.taps) == (5, 2)
    assert (Release.objects.live().count(), Unreviewed.objects.count()) == (1, 0)


def test_one_person_alone_lets_it_out_and_the_secretary_confirms_by_day(
    office: dict[str, User], phone_of: Callable[[str], Hand], browser: Browser
) -> None:
    writer = phone_of("writer")
    write(writer)
    writer.tap("link", "Release without a colleague")
    writer.tap_on(writer.page.get_by_label("An event was cancelled, postponed or moved"))
    writer.page.get_by_label("On whose word").fill("Директор")
    writer.look("Release without a colleague")
    writer.tap("button", "Go on")
    expect(writer.page.locator("article")).to_contain_text("О новой дате сообщим.")
    writer.look("This goes out now")
    writer.tap("button", "Release it unreviewed")
    expect(writer.page.locator(".standing")).to_contain_text("Визит перенесён")
    assert writer.taps == 7

    reader = browser.new_context(viewport=TELEPHONE).new_page()
    address = writer.page.locator(".messagelist a").get_attribute("href")
    reader.goto(f"{writer.page.url.partition('/admin/')[0]}{address}")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Визит перенесён")

    secretary = phone_of("secretary")
    secretary.tap("link", "Read and confirm")
    expect(secretary.page.locator("#content")).to_contain_text("О новой дате сообщим.")
    secretary.look("Released unreviewed")
    secretary.tap("button", "Confirm: I stand by it")
    expect(secretary.page.locator(".messagelist")).to_contain_text("Confirmed: Русский.")
    expect(secretary.page.locator(".standing")).to_have_count(0)
    assert secretary.taps == 2
    assert Unreviewed.objects.get().confirmed_by == office["secretary"]


def test_something_is_taken_down_with_three_taps(
    office: dict[str, User], phone_of: Callable[[str], Hand]
) -> None:
    texts = {"ru": words("Ошибка"), "en": words("Mistake")}
    released(office["writer"], office["editor"], office["secretary"], "ru", "en", **texts)
    writer = phone_of("writer")
    writer.page.goto(f"{writer.page.url.partition('/admin/')[0]}/admin/night/")
    writer.tap("link", "Withdraw Mistake")
    writer.look("Withdraw")
    writer.tap_on(writer.page.get_by_label("Released in error"))
    writer.tap("button", "Withdraw now")
    expect(writer.page.locator(".messagelist")).to_contain_text("Withdrawn: Русский, English.")
    assert (writer.taps, Release.objects.live().count(), Withdrawal.objects.count()) == (3, 0, 2)
