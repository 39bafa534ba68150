"""Notices by mail: sent by the worker, one at a time, tried again while the server is away."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from editorial.clock import database_moment
from editorial.models import Notice
from editorial.notices import address, colleagues, place_in_words, sentence, with_place

logger = logging.getLogger(__name__)

MOST_TRIES = 10
# More in one go would keep the worker from its other chores.
MOST_AT_ONCE = 50
# What is older than all its tries together is no news: so it is where an address came later.
OLDEST = timedelta(days=2)
# Seconds after which a mail server that says nothing is taken for dead.
PATIENCE = 10


def mail_notices() -> None:
    """Mail what is due and not read yet, where mail can be sent and the person wants it.

    Who is told is asked again now: active, and allowed to see the piece. A mail server that
    fails ends the round; each notice is tried again after 2, 4, 8 … minutes, ten times.
    """
    if not settings.PASSWORD_RESET_BY_MAIL:
        return
    connection = get_connection(timeout=PATIENCE)
    for _round in range(MOST_AT_ONCE):
        notice = _claim()
        if notice is None:
            return
        try:
            connection.send_messages([_message(notice)])
        except OSError as fault:
            logger.warning("Notice %s was not mailed: %s", notice.pk, type(fault).__name__)
            Notice.objects.filter(pk=notice.pk).update(last_fault=type(fault).__name__)
            if not isinstance(fault, SMTPRecipientsRefused):
                return
        else:
            sent = {"mailed_at": database_moment(), "last_fault": ""}
            Notice.objects.filter(pk=notice.pk).update(**sent)


@transaction.atomic
def _claim() -> Any:
    """Take the next notice that is due, None where none is; it is not due again for a while.

    Nothing stays locked while the mail is under way, so nobody at the desk waits for it.
    """
    now = database_moment()
    waiting = Notice.objects.filter(
        seen_at__isnull=True,
        mailed_at__isnull=True,
        due_at__lte=now,
        at__gt=now - OLDEST,
        attempts__lt=MOST_TRIES,
        to__is_active=True,
        to__wants_mail=True,
    ).exclude(to__email="")
    for notice in waiting.order_by("due_at").select_for_update(skip_locked=True, of=("self",)):
        tries = notice.attempts + 1
        if not colleagues(notice.publication_id).filter(pk=notice.to_id).exists():
            # Put away for good: who was shut out is not written to.
            Notice.objects.filter(pk=notice.pk).update(attempts=MOST_TRIES, last_fault="shut out")
            continue
        later = now + timedelta(minutes=2**tries)
        Notice.objects.filter(pk=notice.pk).update(attempts=F("attempts") + 1, due_at=later)
        return with_place(Notice.objects.filter(pk=notice.pk)).get()
    return None


def _message(notice: Any) -> EmailMessage:
    """Return the mail: who did what to which piece, and where to read on. No words of it."""
    with translation.override(notice.to.desk_language):
        lines = [
            sentence(notice),
            place_in_words(notice),
            f"{settings.SITE_URL}{address(notice)}",
        ]
        subject = _("The desk: %(place)s") % {"place": place_in_words(notice)}
        return EmailMessage(subject, "\n\n".join(lines) + "\n", to=[notice.to.email])
