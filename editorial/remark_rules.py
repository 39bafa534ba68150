"""What a remark holds back, and who may put an end to it: asked by verb, button and screen.

Everybody of the desk may remark, answer and reopen; the table of `editorial.workflow` is about
what becomes of a publication, and remarks are not in it.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, RemarkOutcome
from editorial.contents.quoting import Quoted
from editorial.four_eyes import Review, part_name
from editorial.models import Remark
from editorial.permissions import may, may_enter
from editorial.refusals import Finding

# As much of a remark as a refusal repeats.
MOST_SAID = 120


def holding_back(review: Review, parts: Iterable[str], by: User) -> Iterable[Finding]:
    """Yield a refusal for each open blocking remark of others on these parts.

    One about the edition as a whole holds every part back. A person's own remark does not
    stop him: by approving he says that it is met.
    """
    parts = list(parts)
    for remark in review.blocking_remarks:
        if remark.by_id != by.pk and (not remark.part or remark.part in parts):
            yield _why_held_back(remark)


def _why_held_back(remark: Remark) -> Finding:
    values = {
        "part": part_name(remark.part) if remark.part else _("The whole edition"),
        "by": str(remark.by),
        "remark": said_briefly(remark),
    }
    sentence = _("%(part)s: a blocking remark by %(by)s is open: “%(remark)s”") % values
    return Finding("blocking_remark", sentence, remark.part)


def said_briefly(remark: Remark) -> str:
    """Return what a remark says on one short line; of a suggestion, the words it offers."""
    line = " ".join((remark.body or remark.replacement or remark.quote).split())
    return line if len(line) <= MOST_SAID else f"{line[:MOST_SAID]}…"


def against_entering(by: User) -> Iterable[Finding]:
    """Say why this person may say nothing about publications at all."""
    if not may_enter(by):
        yield Finding("not_allowed", _("Remarks are for those who work on publications."))


def against_resolving(remark: Remark, by: User, review: Review) -> Iterable[Finding]:
    """Say why this person cannot settle a remark now."""
    yield from _against_answering(remark, by)
    if remark.is_blocking and remark.by_id != by.pk and not _may_approve(by, remark.part, review):
        sentence = _(
            "A blocking remark is settled by %(by)s, or by a colleague who may approve. "
            "Answer it: “done”."
        )
        yield Finding("not_yours_to_settle", sentence % {"by": remark.by})


def against_reopening(remark: Remark, by: User) -> Iterable[Finding]:
    """Say why this person cannot take up again what was settled."""
    yield from against_entering(by)
    if remark.is_open:
        yield Finding("open_already", _("It is open."))
    elif remark.outcome == RemarkOutcome.ACCEPTED:
        sentence = _("These words stand in the text now. Make a new remark.")
        yield Finding("accepted_already", sentence)


def against_deciding(remark: Remark, by: User) -> Iterable[Finding]:
    """Say why this person cannot accept or decline a suggestion: who writes there decides."""
    yield from _against_answering(remark, by)
    if not remark.is_suggestion:
        yield Finding("no_suggestion", _("This remark suggests no words."))
    elif not may(by, "save_edition", remark.part):
        sentence = _("%(part)s is not among the languages you write. Ask a colleague who does.")
        yield Finding("not_your_language", sentence % {"part": part_name(remark.part)}, remark.part)


def against_replacing(place: Quoted) -> Iterable[Finding]:
    """Say why other words cannot be put in this place."""
    if not place.is_alone:
        sentence = _("The quoted words stand there more than once. Quote more of the sentence.")
        yield Finding("quote_ambiguous", sentence)
    if place.crosses_markup:
        sentence = _(
            "The quoted words reach across bold words, a link or a line. Quote the words on "
            "one side of it."
        )
        yield Finding("quote_crosses_markup", sentence)


def _against_answering(remark: Remark, by: User) -> Iterable[Finding]:
    yield from against_entering(by)
    if not remark.is_open:
        sentence = _("%(by)s has settled this already.") % {"by": remark.resolved_by}
        yield Finding("settled_already", sentence)


def _may_approve(by: User, part: str, review: Review) -> bool:
    """Whether this person's word for the part would count."""
    if not may(by, "approve", part or None):
        return False
    if not part:
        return True
    return (part == FACTS or part in by.languages_read) and review.may_count(by, part)
