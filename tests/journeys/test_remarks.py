"""Words chosen in a text become a suggestion; a suggestion is decided by one key."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.models import Edition, Remark
from news.models import NewsItem
from tests.factories import draft, person, words
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "<p>Гости приехали утром.</p><p>Стороны обменялись мнениями.</p>"
EDITOR_OF_TEXT = ".language[data-code=ru] .ck-content"


@pytest.fixture
def edition(transactional_db: None, settings: object) -> Edition:
    settings.DEBUG = True  # type: ignore[attr-defined]
    person(Role.EDITOR, username="editor", desk_language="en")
    writer = person(Role.WRITER, username="writer", desk_language="en")
    return draft(writer, ru=words("Встреча", BODY))


def open_page(page: Page, site: str, edition: Edition, name: str) -> None:
    sign_in(page, site, name)
    page.goto(f"{site}/admin/news/newsitem/{edition.pk}/change/")
    expect(page.locator(EDITOR_OF_TEXT)).to_be_visible()


def test_chosen_words_are_suggested_right_below_their_field(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_page(page, live_server.url, edition, "editor")
    page.locator(f"{EDITOR_OF_TEXT} p").first.dblclick(position={"x": 12, "y": 10})
    page.locator(".remark-tools [data-begin=suggestion]").click()
    offered = page.locator("[name=remark-replacement]")
    expect(offered).to_be_focused()
    expect(offered).to_have_value("Гости")
    offered.fill("Делегаты")
    page.locator("[name=_remark][value=suggest]").click()
    shown = page.locator("li.remark")
    expect(shown.locator("del")).to_have_text("Гости")
    expect(shown.locator("ins")).to_have_text("Делегаты")
    made = Remark.objects.get()
    assert (made.part, made.field, made.quote) == ("ru", "body", "Гости")


def test_words_chosen_last_are_carried_into_the_form_opened_by_hand(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_page(page, live_server.url, edition, "editor")
    page.locator(f"{EDITOR_OF_TEXT} p").first.dblclick(position={"x": 12, "y": 10})
    expect(page.locator(".remark-tools")).to_be_visible()
    page.locator("#new-remark > summary").click()
    expect(page.locator("[name=remark-about]")).to_have_value("ru/body")
    expect(page.locator("[name=remark-quote]")).to_have_value("Гости")
    page.locator(".remark-tools [data-begin=suggestion]").click()
    expect(page.locator("[name=remark-replacement]")).to_have_value("Гости")


def test_words_chosen_no_more_are_not_carried_and_the_open_language_is_meant(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_page(page, live_server.url, edition, "editor")
    page.locator(f"{EDITOR_OF_TEXT} p").first.dblclick(position={"x": 12, "y": 10})
    page.locator("#id_headline_ru").click()
    expect(page.locator(".remark-tools")).to_be_hidden()
    page.locator("[data-shows=en]").click()
    page.locator("#new-remark > summary").click()
    expect(page.locator("[name=remark-about]")).to_have_value("en/")
    expect(page.locator("[name=remark-quote]")).to_have_value("")


def test_the_form_opens_below_the_field_whose_button_is_pressed(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_page(page, live_server.url, edition, "editor")
    page.locator("#id_headline_ru").dblclick()
    page.locator("[data-about=headline_ru]").click()
    expect(page.locator("[name=remark-body]")).to_be_focused()
    expect(page.locator("[name=remark-about]")).to_have_value("ru/headline")
    expect(page.locator("[name=remark-quote]")).to_have_value("Встреча")
    expect(page.locator(".remark-begin + #new-remark")).to_be_visible()
    page.locator("[data-shows=en]").click()
    expect(page.locator("#new-remark")).to_be_visible()


def test_suggestions_are_decided_by_one_key_and_unsaved_words_are_saved(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    given = {"edition": edition, "part": "ru", "field": "body"}
    editor = User.objects.get(username="editor")
    for quote, replacement in (("утром", "в 9:00"), ("мнениями", "взглядами")):
        actions.remark(by=editor, quote=quote, replacement=replacement, **given)
    first, second = Remark.objects.order_by("id")
    open_page(page, live_server.url, edition, "writer")
    page.fill("#id_headline_ru", "Встреча с гостями")
    page.locator(f"#remark-{first.pk}").focus()
    page.keyboard.press("j")
    expect(page.locator(f"#remark-{second.pk}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Accepted and saved")
    expect(page.locator(f"#remark-{second.pk}")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator(".messagelist")).to_contain_text("Declined")
    row = NewsItem.objects.get(pk=edition.pk)
    assert (row.headline_ru, row.body_ru) == ("Встреча с гостями", BODY.replace("утром", "в 9:00"))  # type: ignore[attr-defined]
    assert [one.outcome for one in Remark.objects.order_by("id")] == ["accepted", "declined"]
