"""Who may bring pictures in: whoever may begin a piece."""

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.permissions import may


def may_take_in(user: User) -> bool:
    """Whether the person may take pictures into the library and describe them."""
    return may(user, "start_edition")


def not_allowed_sentence() -> str:
    """Return what is said to everybody else, in the active language."""
    return _("Pictures are taken in by writers and editors.")
