"""The forms of signing in: allauth's, in the words of this office.

Named in ACCOUNT_FORMS and MFA_FORMS of the settings. A field's name stands above it, so no
field repeats it inside.
"""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

PASSWORD = _("Password")
NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password, once more")}
UNKNOWN_KEY = _("The passkey was not recognised.")
KEY_NAME = {"name": _("Name of the passkey")}


class WordedMixin:
    """Gives the fields of a form the names of this office."""

    names: ClassVar[dict[str, Any]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, label in self.names.items():
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            # Recovery codes are numbers too: a telephone shows its keys for digits.
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class TwiceMixin(WordedMixin):
    """A new password, typed twice."""

    names = NEW_PASSWORD
    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        first, second = (self.cleaned_data.get(name) for name in NEW_PASSWORD)
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))  # type: ignore[attr-defined]
        return self.cleaned_data


class SignInForm(WordedMixin, account.LoginForm):
    """Who it is, and the password."""

    names = {"login": _("User name or e-mail"), "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].help_text = ""


class ConfirmForm(WordedMixin, account.ReauthenticateForm):
    """The password, asked again before something that matters."""

    names = {"password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(TwiceMixin, account.ChangePasswordForm):
    """A new password for someone who knows the present one."""

    names = {"oldpassword": _("Present password"), **NEW_PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class FirstPasswordForm(TwiceMixin, account.SetPasswordForm):
    """A password for someone who has none."""


class AskForLinkForm(WordedMixin, account.ResetPasswordForm):
    """Where to send a link to a new password."""

    names = {"email": _("E-mail")}


class NewPasswordForm(TwiceMixin, account.ResetPasswordKeyForm):
    """A new password for someone who came by a link."""


class CodeForm(WordedMixin, factor.AuthenticateForm):
    """The code of an app, or a recovery code, as the second step."""

    names = {"code": _("Code")}


class ConfirmByCodeForm(WordedMixin, factor.ReauthenticateForm):
    """The code of an app, or a recovery code, asked again."""

    names = {"code": _("Code")}


class SetUpAppForm(WordedMixin, ActivateTOTPForm):
    """The first code of an app."""

    names = {"code": _("Code shown by the app")}


class PasskeyMixin(WordedMixin):
    """A passkey's answer; whatever is none is refused in one sentence.

    allauth trusts the answer to have the parts that a browser gives it.
    """

    data: Any

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, RecursionError):
            self.refuse("credential")
        for place in ("credential", NON_FIELD_ERRORS):
            if self.has_error(place, "incorrect_code"):  # type: ignore[attr-defined]
                self.refuse(place)

    def refuse(self, place: str) -> None:
        """Say at this place that the passkey is not known; its answer is not sent back."""
        self.data = {**dict(self.data.items()), "credential": ""}
        self.errors.pop(place, None)  # type: ignore[attr-defined]
        self.add_error(None if place == NON_FIELD_ERRORS else place, UNKNOWN_KEY)  # type: ignore[attr-defined]


class SignInByKeyForm(PasskeyMixin, webauthn.LoginWebAuthnForm):
    """A passkey alone."""


class StepByKeyForm(PasskeyMixin, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmByKeyForm(PasskeyMixin, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, asked for again."""


class NewKeyForm(PasskeyMixin, webauthn.AddWebAuthnForm):
    """A new passkey; as a rule one that signs in by itself."""

    names = {**KEY_NAME, "passwordless": _("Sign in with it alone, without a password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = ""


class RenameKeyForm(WordedMixin, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    names = KEY_NAME
