"""Who may bring pictures in, and who may change what is said of one."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from editorial.permissions import may
from library.models import Picture


def may_take_in(user: User) -> bool:
    """Whether the person may take pictures into the library: whoever may begin a piece."""
    return may(user, "start_edition")


def may_describe(user: User, picture: Picture) -> bool:
    """Whether the person may change the words of this picture.

    While readers may see it, in a live release or on a public record, only editors: what is
    said on a record's own page is live at once (design, section 5).
    """
    return Role.EDITOR in user.roles or (may_take_in(user) and not picture.is_public)


def not_allowed_sentence() -> str:
    """Return what is said to everybody else, in the active language."""
    return _("Pictures are taken in by writers and editors.")


def why_not_describe(picture: Picture) -> str:
    """Return why somebody may not change the words of this picture, in the active language."""
    if picture.is_public:
        return _("Readers see this picture. Only editors may change its words now.")
    return _("Pictures are described by writers and editors.")
