"""Verbs of the outside check: a link for one person without an account, and what he answers."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.actions.access import refuse_who_does_not_write
from editorial.actions.locking import Act, begin, meant
from editorial.clock import database_moment
from editorial.four_eyes import part_name
from editorial.models import Edition, OutsideAnswer, OutsideCheck, Release, Text, Version
from editorial.models.access import AnswerOutcome
from editorial.notices import tell
from editorial.refusals import Finding, Refused
from languages.characters import clean_block, clean_line, is_blank

# Bytes of the key in a link: 160 bits, which nobody guesses.
KEY_BYTES = 20
DAYS_AT_FIRST, MOST_DAYS = 3, 30
LONGEST_NAME, LONGEST_QUESTION, LONGEST_COMMENT = 120, 1_000, 5_000
# As many answers one link takes: a person says what he has to say in fewer.
MOST_ANSWERS = 20
_NOT_ALLOWED = gettext_lazy("Outsiders are asked by those who write the piece: ask one of them.")


def hash_of_key(key: str) -> str:
    """Return what is stored of a key: its SHA-256 (hex)."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def ask_outside(
    *,
    edition: Edition,
    by: User,
    name: str,
    languages: Sequence[str],
    question: str = "",
    days: int = DAYS_AT_FIRST,
) -> tuple[OutsideCheck, str]:
    """Make a link by which one person reads the edition as it stands now, in these languages.

    Returns the check and the key of its link, which is stored nowhere: who loses it makes
    another link. It is good for `days` (1 to 30) and dies sooner when it is stopped, the
    edition is discarded, or a language it shows is released. Raises Refused: `by` may not
    write, no name is given, a language says nothing yet or is released already.
    """
    act = begin("ask_outside", publication=edition.publication_id, by=by, edition=edition.pk)
    shown, name, question = meant(languages), clean_line(name), clean_block(question).strip()
    version = Version.objects.filter(edition=act.edition.pk).latest("token")
    refuse_who_does_not_write(act, _NOT_ALLOWED)
    with translation.override(act.by.desk_language):
        _refuse_unaskable(act, name, question, shown, days)
        _refuse_unreadable(act, version, shown)
    key = secrets.token_urlsafe(KEY_BYTES)
    check = OutsideCheck.objects.create(
        publication=act.publication,
        version=version,
        languages=shown,
        key_hash=hash_of_key(key),
        name=name,
        question=question,
        created_by=act.by,
        created_at=act.at,
        expires_at=act.at + timedelta(days=days),
    )
    act.record(shown, {"check": check.pk, "until": check.expires_at.isoformat()})
    return check, key


@transaction.atomic
def stop_asking(*, check: OutsideCheck, by: User) -> OutsideCheck:
    """Make a link dead at once; one that was stopped stays as it was.

    Anyone who sees the publication and may write it may stop it, whoever made it. Raises
    Refused for everybody else.
    """
    act = begin("stop_asking", publication=check.publication_id, by=by)
    refuse_who_does_not_write(act, _NOT_ALLOWED)
    row = OutsideCheck.objects.get(pk=check.pk)
    if row.revoked_at is None:
        row.revoked_by, row.revoked_at = act.by, act.at
        row.save(update_fields=["revoked_by", "revoked_at"])
        act.record(row.languages, {"check": row.pk})
    return row


@transaction.atomic
def answer_outside(*, check: OutsideCheck, outcome: str, body: str = "") -> OutsideAnswer:
    """Keep what the outside person says: that he agrees, or a comment. Nothing else changes.

    He has no account, so no act of the chain is his: the answer itself is never changed.
    Raises Refused, in the active language: the link is dead by now, it has taken twenty
    answers, a comment says nothing or is longer than 5,000 characters.
    """
    row = OutsideCheck.objects.standing().select_for_update(of=("self",)).filter(pk=check.pk)
    locked = row.first()
    body = clean_block(body).strip()
    if locked is None:
        raise Refused([Finding("dead", _("This link is no longer good."))])
    if locked.answers.count() >= MOST_ANSWERS:
        raise Refused([Finding("too_many", _("This link has taken as many answers as it may."))])
    if outcome not in AnswerOutcome.values:
        raise Refused([Finding("unknown_outcome", _("Choose one of the two answers."))])
    if outcome == AnswerOutcome.COMMENT and is_blank(body):
        raise Refused([Finding("comment_missing", _("Write what should be different."))])
    if len(body) > LONGEST_COMMENT:
        raise Refused([_too_long(_("Comment"), body, LONGEST_COMMENT)])
    answer = OutsideAnswer.objects.create(
        asked=locked, outcome=outcome, body=body, at=database_moment()
    )
    _tell(answer)
    return answer


def _tell(answer: OutsideAnswer) -> None:
    """Tell who asked, and whoever the texts shown are assigned to."""
    asked = answer.asked
    texts = Text.objects.filter(edition=asked.version.edition_id, language__in=asked.languages)
    assigned = texts.filter(assignee__isnull=False).values_list("assignee", flat=True)
    tell(
        {asked.created_by_id, *assigned},
        "outside_answer",
        publication=asked.publication,
        edition=asked.version.edition,
        parts=asked.languages,
        at=answer.at,
    )


def _refuse_unaskable(
    act: Act, name: str, question: str, languages: Sequence[str], days: int
) -> None:
    found = []
    if is_blank(name):
        found.append(Finding("name_missing", _("Write who will read it: the name stands across.")))
    if len(name) > LONGEST_NAME:
        found.append(_too_long(_("Name"), name, LONGEST_NAME))
    if len(question) > LONGEST_QUESTION:
        found.append(_too_long(_("Question"), question, LONGEST_QUESTION))
    if not languages:
        found.append(Finding("no_language", _("Choose at least one language.")))
    if not 1 <= days <= MOST_DAYS:
        found.append(Finding("unfit_days", _("A link is good for 1 to 30 days.")))
    if act.edition.discarded:
        found.append(Finding("closed", _("This edition was discarded. Start a new one.")))
    if found:
        raise Refused(found)


def _refuse_unreadable(act: Act, version: Version, languages: Sequence[str]) -> None:
    """Raise Refused for a language in which there is nothing to read, or which readers read."""
    begun = Release.objects.begun(act.at).filter(edition=act.edition.pk)
    released = set(begun.values_list("language", flat=True))
    found = []
    for code in languages:
        if not any(version.texts[code].values()):
            sentence = _("%(language)s: nothing is written yet.") % {"language": part_name(code)}
            found.append(Finding("empty", sentence, code))
        elif code in released:
            sentence = _("%(language)s is released: send the address of its page instead.")
            found.append(Finding("released", sentence % {"language": part_name(code)}, code))
    if found:
        raise Refused(found)


def _too_long(what: str, said: str, limit: int) -> Finding:
    sentence = _("%(field)s: %(length)s characters, %(limit)s at most. Shorten it.")
    return Finding("too_long", sentence % {"field": what, "length": len(said), "limit": limit})
