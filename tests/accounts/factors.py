"""People with a password and a second factor, and what such a factor says."""

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from tests.factories import person

LOGIN = "/admin/login/"
STEP = "/admin/account/security/step/"
SECURITY = "/admin/account/security/"
PASSWORD = "several words of a password"


def with_password(*roles: Role, **fields: Any) -> User:
    """Return a new person who signs in by password; reads the desk in English unless told."""
    user = person(*roles, **{"desk_language": "en", **fields})
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user: User) -> str:
    """Give this person an app with codes; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """Return what the app shows now, or that many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes_of(user: User) -> list[str]:
    """Give this person recovery codes; return those that are unused."""
    return RecoveryCodes.activate(user).get_unused_codes()


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the errors of a form that came back, in English, by field."""
    with translation.override("en"):
        return {name: list(found) for name, found in response.context["form"].errors.items()}


def messages_of(response: Any) -> list[str]:
    """Return the messages shown on a page, in English."""
    with translation.override("en"):
        return [str(message) for message in response.context["messages"]]
