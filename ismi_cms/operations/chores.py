"""What the worker does, and how often."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings

from editorial.audit import first_break
from editorial.desk.drafts import forget_old_drafts
from editorial.notice_mail import mail_notices
from editorial.preflight import look_ahead

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """A function without arguments, and the time after which it is due again.

    A kill may end it half way, and it is then begun anew: what it does must bear that.
    """

    do: Callable[[], object]
    every: timedelta

    @property
    def name(self) -> str:
        """The name it has in the database and in the log."""
        return self.do.__name__


def clear_expired_sessions() -> None:
    """Delete the sessions that have ended: they serve nobody and grow in number."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def check_audit_chain() -> None:
    """Follow the chain of acts from its beginning, and log an error where it is broken."""
    entry = first_break()
    if entry is not None:
        logger.error(
            "The audit chain is broken at entry %s: the record was changed outside the "
            "application. docs/operations.md says what to do.",
            entry.pk,
        )


CHORES = (
    Chore(look_ahead, every=timedelta(minutes=1)),
    Chore(mail_notices, every=timedelta(minutes=1)),
    Chore(forget_old_drafts, every=timedelta(days=1)),
    Chore(clear_expired_sessions, every=timedelta(days=1)),
    Chore(check_audit_chain, every=timedelta(days=1)),
)
