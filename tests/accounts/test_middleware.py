"""Who has shown a password alone is a stranger everywhere outside the desk."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import factors
from accounts.models import User
from accounts.roles import Role
from library.models import Picture
from tests.factories import person, printed
from tests.library.files import taken_in

# A part of an address by the name of its converter.
PARTS = {
    "language": "ru",
    "ending": "/vstrecha/",
    "country": "fr",
    "records": "people",
    "elsewhere": "nowhere/",
    "width": "480",
    "rendition": "jpg",
}


@pytest.fixture
def editor(db: None, settings: Any) -> User:
    settings.MFA_DEMANDED = True
    return person(Role.EDITOR, username="editor")


@pytest.fixture
def picture(editor: User) -> Picture:
    return taken_in(editor)


def half_signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def wholly_signed_in(user: User) -> Client:
    client = half_signed_in(user)
    session = client.session
    session[factors.SHOWN] = user.pk
    session.save()
    return client


def routes(patterns: Any, above: str = "") -> Iterator[str]:
    """Every route of the project outside the desk, as it is written."""
    for one in patterns:
        route = above + str(one.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def addresses(parts: dict[str, str]) -> list[str]:
    def part(match: re.Match[str]) -> str:
        return parts[match[1]]

    return [
        "/" + re.sub(r"<(\w+):\w+>", part, route) for route in routes(get_resolver().url_patterns)
    ]


def seen(answer: HttpResponse) -> tuple[Any, ...]:
    # That an answer was asked of a session says nothing of whose it is.
    headers = {name: said for name, said in answer.items() if name != "Vary"}
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, headers, body, dict(answer.cookies)


def test_a_picture_that_is_not_released_is_for_whom_the_desk_lets_in(
    editor: User, picture: Picture
) -> None:
    address = f"/pictures/{picture.pk}/480.jpg"
    assert half_signed_in(editor).get("/admin/").status_code == 302
    assert half_signed_in(editor).get(address).status_code == 404
    assert wholly_signed_in(editor).get(address).status_code == 200
    assert half_signed_in(person(Role.WRITER)).get(address).status_code == 200


def test_every_page_outside_the_desk_is_the_one_that_strangers_get(
    editor: User, picture: Picture
) -> None:
    number = printed().publication_id
    asked = addresses({**PARTS, "picture": picture.pk, "number": str(number)})
    assert len(asked) > 20
    half, stranger = half_signed_in(editor), Client()
    differing = [one for one in asked if seen(half.get(one)) != seen(stranger.get(one))]
    assert differing == []


def test_each_page_below_the_desk_s_address_sends_the_half_signed_in_on(
    editor: User, picture: Picture
) -> None:
    half = half_signed_in(editor)
    for address in (
        f"/admin/library/files/{picture.pk}/480.jpg",
        f"/admin/library/offered/?before={picture.pk}",
        "/admin/library/upload/",
        "/admin/intake/",
        "/admin/autocomplete/",
    ):
        answer = half.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (
            302,
            "/admin/account/security/",
        )


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_public_page_never_asks_who_reads_it(
    editor: User, is_signed_in: bool, django_assert_num_queries: Any
) -> None:
    client = half_signed_in(editor) if is_signed_in else Client()
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
