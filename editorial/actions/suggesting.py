"""Verbs of suggestions: the writer accepts or declines the words that a colleague offers."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.locking import Act, begin
from editorial.actions.remarking import answer, begin_on, is_rich, settle, tell_of
from editorial.actions.writing import save_edition
from editorial.choices import RemarkOutcome
from editorial.contents.quoting import find, put
from editorial.models import Edition, Remark
from editorial.refusals import Finding, Refused
from editorial.remark_rules import against_deciding, against_replacing
from languages.characters import is_blank


@transaction.atomic
def accept_suggestion(*, remark: Remark, by: User, token: int) -> Edition:
    """Put the suggested words in their place and save: the accepter is their author.

    So the suggester stays eligible to approve them. `token` is that of the open edition as
    `by` saw it. Raises Refused where the quoted words are not there any more, the person
    may not write the part, the edition is closed or has changed since.
    """
    act, root = begin_on("accept_suggestion", remark, by)
    with translation.override(act.by.desk_language):
        _demand_decision(act, root)
    # Asked as the save will be, so that an old token is refused and not merged.
    saving = begin("save_edition", publication=act.publication.pk, by=act.by, at=act.at)
    saving.refuse([root.part], token=token)
    edition = save_edition(
        edition=act.edition,
        by=act.by,
        token=token,
        texts={root.part: {root.field: _with_replacement(act, root)}},
    )
    act.edition = edition
    _close(act, root, RemarkOutcome.ACCEPTED)
    return edition


@transaction.atomic
def decline_suggestion(*, remark: Remark, by: User, reason: str = "") -> Remark:
    """Leave the text as it is; a reason, where one is given, answers in the thread.

    Raises Refused where it is settled already, or the person may not write the part.
    """
    act, root = begin_on("decline_suggestion", remark, by)
    with translation.override(act.by.desk_language):
        _demand_decision(act, root)
        if not is_blank(reason):
            answer(act, root, reason)
    _close(act, root, RemarkOutcome.DECLINED)
    return root


def _demand_decision(act: Act, root: Remark) -> None:
    refusals = list(against_deciding(root, act.by))
    if refusals:
        raise Refused(refusals)


def _with_replacement(act: Act, root: Remark) -> str:
    """Return the field with the suggested words in it. Raises Refused."""
    text = act.review.printed[root.part][root.field]
    rich = is_rich(type(act.edition), root.field)
    place = find(text, root.quote, is_rich=rich, passage=root.passage)
    with translation.override(act.by.desk_language):
        if place is None:
            sentence = _(
                "The words “%(quote)s” do not stand in the text any more. Decline the "
                "suggestion, or write it in by hand."
            )
            raise Refused([Finding("quote_gone", sentence % {"quote": root.quote}, root.part)])
        refusals = list(against_replacing(place))
    if refusals:
        raise Refused(refusals)
    return put(text, place, root.replacement or "", is_rich=rich)


def _close(act: Act, root: Remark, outcome: RemarkOutcome) -> None:
    """Store the decision, tell whoever suggested, and record the act."""
    settle(act, [root], outcome)
    tell_of(act, root, [root.by_id], f"suggestion_{outcome}")
    act.record([root.part], {"remark": root.pk})
