"""Verbs of the night: release what nobody has reviewed, and confirm it by day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.locking import Act, begin, meant
from editorial.actions.releasing import close, print_language
from editorial.choices import FACTS, UnreviewedReason
from editorial.models import Approval, Edition, Release, Unreviewed
from editorial.refusals import Finding, Refused
from editorial.signals import language_released
from languages.characters import clean_line, is_blank

# Who acts alone has said who he is a moment ago, not this morning.
CONFIRMED_FOR = timedelta(minutes=5)


@transaction.atomic
def release_unreviewed(
    *,
    edition: Edition,
    by: User,
    token: int,
    languages: Sequence[str],
    reason: str,
    on_whose_word: str,
    sign_in_confirmed_at: datetime | None,
) -> list[Release]:
    """Release now, without a second pair of eyes, what cannot wait for one.

    One language goes out with new words; others only with the words that their readers have
    already, for a change of the facts alone: a meeting called off. Each stands as unreviewed
    until a colleague confirms it. `reason` is one of `UnreviewedReason`, `on_whose_word` the
    person who answers for it, `sign_in_confirmed_at` when `by` last proved who he is. Closes
    the edition as a release does. Raises Refused: no reason is given, the proof is older than
    five minutes, it is approved already, or what refuses any release but the approval.
    """
    languages = meant(languages)
    act = begin("release_unreviewed", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token)
    word = clean_line(on_whose_word)
    _refuse_unproven(act, reason, word, sign_in_confirmed_at)
    releases = [print_language(act, language, begins=act.at) for language in languages]
    Unreviewed.objects.bulk_create(
        Unreviewed(release=one, reason=reason, on_whose_word=word, by=act.by, at=act.at)
        for one in releases
    )
    close(act, languages)
    for one in releases:
        language_released.send(sender=Release, release=one)
    act.record(
        languages,
        {
            "reason": reason,
            "on_whose_word": word,
            "begins": act.at.isoformat(),
            "digests": {part: act.review.digests[part] for part in (FACTS, *languages)},
        },
    )
    return releases


@transaction.atomic
def confirm_unreviewed(
    *, edition: Edition, by: User, token: int, languages: Sequence[str]
) -> list[Release]:
    """Stand by what went out unreviewed in these languages: from now on it counts as approved.

    Raises Refused: nothing stands unreviewed, `by` released it, wrote in it or does not read
    its language, the edition has changed since `by` looked.
    """
    languages = meant(languages)
    act = begin("confirm_unreviewed", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token)
    releases = [act.review.unreviewed(language) for language in languages]
    # What one of them replaced in the same night is settled by the words that stand.
    standing = Unreviewed.objects.filter(
        release__publication=act.publication, release__language__in=languages, confirmed_at=None
    )
    standing.exclude(by=act.by).update(confirmed_by=act.by, confirmed_at=act.at)
    Approval.objects.bulk_create(_approvals(act, releases))
    digests = {one.language: one.text_digest for one in releases}
    facts = sorted({one.facts_digest for one in releases})
    act.record(languages, {"digests": digests, "facts": facts})
    return releases


def _approvals(act: Act, releases: Sequence[Release]) -> list[Approval]:
    """Return the word of who confirms: for each text, and for the facts it went out with."""
    facts = dict.fromkeys(one.facts_digest for one in releases)
    said = [(FACTS, digest, "", "") for digest in facts]
    said += [(one.language, one.text_digest, one.change, one.note) for one in releases]
    return [
        Approval(
            publication=act.publication,
            part=part,
            digest=digest,
            change=change,
            note=note,
            by=act.by,
            at=act.at,
        )
        for part, digest, change, note in said
    ]


def _refuse_unproven(act: Act, reason: str, word: str, confirmed_at: datetime | None) -> None:
    refusals = []
    with translation.override(act.by.desk_language):
        if reason not in UnreviewedReason.values:
            sentence = _("Choose why it cannot wait for a colleague.")
            refusals.append(Finding("reason_missing", sentence))
        limit = Unreviewed._meta.get_field("on_whose_word").max_length or 0
        if is_blank(word) or len(word) > limit:
            sentence = _("Write on whose word it goes out: the name, in at most 200 characters.")
            refusals.append(Finding("word_missing", sentence))
        if confirmed_at is None or confirmed_at < act.at - CONFIRMED_FOR:
            sentence = _("Confirm who you are first: nothing was released.")
            refusals.append(Finding("sign_in_not_confirmed", sentence))
    if refusals:
        raise Refused(refusals)
