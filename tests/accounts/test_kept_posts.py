"""A session that ended while someone was writing: what he wrote stands before him again."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from accounts.roles import Role
from editorial.models import Edition
from news.models import NewsItem
from tests.accounts.factors import STEP, code_of, with_app
from tests.editorial.desk import address, errors, opened, signed_in, values_of
from tests.factories import draft, person

PASSWORD = "several words of a password"


@pytest.fixture
def writer(db: None) -> User:
    user = person(Role.WRITER, username="writer", desk_language="en")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in_fields(response: Any) -> dict[str, str]:
    """Return what the sign-in form of this page would send."""
    page = html.fromstring(response.content)
    fields = page.xpath('//input[ancestor::form[@id="login-form"] or @form="login-form"]')
    return {field.get("name"): field.get("value", "") for field in fields}


def signed_in_again(client: Client, response: Any) -> Any:
    """Fill in the sign-in form that answered, and follow where it leads."""
    values = {**sign_in_fields(response), "login": "writer", "password": PASSWORD}
    return client.post("/admin/login/", values, follow=True)


def test_what_was_written_comes_back_after_signing_in_and_is_saved_on_request(
    writer: User,
) -> None:
    edition = draft(writer)
    client = signed_in(writer)
    values = {**opened(client, edition), "headline_ru": "Написано до конца сеанса"}
    client.logout()

    back = signed_in_again(client, client.post(address(edition), values))

    assert back.redirect_chain[-1][0] == address(edition)
    assert errors(back) == {
        "__all__": ["You had been signed out. Here is what you wrote; it is not saved yet."]
    }
    assert back.context["form"]["headline_ru"].value() == "Написано до конца сеанса"
    assert NewsItem.objects.get().headline_ru == "Встреча"
    client.post(address(edition), values_of(back))
    assert NewsItem.objects.get().headline_ru == "Написано до конца сеанса"


def test_it_comes_back_through_the_second_step_too(writer: User) -> None:
    secret = with_app(writer)
    edition = draft(writer)
    client = signed_in(writer)
    values = {**opened(client, edition), "headline_ru": "Через второй шаг"}
    client.logout()

    step = signed_in_again(client, client.post(address(edition), values))
    assert step.redirect_chain[-1][0] == STEP
    back = client.post(STEP, {"code": code_of(secret)}, follow=True)

    assert back.redirect_chain[-1][0] == address(edition)
    assert back.context["form"]["headline_ru"].value() == "Через второй шаг"
    assert NewsItem.objects.get().headline_ru == "Встреча"


def test_it_comes_back_after_another_language_was_chosen(writer: User) -> None:
    edition = draft(writer)
    client = signed_in(writer)
    values = {**opened(client, edition), "headline_ru": "На другом языке"}
    client.logout()
    answer = client.post(address(edition), values)

    answer = client.post("/admin/login/", {**sign_in_fields(answer), "language": "en"})
    back = signed_in_again(client, answer)

    assert answer.headers["Content-Language"] == "en"
    assert back.context["form"]["headline_ru"].value() == "На другом языке"


def test_what_one_person_wrote_is_not_shown_to_the_next_at_the_same_browser(writer: User) -> None:
    edition = draft(writer)
    with_app(writer)
    other = person(Role.WRITER, username="other", desk_language="en")
    other.set_password(PASSWORD)
    other.save()
    client = signed_in(writer)
    values = {**opened(client, edition), "headline_ru": "Не для других"}
    client.logout()
    signed_in_again(client, client.post(address(edition), values))

    client.post("/admin/logout/")
    client.post("/admin/login/", {"login": "other", "password": PASSWORD})
    shown = client.get(address(edition))

    assert shown.context["form"]["headline_ru"].value() == "Встреча"


def test_a_password_is_never_kept(db: None) -> None:
    post = {"username": "malika", "password1": PASSWORD, "usable_password": "true"}
    answer = Client().post("/admin/accounts/user/add/", post)
    assert sign_in_fields(answer)["kept"] == "username=malika"


def test_it_comes_back_once(writer: User) -> None:
    edition = draft(writer)
    client = signed_in(writer)
    values = {**opened(client, edition), "headline_ru": "Один раз"}
    client.logout()
    signed_in_again(client, client.post(address(edition), values))
    again = client.get(address(edition))
    assert errors(again) == {}
    assert again.context["form"]["headline_ru"].value() == "Встреча"


def test_a_pasted_source_text_comes_back_too(writer: User) -> None:
    client = Client()
    answer = client.post("/admin/intake/", {"text": "Заголовок\n\nТекст.", "language": ""})
    back = signed_in_again(client, answer)
    assert back.context["form"]["text"].value() == "Заголовок\n\nТекст."
    assert Edition.objects.count() == 0


def test_a_button_of_a_closed_edition_leads_back_to_its_page_and_does_nothing(
    writer: User,
) -> None:
    edition = draft(writer)
    client = Client()
    answer = client.post(address(edition, "act"), {"_act": "discard:", "token": "1"})
    back = signed_in_again(client, answer)
    assert back.redirect_chain[-1][0] == address(edition)
    assert Edition.objects.get().is_open


def test_an_old_token_of_the_form_brings_the_text_back_and_saves_nothing(writer: User) -> None:
    edition = draft(writer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    values = {**opened(client, edition), "headline_ru": "Из другой вкладки"}
    values["csrfmiddlewaretoken"] = "x" * 64
    back = client.post(
        address(edition), values, headers={"Origin": "http://testserver"}, follow=True
    )
    assert back.context["form"]["headline_ru"].value() == "Из другой вкладки"
    assert NewsItem.objects.get().headline_ru == "Встреча"


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
def test_a_post_from_another_origin_keeps_nothing(writer: User, origin: str) -> None:
    edition = draft(writer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    answer = client.post(address(edition), {"headline_ru": "Подложено"}, headers={"Origin": origin})
    assert answer.status_code == 403
    shown = client.get(address(edition))
    assert shown.context["form"]["headline_ru"].value() == "Встреча"
