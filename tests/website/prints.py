"""Meetings, delegations and news of the public, written straight into the database."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from accounts.models import User
from editorial.clock import database_moment
from editorial.models import Edition, Mention, Publication, Release
from tests.factories import person

TODAY = timezone.localdate


def in_days(count: int) -> str:
    """Return the day so many days from today, as prints write it."""
    return (TODAY() + timedelta(days=count)).isoformat()


def publication_of(kind: str) -> Publication:
    """Return a new publication of a kind."""
    by = User.objects.first() or person()
    return Publication.objects.create(kind=kind, created_by=by, created_at=database_moment())


def release_of(
    kind: str,
    language: str,
    facts: dict[str, Any],
    text: dict[str, Any],
    *,
    mentions: tuple[tuple[str, str], ...] = (),
    publication: Publication | None = None,
    begins: datetime | timedelta = timedelta(days=-1),
    slug: str = "slug",
    span: tuple[str | None, str | None] = (None, None),
    change: str = "first",
    ends: datetime | None = None,
    note: str = "",
) -> Release:
    """Return a new release; `span` are the first and the last day of what takes place."""
    now = database_moment()
    start = now + begins if isinstance(begins, timedelta) else begins
    publication = publication or publication_of(kind)
    edition = Edition.objects.create(
        publication=publication,
        number=publication.editions.count() + 1,
        source_language=language,
        closed_at=now,
        updated_by=publication.created_by,
        updated_at=now,
    )
    first, last = span[0], span[1] or span[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        release = Release.objects.create(
            publication=publication,
            edition=edition,
            language=language,
            kind=kind,
            live=DateTimeTZRange(start, ends, "[)"),
            content={"schema": 1, "facts": facts, "text": text},
            facts_digest="f" * 64,
            text_digest="t" * 64,
            slug=slug,
            change=change,
            note=note,
            first_shown_at=start,
            public_at=start,
            starts_at=_midnight(first) if first else None,
            ends_at=_midnight(last) + timedelta(days=1) if last else None,
            released_by=publication.created_by,
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
            for record_type, record_key in dict.fromkeys(mentions)
        )
        cursor.execute("SELECT set_config('ismi.backfill', '', true)")
    return release


def meeting_of(
    language: str = "en",
    *,
    title: str = "A meeting",
    on: int = -7,
    until: int | None = None,
    facts: dict[str, Any] | None = None,
    text: dict[str, Any] | None = None,
    mentions: tuple[tuple[str, str], ...] = (),
    **given: Any,
) -> Release:
    """Return a live meeting that takes place so many days from today."""
    whole = {
        "form": "bilateral",
        "status": "held" if on < 0 else "planned",
        "starts_on": in_days(on),
        "ends_on": None if until is None else in_days(until),
        "starts_at": None,
        "ends_at": None,
        "country": "",
        "is_online": False,
        "topics": [],
        "delegations": [],
        "participants": [],
        "outcomes": [],
        **(facts or {}),
    }
    said = {
        "title": title,
        "city": "",
        "place": "",
        "summary": "",
        "reason": "",
        "participants": {},
        "outcomes": {},
        **(text or {}),
    }
    span = in_days(on), None if until is None else in_days(until)
    named = (*mentions, *mentioned(whole))
    return release_of("meeting", language, whole, said, mentions=named, span=span, **given)


def delegation_of(
    language: str = "en",
    *,
    title: str = "A delegation",
    on: int = -7,
    until: int | None = None,
    facts: dict[str, Any] | None = None,
    text: dict[str, Any] | None = None,
    **given: Any,
) -> Release:
    """Return a live delegation that arrives so many days from today."""
    whole = {
        "country": "",
        "organisation": None,
        "level": "expert",
        "arrives_on": in_days(on),
        "leaves_on": None if until is None else in_days(until),
        "topics": [],
        "delegates": [],
        **(facts or {}),
    }
    said = {"title": title, "purpose": "", "delegates": {}, **(text or {})}
    span = in_days(on), None if until is None else in_days(until)
    return release_of(
        "delegation", language, whole, said, mentions=mentioned(whole), span=span, **given
    )


def news_of(language: str = "en", *, headline: str = "News", **facts: Any) -> Release:
    """Return a live news item with these facts, and the mentions they make."""
    given = {
        name: facts.pop(name) for name in ("publication", "begins", "slug", "text") if name in facts
    }
    whole = {"section": None, "topics": [], "countries": [], "meetings": [], "related": [], **facts}
    said = {"headline": headline, "lead": "", "body": "<p>Words.</p>", "dateline": ""}
    said |= given.pop("text", {})
    return release_of("news", language, whole, said, mentions=mentioned(whole), **given)


def participant(key: str, side: str, **facts: Any) -> dict[str, Any]:
    """Return the facts of a participant."""
    return {
        "key": key,
        "side": side,
        "person": None,
        "organisation": None,
        "role": "member",
        "attendance": "came",
        **facts,
    }


def mentioned(facts: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the mentions that facts make."""
    named = [("country", facts["country"])] if facts.get("country") else []
    if facts.get("cover"):
        named.append(("picture", facts["cover"]["id"]))
    for plural, record_type in (
        ("countries", "country"),
        ("topics", "topic"),
        ("meetings", "meeting"),
        ("delegations", "delegation"),
    ):
        named += [(record_type, str(key)) for key in facts.get(plural, ())]
    for row in (facts, *facts.get("participants", ()), *facts.get("delegates", ())):
        for record_type in ("section", "person", "organisation"):
            if row.get(record_type):
                named.append((record_type, str(row[record_type])))
    return tuple(dict.fromkeys(named))


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, timezone.get_default_timezone())
