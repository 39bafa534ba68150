"""Verbs about the end of a publication's public life: withdraw, amend the notice, restore."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import sleep

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.editions import next_edition
from editorial.actions.locking import Act, begin, lock_publications, meant
from editorial.actions.releasing import resume, take_back
from editorial.choices import TextState, WithdrawalReason
from editorial.four_eyes import part_name
from editorial.models import Edition, Publication, Release, Text, Withdrawal
from editorial.refusals import Finding, Refused
from editorial.signals import language_withdrawn, schedule_cancelled
from languages.characters import clean_block
from languages.choices import CODES

# Far longer than a withdrawal takes, short enough to wait out.
BOUNDARY = timedelta(seconds=1)


@transaction.atomic
def withdraw(
    *,
    edition: Edition,
    by: User,
    token: int,
    languages: Sequence[str],
    reason: str,
    explanation: Mapping[str, str] | None = None,
    redirect: Publication | None = None,
) -> list[Withdrawal]:
    """End the public life of these languages at once, with a reason readers are given.

    `explanation` says more, by language. A replacement (`redirect`) is named where the
    reason is "replaced". Scheduled releases of the languages are taken back, and their
    approvals no longer count. Returns what readers are told: nothing of a language that
    was only scheduled. Raises Refused: a language is not public, the replacement is missing
    or not public itself, the edition has changed since `by` looked. Never refused for lack
    of time.
    """
    languages = meant(languages)
    if redirect is not None:
        # Nobody withdraws the replacement at the same moment in favour of this one.
        lock_publications([edition.publication_id, redirect.pk])
    act = _begin_clear_of_a_boundary(edition, by, languages)
    act.refuse(languages, token=token)
    _refuse_unreasoned(act, languages, reason, redirect)
    scheduled = take_back(act, languages)
    withdrawals = _end(act, languages, reason, explanation or {}, redirect)
    if scheduled:
        resume(act, scheduled)
    _reopen_review(act, [one.language for one in withdrawals])
    for one in scheduled:
        schedule_cancelled.send(sender=Release, publication=act.publication, language=one.language)
    for withdrawal in withdrawals:
        language_withdrawn.send(sender=Withdrawal, withdrawal=withdrawal)
    act.record(
        languages,
        {
            "reason": reason,
            "redirect": redirect.pk if redirect else None,
            "explanation": {one.language: one.explanation for one in withdrawals},
        },
    )
    return withdrawals


def _end(
    act: Act,
    languages: Sequence[str],
    reason: str,
    explanation: Mapping[str, str],
    redirect: Publication | None,
) -> list[Withdrawal]:
    """End what readers see of these languages, and store what they are told instead."""
    live = [language for language in CODES if act.review.live(language)]
    going_out = [language for language in CODES if act.review.scheduled(language)]
    is_whole = set(languages) >= {*live, *going_out}
    withdrawals = []
    # What nobody has seen yet was taken back: of that there is nothing to tell readers.
    for language in (one for one in languages if one in live):
        # One at most: readers never see two releases of a language.
        for seen in Release.objects.live(act.at, language).filter(publication=act.publication):
            ended = DateTimeTZRange(seen.live.lower, act.at, "[)")
            Release.objects.filter(pk=seen.pk).update(live=ended)
        withdrawals.append(
            Withdrawal.objects.create(
                publication=act.publication,
                language=language,
                range=DateTimeTZRange(act.at, None, "[)"),
                whole=is_whole,
                reason=reason,
                explanation=clean_block(explanation.get(language, "")).strip(),
                redirect=redirect,
                withdrawn_by=act.by,
                withdrawn_at=act.at,
            )
        )
    return withdrawals


@transaction.atomic
def amend_withdrawal(
    *, edition: Edition, by: User, token: int, explanation: Mapping[str, str]
) -> list[Withdrawal]:
    """Write anew what readers are told of a withdrawal, by language; the reason stays.

    Raises Refused: a language is not withdrawn, nothing in it is new, the edition has changed
    since `by` looked.
    """
    languages = meant(explanation)
    act = begin("amend_withdrawal", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token)
    amended = []
    for language in languages:
        standing = act.review.standing_withdrawal(language)
        said = clean_block(explanation[language]).strip()
        if standing is not None and said != standing.explanation:
            standing.explanation, standing.amended_at = said, act.at
            standing.save(update_fields=["explanation", "amended_at"])
            amended.append(standing)
    if not amended:
        with translation.override(act.by.desk_language):
            sentence = _("The notice says that already: nothing was changed.")
        raise Refused([Finding("nothing_new", sentence)])
    said_now = {one.language: one.explanation for one in amended}
    act.record([one.language for one in amended], {"explanation": said_now})
    return amended


@transaction.atomic
def restore(*, edition: Edition, by: User, token: int, languages: Sequence[str]) -> Edition:
    """Start an edition that brings withdrawn languages back, to be reviewed like any other.

    It begins with what was last released; `by` is taken for the author of its facts and of
    these languages, so that somebody else approves them. What went wrong is mended in it
    first. Readers see the notice until it is released. Raises Refused: a language is not
    withdrawn, an edition is open already, an edition has changed since `by` looked.
    """
    languages = meant(languages)
    act = begin("restore", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token)
    opened, _texts = next_edition(act.publication, by=act.by, at=act.at, restored=languages)
    act.record(languages, edition=opened)
    return opened


def _begin_clear_of_a_boundary(edition: Edition, by: User, languages: Sequence[str]) -> Act:
    """Begin the withdrawal; where a release is about to begin, once it has.

    A row may be deleted until it begins and ended from then on. Between reading the clock
    and writing, that moment must not pass.
    """
    while True:
        act = begin("withdraw", publication=edition.publication_id, by=by, edition=edition.pk)
        scheduled = [one for one in map(act.review.scheduled, languages) if one is not None]
        wait = max(
            (one.live.lower - act.at for one in scheduled if one.live.lower - act.at < BOUNDARY),
            default=None,
        )
        if wait is None:
            return act
        sleep(wait.total_seconds())


def _reopen_review(act: Act, languages: Sequence[str]) -> None:
    """Ask for a new approval of what waits in the open edition: the old one is void."""
    opened = Edition.objects.open().filter(publication=act.publication)
    waiting = Text.objects.filter(
        edition__in=opened, language__in=languages, state=TextState.APPROVED
    )
    waiting.update(state=TextState.IN_REVIEW)
    opened.update(token=F("token") + 1)


def _refuse_unreasoned(
    act: Act, languages: Sequence[str], reason: str, redirect: Publication | None
) -> None:
    with translation.override(act.by.desk_language):
        if reason not in WithdrawalReason.values:
            raise Refused([Finding("reason_missing", _("Choose the reason readers are given."))])
        needs_replacement = reason == WithdrawalReason.REPLACED
        if needs_replacement and (redirect is None or redirect == act.publication):
            sentence = _("Name the other publication that replaces this one.")
            raise Refused([Finding("replacement_missing", sentence)])
        if redirect is not None:
            _refuse_unreadable(act, languages, redirect)
        if redirect is not None and not needs_replacement:
            sentence = _("Only a replaced publication leads to another one.")
            raise Refused([Finding("replacement_unasked", sentence)])


def _refuse_unreadable(act: Act, languages: Sequence[str], redirect: Publication) -> None:
    """Raise Refused where the replacement is not public in a language: it would lead nowhere."""
    readable = Release.objects.live(act.at).filter(publication=redirect)
    shown = set(readable.values_list("language", flat=True))
    missing = [language for language in languages if language not in shown]
    if missing:
        sentence = _("%(language)s: publication %(number)s is not public, so it replaces nothing.")
        raise Refused(
            [
                Finding(
                    "replacement_not_live",
                    sentence % {"language": part_name(language), "number": redirect.pk},
                    language,
                )
                for language in missing
            ]
        )
