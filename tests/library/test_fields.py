"""One picture chosen in a form."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils import translation
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from library import fields
from library.fields import PictureField
from library.models import Picture
from tests.factories import person
from tests.library.files import bytes_of, drawn, taken_in


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class CoverForm(forms.Form):
    cover = PictureField(required=False)


def pictures(writer: User, count: int) -> list[Picture]:
    """Return new pictures, the newest last."""
    return [
        taken_in(writer, bytes_of(drawn(40 + n, 40)), name=f"{n}.jpg") for n in range(1, count + 1)
    ]


def choices(markup: Any) -> list[tuple[str, bool, str]]:
    """Return value, mark and name of each radio button."""
    page = html.fromstring(str(markup))
    return [
        (
            radio.get("value"),
            radio.get("checked") is not None,
            " ".join(radio.getparent().text_content().split()),
        )
        for radio in page.xpath("//input[@type='radio']")
    ]


def test_nothing_is_chosen_at_first_and_the_newest_are_offered_first(writer: User) -> None:
    first, second = pictures(writer, 2)
    assert choices(CoverForm()["cover"]) == [
        ("", True, "No picture"),
        (second.pk, False, "2.jpg"),
        (first.pk, False, "1.jpg"),
    ]


def test_what_is_chosen_stands_beside_none_and_is_not_offered_twice(writer: User) -> None:
    first, second = pictures(writer, 2)
    assert choices(CoverForm(initial={"cover": first.pk})["cover"]) == [
        ("", False, "No picture"),
        (first.pk, True, "1.jpg"),
        (second.pk, False, "2.jpg"),
    ]


def test_what_is_chosen_is_shown_however_old_it_is(
    writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "OFFERED", 1)
    first, second = pictures(writer, 2)
    shown = choices(CoverForm(initial={"cover": first.pk})["cover"])
    assert [value for value, _mark, _name in shown] == ["", first.pk, second.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_pictures_costs_one_statement(
    writer: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    last = pictures(writer, count)[-1]
    with django_assert_num_queries(1):
        str(CoverForm(initial={"cover": last.pk})["cover"])


def test_the_value_is_an_id_or_none(writer: User) -> None:
    (picture,) = pictures(writer, 1)
    chosen, none = CoverForm({"cover": picture.pk}), CoverForm({"cover": ""})
    assert (chosen.is_valid(), chosen.cleaned_data) == (True, {"cover": picture.pk})
    assert (none.is_valid(), none.cleaned_data) == (True, {"cover": None})


@pytest.mark.parametrize("value", ["a" * 32, "\x00", "1 OR 1=1"])
def test_a_picture_that_is_not_there_is_refused(db: None, value: str) -> None:
    form = CoverForm({"cover": value})
    assert form.errors == {"cover": ["That picture is not there any more. Choose again."]}


def test_older_pictures_are_fetched_a_page_at_a_time(
    writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from library import views

    monkeypatch.setattr(fields, "OFFERED", 1)
    monkeypatch.setattr(views, "OFFERED", 1)
    first, second, third = pictures(writer, 3)
    client = Client()
    client.force_login(writer)
    page = html.fromstring(str(CoverForm()["cover"]))
    assert page.xpath("//button/@data-before") == [third.pk]
    older = client.get("/admin/library/offered/", {"before": third.pk, "name": "cover"})
    assert choices(older.content.decode()) == [(second.pk, False, "2.jpg")]
    oldest = client.get("/admin/library/offered/", {"before": second.pk, "name": "cover"})
    assert choices(oldest.content.decode()) == [(first.pk, False, "1.jpg")]
    assert (b"data-before" in older.content, b"data-before" in oldest.content) == (True, False)


def test_only_the_desk_is_offered_pictures(writer: User) -> None:
    (picture,) = pictures(writer, 1)
    query = {"before": picture.pk}
    assert Client().get("/admin/library/offered/", query).status_code == 302
    for user, status in ((person(), 403), (person(Role.TRANSLATOR), 200)):
        client = Client()
        client.force_login(user)
        assert client.get("/admin/library/offered/", query).status_code == status
    assert client.get("/admin/library/offered/").status_code == 404
