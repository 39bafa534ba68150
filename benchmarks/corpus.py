"""An invented office's whole archive, written straight into an empty database.

The verbs would write it too, in hours instead of seconds; what is measured is reading. Every
print is what the rulebook would have printed of the rows beside it: a test compares them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction

from benchmarks.contents import Author
from benchmarks.editions import Written, write_editions, write_releases
from benchmarks.pieces import Fate, Outline, Piece
from benchmarks.records import Records, write_records
from benchmarks.tables import reserve, write
from delegations.models import Delegation
from editorial import audit
from editorial.clock import database_moment
from editorial.contents.content import Content
from editorial.kinds import kind_model, text_fields
from editorial.models import Edition, Publication
from events.models import Meeting
from news.models import NewsItem

BATCH = 500
# Drafts on the desk: one for so many meetings, but no more than an office has under way.
MEETINGS_PER_DRAFT, MOST_DRAFTS = 5, 200
# Drafts that begin a publication come in all kinds; the others go on with the newest.
KINDS = (NewsItem.KIND, Meeting.KIND, Delegation.KIND)
GONE_ON_WITH = (NewsItem.KIND, Meeting.KIND)
SEED = 2025
# Stands in the title of everything that was never released.
DRAFT = "черновик"


@transaction.atomic
def generate(size: int) -> None:
    """Write `size` news items, as many meetings, half as many people, a tenth of delegations.

    With organisations, pictures, mentions, versions, approvals, some drafts, and a few news items
    that are scheduled or withdrawn. The same size gives the same corpus, counted back from now.
    All or nothing; for a database without publications. One audit entry tells of it.
    """
    drawn = Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        # Each statement checks its own rows: a whole corpus of checks would wait for the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    at = database_moment()
    records = write_records(size, at, drawn)
    outline = Outline.drawn_by(drawn, size, at)
    released = _write_publications(outline, records)
    numbers = {(piece.kind, piece.place): piece.number for piece in released}
    author = Author(outline, records, numbers)
    _write(released, author)
    # An edition begins when the one before is closed.
    _write(_drafts(outline, records, numbers), author)
    audit.append(verb="backfill", by=records.secretary, at=at, detail={"generated": size})
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'off', true)")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE")


def _write(pieces: Iterable[Piece], author: Author) -> None:
    remaining = iter(pieces)
    while batch := list(islice(remaining, BATCH)):
        keys = reserve(Edition, len(batch))
        written = [
            Written(piece, _said(author, piece), pk) for piece, pk in zip(batch, keys, strict=True)
        ]
        write_editions(written, author.records)
        write_releases(written, author.records)


def _write_publications(outline: Outline, records: Records) -> Sequence[Piece]:
    """Write the publications that were released, numbered in the order of their moments."""
    places = [(kind, place) for kind, count in outline.counts.items() for place in range(count)]
    places.sort(key=lambda piece: outline.moment(*piece))
    numbers = reserve(Publication, len(places))
    pieces = [
        Piece(kind, place, number, outline.moment(kind, place), outline.fate(kind, place))
        for (kind, place), number in zip(places, numbers, strict=True)
    ]
    write(
        Publication,
        (
            {
                "number": piece.number,
                "kind": piece.kind,
                "created_by_id": records.writer.pk,
                "created_at": min(piece.moment, outline.now),
            }
            for piece in pieces
        ),
    )
    return pieces


def _drafts(
    outline: Outline, records: Records, numbers: Mapping[tuple[str, int], int]
) -> Iterator[Piece]:
    """Begin publications that nobody has released, and go on with some that were."""
    count = min(outline.size // MEETINGS_PER_DRAFT, MOST_DRAFTS) // 2
    opened = reserve(Publication, max(count, len(KINDS)))
    for place, number in enumerate(opened):
        kind, moment = KINDS[place % len(KINDS)], outline.now - timedelta(minutes=place)
        author = {"created_by_id": records.writer.pk, "created_at": moment}
        write(Publication, [{"number": number, "kind": kind, **author}])
        yield Piece(kind, place, number, moment, Fate.DRAFT)
    for turn in range(count):
        # Even places: those that are withdrawn stand at odd ones.
        kind, place = GONE_ON_WITH[turn % len(GONE_ON_WITH)], turn * 2
        moment = outline.now - timedelta(minutes=turn)
        yield Piece(kind, place, numbers[kind, place], moment, Fate.DRAFT, edition=2)


def _said(author: Author, piece: Piece) -> Content:
    """What a piece says; what a draft says is marked, so that it is known wherever it stands."""
    content = author.write(piece)
    if piece.fate is Fate.DRAFT:
        content.texts["ru"][text_fields(kind_model(piece.kind))[0]] += f" ({DRAFT})"
    return content
