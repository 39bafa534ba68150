"""An office of two: a writer and a press secretary do everything, without a third."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from editorial import actions, audit
from editorial.models import AuditEntry, Edition, Release
from tests.factories import person, words
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Уточните, кто принимал гостей."
CORRECTED = "Стороны договорились о встрече в мае."
NOTE = "Дата или время были указаны неверно. Исправлено."


class Desk:
    """The desk of one of the two, open on the piece that both work on."""

    def __init__(self, browser: Browser, site: str, name: str) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.site = site
        sign_in(self.page, site, name)

    def look(self) -> None:
        """Open the newest edition as it is now."""
        newest = Edition.objects.latest("number")
        self.page.goto(f"{self.site}/admin/news/newsitem/{newest.pk}/change/")

    def press(self, act: str) -> None:
        """Press a button of the workflow and wait for its answer."""
        self.page.locator(f'.workflow [value="{act}"]').first.click()
        expect(self.page.locator(".messagelist")).to_be_visible()

    def unfold(self, act: str) -> None:
        """Open what an act asks for before it is done."""
        asked = self.page.locator(f'.workflow details:has([value="{act}"]) summary')
        asked.first.click()


def test_two_people_do_everything_correction_and_withdrawal_included(
    browser: Browser, live_server: LiveServer, settings: object
) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    writer = person(Role.WRITER, username="writer", desk_language="en")
    person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")
    actions.start_edition(
        by=writer, kind="news", source_language="ru", texts={"ru": words("Встреча в институте")}
    )
    site = live_server.url
    writing, deciding = (Desk(browser, site, name) for name in ("writer", "secretary"))
    reader = browser.new_context().new_page()

    release_after_a_return(writing, deciding)
    item = site + Release.objects.live().get().get_absolute_url()
    reader.goto(item)
    expect(reader.locator("main")).to_contain_text("Гостей принимал директор")

    correct(writing, deciding)
    read_the_correction(reader, site, item)

    withdraw(deciding)
    assert [status_of(reader, page) for page in (f"{item}history/", item)] == [410, 410]
    expect(reader.locator("main")).to_contain_text("обнаружены неточные сведения")

    bring_back(writing, deciding)
    reader.goto(item)
    expect(reader.locator("main")).to_contain_text("встрече в июне")

    assert {entry.by.username for entry in AuditEntry.objects.all()} == {"writer", "secretary"}
    assert audit.first_break() is None


def release_after_a_return(writing: Desk, deciding: Desk) -> None:
    """Submit, send back with a reason, mend, approve and release."""
    writing.look()
    writing.press("submit:ru")
    deciding.look()
    deciding.unfold("send_back:ru")
    deciding.page.locator('[name="send_back-ru-reason"]').fill(REASON)
    deciding.press("send_back:ru")
    writing.look()
    expect(writing.page.locator(".returned")).to_contain_text(REASON)
    write_body(writing.page, "Гостей принимал директор института.")
    hand_over(writing, deciding)


def hand_over(writing: Desk, deciding: Desk) -> None:
    """The writer submits; the press secretary approves and releases by one button."""
    writing.press("submit:ru")
    deciding.look()
    deciding.press("approve_and_release:ru")


def correct(writing: Desk, deciding: Desk) -> None:
    """Correct what is out, and tell readers."""
    writing.look()
    writing.press("start_edition:")
    write_body(writing.page, CORRECTED)
    writing.page.locator("#id_change_ru").select_option("correction")
    writing.page.locator("#id_note_ru").fill(NOTE)
    hand_over(writing, deciding)


def read_the_correction(reader: Page, site: str, item: str) -> None:
    """Find it on the page, among the corrections and, word by word, in the history."""
    reader.goto(item)
    expect(reader.locator("main")).to_contain_text(CORRECTED)
    for page in (item, f"{site}/ru/corrections/"):
        reader.goto(page)
        expect(reader.locator("main")).to_contain_text(NOTE)
    reader.goto(f"{item}history/")
    expect(reader.locator("main ins").first).to_be_visible()


def withdraw(deciding: Desk) -> None:
    """Withdraw: the explanation stands there already, in the language of the readers."""
    deciding.look()
    deciding.unfold("withdraw:ru")
    deciding.page.locator('[name="withdraw-ru-reason"]').select_option("inaccurate")
    explanation = deciding.page.locator('[name="withdraw-ru-explanation-ru"]')
    expect(explanation).to_have_value("В материале обнаружены неточные сведения.")
    deciding.press("withdraw:ru")


def bring_back(writing: Desk, deciding: Desk) -> None:
    """Restore: whoever does is the author of all of it, so the other's word is needed too."""
    deciding.look()
    deciding.press("restore:ru")
    write_body(deciding.page, "Стороны договорились о встрече в июне.")
    deciding.page.locator("#id_note_ru").fill("Материал проверен и возвращён на сайт.")
    deciding.page.locator(".edition-bar [name=_save]").click()
    expect(deciding.page.locator(".messagelist")).to_contain_text("Saved")
    writing.look()
    hand_over(writing, deciding)


def status_of(reader: Page, address: str) -> int:
    answer = reader.goto(address)
    assert answer is not None
    return answer.status


def write_body(page: Page, paragraph: str) -> None:
    """Write the body anew in the desk's editor."""
    editor = page.locator("#language-ru .ck-editor__editable").last
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(paragraph)
