"""Records for tests of delegations and meetings."""

from datetime import date
from typing import Any

from accounts.models import User
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import Edition


def institute() -> Organisation:
    """Return the institute, named in three languages and short in two."""
    return Organisation.objects.create(
        name_ru="Институт исследований",
        name_en="Institute of Studies",
        name_uz="Tadqiqotlar instituti",
        short_name_ru="ИСМИ",
        short_name_en="ISRS",
        country="UZ",
    )


def holder(
    name: str,
    post: str,
    organisation: Organisation,
    *,
    since: date | None = None,
    until: date | None = None,
    rank: str = "",
    name_en: str = "",
    post_en: str = "",
) -> Person:
    """Return a new person who holds a post from a day to a day."""
    person = Person.objects.create(name_ru=name, name_en=name_en)
    Appointment.objects.create(
        person=person,
        organisation=organisation,
        post_ru=post,
        post_en=post_en,
        rank_ru=rank,
        since=since,
        until=until,
    )
    return person


def row(key: str, **facts: Any) -> dict[str, Any]:
    """Return the facts of a delegate or participant."""
    return {"key": key, **facts}


def delegation(by: User, texts: dict[str, Any] | None = None, **facts: Any) -> Edition:
    """Return the open edition of a new delegation of France, of two days of November."""
    given = {"country": "FR", "arrives_on": "2025-11-25", "leaves_on": "2025-11-27", **facts}
    return actions.start_edition(
        by=by, kind="delegation", source_language="ru", facts=given, texts=texts or {}
    )


def meeting(by: User, texts: dict[str, Any] | None = None, **facts: Any) -> Edition:
    """Return the open edition of a new meeting of 26 November 2025 with guests from France."""
    given = {"starts_on": "2025-11-26", "country": "FR", **facts}
    return actions.start_edition(
        by=by, kind="meeting", source_language="ru", facts=given, texts=texts or {}
    )
