"""The second step of signing in: who must have one, and whether this session has shown it.

Which roles must have one is data in `accounts.roles`; whether that is enforced here is the
setting MFA_DEMANDED.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import SECOND_FACTOR_ROLES

# The session's entry: the id of the person whose second factor was shown in it.
SHOWN = "second_factor_shown"
# Recovery codes alone are no factor: they stand in for one that was lost.
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_demanded(person: User) -> bool:
    """Whether this person may work at the desk only with a second factor."""
    has_such_a_role = person.is_superuser or person.roles & SECOND_FACTOR_ROLES
    return settings.MFA_DEMANDED and bool(has_such_a_role)


def is_set_up(person: User) -> bool:
    """Whether this person has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=person, type__in=STRONG).exists())


def note_shown(request: HttpRequest, person: User) -> None:
    """Remember that this person's second factor was shown in this session."""
    request.session[SHOWN] = person.pk


def was_shown(request: HttpRequest, person: User) -> bool:
    """Whether this person's second factor was shown in this session."""
    return bool(request.session.get(SHOWN) == person.pk)


def is_half_signed_in(request: HttpRequest, person: User) -> bool:
    """Whether this person has still to show a second factor before he is let in anywhere."""
    return not was_shown(request, person) and is_demanded(person)


def forget_shown(request: HttpRequest) -> None:
    """Take back that a second factor was shown, as when the last one is removed."""
    request.session.pop(SHOWN, None)
