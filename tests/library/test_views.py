"""Who is given a rendition, when, and what may be kept of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from editorial.actions import withdraw
from editorial.clock import database_moment
from editorial.models import Mention
from library import files, querysets
from library.models import Picture
from library.querysets import is_public
from library.sizes import address, desk_address
from tests.factories import person, printed, released
from tests.library.files import bytes_of, drawn, stored, taken_in


@pytest.fixture
def picture(writer: User) -> Picture:
    return taken_in(writer)


def path(picture: Picture, width: int = 480, ending: str = "jpg") -> str:
    return address(picture.pk, width, ending)


def answered(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.items())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mentioned(picture: Picture, **given: Any) -> None:
    printed(mentions=(("picture", picture.pk),), **given)


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_readers_see_what_a_live_release_mentions(
    client: Client, picture: Picture, media: Path, ending: str, kind: str
) -> None:
    mentioned(picture)
    answer = client.get(path(picture, 960, ending))
    assert answer.content == stored(media, picture)[f"960.{ending}"]
    headers = dict(answer.items())
    assert (headers["Content-Type"], headers["Cache-Control"]) == (kind, "public, no-cache")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ("Vary" in headers, answer.cookies) == (False, {})


def test_a_stranger_is_told_of_an_unreleased_picture_what_he_is_told_of_none(
    client: Client, picture: Picture
) -> None:
    nothing = address("f" * 32, 480, "jpg")
    for headers in (
        {},
        {"If-None-Match": "*"},
        {"Cookie": "sessionid=guessed"},
        {"Accept-Language": "en"},
    ):
        unreleased = answered(client.get(path(picture), headers=headers))
        assert unreleased == answered(client.get(nothing, headers=headers))
        assert unreleased[0] == 404
    mentioned(picture)
    assert client.get(path(picture)).status_code == 200


def test_sizes_that_are_not_made_are_not_there(client: Client, picture: Picture) -> None:
    mentioned(picture)
    sizes = ("481.jpg", "1600.jpg", "480.png", "480.avif", "original.jpg", "0480.jpg", "480.jpg/")
    stem = f"/pictures/{picture.pk}/"
    assert {client.get(stem + size).status_code for size in sizes} == {404}
    assert client.get(f"{stem}480.jpg").status_code == 200


def test_a_scheduled_picture_is_there_at_its_moment(client: Client, picture: Picture) -> None:
    mentioned(picture, begins=timedelta(hours=1))
    moment = database_moment() + timedelta(hours=2)
    assert (is_public(picture.pk), is_public(picture.pk, moment)) == (False, True)
    assert client.get(path(picture)).status_code == 404


def test_a_withdrawn_picture_is_gone_at_once_for_a_reader_who_keeps_it(
    client: Client, picture: Picture
) -> None:
    writer, secretary = person(Role.WRITER), person(Role.PRESS_SECRETARY)
    edition = released(writer, secretary, secretary)
    edition.refresh_from_db()
    release = edition.releases.get()
    # In the one transaction of this test, as its verb would.
    Mention.objects.create(
        release=release,
        record_type="picture",
        record_key=picture.pk,
        language="ru",
        first_shown_at=release.first_shown_at,
    )
    kept = client.get(path(picture))["ETag"]
    assert client.get(path(picture), headers={"If-None-Match": kept}).status_code == 304
    withdraw(
        edition=edition,
        by=secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
        explanation={"ru": "Объяснение для читателей."},
    )
    assert client.get(path(picture), headers={"If-None-Match": kept}).status_code == 404


def test_head_says_what_get_says(client: Client, picture: Picture) -> None:
    mentioned(picture)
    got, told = client.get(path(picture)), client.head(path(picture))
    names = ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Content-Security-Policy")
    assert [told[name] for name in names] == [got[name] for name in names]
    assert (told.content, len(got.content)) == (b"", int(got["Content-Length"]))


def test_nothing_else_than_looking_is_answered(client: Client, picture: Picture) -> None:
    mentioned(picture)
    assert client.post(path(picture)).status_code == 405


def test_the_desk_sees_an_unreleased_picture_at_its_address_and_nobody_keeps_it(
    picture: Picture,
) -> None:
    desk = signed_in(person(Role.TRANSLATOR))
    answer = desk.get(path(picture))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert ("Cookie" in answer["Vary"], "ETag" in answer) == (True, False)


def test_what_is_public_is_answered_to_the_desk_as_to_everyone(picture: Picture) -> None:
    mentioned(picture)
    to_desk = dict(signed_in(person(Role.WRITER)).get(path(picture)).items())
    assert to_desk == dict(Client().get(path(picture)).items())


def test_a_session_without_business_at_the_desk_is_a_stranger_s(picture: Picture) -> None:
    for user in (person(), person(Role.ADMINISTRATOR)):
        assert signed_in(user).get(path(picture)).status_code == 404
        assert signed_in(user).get(desk_address(picture.pk, 480, "jpg")).status_code == 403


def test_the_desk_s_own_address_is_for_the_desk_alone(picture: Picture) -> None:
    own = desk_address(picture.pk, 480, "jpg")
    mentioned(picture)
    assert Client().get(own).status_code == 302
    answer = signed_in(person(Role.WRITER)).get(own)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert (
        signed_in(person(Role.WRITER)).get(own, headers={"If-None-Match": "*"}).status_code == 200
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_reader_costs_one_statement(
    client: Client, writer: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pictures = [taken_in(writer, bytes_of(drawn(500 + n, 400))) for n in range(count)]
    for one in pictures:
        mentioned(one)
    for one in pictures:
        with django_assert_num_queries(1):
            assert client.get(path(one)).status_code == 200


def test_a_stranger_s_guess_costs_two_statements(
    client: Client, picture: Picture, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for guess in (path(picture), address("f" * 32, 480, "jpg")):
        with django_assert_num_queries(2):
            assert client.get(guess).status_code == 404


def test_no_picture_s_name_is_no_question(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for guess in ("/pictures/x/480.jpg", "/pictures/" + "g" * 32 + "/480.jpg", "/pictures/"):
        with django_assert_num_queries(1):
            assert client.get(guess).status_code == 404


def test_a_rendition_missing_on_the_disk_is_made_again(
    client: Client, picture: Picture, media: Path
) -> None:
    mentioned(picture)
    before = stored(media, picture)
    files.path_of(picture.pk, "480.jpg").unlink()
    assert client.get(path(picture)).content == before["480.jpg"]


def test_a_picture_whose_files_are_lost_is_not_there(client: Client, picture: Picture) -> None:
    mentioned(picture)
    for file in files.path_of(picture.pk, "x").parent.iterdir():
        file.unlink()
    assert client.get(path(picture)).status_code == 404


def test_the_proxy_sends_the_file_where_it_can(
    client: Client, picture: Picture, settings: Any
) -> None:
    settings.PICTURES_ACCEL = "/protected-pictures/"
    mentioned(picture)
    answer = client.get(path(picture))
    place = f"/protected-pictures/{picture.pk[:2]}/{picture.pk}/480.jpg"
    assert (answer["X-Accel-Redirect"], answer.content) == (place, b"")
    assert client.get(address("f" * 32, 480, "jpg")).has_header("X-Accel-Redirect") is False


def test_a_public_record_of_an_app_above_shows_its_picture(
    client: Client, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Picture.objects.none()
    monkeypatch.setattr(querysets, "_public_records", [])
    querysets.also_public(lambda key, _at: shown.filter(pk=key))
    assert client.get(path(picture)).status_code == 404
    shown = Picture.objects.all()
    assert client.get(path(picture)).status_code == 200


def test_addresses_are_those_that_are_routed(picture: Picture) -> None:
    assert resolve(path(picture)).view_name == "library:rendition"
    assert path(picture) == reverse("library:rendition", args=(picture.pk, 480, "jpg"))


def test_the_editor_s_own_upload_is_not_routed() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("ck_editor_5_upload_file")
