"""Signing in by one click: for the demo's people, while the project is tried out."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories import person

ADDRESS = "/admin/sign-in-as/"


@pytest.fixture
def debug(settings) -> None:
    settings.DEBUG = True


def test_one_click_signs_in_as_a_person_of_the_demo(db, client: Client, debug: None) -> None:
    writer = person(Role.WRITER, username="writer")
    response = client.post(ADDRESS, {"username": "writer"})
    assert response.headers["Location"] == "/admin/"
    assert client.session["_auth_user_id"] == str(writer.pk)


def test_nobody_is_signed_in_so_outside_of_debug(db, client: Client, settings) -> None:
    settings.DEBUG = False
    person(Role.WRITER, username="writer")
    assert client.post(ADDRESS, {"username": "writer"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("username", ["director", "", "writer2"])
def test_only_the_demo_s_people_are_signed_in_so(
    db, client: Client, debug: None, username: str
) -> None:
    person(Role.PRESS_SECRETARY, username="director")
    assert client.post(ADDRESS, {"username": username}).status_code == 404


def test_a_closed_account_is_not_signed_in(db, client: Client, debug: None) -> None:
    person(Role.WRITER, username="writer", is_active=False)
    assert client.post(ADDRESS, {"username": "writer"}).status_code == 404


def test_signing_in_takes_a_post_with_its_token(db, debug: None) -> None:
    person(Role.WRITER, username="writer")
    client = Client(enforce_csrf_checks=True)
    assert client.get(ADDRESS).status_code == 405
    assert client.post(ADDRESS, {"username": "writer"}).status_code == 403


@pytest.mark.parametrize(("is_debug", "offered"), [(True, 1), (False, 0)])
def test_the_sign_in_page_offers_the_demo_s_people_in_debug(
    db, client: Client, settings, is_debug: bool, offered: int
) -> None:
    settings.DEBUG = is_debug
    person(Role.EDITOR, username="editor")
    person(Role.EDITOR, username="director")
    page = client.get("/admin/login/").content.decode()
    assert [page.count(f'value="{name}"') for name in ("editor", "director")] == [offered, 0]
