"""Verbs of writing: start an edition, save it, discard it."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.actions.access import in_detail, refuse_links_out_of_sight
from editorial.actions.editions import keep_version, new_edition, new_publication, next_edition
from editorial.actions.locking import Act, begin, meant
from editorial.choices import FACTS, TextState
from editorial.clock import database_moment
from editorial.contents.content import INTERNAL, PUBLIC_HANDLING, Content, put_content
from editorial.contents.given import (
    Values,
    clean_facts,
    clean_handling,
    clean_internal,
    clean_text,
    linked_numbers,
    refuse_repeated_keys,
)
from editorial.contents.merging import changed_parts, merge
from editorial.contents.passage_rows import rich_fields
from editorial.contents.values import Printed
from editorial.four_eyes import Review
from editorial.kinds import filling_of, kind_model, printing_of
from editorial.models import Edition, OutsideCheck, Publication, Version
from editorial.permissions import may
from editorial.refusals import ClashOfWork, Finding, Refused
from languages.choices import CODES


@transaction.atomic
def start_edition(
    *,
    by: User,
    kind: str | None = None,
    publication: Publication | None = None,
    source_language: str | None = None,
    facts: Values | None = None,
    texts: Mapping[str, Values] | None = None,
    internal: Values | None = None,
    opening_key: UUID | None = None,
) -> Edition:
    """Start the next edition of a publication, or a new publication of a kind.

    A next edition begins with what was last released. A new publication begins with the
    facts and texts given (fields by name, texts by language), in the source language given
    or else the one `by` wrote in last; the same `opening_key` opens it once, and what is
    sent with it again is saved as a change of that. Raises Refused where an edition is open
    already, or a text cannot be stored.
    """
    if publication is not None:
        return _start_next(publication, by)
    if kind is None:
        raise TypeError("start_edition needs a publication or a kind")
    return _start_new(
        kind,
        by=User.objects.get(pk=by.pk),
        source_language=source_language,
        facts=facts or {},
        texts=texts or {},
        internal=internal or {},
        opening_key=opening_key,
    )


def _start_next(publication: Publication, by: User) -> Edition:
    act = begin("start_edition", publication=publication.pk, by=by)
    act.refuse()
    edition, _texts = next_edition(act.publication, by=act.by, at=act.at)
    audit.append(
        verb="start_edition",
        by=act.by,
        at=act.at,
        publication=act.publication,
        edition=edition,
    )
    return edition


def _start_new(
    kind: str,
    *,
    by: User,
    source_language: str | None,
    facts: Values,
    texts: Mapping[str, Values],
    internal: Values,
    opening_key: UUID | None,
) -> Edition:
    """Make a new publication with its first edition, or find the one this key opened."""
    at, language = database_moment(), source_language or by.source_language
    with translation.override(by.desk_language):
        if not may(by, "start_edition"):
            sentence = _("Starting a piece is for another role: writer, editor, press secretary.")
            raise Refused([Finding("not_allowed", sentence)])
        meant([language])
        written, content = _opened(
            kind_model(kind), by=by, facts=facts, texts=texts, internal=internal
        )
    publication = new_publication(kind, by=by, at=at, opening_key=opening_key)
    if publication is None:
        # What the same form says now goes on top of what it said first.
        first = Edition.objects.get(publication__opening_key=opening_key, number=1)
        return save_edition(
            edition=first, by=by, token=1, facts=facts, texts=texts, internal=internal
        )
    edition, rows = new_edition(
        publication, source_language=language, content=content, carried={}, by=by, at=at
    )
    # Whoever opens a piece answers for its facts, empty ones too.
    parts = [FACTS, *(code for code in CODES if any(content.texts[code].values()))]
    keep_version(edition, rows, parts=parts, by=by, at=at, written=written)
    if by.source_language != language:
        User.objects.filter(pk=by.pk).update(source_language=language)
    audit.append(
        verb="start_edition",
        by=by,
        at=at,
        publication=publication,
        edition=edition,
        parts=parts,
    )
    return edition


def _opened(
    model: type[Edition],
    *,
    by: User,
    facts: Values,
    texts: Mapping[str, Values],
    internal: Values,
) -> tuple[Content, Content]:
    """Return what a first edition is given, and that with what follows from it. Raises Refused."""
    blank = Content.empty(model.KIND)
    written = _with(blank, model, facts=facts, texts=texts, internal=internal)
    content = deepcopy(written)
    _fill(model, blank, content, texts)
    _refuse_contradictions(model(), content)
    refuse_links_out_of_sight(by, (), linked_numbers(model, content.facts))
    return written, content


@transaction.atomic
def save_edition(
    *,
    edition: Edition,
    by: User,
    token: int,
    facts: Values | None = None,
    texts: Mapping[str, Values] | None = None,
    internal: Values | None = None,
    handling: Mapping[str, Values] | None = None,
) -> Edition:
    """Save what a person wrote over the edition that he saw; return the open edition.

    `token` is the edition's token when he opened it. Given are whole fields: facts by
    name, texts and handling ("change", "note", "assignee") by language. Only what differs
    from what he saw is his: it is merged with what others saved since, also into the next
    edition when this one was released meanwhile. A text that changes returns to "in work".
    Saving nothing new changes nothing.

    Raises ClashOfWork where others changed the same fields to something else (both
    values are in it; nothing is saved), Refused where the person may not write a part he
    changed, a text does not fit, or the edition was discarded.
    """
    act = begin("save_edition", publication=edition.publication_id, by=by)
    found = act.edition
    if found.discarded:
        act.refuse()
    elif not found.is_open:
        _go_on_in_next(act)
    act.refuse()
    base = _seen(act, edition, token)
    with translation.override(act.by.desk_language):
        mine = _as_written(
            act, base, facts=facts, texts=texts, internal=internal, handling=handling
        )
    current = Content.of(act.edition, act.texts)
    written = _woven(act, found, base, mine, current)
    # After the merge: what two people chose together decides what follows from it. What the
    # merge took over as it stands must not change along.
    merged = deepcopy(written)
    _fill(type(act.edition), current, merged, texts or {})
    parts = changed_parts(current, merged)
    if merged == current:
        # Nothing to save, so no next edition was wanted either.
        if act.edition is not found:
            transaction.set_rollback(True)
        return found
    _refuse_what_is_wrong(act, parts, current, merged)
    _store(act, merged, parts)
    keep_version(act.edition, act.texts, parts=parts, by=act.by, at=act.at, written=written)
    act.record(part for part in parts if part != INTERNAL)
    return act.edition


def _woven(act: Act, found: Edition, base: Content, mine: Content, current: Content) -> Content:
    """Return what the person and his colleagues wrote, as one. Raises ClashOfWork."""
    written, clashes = merge(base, mine, current, rich_fields(type(act.edition)))
    if clashes:
        with translation.override(act.by.desk_language):
            sentence = _(
                "A colleague has changed the same place meanwhile. Nothing is lost: both "
                "texts stand here. Settle what is right and save again."
            )
        raise ClashOfWork(clashes, found, sentence)
    return written


def _refuse_what_is_wrong(act: Act, parts: list[str], current: Content, merged: Content) -> None:
    """Raise Refused for what this person may not write, and for facts that cannot be."""
    _refuse_parts(act, parts, current, merged)
    with translation.override(act.by.desk_language):
        _refuse_contradictions(act.edition, merged)
        before, after = (linked_numbers(type(act.edition), one.facts) for one in (current, merged))
        refuse_links_out_of_sight(act.by, before, after)


def _go_on_in_next(act: Act) -> None:
    """Start the next edition for a save whose edition was released meanwhile."""
    act.edition, act.texts = next_edition(act.publication, by=act.by, at=act.at)
    act.review = Review(act.edition, act.texts, act.at)


def _seen(act: Act, edition: Edition, token: int) -> Content:
    """Return the content that a form opened at this token shows."""
    versions = Version.objects.filter(edition=edition.pk, token__lte=token)
    version = versions.order_by("-token").first()
    if version is None:
        with translation.override(act.by.desk_language):
            sentence = _("This form does not belong to this edition. Open the edition again.")
        raise Refused([Finding("unknown_token", sentence)])
    return Content.kept_in(version)


def _as_written(
    act: Act,
    base: Content,
    *,
    facts: Values | None,
    texts: Mapping[str, Values] | None,
    internal: Values | None,
    handling: Mapping[str, Values] | None,
) -> Content:
    """Return what the person saw, with what he gives in its place."""
    kind = type(act.edition)
    mine = _with(
        base,
        kind,
        facts=_changed(base.facts, facts or {}),
        texts=texts or {},
        internal=_changed(base.internal, internal or {}),
    )
    for language, given in (handling or {}).items():
        changed = _changed(base.handling[language], given)
        mine.handling[language].update(clean_handling(language, changed))
    return mine


def _with(
    base: Content,
    kind: type[Edition],
    *,
    facts: Values,
    texts: Mapping[str, Values],
    internal: Values,
) -> Content:
    """Return the content with what is given in its place, checked and cleaned."""
    mine = deepcopy(base)
    mine.facts.update(clean_facts(kind, facts))
    mine.internal.update(clean_internal(kind, internal))
    for language, text in texts.items():
        mine.texts[language].update(clean_text(kind, language, text))
    mine.drop_orphans()
    refuse_repeated_keys(mine)
    return mine


def _fill(kind: type[Edition], base: Content, mine: Content, given: Iterable[str]) -> None:
    """Let the kind propose what follows from what was changed: names, posts, a title."""
    filling = filling_of(kind)
    if filling is not None:
        filling.fill(base, mine, [language for language in CODES if language in given])


def _changed(seen: Printed, given: Values) -> Printed:
    """Return what is given anew. The rest may rest on records that were closed meanwhile."""
    return {name: value for name, value in given.items() if seen.get(name) != value}


def _refuse_contradictions(row: Edition, content: Content) -> None:
    """Raise Refused for facts that cannot be true together."""
    sentences = list(printing_of(row).contradictions(content.facts))
    if row.publication_id in linked_numbers(type(row), content.facts):
        sentences.append(_("A publication cannot be linked to itself. Take the link out."))
    if sentences:
        raise Refused([Finding("contradiction", sentence, FACTS) for sentence in sentences])


def _refuse_parts(act: Act, parts: list[str], before: Content, after: Content) -> None:
    """Raise Refused for the parts that this person may not write, or give to someone."""
    assigned = [
        language
        for language in CODES
        if before.handling[language]["assignee"] != after.handling[language]["assignee"]
    ]
    written = [FACTS if part == INTERNAL else part for part in parts]
    act.refuse(dict.fromkeys([*written, *assigned]))


def _store(act: Act, content: Content, parts: list[str]) -> None:
    """Write the content over the open edition's rows."""
    columns = put_content(act.edition, content, parts)
    for language, row in act.texts.items():
        handled = content.handling[language]
        if language in parts:
            row.state = TextState.IN_WORK
            row.submitted_by = row.submitted_at = None
        elif row.assignee_id == handled["assignee"]:
            continue
        for name in PUBLIC_HANDLING:
            setattr(row, name, handled[name])
        row.assignee_id = handled["assignee"]
        row.save()
    act.touch(*columns)


@transaction.atomic
def discard(*, edition: Edition, by: User, token: int) -> Edition:
    """Close the open edition without a release. What was written stays among the versions.

    Links for an outside check die with it, those made of an earlier edition of these words too.
    Raises Refused where it is closed already, or has changed since `by` looked.
    """
    act = begin("discard", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(token=token)
    act.edition.closed_at = act.at
    act.edition.discarded = True
    act.touch("closed_at", "discarded")
    links = OutsideCheck.objects.filter(publication=act.publication)
    act.record(detail=in_detail(links.stop(act.by, act.at)))
    return act.edition
