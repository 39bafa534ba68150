"""No page of the desk has a fault that axe can find, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import Topic
from news.models import Section
from tests.events.test_admin import met
from tests.factories import draft, person, released
from tests.journeys.desk import sign_in, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(transactional_db: None, settings: object) -> list[str]:
    """The desk's pages, each with something on it."""
    settings.DEBUG = True  # type: ignore[attr-defined]
    secretary = person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")
    writer, editor = person(Role.WRITER), person(Role.EDITOR)
    Topic.objects.create(slug="water", name_en="Water")
    Section.objects.create(slug="meetings", name_en="Meetings")
    body = Organisation.objects.create(name_en="Embassy", country="FR")
    guest = Person.objects.create(name_en="Patrick Brian")
    Appointment.objects.create(person=guest, organisation=body, post_en="attaché")
    item = actions.submit(edition=draft(writer), by=writer, token=1, languages=["ru"])
    out = released(writer, editor, secretary)
    meeting = met(writer, "Первый", "Второй")
    delegation = actions.start_edition(
        by=writer, kind="delegation", facts={"country": "FR", "arrives_on": "2025-11-25"}
    )
    return [
        "",
        "news/newsitem/",
        "news/newsitem/add/",
        f"news/newsitem/{item.pk}/change/",
        f"news/newsitem/{out.pk}/change/",
        "news/section/",
        "news/section/add/",
        "events/meeting/",
        f"events/meeting/{meeting.pk}/change/",
        "delegations/delegation/",
        f"delegations/delegation/{delegation.pk}/change/",
        "delegations/person/",
        f"delegations/person/{guest.pk}/change/",
        "delegations/organisation/",
        f"delegations/organisation/{body.pk}/change/",
        "library/picture/",
        "editorial/topic/",
        "intake/",
    ]


def test_no_page_has_a_fault_in_light_or_in_dark(
    page: Page, live_server: LiveServer, pages: list[str]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, live_server.url, "secretary")
    found = []
    for path in pages:
        page.emulate_media(color_scheme="light")
        response = page.goto(f"{live_server.url}/admin/{path}")
        assert response is not None
        assert (path, response.status) == (path, 200)
        if page.locator("textarea.django_ckeditor_5").count():
            expect(page.locator(".ck-editor").first).to_be_attached()
        found += faults(page, path, {"resultTypes": ["violations"]})
        page.emulate_media(color_scheme="dark")
        # Only colours differ in the dark.
        found += faults(page, path, {"runOnly": ["color-contrast"]})
        found += [(path, "policy", one, "") for one in violations(page)]
    assert found == []


def faults(page: Page, path: str, options: dict[str, list[str]]) -> list[tuple[str, ...]]:
    """Return what axe finds: the page, the rule, the element, what to do."""
    return [
        (path, fault["id"], str(node["target"]), node["failureSummary"])
        for fault in Axe().run(page, options=options).response["violations"]
        for node in fault["nodes"]
    ]
