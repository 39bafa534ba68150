"""What stands against an act before it is done, those made of two verbs included."""

from collections.abc import Iterable

from accounts.models import User
from editorial.blockers import blockers
from editorial.choices import FACTS, TextState
from editorial.four_eyes import Review
from editorial.refusals import Finding
from languages.choices import CODES

# Findings about a release that approving in the same act would settle.
SETTLED_BY_APPROVING = frozenset({"not_approved", "wrong_state"})


def to_approve(review: Review, languages: Iterable[str]) -> list[str]:
    """Return the parts that lack an approval before these languages may go out."""
    waiting = [code for code in languages if review.texts[code].state != TextState.APPROVED]
    lacking = review.unsatisfied(languages)
    return [part for part in (FACTS, *CODES) if part in lacking or part in waiting]


def against(review: Review, act: str, parts: Iterable[str], by: User) -> list[Finding]:
    """Return why this person cannot do this act of a button on these parts now.

    `act` is a verb, or "approve_and_release"; either may end in "_at", for a later moment.
    """
    parts = list(parts)
    verb = act.removesuffix("_at")
    if verb != "approve_and_release":
        return _blocking(review, verb, parts, by)
    unapproved = to_approve(review, parts)
    approving = _blocking(review, "approve", unapproved, by) if unapproved else []
    releasing = _blocking(review, "release", parts, by)
    return approving + [one for one in releasing if one.code not in SETTLED_BY_APPROVING]


def _blocking(review: Review, verb: str, parts: list[str], by: User) -> list[Finding]:
    return list(blockers(review.edition, verb, parts, by=by, review=review).refusals)


def warnings_before(review: Review, act: str, parts: Iterable[str], by: User) -> list[Finding]:
    """Return what this person has to acknowledge before an act that can be done."""
    parts, verb = list(parts), act.removesuffix("_at")
    if verb == "approve_and_release":
        verb, parts = "approve", to_approve(review, parts)
    if verb != "approve" or not parts:
        return []
    return list(blockers(review.edition, verb, parts, by=by, review=review).warnings)
