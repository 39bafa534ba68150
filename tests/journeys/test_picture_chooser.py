"""What only a browser can show of the choice of a picture: an upload that nobody answers well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from tests.factories import draft, person
from tests.journeys.test_pictures import sign_in
from tests.library.files import bytes_of, drawn

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED_OUT = "You have been signed out. Sign in in another tab, then try again."
PAGE = "<html><h1>Not JSON</h1></html>"


def answering(status: int) -> Callable[[Route], None]:
    """Return what answers an upload by a page; by nothing at all where there is no status."""

    def answer(route: Route) -> None:
        if status:
            route.fulfill(status=status, content_type="text/html", body=PAGE)
        else:
            route.abort()

    return answer


def test_an_answer_that_is_a_page_is_told_in_a_sentence(
    page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    writer = person(Role.WRITER, username="writer", desk_language="en")
    edition = draft(writer)
    sign_in(page, live_server.url, writer)
    page.goto(f"{live_server.url}/admin/news/newsitem/{edition.pk}/change/")
    chooser = page.locator(".picture-chooser").first
    field, said = chooser.locator("[data-upload-file]"), chooser.locator(".picture-status")
    answers: list[tuple[int, str]] = [
        (413, "The file is larger than 30 MB. Make it smaller and try again."),
        (503, "The server did not take the picture (503). Try again in a minute."),
        (200, SIGNED_OUT),
        (0, "The server cannot be reached. Check the connection, then try again."),
    ]
    for status, sentence in answers:
        page.route("**/admin/library/upload/", answering(status))
        picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": bytes_of(drawn(9, 9))}
        field.set_input_files(picture)  # type: ignore[arg-type]
        expect(said).to_have_text(sentence)
        page.unroute("**/admin/library/upload/")
    field.set_input_files(picture)  # type: ignore[arg-type]
    expect(said).to_have_text("The picture is in the library and chosen here.")
    expect(said).not_to_have_class("picture-status errors")
