"""The one question of permission: may this person do this at all?

Roles alone answer here. That nobody approves what he wrote stands in `editorial.four_eyes`,
because authorship forbids it, not the role.
"""

from accounts.models import User
from accounts.roles import Role
from editorial.choices import FACTS
from editorial.workflow import VERBS

# Who answers for what others do, and who lets them in.
READERS_OF_THE_LOG = frozenset({Role.EDITOR, Role.PRESS_SECRETARY, Role.ADMINISTRATOR})
# Verbs whose right a translator has in the languages he writes, and nowhere else.
TRANSLATORS_OWN = frozenset({Role.TRANSLATOR})


def may(user: User, verb: str, part: str | None = None) -> bool:
    """Whether the person's roles allow the verb, on this part if one is named.

    `part` is a language or "facts". A translator may write texts of the languages he
    writes, and no facts. Being a superuser gives no editorial right. Raises KeyError for
    an unknown verb.
    """
    granting = user.roles & VERBS[verb].roles
    if not granting:
        return False
    if part is None or granting != TRANSLATORS_OWN:
        return True
    return part != FACTS and part in user.languages_written


def may_enter(user: User) -> bool:
    """Whether the person has any business with publications at the desk."""
    return any(may(user, verb) for verb in VERBS)


def may_read_log(user: User) -> bool:
    """Whether the person may read what everybody did, in publications and records."""
    return bool(user.roles & READERS_OF_THE_LOG)
