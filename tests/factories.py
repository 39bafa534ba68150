"""Rows for tests: people by role, and releases as readers find them.

`printed` writes a release straight into the database, for tests of what is read. Tests
of what people do call the verbs.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import DutyTerm, User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.models import Edition, Mention, Publication, Release
from languages.choices import CODES

HOUR = timedelta(hours=1)
_numbers = count(1)


def person(*roles: Role, reads: Any = CODES, writes: Any = CODES, **fields: Any) -> User:
    """Return a new person with these roles, who reads and writes every language unless told."""
    user = User.objects.create(
        username=fields.pop("username", f"person{next(_numbers)}"),
        languages_read=list(reads),
        languages_written=list(writes),
        is_staff=True,
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    if Role.DUTY in roles:
        on_duty(user)
    return user


def on_duty(user: User, *, since: timedelta = -HOUR, until: timedelta = HOUR) -> DutyTerm:
    """Put a person on duty; the times count from now."""
    now = database_moment()
    giver = User.objects.exclude(pk=user.pk).first() or person()
    return DutyTerm.objects.create(
        person=user, since=now + since, until=now + until, given_by=giver
    )


def printed(
    language: str = "ru",
    *,
    headline: str = "Встреча с делегацией",
    lead: str = "Лид новости.",
    body: str = "<p>Текст новости.</p>",
    dateline: str = "Ташкент",
    facts: dict[str, Any] | None = None,
    mentions: tuple[tuple[str, str], ...] = (),
    publication: Publication | None = None,
    begins: datetime | timedelta = timedelta(days=-1),
    ends: datetime | None = None,
    slug: str = "vstrecha",
    change: str = "first",
    note: str = "",
    first_shown_at: datetime | None = None,
    public_at: datetime | None = None,
) -> Release:
    """Return a new release of a news item; `begins` is a moment or counts from now."""
    now = database_moment()
    start = now + begins if isinstance(begins, timedelta) else begins
    by = User.objects.first() or person()
    if publication is None:
        publication = Publication.objects.create(kind="news", created_by=by, created_at=start)
    edition = Edition.objects.create(
        publication=publication,
        number=publication.editions.count() + 1,
        source_language=language,
        closed_at=now,
        updated_by=by,
        updated_at=now,
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        release = Release.objects.create(
            publication=publication,
            edition=edition,
            language=language,
            kind=publication.kind,
            live=DateTimeTZRange(start, ends, "[)"),
            content={
                "schema": 1,
                "facts": {"section": None, "topics": [], "countries": [], **(facts or {})},
                "text": {"headline": headline, "lead": lead, "body": body, "dateline": dateline},
            },
            facts_digest="f" * 64,
            text_digest="t" * 64,
            slug=slug,
            change=change,
            note=note,
            first_shown_at=first_shown_at or start,
            public_at=public_at or first_shown_at or start,
            released_by=by,
            released_at=min(start, now),
        )
        Mention.objects.bulk_create(
            Mention(
                release=release,
                record_type=record_type,
                record_key=record_key,
                language=language,
                first_shown_at=release.first_shown_at,
            )
            for record_type, record_key in mentions
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('ismi.backfill', '', true)")
    return release


def draft(by: User, **texts: dict[str, str]) -> Edition:
    """Return the open edition of a new news item; without texts, complete in Russian."""
    return actions.start_edition(
        by=by, kind="news", source_language="ru", texts=texts or {"ru": words("Встреча")}
    )


def words(headline: str, body: str = "<p>Стороны обменялись мнениями.</p>") -> dict[str, str]:
    """Return the least that a news item says in a language."""
    return {"headline": headline, "body": body}


def approved(by: User, reviewer: User, *languages: str, **texts: dict[str, str]) -> Edition:
    """Return an open edition whose facts and these languages (Russian, unless told) may go out."""
    languages = languages or ("ru",)
    edition = draft(by, **texts)
    edition = actions.submit(edition=edition, by=by, token=edition.token, languages=languages)
    return actions.approve(
        edition=edition, by=reviewer, token=edition.token, parts=["facts", *languages]
    )


def released(by: User, reviewer: User, secretary: User, *languages: str, **texts: Any) -> Edition:
    """Return the edition of a news item that went out by the verbs, now."""
    edition = approved(by, reviewer, *languages, **texts)
    actions.release(
        edition=edition, by=secretary, token=edition.token, languages=languages or ("ru",)
    )
    return edition
