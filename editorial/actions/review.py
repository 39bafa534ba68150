"""Verbs of review: submit, send back, approve."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.actions.locking import Act, begin, meant
from editorial.choices import FACTS, PARTS, TextState
from editorial.four_eyes import Review
from editorial.models import Approval, Edition
from editorial.refusals import Finding, Refused
from languages.characters import clean_line, is_blank


@transaction.atomic
def submit(*, edition: Edition, by: User, token: int, languages: Sequence[str]) -> Edition:
    """Hand these texts to a reviewer. A text approved as it stands needs no new review.

    Raises Refused: a text is incomplete or not in work, the change is not said, the
    edition has changed since `by` looked.
    """
    languages = meant(languages)
    act = _begin("submit", edition, by, token, languages)
    for language in languages:
        text = act.texts[language]
        text.state = TextState.IN_REVIEW
        text.submitted_by, text.submitted_at = act.by, act.at
    _finish(act, languages)
    return act.edition


@transaction.atomic
def send_back(
    *, edition: Edition, by: User, token: int, languages: Sequence[str], reason: str
) -> Edition:
    """Return these texts to their writers, who read the reason in the record.

    Raises Refused: no reason is given, a text is not in review, the edition has changed
    since `by` looked.
    """
    languages = meant(languages)
    act = _begin("send_back", edition, by, token, languages)
    reason = clean_line(reason)
    if is_blank(reason):
        with translation.override(act.by.desk_language):
            sentence = _("Say why: the writer has to know what to change.")
        raise Refused([Finding("reason_missing", sentence)])
    for language in languages:
        text = act.texts[language]
        text.state = TextState.IN_WORK
        text.submitted_by = text.submitted_at = None
        text.save()
    act.touch()
    _record(act, languages, {"reason": reason})
    return act.edition


@transaction.atomic
def approve(*, edition: Edition, by: User, token: int, parts: Sequence[str]) -> Edition:
    """Give a reviewer's word for these parts (languages, "facts") exactly as they stand.

    A text is approved once its approvals satisfy four eyes. Raises Refused: `by` wrote in
    a part or does not read its language, a text is not in review, the edition has changed
    since `by` looked.
    """
    parts = meant(parts, among=PARTS)
    act = _begin("approve", edition, by, token, parts)
    Approval.objects.bulk_create(
        Approval(
            publication=act.publication,
            part=part,
            digest=act.review.digests[part],
            change="" if part == FACTS else act.texts[part].change,
            note="" if part == FACTS else act.texts[part].note,
            by=act.by,
            at=act.at,
        )
        for part in parts
    )
    _finish(act, parts)
    return act.edition


def _begin(verb: str, edition: Edition, by: User, token: int, parts: Sequence[str]) -> Act:
    act = begin(verb, publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(parts, token=token)
    return act


def _finish(act: Act, parts: Sequence[str]) -> None:
    """Store the texts, those in review and now satisfied as approved, and record the act."""
    review = Review(act.edition, act.texts, act.at)
    for language, text in act.texts.items():
        if text.state == TextState.IN_REVIEW and review.is_satisfied(language):
            text.state = TextState.APPROVED
        if language in parts:
            text.save()
    act.touch()
    _record(act, parts, {"digests": {part: review.digests[part] for part in parts}})


def _record(act: Act, parts: Sequence[str], detail: dict[str, object]) -> None:
    audit.append(
        verb=act.verb,
        by=act.by,
        at=act.at,
        publication=act.publication,
        edition=act.edition,
        parts=parts,
        detail=detail,
    )
