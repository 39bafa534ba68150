"""Packages: what goes out together, such as a news item, its meeting and the delegation.

A package is not stored. It is the open editions of a publication and of those it leads to,
found by the links when it is looked at, and named one by one when something is done. Each
goes along in the languages in which it is written; the others follow when they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TextState
from editorial.clock import database_moment
from editorial.contents.printing import links, print_facts
from editorial.four_eyes import Review, part_name
from editorial.kinds import kind_row, printing_of, title_of
from editorial.models import Edition, Publication
from editorial.refusals import Finding
from editorial.reviews import current_rows, reviews_of
from editorial.steps import against, to_approve
from languages.choices import CODES

# News leads to a meeting, a meeting to a delegation; more steps would be somebody else's work.
FARTHEST = 3


@dataclass(frozen=True)
class Companion:
    """Another open edition that may go along."""

    review: Review

    @property
    def edition(self) -> Edition:
        """The edition, as a row of its kind."""
        return self.review.edition

    @property
    def value(self) -> str:
        """What the page posts for it: which edition, and as it was seen."""
        return f"{self.edition.pk}:{self.edition.token}"

    def title(self, language: str) -> str:
        """Return what it is called, for the desk in this language."""
        return title_of(self.edition, language) or str(self.edition.publication)

    def lacking(self, language: str) -> list[str]:
        """Return the names of what must still be written before this language can go along."""
        printed = self.review.printed
        lacking: list[str] = printing_of(self.edition).lacking(printed[FACTS], printed[language])
        return lacking


def companions(edition: Edition, by: User) -> list[Companion]:
    """Return the open editions that an edition's links lead to, directly or one by another.

    What this person may not see goes along with nothing, nor does what only that leads to.
    """
    row, at = kind_row(edition), database_moment()
    seen, step, found = {row.publication_id}, [row], list[Edition]()
    for _distance in range(FARTHEST):
        numbers = {number for one in step for number in links(one, print_facts(one))} - seen
        if not numbers:
            break
        seen |= numbers
        linked = Publication.objects.visible_to(by).filter(pk__in=numbers)
        step = current_rows(dict(linked.values_list("number", "kind")))
        found += (one for one in step if one.is_open)
    return [Companion(review) for review in reviews_of(found, at)]


def parts_due(act: str, companion: Companion, languages: Sequence[str], by: User) -> list[str]:
    """Return the parts of a companion in which this act, meant for these languages, has work.

    What readers have already, unchanged, needs nothing, and a language not yet written stays
    behind: an empty list where there is neither. `act` is a verb, or "approve_and_release".
    """
    review = companion.review
    texts, due = review.texts, _due(companion, languages)
    if act == "submit":
        return [code for code in due if texts[code].state == TextState.IN_WORK]
    if act == "send_back":
        return [code for code in due if texts[code].state != TextState.IN_WORK]
    if act != "approve":
        return due
    waiting = [code for code in due if texts[code].state == TextState.IN_REVIEW]
    if due and not review.is_satisfied(FACTS):
        waiting.insert(0, FACTS)
    return [part for part in waiting if not against(review, "approve", [part], by)]


def goes_along(act: str, companion: Companion, languages: Sequence[str], by: User) -> bool:
    """Whether this act, meant for these languages, can be done in the companion and has work."""
    has_work = bool(parts_due(act, companion, languages, by))
    return has_work and not why_not(act, companion, languages, by)


def why_not(act: str, companion: Companion, languages: Sequence[str], by: User) -> list[Finding]:
    """Say why this act cannot be done in what it would have work in."""
    parts = parts_due(act, companion, languages, by)
    return against(companion.review, act, parts, by) if parts else []


def wants_approval(companion: Companion, languages: Sequence[str], by: User) -> bool:
    """Whether it can go out in these languages once this person has approved it, not before."""
    due = _due(companion, languages)
    if not to_approve(companion.review, due):
        return False
    return goes_along("approve_and_release", companion, languages, by)


def staying_behind(companion: Companion, languages: Iterable[str]) -> list[Finding]:
    """Say which of these languages do not go along, and what is still to be written there."""
    found = []
    for code in _changed(companion, languages):
        lacking = companion.lacking(code)
        if lacking:
            sentence = _("%(language)s: still to be written: %(fields)s.")
            values = {"language": part_name(code), "fields": ", ".join(lacking)}
            found.append(Finding("incomplete", sentence % values, code))
    return found


def held_back(companion: Companion, languages: Iterable[str]) -> list[Finding]:
    """Say why nothing of it can go along; nothing to say where some can, or nothing has to."""
    return [] if _due(companion, languages) else staying_behind(companion, languages)


def _due(companion: Companion, languages: Iterable[str]) -> list[str]:
    return [code for code in _changed(companion, languages) if not companion.lacking(code)]


def _changed(companion: Companion, languages: Iterable[str]) -> list[str]:
    """The languages of which readers do not have exactly this already."""
    wanted = set(languages)
    return [code for code in CODES if code in wanted and not companion.review.is_current(code)]
