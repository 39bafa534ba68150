"""Every public page as axe sees it, in light and in dark (WCAG 2.2 AA)."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from delegations.models import Appointment, Organisation, Person
from editorial.clock import database_moment
from editorial.models import Release, Topic
from news.models import Section
from tests.factories import printed
from tests.website.pages import withdrawn
from tests.website.prints import delegation_of, meeting_of, news_of, participant
from website.models import Channel, SiteIdentity

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def fill(language: str) -> list[str]:
    """Make something of every kind public, and return the paths of all sorts of pages."""
    SiteIdentity.objects.update(phone="+998 71 200", press_email="press@institute.example")
    Channel.objects.create(kind="telegram", label="Telegram", url="https://t.example/isrs")
    section = Section.objects.create(slug="meetings", name_ru="Встречи", name_en="Meetings")
    topic = Topic.objects.create(slug="water", name_ru="Вода")
    body = Organisation.objects.create(name_ru="Институт", name_en="Institute", country="UZ")
    someone = Person.objects.create(name_ru="Акрамжон Неъматов", biography_ru="<p>Учёный.</p>")
    Appointment.objects.create(person=someone, organisation=body, post_ru="директор")
    rows = [
        participant("h", "host", person=someone.pk, organisation=body.pk, role="head"),
        participant("g", "guest", role="interpreter", attendance="excused"),
    ]
    names = {"h": {"name": "А. Неъматов", "post": "директор", "organisation_name": "ИСМИ"}}
    names["g"] = {"name": "К. Мартен", "organisation_name": "Посольство"}
    facts = {"country": "FR", "topics": [topic.pk], "participants": rows, "starts_at": "10:30"}
    facts["outcomes"] = [{"key": "o", "due_on": "2026-12-01"}]
    said = {"city": "Ташкент", "reason": "Перенос.", "participants": names}
    said["outcomes"] = {"o": {"statement": "Доклад.", "responsible": "ИСМИ"}}
    delegates = [{**row, "key": row["key"]} for row in rows]
    delegation = delegation_of(
        language,
        on=-1,
        until=1,
        facts={"country": "FR", "organisation": body.pk, "delegates": delegates},
        text={"purpose": "Переговоры.", "delegates": names},
    )
    facts["delegations"] = [delegation.publication_id]
    meeting = meeting_of(language, facts=facts, text=said)
    meeting_of(language, title="Ahead", on=3)
    called_off = meeting_of(language, facts={**facts, "status": "postponed"}, text=said)
    news = news_of(
        language,
        section=section.pk,
        topics=[topic.pk],
        countries=["FR"],
        meetings=[meeting.publication_id],
        related=[called_off.publication_id],
        text={"lead": "Лид.", "body": "<p>Текст <a href='/ru/'>со ссылкой</a>.</p><h2>Ещё</h2>"},
    )
    corrected = twice(language)
    gone = news_of(language, headline="Gone")
    withdrawn(gone, explanation="Ошибка.")
    shown = (meeting, called_off, delegation, news, gone)
    lists = ("", "news/", "news/?country=FR", "meetings/", "delegations/", "countries/")
    lists += ("corrections/",)
    story = [f"{corrected.get_absolute_url()}{page}" for page in ("", "history/", "history/1/")]
    dossiers = (f"people/{someone.pk}/", f"organisations/{body.pk}/", "countries/fr/", "nothing/")
    return [
        *(f"/{language}/{path}" for path in (*lists, *dossiers)),
        *(release.get_absolute_url() for release in shown),
        *story,
    ]


def twice(language: str) -> Release:
    """Return the second release of an item, a correction of the first."""
    now = database_moment()
    first = printed(language, begins=now - timedelta(days=2), ends=now - timedelta(days=1))
    return printed(
        language,
        publication=first.publication,
        body="<p>Исправленный текст новости.</p>",
        begins=now - timedelta(days=1),
        first_shown_at=first.first_shown_at,
        public_at=now - timedelta(days=1),
        change="correction",
        note="Дата исправлена.",
    )


@pytest.mark.parametrize(("scheme", "language"), [("light", "ru"), ("dark", "en")])
def test_axe_finds_nothing_on_any_public_page(
    browser: Browser, live_server: LiveServer, scheme: Any, language: str
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    found = []
    for path in fill(language):
        page.goto(live_server.url + path)
        expect(page.locator("h1")).to_have_count(1)
        answer = Axe().run(page, options=RULES).response
        found += [
            (path, each["id"], node["html"])
            for each in answer["violations"]
            for node in each["nodes"]
        ]
    context.close()
    assert found == []
    assert [said for said in complaints if "Content Security Policy" in said] == []
