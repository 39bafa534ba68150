"""No page of the desk has a fault that axe can find, in light and in dark."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import Edition, Topic, Version
from news.models import Section
from tests.events.test_admin import met
from tests.factories import approved, draft, person, released, words
from tests.journeys.desk import sign_in
from tests.library.files import taken_in
from website.models import Channel

pytestmark = pytest.mark.django_db(transaction=True)

LINKED = '<p>Подробнее — на <a href="https://example.org/">сайте</a> министерства.</p>'


@dataclass
class Desk:
    """An office with something on every page, and the addresses of what needs a key."""

    writer: User
    editor: User
    secretary: User
    records: list[str]
    editions: list[str]
    # What stands beside the form of an edition.
    beside: list[str]
    clashing: Edition


@pytest.fixture
def desk(transactional_db: None, settings: Any, tmp_path: Path) -> Desk:
    settings.DEBUG, settings.MEDIA_ROOT = True, tmp_path / "media"
    secretary = person(
        Role.PRESS_SECRETARY, Role.ADMINISTRATOR, username="secretary", desk_language="en"
    )
    writer, editor = person(Role.WRITER, username="writer"), person(Role.EDITOR, username="editor")
    visit = actions.start_edition(
        by=writer, kind="delegation", facts={"country": "FR", "arrives_on": "2025-11-25"}
    )
    meeting = met(writer, "Первый", "Второй")
    actions.save_edition(
        edition=meeting, by=writer, token=1, facts={"delegations": [visit.publication_id]}
    )
    item = draft(writer)
    actions.save_edition(
        edition=item, by=writer, token=1, facts={"meetings": [meeting.publication_id]}
    )
    waiting = actions.submit(edition=draft(writer), by=writer, token=1, languages=["ru"])
    ready = approved(writer, editor)
    out = released(writer, editor, secretary, ru=words("Вышло", LINKED))
    clashing = draft(writer, ru=words("Спорный"))
    remarked(waiting, editor)
    forms = [("news/newsitem", one) for one in (item, waiting, ready, out)]
    forms += [("events/meeting", meeting), ("delegations/delegation", visit)]
    return Desk(
        writer=writer,
        editor=editor,
        secretary=secretary,
        records=[f"{place}/{key}/change/" for place, key in records(writer)],
        editions=[f"{place}/{one.pk}/change/" for place, one in forms],
        beside=beside(item),
        clashing=clashing,
    )


def remarked(edition: Edition, by: User) -> None:
    """Make a suggestion and a blocking remark on the Russian text."""
    place = {"edition": edition, "by": by, "part": "ru", "field": "body"}
    actions.remark(**place, quote="обменялись", replacement="обменивались")
    actions.remark(**place, quote="мнениями", body="Какими?", is_blocking=True)


def beside(edition: Edition) -> list[str]:
    """Return the pages that stand beside the form of an edition with two versions."""
    older, newer = Version.objects.filter(edition=edition.pk).order_by("token")
    pages = ("timeline/", "versions/", "access/", "outside/")
    of_versions = (
        f"compare/?before=v{older.pk}&after=v{newer.pk}",
        f"{older.pk}/restore/",
        f"{newer.pk}/print/",
    )
    paths = [*pages, *(f"versions/{page}" for page in of_versions)]
    return [f"news/newsitem/{edition.pk}/{path}" for path in paths]


def records(by: User) -> list[tuple[str, Any]]:
    """Make one record of each sort; return where each stands and its key."""
    body = Organisation.objects.create(name_en="Embassy", country="FR")
    guest = Person.objects.create(name_en="Patrick Brian")
    Appointment.objects.create(person=guest, organisation=body, post_en="attaché")
    return [
        ("delegations/person", guest.pk),
        ("delegations/organisation", body.pk),
        ("editorial/topic", Topic.objects.create(slug="water", name_en="Water").pk),
        ("news/section", Section.objects.create(slug="meetings", name_en="Meetings").pk),
        (
            "website/channel",
            Channel.objects.create(kind="telegram", label="News", url="https://t.me/ismi").pk,
        ),
        ("library/picture", taken_in(by).pk),
        ("accounts/user", by.pk),
    ]


LISTS = [
    "",
    "news/newsitem/",
    "news/newsitem/?edition=open",
    "events/meeting/?edition=open",
    "delegations/delegation/?edition=open",
    "delegations/person/",
    "delegations/organisation/",
    "library/picture/",
    "editorial/topic/",
    "news/section/",
    "website/channel/",
    "accounts/user/",
    "accounts/dutyterm/",
    "editorial/secondreader/",
    "log/",
    "night/standing/",
]
FORMS = [
    "news/newsitem/add/",
    "events/meeting/add/",
    "delegations/delegation/add/",
    "delegations/person/add/",
    "library/picture/add/",
    "accounts/user/add/",
    "accounts/dutyterm/add/",
    "editorial/secondreader/add/",
    "account/",
    "account/security/",
    "intake/",
]


@pytest.mark.parametrize("part", ["lists", "forms", "records", "editions", "beside"])
def test_no_page_has_a_fault_in_light_or_in_dark(
    page: Page, live_server: LiveServer, desk: Desk, part: str
) -> None:
    parts = {"lists": LISTS, "forms": FORMS, "records": desk.records}
    parts |= {"editions": desk.editions, "beside": desk.beside}
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, live_server.url, "secretary")
    found = []
    for path in parts[part]:
        response = page.goto(f"{live_server.url}/admin/{path}")
        assert response is not None
        assert (path, response.status) == (path, 200)
        found += faults(page, path)
    assert found == []


def test_a_clash_of_two_texts_has_no_fault(page: Page, live_server: LiveServer, desk: Desk) -> None:
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, live_server.url, "secretary")
    page.goto(f"{live_server.url}/admin/news/newsitem/{desk.clashing.pk}/change/")
    texts = {"ru": words("Спорный, по мнению автора", LINKED)}
    actions.save_edition(edition=desk.clashing, by=desk.writer, token=1, texts=texts)
    page.locator("#id_headline_ru").fill("Спорный, по мнению секретаря")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".clash").first).to_be_visible()
    assert faults(page, "clash") == []


def faults(page: Page, path: str) -> list[tuple[str, ...]]:
    """Return what axe finds: the page, the rule, the element, what to do."""
    if page.locator("textarea.django_ckeditor_5").count():
        expect(page.locator(".ck-editor").first).to_be_attached()
    page.emulate_media(color_scheme="light")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.emulate_media(color_scheme="dark")
    # Only colours differ in the dark.
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [
        (path, fault["id"], str(node["target"]), node["failureSummary"])
        for fault in found
        for node in fault["nodes"]
    ]
