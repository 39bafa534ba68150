"""The library's pages at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from editorial.models import AuditEntry
from library.actions import describe
from library.models import Picture
from tests.factories import person, printed
from tests.library.files import bytes_of, drawn, taken_in, upload

LIST, ADD = "/admin/library/picture/", "/admin/library/picture/add/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(picture: Picture) -> str:
    return reverse("admin:library_picture_change", args=(picture.pk,))


def cells(client: Client, query: str = "") -> list[str]:
    page = html.fromstring(client.get(LIST + query).content.decode())
    return [
        " ".join(cell.text_content().split())
        for cell in page.xpath("//ul[@class='picture-grid']/li")
    ]


def test_the_list_says_where_pictures_are_live(writer: User) -> None:
    shown, hidden = taken_in(writer), taken_in(writer, bytes_of(drawn(50, 40)), name="b.png")
    mention = (("picture", shown.pk),)
    live = printed(mentions=mention)
    printed("en", mentions=mention, publication=live.publication)
    printed(mentions=mention, begins=timedelta(days=-3), ends=live.live.lower)
    assert cells(signed_in(writer)) == [
        f"{hidden} 50 × 40 in no live release",
        f"{shown} 1200 × 800 in live releases: 2",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    writer: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        picture = taken_in(writer, bytes_of(drawn(40 + n, 40)))
        printed(mentions=(("picture", picture.pk),))
    client = signed_in(writer)
    # The first click of a minute moves the end of the session on.
    client.get(LIST)
    with django_assert_num_queries(9):
        assert len(cells(client)) == count


def test_pictures_are_found_by_their_words(writer: User) -> None:
    picture = taken_in(writer)
    taken_in(writer, bytes_of(drawn(50, 40)), name="b.png")
    Picture.objects.filter(pk=picture.pk).update(alt_uz="Majlislar zali")
    assert len(cells(signed_in(writer), "?q=majlislar")) == 1


def test_a_new_picture_is_taken_in_and_then_described(writer: User) -> None:
    client = signed_in(writer)
    answer = client.post(ADD, {"file": upload()})
    picture = Picture.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(picture))
    words = {"alt_ru": "Зал", "alt_uz": "Zal", "alt_uz_cyrl": "Зал", "alt_en": "Hall"}
    sent = {**form_of(client, picture), **words, "credit": "ISRS"}
    answer = client.post(address(picture), sent)
    assert answer.status_code == 302
    picture.refresh_from_db()
    assert {name: getattr(picture, name) for name in words} == words
    assert (picture.credit, picture.credit_by, picture.width) == ("ISRS", writer, 1200)
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["take_in_picture", "change_picture"]


def test_a_form_saved_untouched_is_no_act(writer: User) -> None:
    picture = taken_in(writer)
    client = signed_in(writer)
    words = {"alt_ru": "Зал", "alt_uz": "", "alt_uz_cyrl": "", "alt_en": "", "credit": "ISRS"}
    for sent in (words, {**words, "alt_ru": "Зал\u200b "}):
        assert (
            client.post(address(picture), {**form_of(client, picture), **sent}).status_code == 302
        )
    assert AuditEntry.objects.filter(verb="change_picture").count() == 1


def form_of(client: Client, picture: Picture) -> dict[str, str]:
    page = html.fromstring(client.get(address(picture)).content.decode())
    fields = page.xpath("//form[@id='picture_form']//input[@type='hidden']")
    return {field.name: field.value or "" for field in fields}


def test_what_readers_see_is_only_to_be_read_by_writers(writer: User) -> None:
    picture = taken_in(writer)
    printed(mentions=(("picture", picture.pk),))
    client = signed_in(writer)
    page = html.fromstring(client.get(address(picture)).content.decode())
    assert page.xpath("//input[@name='credit' or starts-with(@name, 'alt_')]") == []
    (why,) = page.xpath("//*[contains(@class, 'field-why_not')]//div[@class='readonly']")
    assert why.text_content() == "Readers see this picture. Only editors may change its words now."
    assert client.post(address(picture), {"credit": "Подменён"}).status_code == 403
    picture.refresh_from_db()
    assert picture.credit == ""
    assert may(person(Role.EDITOR), picture)["describe"] is True


def test_a_refused_file_comes_back_with_a_sentence(writer: User) -> None:
    for data, sentence in (
        (b"<svg/>", "This file is not a picture in JPEG, PNG or WebP."),
        (b"", "This file is not a picture in JPEG, PNG or WebP."),
    ):
        answer = signed_in(writer).post(ADD, {"file": upload(data)})
        assert answer.context["form"].errors == {"file": [sentence]}
    assert Picture.objects.count() == 0


def may(user: User, picture: Picture) -> dict[str, Any]:
    client = signed_in(user)
    change = html.fromstring(client.get(address(picture)).content.decode())
    return {
        "see": client.get(LIST).status_code,
        "add": client.get(ADD).status_code,
        "describe": bool(change.xpath("//input[@name='credit']")),
        "delete": client.get(f"{LIST}{picture.pk}/delete/").status_code,
    }


def test_who_may_do_what(writer: User) -> None:
    picture = taken_in(writer)
    assert may(writer, picture) == {"see": 200, "add": 200, "describe": True, "delete": 403}
    assert may(person(Role.TRANSLATOR), picture) == {
        "see": 200,
        "add": 403,
        "describe": False,
        "delete": 403,
    }
    assert may(person(Role.ADMINISTRATOR), picture) == {
        "see": 403,
        "add": 403,
        "describe": False,
        "delete": 403,
    }


@pytest.mark.parametrize("key", ["%00", "a" * 32, "1"])
def test_an_address_that_names_no_picture_leads_back_to_the_list(writer: User, key: str) -> None:
    answer = signed_in(writer).get(f"{LIST}{key}/change/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_name_is_words_and_nothing_more(writer: User) -> None:
    picture = taken_in(writer, name="<img src=x onerror=alert(1)>.jpg")
    credit = "</script><script>alert(1)</script>"
    describe(picture, by=writer, words={"alt_en": "<b>Hall</b>", "credit": credit})
    for page in (LIST, address(picture)):
        body = signed_in(writer).get(page).content.decode()
        assert ("<b>Hall" in body, "<script>alert" in body) == (False, False)
        assert "&lt;b&gt;Hall" in body
