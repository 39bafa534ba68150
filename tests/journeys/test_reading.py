"""A reader in a real browser: what only a browser can show."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from editorial.models import Publication, Release
from tests.factories import printed
from tests.website.prints import delegation_of, meeting_of, participant

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


@pytest.fixture
def meeting(live_server: LiveServer) -> Release:
    """A meeting of a delegation, everything in it as long as it can be."""
    people = {key: {"name": LONG_WORD[:200], "post": LONG_WORD[:300]} for key in "hg"}
    facts = {
        "country": "GB",
        "starts_at": "10:30",
        "ends_at": "12:00",
        "participants": [participant("h", "host", role="head"), participant("g", "guest")],
        "outcomes": [{"key": "o", "due_on": "2026-12-01"}],
    }
    text = {
        "city": LONG_WORD[:100],
        "place": LONG_WORD[:300],
        "summary": f"<p>{LONG_WORD}</p>",
        "participants": people,
        "outcomes": {"o": {"statement": LONG_WORD, "responsible": LONG_WORD[:300]}},
    }
    delegation = delegation_of("ru", title=LONG_WORD[:300], on=-9, until=9, slug="d")
    facts["delegations"] = [delegation.publication_id]
    return meeting_of("ru", title=LONG_WORD[:300], facts=facts, text=text, slug="m")


@pytest.fixture
def paths(publication: Publication, meeting: Release) -> list[str]:
    """Pages of every sort, with the longest words there can be."""
    return [
        *("/ru/", "/ru/news/", f"/ru/news/{publication.pk + 1}/slovo/", "/uz/", "/en/news/"),
        *("/ru/news/?country=JP", f"/ru/news/{publication.pk}/vstrecha/"),
        *("/ru/meetings/", "/ru/delegations/", "/ru/countries/", "/ru/countries/gb/"),
        meeting.get_absolute_url(),
    ]


def test_reader_narrows_the_meetings_and_opens_one_by_the_keyboard(
    page: Page, live_server: LiveServer
) -> None:
    meeting_of("en", title="Talks with France", facts={"country": "FR"})
    meeting_of("en", title="Talks with Japan", facts={"country": "JP"})
    page.goto(f"{live_server.url}/en/meetings/")
    page.get_by_label("Country").select_option("Japan")
    page.get_by_role("button", name="Show").press("Enter")

    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("link", name="Talks with Japan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talks with Japan")


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


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1440, "light")])
def test_no_page_scrolls_sideways_nor_asks_another_origin_nor_sets_a_cookie(
    browser: Browser,
    live_server: LiveServer,
    paths: list[str],
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
    for path in paths:
        page.goto(live_server.url + path)
        inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(inside), path

    assert asked == {live_server.url}
    assert complaints == []
    assert context.cookies() == []
    context.close()


def test_every_target_is_large_enough_for_a_finger(
    browser: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    too_small = []
    for path in paths:
        page.goto(live_server.url + path)
        for link in page.locator(
            "a:visible:not(.skip):not(p a), button:visible, select:visible"
        ).all():
            box = link.bounding_box()
            if box is None or box["height"] < 24 or box["width"] < 24:
                too_small.append((path, link.inner_text(), box))

    assert too_small == []
    context.close()
