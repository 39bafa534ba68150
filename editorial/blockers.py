"""Why something cannot be done now: one question that button, verb and pre-flight all ask."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TextState
from editorial.clock import database_moment
from editorial.four_eyes import Review, part_name
from editorial.kinds import kind_row
from editorial.models import Edition
from editorial.permissions import may
from editorial.refusals import Finding, Findings
from editorial.rules import RULES, WARNINGS, Case
from editorial.workflow import VERBS


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
        refusals = tuple(_refusals(case))
        warn = WARNINGS.get(verb)
        warnings = tuple(warn(case)) if warn and not refusals else ()
        return Findings(refusals, warnings)


def _refusals(case: Case) -> Iterable[Finding]:
    forbidden = list(_forbidden(case))
    if forbidden:
        return forbidden
    if VERBS[case.verb].is_of_open_edition and not case.edition.is_open:
        return [Finding("closed", _closed_sentence(case))]
    return [*_wrong_states(case), *RULES[case.verb](case)]


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
    verb = VERBS[case.verb]
    if verb.wants_languages and not case.languages and FACTS not in case.parts:
        yield Finding("no_language", _("Choose at least one language."))
    allowed = verb.from_states or frozenset(TextState)
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


# The codes of refusals that are about the person, not about the text.
FORBIDDING = frozenset({"not_allowed", "not_your_language", "not_your_part"})
