"""A news item, its meeting and the delegation, entered by hand and released as one package.

RELEASE_TEXT may name another Russian source text than the project's own example.
"""

import pytest
from django.test import Client
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import AuditEntry, Release
from intake.actions import propose
from tests.delegations.factories import meeting as new_meeting
from tests.events.test_meetings import GUEST, HOST, NAMES
from tests.factories import draft, person
from tests.journeys.desk import sign_in
from tests.journeys.test_one_release import SOURCE

pytestmark = pytest.mark.django_db(transaction=True)

POST = (
    "заместитель начальника отдела «Европа, Северная Америка и многосторонние действия» "
    "Генерального управления по международным отношениям и стратегии"
)
MINISTRY = "Министерство Вооружённых сил Франции"


class Hand:
    """A person at the desk: every click, choice and key that acts is counted, typing is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def click(self, place: str | Locator) -> None:
        found = self.page.locator(place) if isinstance(place, str) else place
        found.first.click()
        self.acts += 1

    def pick(self, field: str, value: str) -> None:
        """Take one of a short list."""
        self.page.locator(field).select_option(value)
        self.acts += 1

    def choose(self, field: str, words: str) -> None:
        """Find a record by typing words of any language, and take the one that is offered."""
        self.click(f"{field} + .select2 .select2-selection")
        self.page.keyboard.type(words)
        options = self.page.locator(".select2-results__option[aria-selected]")
        expect(options).to_have_count(1)
        self.page.keyboard.press("Enter")
        self.acts += 1

    def saved(self) -> None:
        expect(self.page.locator(".messagelist .success")).to_be_visible()


@pytest.fixture
def record(transactional_db: None, settings: object) -> None:
    """The office as it is on that day: the host stands in the record, the guest does not yet."""
    settings.DEBUG = True  # type: ignore[attr-defined]
    person(Role.WRITER, username="writer", desk_language="en")
    person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")
    institute = Organisation.objects.create(
        name_ru="Институт стратегических и межрегиональных исследований", short_name_ru="ИСМИ"
    )
    host = Person.objects.create(name_ru="Акрамжон Неъматов")
    Appointment.objects.create(
        person=host, organisation=institute, post_ru="первый заместитель директора"
    )


def enter_delegation(hand: Hand, site: str) -> None:
    """The guests as they were announced: a head of a free name, with rank and full post."""
    page = hand.page
    page.goto(f"{site}/admin/delegations/delegation/add/")
    hand.pick("#id_country", "FR")
    page.locator("#id_arrives_on").fill("2025-11-25")
    hand.click(page.get_by_role("button", name="Add: delegate"))
    hand.pick("#id_delegates-0-role", "head")
    page.locator("#id_delegates-0-name_ru").fill("Патрик Бриан")
    page.locator("#id_delegates-0-rank_ru").fill("полковник")
    page.locator("#id_delegates-0-post_ru").fill(POST)
    page.locator("#id_delegates-0-organisation_name_ru").fill(MINISTRY)
    hand.click(".submit-row [name=_save]")
    hand.saved()


def enter_meeting(hand: Hand, site: str) -> None:
    """A day and two sides: the host from the record, the guests from their delegation."""
    page = hand.page
    page.goto(f"{site}/admin/events/meeting/add/")
    page.locator("#id_starts_on").fill("2025-11-26")
    hand.choose("#id_delegations", "Франция")
    hand.click(page.get_by_role("button", name="Add: participant"))
    hand.pick("#id_participants-0-side", "host")
    hand.pick("#id_participants-0-role", "head")
    hand.choose("#id_participants-0-person", "Неъматов")
    hand.click(".submit-row [name=_save]")
    hand.saved()
    expect(page.locator("#id_participants-1-post_ru")).to_have_value(POST)
    expect(page.locator("#id_title_ru")).to_have_value("Встреча: ИСМИ — Франция")


def enter_news(hand: Hand) -> None:
    """The text as it came, with the meeting it reports."""
    page = hand.page
    hand.click(page.get_by_role("link", name="New from text"))
    page.locator("textarea[name=text]").fill(SOURCE.read_text())
    hand.click(page.get_by_role("button", name="Create the draft"))
    hand.choose("#id_meetings", "ИСМИ — Франция")
    hand.click(".submit-row [name=_save]")
    hand.saved()


def test_news_meeting_and_delegation_are_entered_and_released_as_one_package(
    browser: Browser, live_server: LiveServer, record: None
) -> None:
    proposal, site = propose(SOURCE.read_bytes()), live_server.url
    writer = Hand(browser.new_context(viewport={"width": 1440, "height": 900}).new_page())
    sign_in(writer.page, site, "writer")
    enter_delegation(writer, site)
    enter_meeting(writer, site)
    writer.page.goto(f"{site}/admin/")
    enter_news(writer)
    expect(writer.page.locator(".package li")).to_have_count(2)
    form = writer.page.url
    writer.click('[value="submit:ru"]')
    expect(writer.page.locator(".messagelist")).to_contain_text("Delegation: France (Русский)")
    # Four for the delegation, eight for the meeting, five for the news, one to submit all three.
    assert writer.acts == 18

    secretary = Hand(browser.new_context(viewport={"width": 1440, "height": 900}).new_page())
    sign_in(secretary.page, site, "secretary")
    secretary.page.goto(form)
    secretary.click('[value="approve_and_release:ru"]')
    expect(secretary.page.locator(".messagelist")).to_contain_text("Released: Русский")
    assert secretary.acts == 1

    live = Release.objects.live(language="ru")
    assert sorted(live.values_list("kind", flat=True)) == ["delegation", "meeting", "news"]
    assert Release.objects.values("live__startswith").distinct().count() == 1
    assert set(Release.objects.values_list("language", flat=True)) == {"ru"}
    assert AuditEntry.objects.filter(verb="release").count() == 3
    for release in live:
        said = read(release.get_absolute_url())
        assert ("Патрик Бриан" in said, "полковник" in said) == (True, True) or (
            release.kind == "news"
        )
    assert proposal.headline in read(live.get(kind="news").get_absolute_url())
    meeting = read(live.get(kind="meeting").get_absolute_url())
    for words in ("Акрамжон Неъматов", "первый заместитель директора", POST, MINISTRY):
        assert words in meeting
    for language in ("en", "uz", "uz-cyrl"):
        assert Client().get(f"/{language}/meetings/").content.decode().count("Бриан") == 0


def test_the_offered_step_follows_what_is_ticked_to_go_along(
    page: Page, live_server: LiveServer, record: None
) -> None:
    writer, secretary = User.objects.get(username="writer"), User.objects.get(username="secretary")
    meeting = new_meeting(writer, {"ru": {"participants": NAMES}}, participants=[HOST, GUEST])
    item, editor = draft(writer), person(Role.EDITOR)
    facts = {"meetings": [meeting.publication_id]}
    item = actions.save_edition(edition=item, by=writer, token=1, facts=facts)
    item = actions.submit(edition=item, by=writer, token=item.token, languages=["ru"])
    actions.approve(edition=item, by=editor, token=item.token, parts=["facts", "ru"])
    actions.submit(edition=meeting, by=writer, token=1, languages=["ru"])
    sign_in(page, live_server.url, secretary.username)
    page.goto(f"{live_server.url}/admin/news/newsitem/{item.pk}/change/")
    release = page.locator(".edition-bar").get_by_role("button", name="Release", exact=True)
    both = page.locator(".edition-bar").get_by_role("button", name="Approve and release")
    expect(both).to_be_visible()
    expect(release).to_be_hidden()
    page.locator("[name=companion]").uncheck()
    expect(both).to_be_hidden()
    expect(release).to_be_visible()
    page.locator("[name=companion]").check()
    both.click()
    expect(page.locator(".messagelist")).to_contain_text("Released: Русский; ")
    assert Release.objects.live().count() == 2


def read(address: str) -> str:
    page = html.fromstring(Client().get(address).content.decode())
    return " ".join(page.text_content().split())
