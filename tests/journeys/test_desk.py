"""What only a browser can show of the desk: words that survive Back, keys within a list."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from editorial.models import Edition
from news.models import NewsItem
from tests.factories import draft, person
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

STORED = "<p>Стороны обменялись мнениями.</p>"
TYPED = "<p>Новые слова. Стороны обменялись мнениями.</p>"
RUSSIAN = "#language-ru .ck-editor__editable"


@pytest.fixture
def edition(transactional_db: None, settings: object) -> Edition:
    settings.DEBUG = True  # type: ignore[attr-defined]
    return draft(person(Role.WRITER, username="writer", desk_language="en"))


def open_desk(page: Page, site: str, edition: Edition) -> None:
    """Sign in as the writer and open this edition."""
    sign_in(page, site, "writer")
    page.goto(f"{site}/admin/news/newsitem/{edition.pk}/change/")
    expect(page.locator(RUSSIAN)).to_be_visible()


def type_in_body(page: Page) -> None:
    page.locator(RUSSIAN).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Новые слова. ")


def test_what_was_typed_is_there_after_leaving_and_back_and_is_saved(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_desk(page, live_server.url, edition)
    type_in_body(page)
    page.goto(f"{live_server.url}/admin/news/newsitem/")
    page.go_back()
    expect(page.locator(RUSSIAN)).to_contain_text("Новые слова. Стороны")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert NewsItem.objects.get(pk=edition.pk).body_ru == TYPED


def test_what_was_posted_with_an_old_token_stands_in_the_form_again_and_is_saved(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_desk(page, live_server.url, edition)
    type_in_body(page)
    page.context.clear_cookies(name="csrftoken")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".errorlist").first).to_contain_text("Here is what you wrote")
    expect(page.locator(RUSSIAN)).to_contain_text("Новые слова. Стороны")
    assert NewsItem.objects.get(pk=edition.pk).body_ru == STORED
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert NewsItem.objects.get(pk=edition.pk).body_ru == TYPED


def test_what_nobody_touched_is_saved_as_it_is_stored_after_back_too(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_desk(page, live_server.url, edition)
    page.goto(f"{live_server.url}/admin/news/newsitem/")
    page.go_back()
    expect(page.locator(RUSSIAN)).to_be_visible()
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Nothing had changed")
    assert NewsItem.objects.get(pk=edition.pk).body_ru == STORED


@pytest.mark.parametrize(("language", "bold"), [("uz", "Qalin"), ("uz-cyrl", "Қалин")])
def test_the_editor_speaks_uzbek_in_either_script(
    page: Page, live_server: LiveServer, edition: Edition, language: str, bold: str
) -> None:
    User.objects.update(desk_language=language)
    open_desk(page, live_server.url, edition)
    editor = page.locator("#language-ru .ck-editor").first
    editor.locator(".ck-heading-dropdown .ck-dropdown__button").click()
    shown = editor.locator(".ck-toolbar .ck-button__label").all_text_contents()
    words = [word for word in shown if not set(word) <= set("0123456789 ×")]
    english = re.compile(
        "[A-Za-z]" if language == "uz-cyrl" else r"\b(list|insert|image|text)\b", re.IGNORECASE
    )
    assert [word for word in words if english.search(word)] == []
    assert bold in words


def test_the_countries_are_one_stop_of_the_tab_key_with_arrows_inside(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_desk(page, live_server.url, edition)
    boxes = page.locator("#id_countries input")
    assert page.locator("#id_countries input[tabindex='0']").count() == 1
    boxes.first.focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("End")
    expect(boxes.last).to_be_focused()
    page.keyboard.press("Home")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".choices-search").last).to_be_focused()


def test_the_workflow_stands_beside_the_text_and_its_next_step_in_the_bar_on_a_phone_too(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_desk(page, live_server.url, edition)
    words, panel = page.locator(".languages"), page.locator(".workflow")
    step = page.locator(".edition-bar [value='submit:ru']")
    assert panel.bounding_box()["x"] > words.bounding_box()["x"]  # type: ignore[index]
    expect(step).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(step).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert panel.bounding_box()["y"] > words.bounding_box()["y"]  # type: ignore[index]


def test_the_menu_of_a_phone_opens_and_says_so(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_desk(page, live_server.url, edition)
    toggle = page.get_by_role("button", name="Sections of the desk")
    expect(page.locator("#desk-nav")).to_be_hidden()
    toggle.click()
    expect(page.locator("#desk-nav")).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")


def test_what_policy_refuses_on_one_page_is_still_known_on_the_next(
    page: Page, live_server: LiveServer, edition: Edition, refused: list[str]
) -> None:
    open_desk(page, live_server.url, edition)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 0}))"
    )
    page.goto(f"{live_server.url}/admin/")
    assert [one.split(": ")[0] for one in refused] == [
        f"{live_server.url}/admin/news/newsitem/{edition.pk}/change/"
    ]
    refused.clear()
