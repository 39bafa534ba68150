"""One release, end to end: from a source text to the public page and the feed.

RELEASE_TEXT may name another Russian source text than the project's own example.
"""

import os
from pathlib import Path

import feedparser
import pytest
from django.test import Client
from lxml import html
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from editorial import actions, audit
from editorial.models import AuditEntry, Release
from editorial.refusals import Refused
from intake.actions import create_draft, propose
from intake.reading import Proposal
from news.models import NewsItem
from tests.factories import person
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "examples" / "release.ru.txt"
SOURCE = Path(os.environ.get("RELEASE_TEXT", EXAMPLE))


@pytest.fixture
def proposal() -> Proposal:
    return propose(SOURCE.read_bytes())


@pytest.fixture
def office(transactional_db: None, settings: object) -> dict[str, User]:
    """The three people of the tour; the desk speaks English to each."""
    settings.DEBUG = True  # type: ignore[attr-defined]
    roles = {"writer": Role.WRITER, "editor": Role.EDITOR, "secretary": Role.PRESS_SECRETARY}
    return {name: person(role, username=name, desk_language="en") for name, role in roles.items()}


def sit_down(browser: Browser, site: str, name: str) -> Page:
    """Open the desk in a browser of this person's own."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sign_in(page, site, name)
    return page


def test_a_source_text_becomes_a_public_page_by_the_hands_of_three_people(
    browser: Browser,
    live_server: LiveServer,
    office: dict[str, User],
    proposal: Proposal,
) -> None:
    site = live_server.url

    desk = sit_down(browser, site, "writer")
    desk.get_by_role("link", name="New from text").first.click()
    desk.locator("textarea[name=text]").fill(SOURCE.read_text())
    desk.get_by_role("button", name="Create the draft").click()
    expect(desk.locator("#id_headline_ru")).to_have_value(proposal.headline)
    form = desk.url
    approve = desk.locator('.workflow [value^="approve"]')
    assert all(button.get_attribute("aria-disabled") for button in approve.all())
    desk.locator('.workflow [value="submit:ru"]').click()
    expect(desk.locator(".messagelist")).to_contain_text("Submitted: Русский")

    desk = sit_down(browser, site, "editor")
    desk.goto(form)
    desk.locator('.workflow [value="approve:ru,facts"]').click()
    expect(desk.locator(".messagelist")).to_contain_text("Approved")

    desk = sit_down(browser, site, "secretary")
    desk.goto(form)
    desk.locator('.workflow [value="release:ru"]').dblclick()
    expect(desk.locator(".messagelist")).to_be_visible()
    expect(desk.locator('[data-step="ru"]')).to_contain_text("Public page")
    assert Release.objects.live().count() == 1

    reader = browser.new_context().new_page()
    reader.goto(f"{site}/ru/")
    reader.get_by_role("link", name=proposal.headline).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(proposal.headline)
    expect(reader.locator("main")).to_contain_text(proposal.paragraphs[-1].split("\n")[0])
    assert_public_in_russian_alone(proposal)


def test_two_people_are_enough_and_one_button_approves_and_releases(
    browser: Browser,
    live_server: LiveServer,
    office: dict[str, User],
    proposal: Proposal,
) -> None:
    edition = create_draft(proposal, by=office["writer"])
    actions.submit(edition=edition, by=office["writer"], token=1, languages=["ru"])

    desk = sit_down(browser, live_server.url, "secretary")
    desk.goto(f"{live_server.url}/admin/news/newsitem/{edition.pk}/change/")
    desk.locator('.workflow [value="approve_and_release:ru"]').click()

    expect(desk.locator(".messagelist")).to_contain_text("Released")
    assert {entry.by.username for entry in AuditEntry.objects.all()} == {"writer", "secretary"}
    assert_public_in_russian_alone(proposal)


def test_the_same_by_the_verbs(office: dict[str, User], proposal: Proposal) -> None:
    writer, editor, secretary = (office[name] for name in ("writer", "editor", "secretary"))
    edition = create_draft(proposal, by=writer)
    edition = actions.submit(edition=edition, by=writer, token=edition.token, languages=["ru"])
    with pytest.raises(Refused):
        actions.approve(edition=edition, by=writer, token=edition.token, parts=["facts", "ru"])
    edition = actions.approve(
        edition=edition, by=editor, token=edition.token, parts=["facts", "ru"]
    )
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"])

    assert_public_in_russian_alone(proposal)
    assert audit.first_break() is None


def assert_public_in_russian_alone(proposal: Proposal) -> None:
    """The text stands on its page, the front page, the list and in the feed, and only there."""
    client = Client()
    own = Release.objects.live(language="ru").get().get_absolute_url()
    for address in ("/ru/", "/ru/news/", own):
        page = html.fromstring(client.get(address).content.decode())
        assert proposal.headline in " ".join(page.text_content().split()), address
    said = html.fromstring(client.get(own).content.decode()).text_content()
    for paragraph in proposal.paragraphs:
        assert paragraph in said
    (entry,) = feedparser.parse(client.get("/ru/feed.rss").content).entries
    assert entry.title == proposal.headline
    for language in ("en", "uz", "uz-cyrl"):
        for address in ("", "news/", "feed.rss"):
            answer = client.get(f"/{language}/{address}")
            assert (answer.status_code, proposal.headline in answer.content.decode()) == (
                200,
                False,
            )
        assert client.get(own.replace("/ru/", f"/{language}/")).status_code == 404
    assert NewsItem.objects.get().headline_ru == proposal.headline
