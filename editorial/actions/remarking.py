"""Verbs of remarks: remark, reply, resolve, reopen.

They are about what is said of a text, not about the text: the edition's token stays, and a
closed edition can be remarked upon.
"""

import re
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import notices
from editorial.actions.locking import Act, begin
from editorial.choices import FACTS, PARTS, RemarkOutcome
from editorial.contents.quoting import Quoted, find
from editorial.fields import RichTextField
from editorial.kinds import column, text_fields
from editorial.models import Edition, Remark
from editorial.models.remarks import LONGEST
from editorial.refusals import Finding, Refused
from editorial.remark_rules import (
    against_entering,
    against_reopening,
    against_replacing,
    against_resolving,
)
from languages.characters import clean_block, clean_line, is_blank

# A name is what follows the sign, but for the full stop that ends a sentence.
MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")


@transaction.atomic
def remark(
    *,
    edition: Edition,
    by: User,
    part: str = "",
    field: str = "",
    quote: str = "",
    body: str = "",
    is_blocking: bool = False,
    replacement: str | None = None,
    mentions: Iterable[int] = (),
) -> Remark:
    """Say something of an edition, a part of it, a field, or words quoted from a field.

    `part` is a language, "facts" or "" for the edition; `replacement` are the words to stand
    instead of the quote ("" takes it out), None for a plain remark. A blocking remark stops
    the approval of its part. `mentions` are keys of people to be told, besides those that
    the body names by "@".

    Raises Refused where nothing is said or more than 5,000 characters, the quoted words do not
    stand in the field, or a suggestion is not about one place; KeyError for a part or field
    that the kind lacks.
    """
    act = begin("remark", publication=edition.publication_id, by=by, edition=edition.pk)
    with translation.override(act.by.desk_language):
        _demand(against_entering(act.by))
        _demand_place(type(act.edition), part, field)
        said = _cleaned(body, is_needed=replacement is None)
        quote = clean_line(quote)
        words = None if replacement is None else clean_line(replacement)
        for one in (quote, words or ""):
            _demand_short(one)
        place = _found(act, part, field, quote, is_suggestion=words is not None)
    made = Remark.objects.create(
        publication=act.publication,
        edition=act.edition,
        part=part,
        field=field,
        passage=place.passage if place else "",
        quote=quote,
        body=said,
        replacement=words,
        is_blocking=is_blocking,
        by=act.by,
        at=act.at,
    )
    tell_of(act, made, {*_named_in(said), *mentions}, "mention")
    tell_of(act, made, _concerned(act, part), "remark")
    _record(act, made)
    return made


@transaction.atomic
def reply(*, remark: Remark, by: User, body: str, mentions: Iterable[int] = ()) -> Remark:
    """Answer a remark. Whoever took part in its thread is told.

    Raises Refused where nothing is said.
    """
    act, root = begin_on("reply", remark, by)
    with translation.override(act.by.desk_language):
        _demand(against_entering(act.by))
        made = answer(act, root, body)
    thread = Remark.objects.filter(Q(pk=root.pk) | Q(parent=root))
    tell_of(act, root, {*_named_in(made.body), *mentions}, "mention")
    tell_of(act, root, thread.values_list("by", flat=True), "reply")
    _record(act, root)
    return made


@transaction.atomic
def resolve(*, remark: Remark, by: User) -> Remark:
    """Settle a remark: what it asked for is done, or is not needed.

    Raises Refused where it is settled already, or is a blocking one of a colleague and `by`
    may not approve its part.
    """
    act, root = begin_on("resolve", remark, by)
    with translation.override(act.by.desk_language):
        _demand(against_resolving(root, act.by, act.review))
    settle(act, [root], RemarkOutcome.SETTLED)
    _record(act, root)
    return root


@transaction.atomic
def reopen(*, remark: Remark, by: User) -> Remark:
    """Take up again what was settled or declined. Raises Refused for accepted words."""
    act, root = begin_on("reopen", remark, by)
    with translation.override(act.by.desk_language):
        _demand(against_reopening(root, act.by))
    root.resolved_by, root.resolved_at, root.outcome = None, None, ""
    root.save(update_fields=["resolved_by", "resolved_at", "outcome"])
    _record(act, root)
    return root


def begin_on(verb: str, remark: Remark, by: User) -> tuple[Act, Remark]:
    """Begin an act on a remark's thread: the publication's newest edition, the root as it is."""
    act = begin(verb, publication=remark.publication_id, by=by)
    threads = Remark.objects.select_related("by", "resolved_by")
    return act, threads.get(pk=remark.parent_id or remark.pk)


def answer(act: Act, root: Remark, body: str) -> Remark:
    """Store an answer in the thread. Raises Refused where nothing is said."""
    return Remark.objects.create(
        publication=act.publication,
        edition=act.edition,
        parent=root,
        body=_cleaned(body, is_needed=True),
        by=act.by,
        at=act.at,
    )


def settle(act: Act, remarks: Sequence[Remark], outcome: RemarkOutcome) -> None:
    """Store that these remarks have come to this end, by the act's person and moment."""
    for one in remarks:
        one.resolved_by, one.resolved_at, one.outcome = act.by, act.at, outcome
    Remark.objects.bulk_update(remarks, ["resolved_by", "resolved_at", "outcome"])


