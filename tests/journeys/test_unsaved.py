"""What was typed does not go by a slip, and what an act answers is in sight."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from editorial import actions
from editorial.models import Edition
from tests.factories import draft, person
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

HEADLINE = "#id_headline_ru"


@pytest.fixture
def edition(transactional_db: None, settings: object) -> Edition:
    settings.DEBUG = True  # type: ignore[attr-defined]
    return draft(person(Role.WRITER, username="writer", desk_language="en"))


def submitted(edition: Edition) -> Edition:
    """Return the edition submitted, with an editor to send it back."""
    person(Role.EDITOR, username="editor", desk_language="en")
    by, token = edition.updated_by, Edition.objects.get(pk=edition.pk).token
    return actions.submit(edition=edition, by=by, token=token, languages=["ru"])


def address(site: str, edition: Edition) -> str:
    return f"{site}/admin/news/newsitem/{edition.pk}/change/"


def test_leaving_with_unsaved_words_asks_and_staying_keeps_them(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    sign_in(page, live_server.url, "writer")
    page.goto(address(live_server.url, edition))
    page.on("dialog", stay)
    page.locator("#branding a").click(no_wait_after=True, trial=True)
    page.fill(HEADLINE, "Новые слова")
    page.locator("#branding a").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.input_value(HEADLINE) == "Новые слова"


def test_saving_does_not_ask(page: Page, live_server: LiveServer, edition: Edition) -> None:
    asked: list[str] = []
    sign_in(page, live_server.url, "writer")
    page.goto(address(live_server.url, edition))
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill(HEADLINE, "Новые слова")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert asked == []


def test_the_answer_to_an_act_is_in_sight_on_a_page_opened_from_the_home_page(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    submitted(edition)
    sign_in(page, live_server.url, "editor")
    page.set_viewport_size({"width": 1440, "height": 600})
    page.goto(f"{address(live_server.url, edition)}#language-ru")
    page.locator("[data-step=ru] summary", has_text="Send back").click()
    page.locator("[data-step=ru] .asked button[value='send_back:ru']").click()
    expect(page.locator(".messagelist li").first).to_be_in_viewport()


def test_enter_after_a_reason_presses_its_own_button(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    submitted(edition)
    sign_in(page, live_server.url, "editor")
    page.goto(address(live_server.url, edition))
    page.locator("[data-step=ru] summary", has_text="Send back").click()
    reason = page.locator("[data-step=ru] .asked input")
    reason.fill("Не та дата")
    reason.press("Enter")
    expect(page.locator(".record")).to_contain_text("Не та дата")
