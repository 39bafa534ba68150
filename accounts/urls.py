"""The pages of signing in, at the desk's own addresses; names are those allauth looks up."""

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_required
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from accounts.views import (
    PasskeyView,
    SecurityView,
    SignInView,
    by_mail,
    in_the_desk,
    sign_out,
)

SIGN_IN = _("Sign in")
CONFIRM = _("Confirm that it is you")
NEW_PASSWORD = _("New password")
SECURITY = _("Security")


class PersonKeyConverter(StringConverter):
    """The part of a link that names its person; the token after it has a dash of its own."""

    regex = "[0-9A-Za-z]+"


register_converter(PersonKeyConverter, "key")

confirmed = reauthentication_required(app="accounts")

# Address, view, name, title.
Page = tuple[str, Any, str, Any]
DOOR: tuple[Page, ...] = (
    ("login/", SignInView.as_view(), "account_login", SIGN_IN),
    ("logout/", sign_out, "account_logout", _("Signed out")),
    ("account/closed/", account.account_inactive, "account_inactive", _("Account closed")),
    ("account/confirm/", account.reauthenticate, "account_reauthenticate", CONFIRM),
)
PASSWORD: tuple[Page, ...] = (
    ("", account.password_change, "account_change_password", _("Change password")),
    ("first/", confirmed(account.password_set), "account_set_password", NEW_PASSWORD),
    ("link/", by_mail(account.password_reset), "account_reset_password", NEW_PASSWORD),
    (
        "link/sent/",
        by_mail(account.password_reset_done),
        "account_reset_password_done",
        NEW_PASSWORD,
    ),
    (
        "new/<key:uidb36>-<path:key>/",
        account.password_reset_from_key,
        "account_reset_password_from_key",
        NEW_PASSWORD,
    ),
    (
        "new/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        NEW_PASSWORD,
    ),
)
FACTORS: tuple[Page, ...] = (
    ("", login_required(SecurityView.as_view()), "mfa_index", SECURITY),
    ("step/", factor.authenticate, "mfa_authenticate", _("Second step")),
    ("confirm/", factor.reauthenticate, "mfa_reauthenticate", CONFIRM),
    ("app/", app.activate_totp, "mfa_activate_totp", _("Set up an app")),
    ("app/remove/", app.deactivate_totp, "mfa_deactivate_totp", _("Remove the app")),
    ("codes/", codes.view_recovery_codes, "mfa_view_recovery_codes", _("Recovery codes")),
    (
        "codes/new/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        _("New recovery codes"),
    ),
    ("codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes", ""),
)
KEYS: tuple[Page, ...] = (
    # The keys stand on the page of security itself.
    ("", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn", SECURITY),
    ("add/", keys.add_webauthn, "mfa_add_webauthn", _("Add a passkey")),
    ("confirm/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", CONFIRM),
    ("sign-in/", PasskeyView.as_view(), "mfa_login_webauthn", SIGN_IN),
    ("<int:pk>/", keys.edit_webauthn, "mfa_edit_webauthn", _("Rename a passkey")),
    ("<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn", _("Remove a passkey")),
)
FOLDERS = {
    "": DOOR,
    "account/password/": PASSWORD,
    "account/security/": FACTORS,
    "account/security/keys/": KEYS,
}

urlpatterns = [
    # Where Django's desk has a form of its own, which would be a second one.
    path("password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    *[
        path(folder + address, never_cache(in_the_desk(view, title)), name=name)
        for folder, pages in FOLDERS.items()
        for address, view, name, title in pages
    ],
]