def tell_of(act: Act, root: Remark, people: Iterable[int], kind: str) -> None:
    """Tell these people of an act on a remark."""
    notices.tell(
        people,
        kind,
        publication=act.publication,
        edition=act.edition,
        remark=root,
        parts=[root.part] if root.part else [],
        by=act.by,
        at=act.at,
    )


def block(act: Act, parts: Sequence[str], reason: str) -> str:
    """Make a blocking remark of the reason on each part; return what stands as the reason.

    A part on which the same person's blocking remark is open needs no other. Raises Refused
    where no reason is given and a part has none.
    """
    own = [one for one in act.review.blocking_remarks if one.by_id == act.by.pk]
    lacking = [part for part in parts if part not in {one.part for one in own}]
    with translation.override(act.by.desk_language):
        if is_blank(clean_line(reason)) and lacking:
            sentence = _("Say why: the writer has to know what to change.")
            raise Refused([Finding("reason_missing", sentence)])
        said = _cleaned(reason, is_needed=bool(lacking))
    Remark.objects.bulk_create(
        Remark(
            publication=act.publication,
            edition=act.edition,
            part=part,
            body=said,
            is_blocking=True,
            by=act.by,
            at=act.at,
        )
        for part in lacking
    )
    return said or next(one.body for one in own if one.part in parts)


def settle_own(act: Act, parts: Sequence[str]) -> list[int]:
    """Settle the act's person's own blocking remarks on these parts; return their keys.

    One about the edition as a whole is met with any of its parts.
    """
    own = [
        one
        for one in act.review.blocking_remarks
        if one.by_id == act.by.pk and (not one.part or one.part in parts)
    ]
    settle(act, own, RemarkOutcome.SETTLED)
    return [one.pk for one in own]


def is_rich(kind: type[Edition], field: str) -> bool:
    """Whether the kind's field holds HTML."""
    return isinstance(column(kind, field), RichTextField)


def _demand(findings: Iterable[Finding]) -> None:
    refusals = list(findings)
    if refusals:
        raise Refused(refusals)


def _demand_place(kind: type[Edition], part: str, field: str) -> None:
    """Raise KeyError for what an edition of the kind does not have."""
    if part not in ("", *PARTS):
        raise KeyError(part)
    fields = kind.FACT_FIELDS if part == FACTS else text_fields(kind) if part else ()
    if field and field not in (*fields, *kind.CHILDREN):
        raise KeyError(field)


def _cleaned(body: str, *, is_needed: bool) -> str:
    """Return the words as they are kept. Raises Refused where they are too many or none."""
    said = clean_block(body).strip()
    if is_blank(said):
        if is_needed:
            raise Refused([Finding("nothing_said", _("Write the remark."))])
        return ""
    _demand_short(said)
    return said


def _demand_short(said: str) -> None:
    if len(said) > LONGEST:
        sentence = _("%(length)s characters, %(limit)s at most. Shorten it.")
        values = {"length": len(said), "limit": LONGEST}
        raise Refused([Finding("too_long", sentence % values)])


def _found(act: Act, part: str, field: str, quote: str, *, is_suggestion: bool) -> Quoted | None:
    """Return where the quoted words stand in a text. Raises Refused where that is unclear."""
    kind = type(act.edition)
    if not quote:
        if is_suggestion:
            sentence = _("Quote the words that other words are to stand for.")
            raise Refused([Finding("quote_missing", sentence)])
        return None
    if part in ("", FACTS) or field not in text_fields(kind):
        if is_suggestion:
            sentence = _("Words can be suggested in a field of a text. Make a remark instead.")
            raise Refused([Finding("not_a_text", sentence)])
        return None
    text = act.review.printed[part][field]
    place = find(text, quote, is_rich=is_rich(kind, field))
    if place is None:
        sentence = _("The quoted words do not stand in this field. Copy them from the text.")
        raise Refused([Finding("quote_not_found", sentence)])
    if is_suggestion:
        _demand(against_replacing(place))
    return place


def _named_in(body: str) -> set[int]:
    """Return the keys of the people that the words name by "@" and their sign-in name."""
    written = [[name, name.rstrip(".@+-")] for name in MENTION.findall(body)]
    wanted = {name for names in written for name in names if name}
    known = dict(User.objects.filter(username__in=wanted).values_list("username", "pk"))
    named = (next((known[name] for name in names if name in known), None) for names in written)
    return {key for key in named if key is not None}


def _concerned(act: Act, part: str) -> set[int]:
    """Return the keys of those whose work a remark on this part is about."""
    if part:
        people = act.review.authors(part)
    else:
        people = {act.publication.created_by_id, act.edition.updated_by_id}
    asked = act.texts[part].assignee_id if part in act.texts else None
    return {*people, *([asked] if asked else [])}


def _record(act: Act, root: Remark) -> None:
    detail: dict[str, object] = {"remark": root.pk}
    if root.is_blocking:
        detail["is_blocking"] = True
    act.record([root.part] if root.part else [], detail)
