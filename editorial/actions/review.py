"""Verbs of review: submit, send back, approve."""

from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.models import User
from editorial import notices
from editorial.actions.locking import Act, Member, begin_all
from editorial.actions.remarking import block, settle_own
from editorial.choices import FACTS, PARTS, Reading, TextState
from editorial.four_eyes import Review
from editorial.models import Approval, Edition
from languages.characters import clean_line


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
    """Return these texts to their writers; the reason becomes a blocking remark on each.

    A text on which a blocking remark of `by` is open needs no other reason. `companions` are
    the other editions of the package: all are sent back, or none is. Raises Refused: no
    reason is given, a text is not in review, an edition has changed since `by` looked.
    """
    members = [Member(edition, token, languages), *companions]
    acts = begin_all("send_back", members, by=by)
    for act, meant in acts:
        said = block(act, meant, reason)
        _tell_writers(act, meant)
        for language in meant:
            text = act.texts[language]
            text.state = TextState.IN_WORK
            text.submitted_by = text.submitted_at = None
            text.save()
        act.touch()
        act.record(meant, {"reason": clean_line(said)})
    return acts[0][0].edition


@transaction.atomic
def approve(
    *,
    edition: Edition,
    by: User,
    token: int,
    parts: Sequence[str],
    companions: Sequence[Member] = (),
    acknowledged: Collection[str] = (),
) -> Edition:
    """Give a reviewer's word for these parts (languages, "facts") exactly as they stand.

    A text is approved once its approvals satisfy four eyes. What `by` himself has asked for
    by blocking remarks on these parts is met thereby. `companions` are the other editions of
    the package: each keeps approvals of its own, all are given or none is. `acknowledged` are
    the keys of the warnings that `by` was shown: what differs from the source of a text in a
    language that he does not read. Raises Refused: `by` wrote in a part or can neither read
    nor compare it, a text is not in review, a colleague's blocking remark is open, a warning
    is not acknowledged, an edition has changed since `by` looked.
    """
    members = [Member(edition, token, parts), *companions]
    acts = begin_all("approve", members, by=by, among=PARTS, acknowledged=acknowledged)
    for act, meant in acts:
        Approval.objects.bulk_create(_approval(act, part) for part in meant)
        _finish(act, meant, settled=settle_own(act, meant))
    return acts[0][0].edition


def _tell_writers(act: Act, languages: Sequence[str]) -> None:
    """Tell whoever wrote, submitted or was asked for these texts that they came back."""
    texts = [act.texts[language] for language in languages]
    people = {key for text in texts for key in (text.submitted_by_id, text.assignee_id) if key}
    for language in languages:
        people |= act.review.authors(language)
    notices.tell(
        people,
        "sent_back",
        publication=act.publication,
        edition=act.edition,
        parts=languages,
        by=act.by,
        at=act.at,
    )


def _approval(act: Act, part: str) -> Approval:
    reading = act.review.reading_of(act.by.pk, part) or Reading.FLUENT
    is_compared = reading == Reading.SOURCE_CHECKED
    return Approval(
        publication=act.publication,
        part=part,
        digest=act.review.digests[part],
        change="" if part == FACTS else act.texts[part].change,
        note="" if part == FACTS else act.texts[part].note,
        reading=reading,
        source_digest=act.review.digests[act.edition.source_language] if is_compared else "",
        by=act.by,
        at=act.at,
    )


def _finish(act: Act, parts: Sequence[str], settled: Sequence[int] = ()) -> None:
    """Store the texts, those in review and now satisfied as approved, and record the act.

    `settled` are the keys of the remarks that it settles.
    """
    review = Review(act.edition, act.texts, act.at)
    for language, text in act.texts.items():
        if text.state == TextState.IN_REVIEW and review.is_satisfied(language):
            text.state = TextState.APPROVED
        if language in parts:
            text.save()
    act.touch()
    remarks = {"settled": list(settled)} if settled else {}
    act.record(parts, {"digests": {part: review.digests[part] for part in parts}, **remarks})
