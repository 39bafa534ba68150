"""Why something cannot be done now: one question that button, verb and pre-flight all ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TOLD_CHANGES, Change, TextState
from editorial.clock import FARTHEST, LEAD_TIME, database_moment
from editorial.four_eyes import Review, part_name
from editorial.kinds import kind_row, printing_of
from editorial.models import Edition, Text
from editorial.permissions import may
from editorial.refusals import Finding, Findings
from editorial.workflow import VERBS
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


def blockers(
    edition: Edition,
    verb: str,
    languages: Iterable[str],
    *,
    by: User,
    at: datetime | None = None,
    review: Review | None = None,
) -> Findings:
    """Return what stands against this act, in sentences of the actor's own language.

    `languages` may hold "facts" where the verb takes parts. `at` is the moment a release
    is asked for; None means now. Raises KeyError for an unknown verb.
    """
    row = kind_row(edition)
    now = review.at if review else database_moment()
    texts = review.texts if review else {text.language: text for text in row.text_rows.all()}
    case = Case(
        edition=row,
        verb=verb,
        parts=list(languages),
        by=by,
        at=now,
        texts=texts,
        review=review or Review(row, texts, now),
        moment=at,
    )
    with translation.override(by.desk_language):
        return Findings(refusals=tuple(_refusals(case)))


def _refusals(case: Case) -> Iterable[Finding]:
    forbidden = list(_forbidden(case))
    if forbidden:
        return forbidden
    if case.verb not in NEEDS_NO_OPEN_EDITION and not case.edition.is_open:
        return [Finding("closed", _closed_sentence(case))]
    found = list(_wrong_states(case))
    found.extend(RULES[case.verb](case))
    return found


def _forbidden(case: Case) -> Iterable[Finding]:
    if not may(case.by, case.verb):
        yield Finding("not_allowed", _not_allowed(case.verb))
        return
    for part in case.parts:
        if may(case.by, case.verb, part):
            continue
        if part == FACTS:
            sentence = _("The facts are written by writers and editors. Ask one of them.")
            yield Finding("not_your_part", sentence, part)
        else:
            sentence = _("%(part)s is not among the languages you write. Ask a colleague who does.")
            yield Finding("not_your_language", sentence % {"part": part_name(part)}, part)


def _not_allowed(verb: str) -> str:
    roles = ", ".join(str(role.label) for role in sorted(VERBS[verb].roles))
    return _("“%(verb)s” is for another role: %(roles)s.") % {
        "verb": VERBS[verb].label,
        "roles": roles,
    }


def _closed_sentence(case: Case) -> str:
    if case.edition.discarded:
        return _("This edition was discarded. Start a new one.")
    return _(
        "This edition is closed: it was released or scheduled. Start a new one to change the text."
    )


def _wrong_states(case: Case) -> Iterable[Finding]:
    allowed = VERBS[case.verb].from_states
    if not allowed or case.verb == "save_edition":
        return
    if not case.languages and FACTS not in case.parts:
        yield Finding("no_language", _("Choose at least one language."))
    for language in case.languages:
        state = TextState(case.texts[language].state)
        if state not in allowed:
            sentence = _(
                "%(language)s: the text is “%(state)s”; for this it has to be “%(needed)s”."
            )
            needed = " / ".join(str(one.label) for one in TextState if one in allowed)
            values = {
                "language": part_name(language),
                "state": state.label,
                "needed": needed,
            }
            yield Finding("wrong_state", sentence % values, language)


def _submit(case: Case) -> Iterable[Finding]:
    yield from _incomplete(case)
    yield from _untold(case)


def _incomplete(case: Case) -> Iterable[Finding]:
    printed = case.review.printed
    for language in case.languages:
        lacking = printing_of(case.edition).lacking(printed[FACTS], printed[language])
        if lacking:
            sentence = _("%(language)s: still to be written: %(fields)s.")
            values = {"language": part_name(language), "fields": ", ".join(lacking)}
            yield Finding("incomplete", sentence % values, language)


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
        if part != FACTS and part not in case.by.languages_read:
            sentence = _("%(part)s is not among the languages you read. Ask a colleague who does.")
            yield Finding("does_not_read", sentence % {"part": part_name(part)}, part)
        elif not case.review.may_count(case.by, part):
            yield case.review.why_own(case.by, part)
        elif any(one.by_id == case.by.pk for one in case.review.approvals(part)):
            yield from _approved_already(case, part)


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
    for language in case.languages:
        if case.review.scheduled(language):
            sentence = _("%(language)s: a release is scheduled already. Cancel it first.")
            yield Finding("scheduled", sentence % {"language": part_name(language)}, language)
    if case.moment is not None and case.moment <= case.at + LEAD_TIME:
        sentence = _("Choose a moment at least five seconds ahead, or release now.")
        yield Finding("moment_too_near", sentence)
    if case.moment is not None and case.moment > case.at + FARTHEST:
        sentence = _("That is more than a year ahead. Check the date.")
        yield Finding("moment_too_far", sentence)


def _cancel_schedule(case: Case) -> Iterable[Finding]:
    if not case.languages:
        yield Finding("no_language", _("Choose at least one language."))
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
                "%(language)s: it goes out within five seconds and can no longer be cancelled. "
                "Withdraw it instead."
            )
            yield Finding("too_late", sentence % {"language": part_name(language)}, language)


def _withdraw(case: Case) -> Iterable[Finding]:
    if not case.languages:
        yield Finding("no_language", _("Choose at least one language."))
    for language in case.languages:
        if case.review.live(language) is None and case.review.scheduled(language) is None:
            sentence = _("%(language)s is not public now: there is nothing to withdraw.")
            yield Finding("not_live", sentence % {"language": part_name(language)}, language)


def _start_edition(case: Case) -> Iterable[Finding]:
    if Edition.objects.open().filter(publication=case.edition.publication_id).exists():
        sentence = _("An edition is open already: go on in that one.")
        yield Finding("open_already", sentence)


def _nothing_more(case: Case) -> Iterable[Finding]:
    return ()


# The codes of refusals that are about the person, not about the text.
FORBIDDING = frozenset({"not_allowed", "not_your_language", "not_your_part"})

NEEDS_NO_OPEN_EDITION = frozenset({"start_edition", "withdraw", "cancel_schedule"})

RULES: dict[str, Callable[[Case], Iterable[Finding]]] = {
    "start_edition": _start_edition,
    "save_edition": _nothing_more,
    "submit": _submit,
    "send_back": _nothing_more,
    "approve": _approve,
    "release": _release,
    "cancel_schedule": _cancel_schedule,
    "withdraw": _withdraw,
    "discard": _nothing_more,
}
