"""How an edition comes to be: new, copied, or carrying on what a release left unreleased."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from editorial.choices import FACTS, Change, TextState
from editorial.contents.content import INTERNAL, Content, put_content, put_facts
from editorial.contents.passage_rows import keep_passages
from editorial.contents.printing import keep_internal, print_facts, print_text
from editorial.contents.values import Printed, put_children
from editorial.kinds import child_models, column, filling_of, kind_model, kind_row
from editorial.models import Edition, Publication, Release, Text, Version
from languages.choices import CODES

# What a text takes along when its work goes on in the next edition: how it will go out,
# and how far it is.
HANDLED = ("change", "note", "assignee_id")
STANDING = ("state", "submitted_by_id", "submitted_at")


@dataclass(frozen=True)
class Work:
    """A text that goes on elsewhere: its row, its words, and the facts they were written for."""

    text: Text
    words: Printed
    facts: Printed


def new_publication(
    kind: str, *, by: User, at: datetime, opening_key: UUID | None
) -> Publication | None:
    """Make the lasting identity of a new piece; None where the key has opened one already.

    The same form sent twice at once waits here for the first, and then finds its piece.
    """
    try:
        with transaction.atomic():
            return Publication.objects.create(
                kind=kind, created_by=by, created_at=at, opening_key=opening_key
            )
    except IntegrityError:
        if opening_key is None:
            raise
        return None


def new_edition(
    publication: Publication,
    *,
    source_language: str,
    content: Content,
    carried: Mapping[str, Work],
    by: User,
    at: datetime,
) -> tuple[Edition, dict[str, Text]]:
    """Store the next edition of a publication with this content.

    `carried` holds, by language, the work whose handling goes along, and its state too
    where every word of it does; the others begin in work, with the question of change still
    open where readers know an earlier release.
    """
    model = kind_model(publication.kind)
    last = publication.editions.aggregate(last=Max("number"))["last"] or 0
    row = model(
        publication=publication,
        number=last + 1,
        source_language=source_language,
        updated_by=by,
        updated_at=at,
    )
    put_content(row, content, (FACTS, INTERNAL, *CODES))
    row.save(force_insert=True)
    put_facts(row, _many(model, content.facts))
    put_children(row, content.facts, content.texts, content.internal)
    known = set(Release.objects.filter(publication=publication).values_list("language", flat=True))
    texts = {}
    for language in CODES:
        text = Text(edition=row, language=language)
        if language in carried:
            work = carried[language]
            is_whole = content.texts[language] == work.words
            for name in HANDLED + (STANDING if is_whole else ()):
                setattr(text, name, getattr(work.text, name))
        elif language not in known:
            text.change = Change.FIRST
        texts[language] = text
    Text.objects.bulk_create(texts.values())
    return row, texts


def _many(model: type[Edition], facts: Printed) -> Printed:
    """The facts that can only be written once the row is stored."""
    return {
        name: value
        for name, value in facts.items()
        if name not in model.CHILDREN and model._meta.get_field(name).many_to_many
    }


def next_edition(
    publication: Publication,
    *,
    by: User,
    at: datetime,
    source: Edition | None = None,
    carried: Mapping[str, Work] | None = None,
    restored: Sequence[str] = (),
) -> tuple[Edition, dict[str, Text]]:
    """Start the edition after `source`: unless given, the last one that was released.

    Facts come from that one; each text from carried work where there is some, else from
    its language's latest release, else it is empty but for its children's words. Words about
    a person never go to the row of another. Of the languages `restored`, and of the facts
    with them, `by` is the author; readers are told that they are back.
    """
    source = source or _last_released(publication)
    # What was discarded, or taken back and not gone on with, is never a source.
    content = Content.empty(publication.kind)
    if source is not None:
        content.facts, content.internal = print_facts(source), keep_internal(source)
        for language, text in content.texts.items():
            # A participant has a name in a language that nobody has written in yet.
            text |= {name: print_text(source, language)[name] for name in source.CHILDREN}
    first = publication.editions.earliest("number")
    for language, printed in _latest_prints(publication).items():
        _adopt(content, publication.kind, language, printed["text"], printed["facts"])
    for language, work in (carried or {}).items():
        _adopt(content, publication.kind, language, work.words, work.facts)
    content.drop_orphans()
    edition, texts = new_edition(
        publication,
        source_language=(source or first).source_language,
        content=content,
        carried=carried or {},
        by=by,
        at=at,
    )
    for language in restored:
        texts[language].change = Change.UPDATE
        texts[language].save(update_fields=["change"])
    parts = [FACTS, *restored] if restored else []
    keep_version(edition, texts, parts=parts, by=by, at=at)
    return edition, texts


def _last_released(publication: Publication) -> Edition | None:
    editions = kind_model(publication.kind)._default_manager.filter(publication=publication)
    released = editions.filter(pk__in=publication.releases.values("edition"))
    return released.order_by("-number").first()


def _latest_prints(publication: Publication) -> dict[str, Printed]:
    """Return, by language, the content of its latest release, scheduled ones included."""
    releases = Release.objects.filter(publication=publication).order_by("released_at", "id")
    return {release.language: release.content for release in releases}


def _adopt(content: Content, kind: str, language: str, words: Printed, facts: Printed) -> None:
    """Put a text into the content; of a child's words only those about who stands there now.

    `facts` are those that the words were written for. Where a row is linked to somebody else
    by now, the words that the content has stay.
    """
    adopted = dict(words)
    for name, model in child_models(kind_model(kind)).items():
        identity = [one for one in model.FACT_FIELDS if column(model, one).is_relation]
        then = {row["key"]: row for row in facts.get(name, [])}
        said = dict(content.texts[language][name])
        for row in content.facts[name]:
            key, was = row["key"], then.get(row["key"])
            if was is not None and all(row[one] == was.get(one) for one in identity):
                said.pop(key, None)
                if key in words.get(name, {}):
                    said[key] = words[name][key]
        adopted[name] = said
    content.texts[language] |= adopted


def keep_version(
    edition: Edition,
    texts: Mapping[str, Text],
    *,
    parts: Iterable[str],
    by: User,
    at: datetime,
    written: Content | None = None,
) -> Version:
    """Keep the edition's content and its passages as they stand, and whose hand changed what.

    `written` is the content before rules filled in what follows from it; unless given, all
    that is new was written by hand.
    """
    content, parts = Content.of(edition, texts), list(parts)
    keep_passages(edition, content, parts=parts, written=written)
    return Version.objects.create(
        edition_id=edition.pk,
        token=edition.token,
        facts=content.facts,
        texts=content.texts,
        internal=content.internal,
        handling=content.handling,
        parts=parts,
        by=by,
        at=at,
    )


def has_work(edition: Edition, text: Text, *, is_released: bool, is_latest_as_is: bool) -> bool:
    """Whether a language left out of a release has something to go on with.

    Words that readers will not end up with otherwise; or a task, a note, a step taken. In a
    language that was never released, what only follows from the facts is nobody's work.
    """
    if text.assignee_id or text.note or text.state != TextState.IN_WORK:
        return True
    said = print_text(edition, text.language)
    if is_latest_as_is or not any(said.values()):
        return False
    return is_released or said != _proposed(edition, text.language)


def _proposed(edition: Edition, language: str) -> Printed:
    """Return the text that the kind proposes from the facts where nobody has written any."""
    kind = kind_row(edition)
    blank, content = Content.empty(kind.KIND), Content.empty(kind.KIND)
    content.facts = print_facts(edition)
    filling = filling_of(type(kind))
    if filling is not None:
        filling.fill(blank, content, CODES)
    return content.texts[language]
