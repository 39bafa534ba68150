"""The editor's upload: a picture, or one sentence."""

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from library import uploading, views
from library.models import Picture
from tests.factories import person
from tests.library.files import bytes_of, drawn, upload

DOOR = "/admin/library/upload/"


@pytest.fixture
def desk(writer: User) -> Client:
    client = Client()
    client.force_login(writer)
    return client


def sent(client: Client, data: bytes | None = None, **extra: Any) -> HttpResponse:
    return client.post(DOOR, {"upload": upload(data)}, **extra)


def said(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, json.loads(response.content)["error"]["message"]


def test_a_picture_comes_back_as_the_address_that_stands_in_a_text(desk: Client) -> None:
    answer = json.loads(sent(desk).content)
    picture = Picture.objects.get()
    assert answer == {
        "url": f"/pictures/{picture.pk}/1200.jpg",
        "id": picture.pk,
        "label": "photo.jpg",
        "thumbnail": f"/admin/library/files/{picture.pk}/480.webp",
    }


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(desk: Client) -> None:
    assert said(sent(desk, b"<svg/>")) == (400, "This file is not a picture in JPEG, PNG or WebP.")


def test_whoever_may_not_is_told_so(db: None) -> None:
    client = Client()
    client.force_login(person(Role.TRANSLATOR, desk_language="en"))
    assert said(sent(client)) == (403, "Pictures are taken in by writers and editors.")
    assert Picture.objects.count() == 0


def test_whoever_is_signed_out_is_told_so(db: None) -> None:
    status, sentence = said(sent(Client()))
    assert (status, Picture.objects.count()) == (403, 0)
    assert sentence != ""


def test_the_token_is_asked_for(writer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert said(sent(client)) == (
        403,
        "This page is too old to upload from. Save your work and open it again.",
    )
    client.get(reverse("admin:library_picture_add"))
    token = client.cookies["csrftoken"].value
    assert sent(client, headers={"X-CSRFToken": token}).status_code == 200
    assert sent(client, headers={"X-CSRFToken": token[::-1]}).status_code == 403


def test_looking_uploads_nothing(desk: Client) -> None:
    assert said(desk.get(DOOR)) == (400, "Choose a picture to upload.")


def test_a_post_without_a_file_is_refused(desk: Client) -> None:
    assert said(desk.post(DOOR)) == (400, "Choose a picture to upload.")
    assert said(desk.post(DOOR, b"{", content_type="application/json"))[0] == 400


def test_a_body_that_breaks_off_is_refused(desk: Client) -> None:
    answer = desk.post(DOOR, b"x", content_type="multipart/form-data")
    assert said(answer) == (400, "The file did not arrive whole. Try again.")


def test_a_post_that_is_too_large_is_refused_unread(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST_BODY", 100)
    assert said(sent(desk)) == (
        413,
        "The file is larger than 30 MB. Make it smaller and try again.",
    )


def test_a_busy_database_is_a_sentence_too(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(views, "take_in", busy)
    assert said(sent(desk)) == (503, "The desk is busy at the moment. Try again in a minute.")


def test_no_upload_anywhere_is_read_beyond_the_limit(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("admin:library_picture_add")
    data = bytes_of(drawn())
    monkeypatch.setattr(uploading, "LARGEST_BODY", len(data))
    answer = desk.post(page, {"csrfmiddlewaretoken": "x", "file": upload(data)})
    assert (answer.wsgi_request.POST.dict(), dict(answer.wsgi_request.FILES)) == (
        {"csrfmiddlewaretoken": "x"},
        {},
    )
    assert list(answer.context["form"].errors["file"]) == [
        "The file is larger than 30 MB. Make it smaller and try again."
    ]
