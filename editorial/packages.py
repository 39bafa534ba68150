"""Packages: what goes out together, such as a news item, its meeting and the delegation.

A package is not stored. It is the open editions of a publication and of those it leads to,
found by the links when it is looked at, and named one by one when something is done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from editorial.blockers import blockers
from editorial.choices import FACTS, TextState
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.kinds import kind_models, kind_row, title_of
from editorial.models import Edition
from editorial.printing import links, print_facts
from languages.choices import CODES

# News leads to a meeting, a meeting to a delegation; more steps would be somebody else's work.
FARTHEST = 3


@dataclass(frozen=True)
class Companion:
    """Another open edition that may go along."""

    edition: Edition
    review: Review

    @property
    def value(self) -> str:
        """What the page posts for it: which edition, and as it was seen."""
        return f"{self.edition.pk}:{self.edition.token}"

    def title(self, language: str) -> str:
        """Return what it is called, for the desk in this language."""
        return title_of(self.edition, language) or str(self.edition.publication)


def companions(edition: Edition) -> list[Companion]:
    """Return the open editions that an edition's links lead to, directly or one by another."""
    row, at = kind_row(edition), database_moment()
    seen, step, found = {row.publication_id}, [row], list[Companion]()
    for _distance in range(FARTHEST):
        numbers = {number for one in step for number in links(one, print_facts(one))} - seen
        if not numbers:
            break
        seen |= numbers
        step = list(_current(numbers))
        for one in (one for one in step if one.is_open):
            texts = {text.language: text for text in one.text_rows.all()}
            found.append(Companion(one, Review(one, texts, at)))
    return found


def _current(numbers: Iterable[int]) -> Iterable[Edition]:
    """The edition the desk shows of each publication, as rows of their kinds."""
    for model in kind_models().values():
        manager: Any = model._default_manager
        rows = manager.current().filter(publication__in=numbers)
        yield from rows.select_related("publication").prefetch_related("text_rows")


def parts_due(verb: str, companion: Companion, languages: Sequence[str], by: User) -> list[str]:
    """Return the parts of a companion in which this act, meant for these languages, has work.

    What readers have already, unchanged, needs nothing: an empty list.
    """
    review = companion.review
    due = [code for code in CODES if code in languages and not review.is_current(code)]
    if verb == "release":
        return due
    texts = review.texts
    if verb == "submit":
        return [code for code in due if texts[code].state == TextState.IN_WORK]
    if verb == "send_back":
        return [code for code in due if texts[code].state != TextState.IN_WORK]
    waiting = [code for code in due if texts[code].state == TextState.IN_REVIEW]
    if due and not review.is_satisfied(FACTS):
        waiting.insert(0, FACTS)
    return [
        part
        for part in waiting
        if not blockers(companion.edition, "approve", [part], by=by, review=review)
    ]
