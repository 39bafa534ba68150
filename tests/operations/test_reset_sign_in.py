"""The administrator's way to let someone in again, from the command line."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.accounts.factors import LOGIN, PASSWORD, STEP, with_app, with_password

NEW = "other words of a password"


@pytest.fixture
def malika(db: None) -> User:
    return with_password(Role.EDITOR, username="malika")


def link(*arguments: str) -> str:
    """Return the path that the command prints."""
    said = StringIO()
    call_command("reset_sign_in", "malika", *arguments, stdout=said)
    return said.getvalue().strip().removeprefix("https://ismi.example")


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://ismi.example"


def chosen(client: Client, address: str) -> Any:
    """Open the link and choose a new password."""
    form = client.get(address, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": NEW, "password2": NEW})


def test_the_printed_link_gives_a_new_password(client: Client, malika: User) -> None:
    chosen(client, link())
    answer = client.post(LOGIN, {"login": "malika", "password": NEW})
    assert answer.headers["Location"] == "/admin/"


def test_the_old_password_and_every_session_end_at_once(client: Client, malika: User) -> None:
    client.force_login(malika)
    link()
    assert client.get("/admin/").status_code == 302
    client.post(LOGIN, {"login": "malika", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_the_second_step_stays_unless_it_is_named(client: Client, malika: User) -> None:
    with_app(malika)
    chosen(client, link())
    answer = client.post(LOGIN, {"login": "malika", "password": NEW})
    assert answer.headers["Location"] == STEP
    chosen(Client(), link("--factors"))
    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("is_active", [None, False])
def test_an_unknown_name_and_a_closed_account_are_refused(db: None, is_active: bool | None) -> None:
    if is_active is not None:
        with_password(username="malika", is_active=is_active)
    with pytest.raises(CommandError, match="No open account is called 'malika'"):
        link()
