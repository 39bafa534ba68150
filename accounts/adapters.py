"""How allauth behaves in this office: its words, its links, its secrets."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# The session's entry: when its person signed in, in seconds since 1970.
SIGNED_IN_AT = "signed_in_moment"

# The same words for an unknown name and a wrong password: nobody learns which names exist.
WRONG_PAIR = _("The name or the password is wrong.")
WRONG_CODE = _("The code is wrong or was used before.")
TOO_MANY = _("Too many attempts. Wait five minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by password, and what goes with it. Accounts are made by the administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_PAIR,
        "email_password_mismatch": WRONG_PAIR,
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("The present password is wrong."),
        "invalid_password_reset": _("This link was used before or is too old."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }
    ways_to_confirm = {
        "reauthenticate": _("By password"),
        "mfa_reauthenticate": _("By a code"),
        "mfa_reauthenticate:webauthn": _("By a passkey"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether a person may be sent on to this address: only within this host."""
        hosts, is_secure = {self.request.get_host()}, self.request.is_secure()
        return url_has_allowed_host_and_scheme(url, hosts, require_https=is_secure)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask again who it is; not of someone who signed in a moment ago."""
        age = time.time() - self.request.session.get(SIGNED_IN_AT, 0)
        return bool(age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [{**one, "description": self.ways_to_confirm[one["id"]]} for one in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of a mailed link; its host is a setting, never the request's."""
        path = super().get_reset_password_from_key_url(key).partition("://")[2]
        return f"{settings.SITE_URL}/{path.partition('/')[2]}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link to the address that is stored, in the person's language."""
        with translation.override(user.desk_language):
            super().send_password_reset_mail(user, user.email, context)


class FactorsAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets lie encrypted: a copy of the database lets nobody in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "unreadable": _("Your second step can no longer be read. Ask the administrator."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises ValidationError where SECRET_KEY was changed for good."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("unreadable") from None

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _cipher() -> MultiFernet:
    """Return what encrypts with SECRET_KEY, and reads what its predecessors encrypted."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.factors{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
