"""Releases of the past: for demo and generated content, and the archive of an old site."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from editorial import audit
from editorial.actions.locking import begin
from editorial.actions.releasing import close, print_language
from editorial.choices import FACTS
from editorial.models import Approval, Edition, Release, Withdrawal


@transaction.atomic
def backfill(
    *,
    edition: Edition,
    by: User,
    approved_by: User,
    languages: Sequence[str],
    begins: datetime,
    ends: datetime | None = None,
) -> list[Release]:
    """Release these languages of the open edition as of a past moment, until another.

    Whoever calls it answers for the past it tells: the end of each range is given with
    it, since what is over cannot be ended later. Raises IntegrityError where a range
    overlaps another.
    """
    act = begin("backfill", publication=edition.publication_id, by=by, edition=edition.pk)
    with _past_allowed():
        for part in (FACTS, *languages):
            Approval.objects.create(
                publication=act.publication,
                part=part,
                digest=act.review.digests[part],
                change="" if part == FACTS else act.texts[part].change,
                note="" if part == FACTS else act.texts[part].note,
                by=approved_by,
                at=act.at,
            )
        releases = [
            print_language(act, language, begins=begins, ends=ends) for language in languages
        ]
    close(act, languages)
    audit.append(
        verb="backfill",
        by=act.by,
        at=act.at,
        publication=act.publication,
        edition=act.edition,
        parts=languages,
        detail={
            "begins": begins.isoformat(),
            "ends": ends.isoformat() if ends else None,
            "digests": {part: act.review.digests[part] for part in (FACTS, *languages)},
        },
    )
    return releases


@transaction.atomic
def backfill_withdrawal(
    *,
    edition: Edition,
    by: User,
    begins: datetime,
    reason: str,
    explanation: Mapping[str, str],
) -> list[Withdrawal]:
    """Withdraw the languages explained as of a past moment, at which their releases ended."""
    act = begin("backfill", publication=edition.publication_id, by=by, edition=edition.pk)
    with _past_allowed():
        withdrawals = [
            Withdrawal.objects.create(
                publication=act.publication,
                language=language,
                range=DateTimeTZRange(begins, None, "[)"),
                whole=True,
                reason=reason,
                explanation=explained,
                withdrawn_by=act.by,
                withdrawn_at=begins,
            )
            for language, explained in explanation.items()
        ]
    audit.append(
        verb="backfill",
        by=act.by,
        at=act.at,
        publication=act.publication,
        edition=act.edition,
        parts=list(explanation),
        detail={"withdrawn": begins.isoformat(), "reason": reason},
    )
    return withdrawals


@contextmanager
def _past_allowed() -> Iterator[None]:
    """Let the database's guards accept ranges of the past, in this transaction, until done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        yield
        cursor.execute("SELECT set_config('ismi.backfill', 'off', true)")
