"""The second step: nobody passes without it, by any door."""

import time
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as project
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from accounts.adapters import SIGNED_IN_AT, FactorsAdapter
from accounts.models import User
from accounts.roles import Role
from tests.accounts.factors import (
    LOGIN,
    PASSWORD,
    SECURITY,
    STEP,
    code_of,
    errors_of,
    messages_of,
    recovery_codes_of,
    with_app,
    with_password,
)
from tests.factories import person

SET_UP = f"{SECURITY}app/"
CODES = f"{SECURITY}codes/"
CONFIRM = "/admin/account/confirm/"


@pytest.fixture
def editor(db: None) -> User:
    return with_password(Role.EDITOR, username="editor")


@pytest.fixture
def secret(editor: User) -> str:
    return with_app(editor)


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.MFA_DEMANDED = True


def password_given(client: Client) -> Any:
    return client.post(LOGIN, {"login": "editor", "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def signed_in_long_ago(client: Client) -> None:
    session = client.session
    session[SIGNED_IN_AT] -= project.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()


def test_password_and_code_open_the_desk(client: Client, secret: str) -> None:
    assert password_given(client).headers["Location"] == STEP
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"] == "/admin/"
    assert is_in(client)


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_code_of_the_half_minute_before_or_after_is_good(
    client: Client, secret: str, steps: int
) -> None:
    password_given(client)
    client.post(STEP, {"code": code_of(secret, steps)})
    assert is_in(client)


@pytest.mark.parametrize("code", ["", "000000", "letters", "0" * 500])
def test_a_wrong_code_opens_nothing(client: Client, secret: str, code: str) -> None:
    password_given(client)
    code = code if code != code_of(secret) else "111111"
    assert client.post(STEP, {"code": code}).status_code == 200
    assert not is_in(client)


HALF_WAY = [
    "/admin/",
    "/admin/news/newsitem/",
    "/admin/intake/",
    "/admin/account/",
    "/admin/account/password/",
    SECURITY,
    SET_UP,
    f"{SECURITY}app/remove/",
    CODES,
    f"{CODES}download/",
    f"{CODES}new/",
    f"{SECURITY}keys/add/",
    CONFIRM,
    f"{SECURITY}confirm/",
    f"{SECURITY}keys/confirm/",
]


@pytest.mark.parametrize("address", HALF_WAY)
def test_between_password_and_code_every_page_leads_back_to_signing_in(
    client: Client, secret: str, address: str
) -> None:
    password_given(client)
    for send in (client.get, client.post):
        answer = send(address, follow=True)
        shown = answer.redirect_chain[-1][0] if answer.redirect_chain else answer.templates[0].name
        assert shown in (STEP, "admin/login.html")
    assert "_auth_user_id" not in client.session


def test_one_click_of_the_demo_asks_for_the_code_too(
    client: Client, secret: str, settings: Any
) -> None:
    settings.DEBUG = True
    answer = client.post("/admin/sign-in-as/", {"username": "editor"})
    assert answer.headers["Location"] == STEP
    assert not is_in(client)


def test_a_new_password_by_a_link_does_not_spare_the_code(client: Client, secret: str) -> None:
    editor = User.objects.get()
    token = default_token_generator.make_token(editor)
    link = f"/admin/account/password/new/{user_pk_to_url_str(editor)}-{token}/"
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "other words of a password"
    client.post(form, {"password1": new, "password2": new})
    answer = client.post(LOGIN, {"login": "editor", "password": new})
    assert answer.headers["Location"] == STEP
    assert not is_in(client)


def test_a_code_is_good_once(client: Client, secret: str) -> None:
    code = code_of(secret)
    password_given(client)
    client.post(STEP, {"code": code})
    second = Client()
    password_given(second)
    answer = second.post(STEP, {"code": code})
    assert errors_of(answer) == {"code": ["The code is wrong or was used before."]}
    assert not is_in(second)


def test_a_recovery_code_is_good_once(client: Client, editor: User, secret: str) -> None:
    code = recovery_codes_of(editor)[0]
    password_given(client)
    client.post(STEP, {"code": code})
    assert is_in(client)
    second = Client()
    password_given(second)
    second.post(STEP, {"code": code})
    assert not is_in(second)


def test_after_five_wrong_codes_not_even_the_right_one_is_tried(
    client: Client, secret: str
) -> None:
    password_given(client)
    for _attempt in range(5):
        client.post(STEP, {"code": "wrong"})
    client.post(STEP, {"code": code_of(secret)})
    assert not is_in(client)


def test_the_key_of_the_session_changes_at_the_second_step(client: Client, secret: str) -> None:
    password_given(client)
    half_way = client.cookies["sessionid"].value
    client.post(STEP, {"code": code_of(secret)})
    assert client.cookies["sessionid"].value != half_way
    stranger = Client()
    stranger.cookies["sessionid"] = half_way
    assert not is_in(stranger)


def test_a_sign_in_half_done_is_given_up_by_a_button(client: Client, secret: str) -> None:
    password_given(client)
    assert client.get(LOGIN).headers["Location"] == STEP
    assert client.post("/admin/logout/").headers["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_setting_up_an_app_gives_recovery_codes_and_asks_for_codes_from_then_on(
    client: Client, editor: User
) -> None:
    password_given(client)
    secret = client.get(SET_UP).context["form"].secret
    answer = client.post(SET_UP, {"code": code_of(secret)})
    assert answer.headers["Location"] == CODES
    assert len(client.get(CODES).context["unused_codes"]) == 10
    client.post("/admin/logout/")
    assert password_given(client).headers["Location"] == STEP


def test_recovery_codes_are_downloaded_as_plain_text(client: Client, editor: User) -> None:
    with_app(editor)
    codes = recovery_codes_of(editor)
    client.force_login(editor)
    answer = client.get(f"{CODES}download/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer.content.decode().split() == codes


def test_new_recovery_codes_end_the_old_ones(client: Client, editor: User) -> None:
    with_app(editor)
    old = recovery_codes_of(editor)
    client.force_login(editor)
    assert client.post(f"{CODES}new/").headers["Location"] == CODES
    assert set(client.get(CODES).context["unused_codes"]) & set(old) == set()


@pytest.mark.parametrize(
    "address",
    [SET_UP, f"{SECURITY}app/remove/", f"{SECURITY}keys/add/", CODES, f"{CODES}new/"],
)
def test_after_a_while_factors_are_handled_only_by_who_says_again_who_he_is(
    client: Client, editor: User, address: str
) -> None:
    if address != SET_UP:
        with_app(editor)
        recovery_codes_of(editor)
    client.force_login(editor)
    signed_in_long_ago(client)
    assert unquote(client.get(address).headers["Location"]) == f"{CONFIRM}?next={address}"
    client.post(CONFIRM, {"password": "wrong", "next": address})
    assert unquote(client.get(address).headers["Location"]) == f"{CONFIRM}?next={address}"
    answer = client.post(CONFIRM, {"password": PASSWORD, "next": address})
    assert answer.headers["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PRESS_SECRETARY, Role.ADMINISTRATOR])
def test_certain_roles_set_up_a_second_step_before_the_desk_opens(
    client: Client, demanded: None, db: None, role: Role
) -> None:
    client.force_login(person(role, desk_language="en"))
    answer = client.get("/admin/news/newsitem/")
    assert unquote(answer.headers["Location"]) == f"{SECURITY}?next=/admin/news/newsitem/"
    page = client.get(SECURITY).content.decode()
    assert page.count("Your role needs a second step") == 1


@pytest.mark.parametrize("role", [Role.WRITER, Role.TRANSLATOR])
def test_other_roles_may_do_without(client: Client, demanded: None, db: None, role: Role) -> None:
    client.force_login(person(role, desk_language="en"))
    assert is_in(client)
    assert client.get(SECURITY).content.decode().count("Your role needs a second step") == 0


def test_who_may_do_everything_needs_one_too(client: Client, demanded: None, db: None) -> None:
    client.force_login(person(is_superuser=True))
    assert not is_in(client)


def test_nothing_is_demanded_where_the_project_is_tried_out(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_the_desk_opens_once_the_app_is_set_up(
    client: Client, demanded: None, editor: User
) -> None:
    password_given(client)
    assert not is_in(client)
    secret = client.get(SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_of(secret)})
    assert is_in(client)


def test_the_desk_closes_once_the_last_factor_is_removed(
    client: Client, demanded: None, editor: User, secret: str
) -> None:
    password_given(client)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)
    client.post(f"{SECURITY}app/remove/")
    assert Authenticator.objects.count() == 0
    assert not is_in(client)


def test_a_session_older_than_the_app_shows_its_code_once(
    client: Client, demanded: None, editor: User
) -> None:
    client.force_login(editor)
    secret = with_app(editor)
    recovery_codes_of(editor)
    answer = client.get("/admin/")
    assert unquote(answer.headers["Location"]) == f"{SECURITY}confirm/?next=/admin/"
    client.post(f"{SECURITY}confirm/", {"code": code_of(secret), "next": "/admin/"})
    assert is_in(client)


def test_what_was_sent_when_a_step_was_demanded_waits_in_the_session(
    client: Client, demanded: None, editor: User
) -> None:
    client.force_login(editor)
    answer = client.post("/admin/intake/", {"text": "Заголовок"})
    assert answer.status_code == 302
    assert client.session["kept"]["path"] == "/admin/intake/"


@pytest.mark.parametrize("is_demanded", [False, True])
def test_demanding_a_factor_that_was_shown_costs_no_statement(
    client: Client, settings: Any, secret: str, django_assert_num_queries: Any, is_demanded: bool
) -> None:
    settings.MFA_DEMANDED = is_demanded
    password_given(client)
    client.post(STEP, {"code": code_of(secret)})
    client.get("/admin/account/")
    with django_assert_num_queries(8):
        client.get("/admin/account/")


def test_secrets_lie_encrypted_and_are_read_with_an_older_key_too(
    editor: User, settings: Any
) -> None:
    secret = with_app(editor)
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert FactorsAdapter().decrypt(stored) == secret


def test_with_a_lost_key_no_code_is_good_and_the_page_says_so(client: Client, secret: str) -> None:
    password_given(client)
    row = Authenticator.objects.get()
    # As it looks to a server whose SECRET_KEY is another, and one that read it as nothing.
    row.data["secret"] = "no secret of this key"
    row.save()
    answer = client.post(STEP, {"code": format_hotp_value(hotp_value("", int(time.time()) // 30))})
    sentence = "Your second step can no longer be read. Ask the administrator."
    assert errors_of(answer) == {"code": [sentence]}
    assert not is_in(client)


NO_PASSKEYS = ["", "no json", "null", "[]", "[" * 2000, "{}", '{"id": 1}', '{"response": {}}']


@pytest.mark.parametrize("answer", NO_PASSKEYS)
def test_what_is_no_passkey_s_answer_is_refused_in_a_sentence(
    client: Client, editor: User, secret: str, answer: str
) -> None:
    alone = f"{SECURITY}keys/sign-in/"
    client.get(alone, headers={"Accept": "application/json"})
    page = client.post(alone, {"credential": answer})
    assert messages_of(page) == ["The passkey was not recognised."]
    password_given(client)
    client.get(STEP)
    assert client.post(STEP, {"credential": answer}).status_code == 200
    assert not is_in(client)
    client.force_login(editor)
    add = f"{SECURITY}keys/add/"
    client.get(add)
    assert client.post(add, {"credential": answer, "name": "Passkey"}).status_code == 200
    assert Authenticator.objects.filter(type="webauthn").count() == 0


def test_time_does_not_stand_still_for_a_sign_in_half_done(client: Client, secret: str) -> None:
    password_given(client)
    session = client.session
    session["account_login"]["initiated_at"] = time.time() - 15 * 60 - 1
    session.save()
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"] == LOGIN
    assert not is_in(client)
