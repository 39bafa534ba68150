"""How an edition comes to be: new, copied, or carrying on what a release left unreleased."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from editorial.choices import Change
from editorial.content import Content, put_facts, put_text
from editorial.kinds import kind_model, text_fields
from editorial.models import Edition, Publication, Release, Text, Version
from editorial.printing import Printed, print_facts, print_text
from languages.choices import CODES

# What a text takes along when its work goes on in the next edition.
CARRIED = ("state", "change", "note", "assignee_id", "submitted_by_id", "submitted_at")


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
    facts: Printed,
    words: Mapping[str, Printed],
    carried: Mapping[str, Text],
    by: User,
    at: datetime,
) -> tuple[Edition, dict[str, Text]]:
    """Store the next edition of a publication with this content.

    `carried` holds, by language, the text whose handling and state go along; the others
    begin in work, with the question of change still open where readers know an earlier
    release.
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
    many = {name for name in facts if model._meta.get_field(name).many_to_many}
    put_facts(row, {name: value for name, value in facts.items() if name not in many})
    empty = dict.fromkeys(text_fields(model), "")
    for language in CODES:
        put_text(row, language, {**empty, **words.get(language, {})})
    row.save(force_insert=True)
    put_facts(row, {name: facts[name] for name in many})
    known = set(Release.objects.filter(publication=publication).values_list("language", flat=True))
    texts = {}
    for language in CODES:
        text = Text(edition=row, language=language)
        if language in carried:
            for name in CARRIED:
                setattr(text, name, getattr(carried[language], name))
        elif language not in known:
            text.change = Change.FIRST
        texts[language] = text
    Text.objects.bulk_create(texts.values())
    return row, texts


def next_edition(
    publication: Publication,
    *,
    by: User,
    at: datetime,
    carried: Mapping[str, tuple[Printed, Text]] | None = None,
) -> tuple[Edition, dict[str, Text]]:
    """Start the edition after the one last closed by a release.

    Facts come from that one; each text from carried work where there is some, else from
    its language's latest release, else it is empty.
    """
    editions = kind_model(publication.kind)._default_manager.filter(publication=publication)
    # The last one released, or where none ever was, the last one discarded.
    last = editions.exclude(closed_at=None).order_by("discarded", "-number")[0]
    # A discarded edition is never a source: only its language is known.
    facts = {} if last.discarded else print_facts(last)
    words = latest_texts(publication)
    for language, (text, _row) in (carried or {}).items():
        words[language] = text
    edition, texts = new_edition(
        publication,
        source_language=last.source_language,
        facts=facts,
        words=words,
        carried={language: row for language, (_text, row) in (carried or {}).items()},
        by=by,
        at=at,
    )
    keep_version(edition, texts, parts=(), by=by, at=at)
    return edition, texts


def latest_texts(publication: Publication) -> dict[str, Printed]:
    """Return, by language, the text of its latest release, scheduled ones included."""
    releases = Release.objects.filter(publication=publication).order_by("released_at", "id")
    return {release.language: release.content["text"] for release in releases}


def keep_version(
    edition: Edition,
    texts: Mapping[str, Text],
    *,
    parts: Iterable[str],
    by: User,
    at: datetime,
) -> Version:
    """Keep the edition's content as it stands, and whose hand changed which parts."""
    content = Content.of(edition, texts)
    return Version.objects.create(
        edition_id=edition.pk,
        token=edition.token,
        facts=content.facts,
        texts=content.texts,
        internal=content.internal,
        handling=content.handling,
        parts=list(parts),
        by=by,
        at=at,
    )


def has_work(edition: Edition, text: Text, *, is_released_as_is: bool) -> bool:
    """Whether a language left out of a release has something to go on with.

    Words that are not released as they stand; or an empty text that someone was asked for.
    """
    if any(print_text(edition, text.language).values()):
        return not is_released_as_is
    return text.assignee_id is not None
