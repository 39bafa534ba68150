"""What only a browser can show of pictures: the editor's upload."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from library.models import Picture
from news.models import NewsItem
from tests.factories import draft, person
from tests.library.files import bytes_of, drawn

pytestmark = pytest.mark.django_db(transaction=True)

RUSSIAN = "#language-ru .ck-editor__editable"


@pytest.fixture
def writer(transactional_db: None, settings: Any, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path / "media"
    return person(Role.WRITER, username="writer", desk_language="en")


def sign_in(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def upload_in_text(page: Page, name: str, data: bytes) -> None:
    with page.expect_file_chooser() as chosen:
        page.locator("#language-ru button.ck-file-dialog-button").click()
    chosen.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": data})


def test_a_picture_uploaded_in_a_text_is_saved_with_its_alternative_text(
    page: Page, live_server: LiveServer, writer: User
) -> None:
    edition = draft(writer)
    refusals: list[str] = []
    page.on("dialog", lambda dialog: (refusals.append(dialog.message), dialog.accept()))
    sign_in(page, live_server.url, writer)
    page.goto(f"{live_server.url}/admin/news/newsitem/{edition.pk}/change/")
    page.locator(RUSSIAN).click()
    page.keyboard.press("Control+End")
    with page.expect_event("dialog"):
        upload_in_text(page, "photo.jpg", b"<svg/>")
    upload_in_text(page, "photo.jpg", bytes_of(drawn(900, 600)))
    expect(page.locator(f"{RUSSIAN} figure.image img[width='900']")).to_be_visible()
    page.locator(f"{RUSSIAN} figure.image").click()
    page.get_by_role("button", name="Change image text alternative").click()
    page.get_by_label("Text alternative").fill("Зал заседаний")
    page.keyboard.press("Enter")
    page.locator(".submit-row [name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    picture = Picture.objects.get()
    assert refusals == ["This file is not a picture in JPEG, PNG or WebP."]
    assert NewsItem.objects.get(pk=edition.pk).body_ru == (
        "<p>Стороны обменялись мнениями.</p>"
        f'<figure class="image"><img src="/pictures/{picture.pk}/900.jpg" alt="Зал заседаний"'
        ' width="900" height="600"></figure>'
    )
    assert Client().get(picture.source).status_code == 404
