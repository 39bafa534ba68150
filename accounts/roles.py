"""Roles as data: what they are called and which others each includes.

A lasting role is a Django group whose name is the role's code, so a user may have several.
What a role may do to a publication stands in `editorial.workflow`.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the office. Roles add up."""

    WRITER = "writer", _("Writer")
    TRANSLATOR = "translator", _("Translator")
    EDITOR = "editor", _("Editor")
    PRESS_SECRETARY = "press_secretary", _("Press secretary")
    ADMINISTRATOR = "administrator", _("Administrator")
    # Held by a term with an end (`accounts.models.DutyTerm`), never for good.
    DUTY = "duty", _("On duty")


# The roles that are groups.
LASTING: tuple[Role, ...] = tuple(role for role in Role if role is not Role.DUTY)

# Longer than any holiday: a term is for a time, and who has it is asked again.
LONGEST_DUTY = timedelta(days=31)

INCLUDES: dict[Role, frozenset[Role]] = {
    Role.WRITER: frozenset(),
    Role.TRANSLATOR: frozenset(),
    Role.EDITOR: frozenset({Role.WRITER}),
    Role.PRESS_SECRETARY: frozenset({Role.EDITOR, Role.WRITER}),
    Role.ADMINISTRATOR: frozenset(),
    Role.DUTY: frozenset(),
}

# Who can let something out, or let others in, shows more than a password.
SECOND_FACTOR_ROLES: frozenset[Role] = frozenset(
    {Role.EDITOR, Role.PRESS_SECRETARY, Role.ADMINISTRATOR, Role.DUTY}
)

# Django's own permissions, for what is not editorial: records that the desk keeps.
PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.ADMINISTRATOR: (
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "editorial.view_secondreader",
        "editorial.add_secondreader",
        "editorial.change_secondreader",
        "accounts.view_dutyterm",
        "accounts.add_dutyterm",
        "accounts.change_dutyterm",
    ),
    Role.PRESS_SECRETARY: (
        "accounts.view_dutyterm",
        "accounts.add_dutyterm",
        "accounts.change_dutyterm",
    ),
    Role.EDITOR: (
        "editorial.view_topic",
        "editorial.add_topic",
        "editorial.change_topic",
        "news.view_section",
        "news.add_section",
        "news.change_section",
        "website.view_siteidentity",
        "website.change_siteidentity",
        "website.view_channel",
        "website.add_channel",
        "website.change_channel",
    ),
}


def with_included(codes: Iterable[str]) -> frozenset[Role]:
    """Return these roles and all that they include; unknown codes are left out."""
    roles = {Role(code) for code in codes if code in Role.values}
    for role in tuple(roles):
        roles |= INCLUDES[role]
    return frozenset(roles)


def including(roles: Iterable[Role]) -> frozenset[Role]:
    """Return every role that is, or includes, one of these."""
    wanted = frozenset(roles)
    return frozenset(role for role in Role if wanted & ({role} | INCLUDES[role]))
