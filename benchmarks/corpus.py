"""A corpus of released news items, written straight into an empty database.

The verbs would write it too, in minutes instead of seconds; what is measured is reading.
"""

from datetime import datetime, timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from editorial.clock import database_moment
from editorial.models import Edition, Mention, Publication, Release, Topic
from editorial.printing import digest, print_release
from news.models import NewsItem, Section

PARAGRAPH = (
    "Стороны обменялись мнениями о развитии транспортных коридоров, о совместных исследованиях "
    "и об обмене молодыми учёными, подтвердив взаимный интерес к продолжению диалога. "
)
BATCH = 1000


def generate(items: int, language: str = "ru") -> None:
    """Write so many live items of one language, one an hour, the newest an hour ago."""
    by = get_user_model().objects.create(username="corpus")
    section = Section.objects.create(slug="meetings", name_ru="Встречи")
    topic = Topic.objects.create(slug="connectivity", name_ru="Связанность")
    newest = database_moment()
    numbers = count(1)
    for start in range(0, items, BATCH):
        moments = [
            newest - timedelta(hours=next(numbers)) for _ in range(min(BATCH, items - start))
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
            _write(moments, by, section, topic, language)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(
    moments: list[datetime], by: object, section: Section, topic: Topic, language: str
) -> None:
    publications = Publication.objects.bulk_create(
        Publication(kind=NewsItem.KIND, created_by=by, created_at=moment) for moment in moments
    )
    editions = Edition.objects.bulk_create(
        Edition(
            publication=publication,
            number=1,
            source_language=language,
            closed_at=publication.created_at,
            updated_by=by,
            updated_at=publication.created_at,
        )
        for publication in publications
    )
    releases = Release.objects.bulk_create(
        _release(edition, by, section, topic, language) for edition in editions
    )
    Mention.objects.bulk_create(
        Mention(
            release=release,
            record_type=record_type,
            record_key=record_key,
            language=language,
            first_shown_at=release.first_shown_at,
        )
        for release in releases
        for record_type, record_key in (("section", str(section.pk)), ("topic", str(topic.pk)))
    )


def _release(
    edition: Edition, by: object, section: Section, topic: Topic, language: str
) -> Release:
    begins = edition.updated_at
    number = edition.publication_id
    facts = {"section": section.pk, "topics": [topic.pk], "countries": []}
    text = {
        "headline": f"Встреча в институте № {number}",
        "lead": PARAGRAPH,
        "body": f"<p>{PARAGRAPH * 4}</p>" * 5,
        "dateline": "Ташкент",
    }
    return Release(
        publication_id=number,
        edition=edition,
        language=language,
        kind=NewsItem.KIND,
        live=DateTimeTZRange(begins, None, "[)"),
        content=print_release(facts, text),
        facts_digest=digest(facts),
        text_digest=digest(text),
        slug=f"vstrecha-{number}",
        change="first",
        first_shown_at=begins,
        public_at=begins,
        released_by=by,
        released_at=begins,
    )
