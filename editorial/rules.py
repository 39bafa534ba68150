"""What each verb asks besides right and state: one small function a rule, one row a verb.

A rule looks at a case and yields what stands against it, in the actor's language; it writes
nothing. `editorial.blockers` asks them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TOLD_CHANGES, Change, Reading, TextState
from editorial.clock import FARTHEST, LEAD_TIME
from editorial.four_eyes import Review, part_name
from editorial.kinds import printing_of
from editorial.models import Edition, Text
from editorial.refusals import Finding
from editorial.remark_rules import holding_back
from editorial.source_check import compare_with_source
from languages.choices import CODES


@dataclass
class Case:
    """What a verb is about to do, as far as the rules have to know."""

    edition: Edition
    verb: str
    parts: Sequence[str]
    by: User
    at: datetime
    texts: Mapping[str, Text]
    review: Review
    # For a release: the moment asked for, None for now.
    moment: datetime | None = None

    @property
    def languages(self) -> list[str]:
        """The languages meant, in the order of the switch."""
        return [language for language in CODES if language in self.parts]


def _submit(case: Case) -> Iterable[Finding]:
    yield from _incomplete(case)
    yield from _untold(case)


def _incomplete(case: Case) -> Iterable[Finding]:
    for language in case.languages:
        lacking = _lacking(case, language)
        if lacking:
            sentence = _("%(language)s: still to be written: %(fields)s.")
            values = {"language": part_name(language), "fields": ", ".join(lacking)}
            yield Finding("incomplete", sentence % values, language)


def _lacking(case: Case, language: str) -> list[str]:
    """Return what must still be written in a language.

    Words that readers have already may go out with changed facts alone: what a kind lets follow
    later is not asked of them.
    """
    printing, printed = printing_of(case.edition), case.review.printed
    asked = printing.lacking
    if case.review.is_latest_as_is(language):
        asked = getattr(printing, "lacking_of_known_words", asked)
    lacking: list[str] = asked(printed[FACTS], printed[language])
    return lacking


def _untold(case: Case) -> Iterable[Finding]:
    """Readers who know an earlier release: do they have to be told?"""
    for language in case.languages:
        text = case.texts[language]
        if not case.review.has_begun(language):
            continue
        if text.change in ("", Change.FIRST):
            sentence = _("%(language)s: say whether readers have to know what has changed.")
            yield Finding("change_unsaid", sentence % {"language": part_name(language)}, language)
        elif text.change in TOLD_CHANGES and not text.note:
            sentence = _("%(language)s: write the note that tells readers what has changed.")
            yield Finding("note_missing", sentence % {"language": part_name(language)}, language)


def _approve(case: Case) -> Iterable[Finding]:
    if FACTS in case.parts and all(text.state == TextState.IN_WORK for text in case.texts.values()):
        yield Finding("nothing_in_review", _("No text is in review yet."), FACTS)
    for part in case.parts:
        unreadable = list(_cannot_read(case, part))
        if unreadable:
            yield from unreadable
        elif not case.review.may_count(case.by, part):
            yield case.review.why_own(case.by, part)
        elif any(one.by_id == case.by.pk for one in case.review.approvals(part)):
            yield from _approved_already(case, part)
    yield from holding_back(case.review, case.parts, case.by)


def _cannot_read(case: Case, part: str) -> Iterable[Finding]:
    """Who does not read a language may compare it with its source, where the office lets him."""
    source = case.edition.source_language
    reading = case.review.reading_of(case.by.pk, part)
    if reading is None:
        yield _does_not_read(part)
    elif reading == Reading.SOURCE_CHECKED and not case.review.is_satisfied(source):
        sentence = _(
            "%(part)s: you compare it with the source text, and that is not approved yet: "
            "%(source)s."
        )
        values = {"part": part_name(part), "source": part_name(source)}
        yield Finding("source_not_approved", sentence % values, part)


def compared_with_source(case: Case) -> Iterable[Finding]:
    """What whoever approves without reading the language has to look at first."""
    for language in case.languages:
        if case.review.reading_of(case.by.pk, language) == Reading.SOURCE_CHECKED:
            yield from compare_with_source(case.review, language)


def _does_not_read(language: str) -> Finding:
    sentence = _("%(part)s is not among the languages you read. Ask a colleague who does.")
    return Finding("does_not_read", sentence % {"part": part_name(language)}, language)


def _approved_already(case: Case, part: str) -> Iterable[Finding]:
    if case.review.is_satisfied(part):
        sentence = _("%(part)s is approved already.")
    else:
        sentence = _("%(part)s: you have approved it; another colleague has to as well.")
    yield Finding("approved_already", sentence % {"part": part_name(part)}, part)


def _release(case: Case) -> Iterable[Finding]:
    yield from _incomplete(case)
    yield from _untold(case)
    for part in case.review.unsatisfied(case.languages):
        yield case.review.why_unsatisfied(part)
    yield from _scheduled_already(case)
    yield from _ill_timed(case)


def _scheduled_already(case: Case) -> Iterable[Finding]:
    """What is scheduled is neither overtaken nor doubled."""
    for language in case.languages:
        if case.review.scheduled(language):
            sentence = _("%(language)s: a release is scheduled already. Cancel it first.")
            yield Finding("scheduled", sentence % {"language": part_name(language)}, language)


def _ill_timed(case: Case) -> Iterable[Finding]:
    if case.moment is None:
        return
    if case.moment <= case.at + LEAD_TIME:
        sentence = _("Choose a moment at least five seconds ahead, or release now.")
        yield Finding("moment_too_near", sentence)
    elif case.moment > case.at + FARTHEST:
        sentence = _("That is more than a year ahead. Check the date.")
        yield Finding("moment_too_far", sentence)


def _release_unreviewed(case: Case) -> Iterable[Finding]:
    yield from _incomplete(case)
    yield from _untold(case)
    yield from _scheduled_already(case)
    new = [code for code in case.languages if not case.review.is_latest_as_is(code)]
    if len(new) > 1:
        sentence = _(
            "Unreviewed, one language goes out at a time. Others may go along only with the "
            "words that their readers have already."
        )
        yield Finding("too_many_languages", sentence)
    if case.languages and not case.review.unsatisfied(case.languages):
        sentence = _("It is approved: release it in the ordinary way.")
        yield Finding("approved_already", sentence)


def _confirm_unreviewed(case: Case) -> Iterable[Finding]:
    for language in case.languages:
        standing = case.review.unreviewed(language)
        if standing is None:
            sentence = _("%(language)s: nothing in it stands unreviewed.")
            yield Finding("not_unreviewed", sentence % {"language": part_name(language)}, language)
        elif language not in case.by.languages_read:
            yield _does_not_read(language)
        elif standing.released_by_id == case.by.pk:
            sentence = _("%(language)s: you released it yourself. A colleague has to confirm it.")
            yield Finding("own_work", sentence % {"language": part_name(language)}, language)
        else:
            for part in (FACTS, language):
                if case.by.pk in case.review.authors(part):
                    yield case.review.why_own(case.by, part)


def _reschedule(case: Case) -> Iterable[Finding]:
    yield from _cancel_schedule(case)
    yield from _ill_timed(case)
    scheduled = [one for one in map(case.review.scheduled, case.languages) if one is not None]
    if scheduled and all(one.live.lower == case.moment for one in scheduled):
        yield Finding("same_moment", _("That is the moment for which it is scheduled already."))


def _cancel_schedule(case: Case) -> Iterable[Finding]:
    for language in case.languages:
        scheduled = case.review.scheduled(language)
        if scheduled is None:
            sentence = _("%(language)s: no release is scheduled.")
            yield Finding("not_scheduled", sentence % {"language": part_name(language)}, language)
        elif scheduled.edition_id > case.edition.pk:
            sentence = _("%(language)s: another release has been scheduled since you looked.")
            yield Finding("stale", sentence % {"language": part_name(language)}, language)
        elif scheduled.live.lower <= case.at + LEAD_TIME:
            sentence = _(
                "%(language)s: it goes out within five seconds and can no longer be held. "
                "Withdraw it instead."
            )
            yield Finding("too_late", sentence % {"language": part_name(language)}, language)


def _withdraw(case: Case) -> Iterable[Finding]:
    for language in case.languages:
        if case.review.live(language) is None and case.review.scheduled(language) is None:
            sentence = _("%(language)s is not public now: there is nothing to withdraw.")
            yield Finding("not_live", sentence % {"language": part_name(language)}, language)


def _amend_withdrawal(case: Case) -> Iterable[Finding]:
    for language in case.languages:
        if case.review.standing_withdrawal(language) is None:
            yield _not_withdrawn(language)


def _restore(case: Case) -> Iterable[Finding]:
    yield from _open_already(case)
    for language in case.languages:
        if case.review.standing_withdrawal(language) is None:
            yield _not_withdrawn(language)
        elif case.review.scheduled(language):
            sentence = _("%(language)s: a release is scheduled already. Cancel it first.")
            yield Finding("scheduled", sentence % {"language": part_name(language)}, language)


def _not_withdrawn(language: str) -> Finding:
    sentence = _("%(language)s is not withdrawn.")
    return Finding("not_withdrawn", sentence % {"language": part_name(language)}, language)


def _start_edition(case: Case) -> Iterable[Finding]:
    yield from _open_already(case)
    review = case.review
    is_public = any(review.live(code) or review.scheduled(code) for code in CODES)
    if not is_public and any(review.standing_withdrawal(code) for code in CODES):
        sentence = _("All of it is withdrawn. A press secretary may restore it.")
        yield Finding("withdrawn", sentence)


def _open_already(case: Case) -> Iterable[Finding]:
    if Edition.objects.open().filter(publication=case.edition.publication_id).exists():
        sentence = _("An edition is open already: go on in that one.")
        yield Finding("open_already", sentence)


def _nothing_more(case: Case) -> Iterable[Finding]:
    return ()


RULES: dict[str, Callable[[Case], Iterable[Finding]]] = {
    "start_edition": _start_edition,
    "save_edition": _nothing_more,
    "submit": _submit,
    "send_back": _nothing_more,
    "approve": _approve,
    "release": _release,
    "reschedule": _reschedule,
    "cancel_schedule": _cancel_schedule,
    "release_unreviewed": _release_unreviewed,
    "confirm_unreviewed": _confirm_unreviewed,
    "withdraw": _withdraw,
    "amend_withdrawal": _amend_withdrawal,
    "restore": _restore,
    "discard": _nothing_more,
}

# What the actor should know, and acknowledges before the verb is done.
WARNINGS: dict[str, Callable[[Case], Iterable[Finding]]] = {"approve": compared_with_source}
