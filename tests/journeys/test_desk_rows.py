"""What only a browser can show of rows: adding, ordering by keys and by hand, thinking again."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial.models import Edition
from events.models import Meeting, Participant
from tests.events.test_admin import met
from tests.factories import person
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "[data-rows=participants] .row-list > [data-row]"


@pytest.fixture
def edition(transactional_db: None, settings: object) -> Edition:
    settings.DEBUG = True  # type: ignore[attr-defined]
    writer = person(Role.WRITER, username="writer", desk_language="en")
    return met(writer, "Первый", "Второй", "Третий")


def stored(edition: Edition) -> list[str]:
    found = Participant.objects.filter(edition=edition.pk)
    return list(found.values_list("name_ru", flat=True))


def open_meeting(page: Page, live_server: LiveServer, edition: Edition) -> None:
    """Open the meeting as its writer."""
    sign_in(page, live_server.url, "writer")
    page.goto(f"{live_server.url}/admin/events/meeting/{edition.pk}/change/")
    expect(page.locator(".language-bar")).to_be_visible()


def save(page: Page) -> None:
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")


def test_rows_are_put_in_order_by_keys_and_by_hand(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_meeting(page, live_server, edition)
    page.locator(ROWS).nth(2).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    rows = page.locator(f"{ROWS} .row-title:visible")
    expect(rows).to_have_text(["Третий", "Первый", "Второй"])
    lower_half = {"x": 80, "y": 40}
    handle = page.locator(ROWS).nth(0).locator(".handle")
    handle.drag_to(page.locator(ROWS).nth(2), target_position=lower_half)  # type: ignore[arg-type]
    expect(rows).to_have_text(["Первый", "Второй", "Третий"])
    page.locator(ROWS).nth(1).get_by_role("button", name="Move down").click()
    save(page)
    assert stored(edition) == ["Первый", "Третий", "Второй"]


def test_a_new_row_has_the_focus_and_a_removed_one_can_be_taken_back(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_meeting(page, live_server, edition)
    page.get_by_role("button", name="Add: participant").click()
    page.keyboard.type("Четвёртый")
    first, second = page.locator(ROWS).nth(0), page.locator(ROWS).nth(1)
    first.get_by_role("button", name="Remove").click()
    second.get_by_role("button", name="Remove").click()
    second.get_by_role("button", name="Undo").click()
    expect(page.locator(".unsaved")).to_be_visible()
    save(page)
    assert stored(edition) == ["Второй", "Третий", "Четвёртый"]


def test_a_person_of_the_record_is_found_by_typing_in_a_row_just_added(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    body = Organisation.objects.create(name_ru="Посольство", name_en="Embassy", country="FR")
    guest = Person.objects.create(name_ru="Патрик Бриан", name_en="Patrick Brian")
    Appointment.objects.create(person=guest, organisation=body, post_ru="атташе", post_en="attaché")
    open_meeting(page, live_server, edition)
    page.get_by_role("button", name="Add: participant").click()
    row = page.locator(ROWS).nth(3)
    row.locator(".select2-selection").first.click()
    page.keyboard.type("бриан")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(
        "Patrick Brian — attaché, Embassy"
    )
    page.keyboard.press("Enter")
    save(page)
    last = Participant.objects.get(edition=edition.pk, place=4)
    assert (last.person, last.name_ru, last.post_ru) == (guest, "Патрик Бриан", "атташе")


def test_one_bar_shows_one_language_in_the_whole_form_and_keeps_it_through_a_save(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_meeting(page, live_server, edition)
    expect(page.locator("#id_title_ru")).to_be_visible()
    page.locator(".language-bar").get_by_role("button", name="English").click()
    expect(page.locator("#id_title_ru")).to_be_hidden()
    page.locator("#id_title_en").fill("Meeting")
    page.locator(ROWS).nth(0).locator("summary").click()
    page.locator("#id_participants-0-name_en").fill("The First")
    expect(page.locator("#id_participants-0-name_ru")).to_be_hidden()
    save(page)
    expect(page.locator("#id_title_en")).to_be_visible()
    expect(page.locator("#id_title_ru")).to_be_hidden()
    assert Meeting.objects.get(pk=edition.pk).title_en == "Meeting"
    assert Participant.objects.get(edition=edition.pk, place=1).name_en == "The First"


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_rows_are_numbered_ticked_and_filled_in(
    page: Page, live_server: LiveServer, edition: Edition
) -> None:
    open_meeting_without_scripts(page, live_server, edition)
    page.locator("[name=participants-2-place]").fill("0")
    page.locator("[name=participants-1-gone]").check()
    spare = page.locator("noscript [data-row]").first
    spare.locator("[name=participants-3-name_ru]").fill("Четвёртый")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert stored(edition) == ["Третий", "Первый", "Четвёртый"]


def open_meeting_without_scripts(page: Page, live_server: LiveServer, edition: Edition) -> None:
    page.goto(f"{live_server.url}/admin/")
    page.locator("button[value=writer]").click()
    page.goto(f"{live_server.url}/admin/events/meeting/{edition.pk}/change/")
    for language in ("uz", "uz_cyrl", "ru", "en"):
        expect(page.locator(f"#id_title_{language}")).to_be_visible()
    expect(page.locator(".language-bar")).to_be_hidden()
