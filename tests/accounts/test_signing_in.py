"""Signing in by password: what is answered, what is counted, where it leads."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from accounts.roles import Role
from tests.accounts.factors import LOGIN, PASSWORD, errors_of, with_password
from tests.factories import person

LINK = "/admin/account/password/link/"
CHANGE = "/admin/account/password/"


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def said(response: Any) -> list[str]:
    """Return the errors above the form."""
    page = html.fromstring(response.content)
    return [found.text_content() for found in page.find_class("errornote") if not found.get("id")]


@pytest.mark.parametrize("name", ["malika", "Malika", "malika@ismi.example", "MALIKA@ismi.example"])
def test_a_name_or_an_e_mail_address_with_its_password_opens_the_desk(
    db: None, client: Client, name: str
) -> None:
    with_password(Role.WRITER, username="malika", email="malika@ismi.example")
    assert sign_in(client, name).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(db: None, client: Client) -> None:
    with_password(Role.WRITER, username="malika", email="malika@ismi.example")
    client.cookies["desk_language"] = "en"
    names = ("malika", "nobody", "malika@ismi.example", "nobody@ismi.example")
    answers = [sign_in(client, name, "wrong") for name in names]
    assert [said(answer) for answer in answers] == [["The name or the password is wrong."]] * 4
    assert {answer.status_code for answer in answers} == {200}


def test_a_closed_account_does_not_open_the_desk(db: None, client: Client) -> None:
    with_password(Role.WRITER, username="malika", is_active=False)
    assert sign_in(client, "malika").headers["Location"] == "/admin/account/closed/"
    assert client.get("/admin/").status_code == 302


def test_the_key_of_the_session_changes_with_signing_in(db: None, client: Client) -> None:
    with_password(Role.WRITER, username="malika")
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    planted = client.cookies["sessionid"].value
    sign_in(client, "malika")
    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "goal",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:1"],
)
def test_signing_in_leads_nowhere_else(db: None, client: Client, goal: str) -> None:
    with_password(Role.WRITER, username="malika")
    assert sign_in(client, "malika", next=goal).headers["Location"] == "/admin/"


def test_signing_in_leads_to_the_page_that_was_asked_for(db: None, client: Client) -> None:
    with_password(Role.WRITER, username="malika")
    asked = client.get("/admin/news/newsitem/")
    assert asked.headers["Location"] == f"{LOGIN}?next=/admin/news/newsitem/"
    page = client.get(asked.headers["Location"])
    path = '//form[@id="login-form"]//input[@name="next"]/@value'
    goal = html.fromstring(page.content).xpath(path)
    assert goal == ["/admin/news/newsitem/"]
    answer = sign_in(client, "malika", next=goal[0])
    assert answer.headers["Location"] == "/admin/news/newsitem/"


def test_after_five_wrong_passwords_not_even_the_right_one_is_tried(
    db: None, client: Client
) -> None:
    with_password(Role.WRITER, username="malika")
    client.cookies["desk_language"] = "en"
    for _attempt in range(5):
        sign_in(client, "malika", "wrong")
    answer = sign_in(client, "malika")
    assert said(answer) == ["Too many attempts. Wait five minutes and try again."]
    assert "_auth_user_id" not in client.session


def test_a_forged_address_of_the_sender_does_not_begin_the_count_anew(
    db: None, client: Client
) -> None:
    for number in range(10):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        client.post(LOGIN, {"login": f"name{number}", "password": "wrong"}, headers=headers)
    client.cookies["desk_language"] = "en"
    answer = sign_in(client, "one more", "wrong")
    assert said(answer) == ["Too many attempts. Wait five minutes and try again."]


def test_a_flood_is_answered_429_in_four_languages(db: None, client: Client) -> None:
    for _attempt in range(30):
        sign_in(client, "", "")
    answer = sign_in(client, "", "")
    languages = html.fromstring(answer.content).xpath("//p/@lang")
    assert (answer.status_code, languages) == (429, ["uz-Cyrl", "ru", "en"])


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_signup_webauthn"])
def test_nobody_makes_an_account_for_himself(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_somebody_signed_in_who_does_not_work_here_is_refused_without_a_circle(
    db: None, client: Client
) -> None:
    stranger = with_password(username="stranger")
    stranger.is_staff = False
    stranger.save()
    client.force_login(stranger)
    assert client.get("/admin/", follow=True).status_code == 403


def test_signing_out_takes_a_post_and_ends_the_session(db: None, client: Client) -> None:
    client.force_login(with_password(Role.WRITER))
    assert client.get("/admin/logout/").status_code == 405
    answer = client.post("/admin/logout/")
    assert (answer.status_code, answer.templates[0].name) == (200, "account/signed_out.html")
    assert client.get("/admin/").status_code == 302


def test_there_is_one_page_to_change_the_password(db: None, client: Client) -> None:
    user = with_password(Role.WRITER, username="malika")
    client.force_login(user)
    other_browser = Client()
    other_browser.force_login(user)
    assert client.get("/admin/password_change/").headers["Location"] == CHANGE
    new = "other words of a password"
    values = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(CHANGE, values).headers["Location"] == "/admin/account/"
    assert client.get("/admin/").status_code == 200
    assert other_browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("oldpassword", "wrong", "The present password is wrong."),
        ("password2", "yet other words", "The two passwords differ."),
    ],
)
def test_a_wrong_change_of_password_is_refused(
    db: None, client: Client, field: str, value: str, sentence: str
) -> None:
    client.force_login(with_password(Role.WRITER))
    new = "other words of a password"
    values = {"oldpassword": PASSWORD, "password1": new, "password2": new, field: value}
    assert errors_of(client.post(CHANGE, values)) == {field: [sentence]}


def test_a_link_by_mail_gives_a_new_password_once_and_does_not_sign_in(
    db: None, client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://ismi.example"
    user = with_password(Role.WRITER, username="malika", email="malika@ismi.example")
    answer = client.post(LINK, {"email": "malika@ismi.example"}, headers={"Host": "localhost"})
    assert answer.headers["Location"] == f"{LINK}sent/"
    (message,) = mail.outbox
    assert message.to == ["malika@ismi.example"]
    (address,) = re.findall(r"https://ismi\.example(/\S+)", message.body)
    page = client.get(address, follow=True)
    form = page.redirect_chain[-1][0]
    new = "other words of a password"
    done = client.post(form, {"password1": new, "password2": new})
    assert done.headers["Location"] == "/admin/account/password/new/"
    user.refresh_from_db()
    assert user.check_password(new)
    assert "_auth_user_id" not in client.session
    again = Client().get(address, follow=True)
    assert again.context["token_fail"] is True


def test_who_has_no_account_is_answered_as_who_has_one(db: None, client: Client) -> None:
    answer = client.post(LINK, {"email": "nobody@ismi.example"})
    assert (answer.headers["Location"], len(mail.outbox)) == (f"{LINK}sent/", 0)


def test_without_mail_no_link_is_offered(db: None, client: Client, settings: Any) -> None:
    assert client.get(LOGIN).content.count(LINK.encode()) == 1
    settings.PASSWORD_RESET_BY_MAIL = False
    assert client.get(LOGIN).content.count(LINK.encode()) == 0
    assert client.get(LINK).status_code == 404


def test_the_sign_in_page_speaks_four_languages(db: None, client: Client) -> None:
    pressed = {}
    for language in ("uz", "uz-cyrl", "ru", "en"):
        answer = client.post(LOGIN, {"language": language, "next": "/admin/intake/"})
        page = html.fromstring(answer.content)
        pressed[answer.headers["Content-Language"]] = page.xpath('//*[@aria-pressed="true"]/@value')
        assert client.get(LOGIN).headers["Content-Language"] == language
    assert pressed == {"uz": ["uz"], "uz-cyrl": ["uz-cyrl"], "ru": ["ru"], "en": ["en"]}


@pytest.mark.parametrize("wrong", ["de", "", "../ru"])
def test_an_unknown_language_is_russian(db: None, client: Client, wrong: str) -> None:
    client.cookies["desk_language"] = wrong
    assert client.get(LOGIN).headers["Content-Language"] == "ru"


def test_the_sign_in_page_speaks_the_language_of_who_worked_here_last(
    db: None, client: Client
) -> None:
    client.force_login(person(Role.WRITER, desk_language="uz"))
    client.get("/admin/")
    client.post("/admin/logout/")
    assert client.get(LOGIN).headers["Content-Language"] == "uz"


def test_a_public_page_neither_reads_nor_sets_that_language(db: None, client: Client) -> None:
    client.cookies["desk_language"] = "uz"
    answer = client.get("/no-such-page/")
    assert (dict(answer.cookies), "Cookie" in answer.headers.get("Vary", "")) == ({}, False)


def test_a_person_changes_his_own_language_and_no_more_not_even_what_he_reads(
    db: None, client: Client
) -> None:
    user = with_password(Role.WRITER, username="malika", reads=["ru"], writes=["ru"])
    client.force_login(user)
    values = {"desk_language": "uz-cyrl"}
    more = {
        "languages_written": ["en"],
        "languages_read": ["en"],
        "is_superuser": "on",
        "username": "other",
        "groups": ["1"],
    }
    answer = client.post("/admin/account/", {**values, **more})
    assert answer.headers["Location"] == "/admin/account/"
    user.refresh_from_db()
    assert (user.desk_language, user.languages_read) == ("uz-cyrl", ["ru"])
    assert (user.languages_written, user.is_superuser, user.username) == (["ru"], False, "malika")
    assert user.groups.get().name == "writer"
    assert client.get("/admin/account/").headers["Content-Language"] == "uz-cyrl"


@pytest.mark.parametrize("address", ["/admin/account/", CHANGE, "/admin/account/security/"])
def test_an_own_page_is_for_who_is_signed_in(db: None, client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"{LOGIN}?next={address}"


def test_pages_of_signing_in_are_kept_by_no_cache(db: None, client: Client) -> None:
    answers = [client.get(address) for address in (LOGIN, LINK)]
    client.force_login(with_password(Role.WRITER))
    answers += [client.get(one) for one in ("/admin/account/", "/admin/account/security/")]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert ["no-store" in answer.headers["Cache-Control"] for answer in answers] == [True] * 4
