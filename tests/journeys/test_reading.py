"""A reader in a real browser: what only a browser can show."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from editorial.models import Publication
from tests.factories import printed

pytestmark = pytest.mark.django_db(transaction=True)

LONG_WORD = "ж" * 400


@pytest.fixture
def publication(live_server: LiveServer) -> Publication:
    """An item in Russian and English, one only in Russian, one ahead of its moment."""
    release = printed("ru", headline="Встреча в Ташкенте", slug="vstrecha")
    printed("en", publication=release.publication, headline="A meeting", slug="meeting")
    printed(
        "ru",
        headline=LONG_WORD[:300],
        lead=LONG_WORD,
        body=f"<p>{LONG_WORD}</p>",
        slug="slovo",
        begins=timedelta(days=-2),
    )
    printed("ru", headline="Завтра", slug="zavtra", begins=timedelta(days=1))
    return release.publication


def test_reader_goes_from_the_front_page_to_the_item_in_another_language(
    page: Page, live_server: LiveServer, publication: Publication
) -> None:
    page.goto(f"{live_server.url}/ru/")
    page.get_by_role("link", name="Встреча в Ташкенте").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Встреча в Ташкенте")
    page.locator("nav.switch").get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("A meeting")
    expect(page).to_have_url(f"{live_server.url}/en/news/{publication.pk}/meeting/")
    expect(page.locator("nav.switch a")).to_have_text(["Русский", "English"])


def test_keyboard_reaches_the_text_first(
    page: Page, live_server: LiveServer, publication: Publication
) -> None:
    page.goto(f"{live_server.url}/ru/news/{publication.pk}/vstrecha/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_page_scrolls_sideways_nor_asks_another_origin_nor_sets_a_cookie(
    browser: Browser,
    live_server: LiveServer,
    publication: Publication,
    width: int,
    scheme: Any,
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.on("console", lambda message: complaints.append(message.text))
    for path in ("/ru/", "/ru/news/", f"/ru/news/{publication.pk + 1}/slovo/", "/uz/", "/en/news/"):
        page.goto(live_server.url + path)
        inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(inside), path

    assert asked == {live_server.url}
    assert complaints == []
    assert context.cookies() == []
    context.close()


def test_every_target_is_large_enough_for_a_finger(
    browser: Browser, live_server: LiveServer, publication: Publication
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    too_small = []
    for path in ("/ru/", "/ru/news/?country=JP", f"/ru/news/{publication.pk}/vstrecha/"):
        page.goto(live_server.url + path)
        for link in page.locator("a:visible:not(.skip):not(p a)").all():
            box = link.bounding_box()
            if box is None or box["height"] < 24 or box["width"] < 24:
                too_small.append((path, link.inner_text(), box))

    assert too_small == []
    context.close()
