"""Verbs of review: submit, send back, approve."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.actions.locking import Act, Member, begin_all
from editorial.choices import FACTS, PARTS, TextState
from editorial.four_eyes import Review
from editorial.models import Approval, Edition
from editorial.refusals import Finding, Refused
from languages.characters import clean_line, is_blank


@transaction.atomic
def submit(
    *,
    edition: Edition,
    by: User,
    token: int,
    languages: Sequence[str],
    companions: Sequence[Member] = (),
) -> Edition:
    """Hand these texts to a reviewer. A text approved as it stands needs no new review.

    `companions` are the other editions of the package: all are submitted, or none is.
    Raises Refused: a text is incomplete or not in work, the change is not said, an edition
    has changed since `by` looked.
    """
    members = [Member(edition, token, languages), *companions]
    acts = begin_all("submit", members, by=by)
    for act, meant in acts:
        for language in meant:
            text = act.texts[language]
            text.state = TextState.IN_REVIEW
            text.submitted_by, text.submitted_at = act.by, act.at
        _finish(act, meant)
    return acts[0][0].edition


@transaction.atomic
def send_back(
    *,
    edition: Edition,
    by: User,
    token: int,
    languages: Sequence[str],
    reason: str,
    companions: Sequence[Member] = (),
) -> Edition:
    """Return these texts to their writers, who read the reason in the record.

    `companions` are the other editions of the package: all are sent back, or none is.
    Raises Refused: no reason is given, a text is not in review, an edition has changed
    since `by` looked.
    """
    members = [Member(edition, token, languages), *companions]
    acts = begin_all("send_back", members, by=by)
    reason = clean_line(reason)
    if is_blank(reason):
        with translation.override(acts[0][0].by.desk_language):
            sentence = _("Say why: the writer has to know what to change.")
        raise Refused([Finding("reason_missing", sentence)])
    for act, meant in acts:
        for language in meant:
            text = act.texts[language]
            text.state = TextState.IN_WORK
            text.submitted_by = text.submitted_at = None
            text.save()
        act.touch()
        _record(act, meant, {"reason": reason})
    return acts[0][0].edition


@transaction.atomic
def approve(
    *,
    edition: Edition,
    by: User,
    token: int,
    parts: Sequence[str],
    companions: Sequence[Member] = (),
) -> Edition:
    """Give a reviewer's word for these parts (languages, "facts") exactly as they stand.

    A text is approved once its approvals satisfy four eyes. `companions` are the other
    editions of the package: each keeps approvals of its own, all are given or none is.
    Raises Refused: `by` wrote in a part or does not read its language, a text is not in
    review, an edition has changed since `by` looked.
    """
    members = [Member(edition, token, parts), *companions]
    acts = begin_all("approve", members, by=by, among=PARTS)
    for act, meant in acts:
        Approval.objects.bulk_create(_approval(act, part) for part in meant)
        _finish(act, meant)
    return acts[0][0].edition


def _approval(act: Act, part: str) -> Approval:
    return Approval(
        publication=act.publication,
        part=part,
        digest=act.review.digests[part],
        change="" if part == FACTS else act.texts[part].change,
        note="" if part == FACTS else act.texts[part].note,
        by=act.by,
        at=act.at,
    )


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
