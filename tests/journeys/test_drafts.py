"""What was typed outlives its window, and an autosave never overtakes a save."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from editorial.models import Draft, Edition
from news.models import NewsItem
from tests.factories import draft, person
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

HEADLINE = "#id_headline_ru"
SAVE = ".submit-row [name=_save]"
KEPT = re.compile(r"^Kept at \d\d:\d\d$")


@pytest.fixture
def edition(transactional_db: None, settings: object) -> Edition:
    settings.DEBUG = True  # type: ignore[attr-defined]
    return draft(person(Role.WRITER, username="writer", desk_language="en"))


def address(site: str, edition: Edition) -> str:
    return f"{site}/admin/news/newsitem/{edition.pk}/change/"


def test_words_typed_in_a_window_that_was_closed_are_taken_up_and_saved(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    sign_in(page, live_server.url, "writer")
    page.goto(address(live_server.url, edition))
    page.fill(HEADLINE, "Новые слова")
    expect(page.locator(".edition-bar .kept")).to_have_text(KEPT)
    page.close()

    again = page.context.new_page()
    again.goto(address(live_server.url, edition))
    expect(again.locator(HEADLINE)).to_have_value("Встреча")
    again.get_by_role("button", name="Take them up").click()
    expect(again.locator(HEADLINE)).to_have_value("Новые слова")
    expect(again.locator(".errornote")).to_be_visible()
    again.locator(SAVE).click()
    expect(again.locator(".messagelist")).to_contain_text("Saved.")
    expect(again.locator(".waiting-draft")).to_have_count(0)
    assert NewsItem.objects.get().headline_ru == "Новые слова"


def test_words_of_the_editor_are_kept_when_the_page_goes_at_once(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    sign_in(page, live_server.url, "writer")
    page.goto(address(live_server.url, edition))
    page.on("dialog", lambda dialog: dialog.accept())
    editor = page.locator("[data-code=ru] .ck-editor__editable").first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Последнее слово.")
    page.goto(f"{live_server.url}/admin/")
    for _try in range(20):
        if "слово" in str(list(Draft.objects.values_list("fields", flat=True))):
            break
        # What a page sends while it goes may arrive a little after the next one.
        page.wait_for_timeout(250)
    page.goto(address(live_server.url, edition))
    page.get_by_role("button", name="Take them up").click()
    expect(page.locator("[name=body_ru]")).to_have_value(
        "<p>Стороны обменялись мнениями. Последнее слово.</p>"
    )


def test_w_02_typing_and_saving_twenty_times_leaves_the_newest_words_and_no_draft(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    sign_in(page, live_server.url, "writer")
    page.goto(address(live_server.url, edition))
    for number in range(1, 21):
        page.fill(HEADLINE, f"Слова {number}")
        # In every other round the save meets an autosave that is on its way.
        if number % 2:
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            page.evaluate("dispatchEvent(new Event('pagehide'))")
        page.locator(SAVE).click()
        expect(page.locator(".messagelist")).to_contain_text("Saved.")
        expect(page.locator(HEADLINE)).to_have_value(f"Слова {number}")
        expect(page.locator(".waiting-draft")).to_have_count(0)
    assert (NewsItem.objects.get().headline_ru, Edition.objects.get().token) == ("Слова 20", 21)
