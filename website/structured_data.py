"""What a page says of itself to machines: schema.org's terms as JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from editorial.models import Release
from events.choices import Status
from languages.choices import language as language_of
from library.choices import widths_of
from library.sizes import address
from website.addresses import absolute, step_path
from website.identity import Identity
from website.printed import When
from website.story import Step

# A JSON string may hold "</script>"; written as escapes, these cannot end the element.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}
_SCHEMA = "https://schema.org"
_STATUSES = {
    Status.POSTPONED.value: f"{_SCHEMA}/EventPostponed",
    Status.CANCELLED.value: f"{_SCHEMA}/EventCancelled",
}


def news_article(release: Release, identity: Identity, story: Sequence[Step] = ()) -> SafeString:
    """Return the JSON-LD of a news release, safe inside a script element.

    Of its `story` the corrections are told, each with its place in the history.
    """
    text, cover = release.content["text"], release.content["facts"].get("cover")
    article = {
        "@type": "NewsArticle",
        "headline": text["headline"],
        "description": text["lead"],
        "inLanguage": language_of(release.language).tag,
        "datePublished": release.first_shown_at.isoformat(),
        "dateModified": release.public_at.isoformat(),
        "mainEntityOfPage": absolute(release.get_absolute_url()),
        "author": _organisation(identity),
        "publisher": _organisation(identity),
    }
    corrections = [
        {
            "@type": "CorrectionComment",
            "text": step.note,
            "datePublished": step.public_at.isoformat(),
            "url": absolute(step_path(release, step.ordinal)),
        }
        for step in story
        if step.is_correction
    ]
    article |= {"image": picture_address(cover)} if cover else {}
    return _written(article | ({"correction": corrections} if corrections else {}))


def event(release: Release, identity: Identity) -> SafeString:
    """Return the JSON-LD of a meeting, safe inside a script element."""
    facts, text = release.content["facts"], release.content["text"]
    is_online = facts.get("is_online", False)
    where = ", ".join(part for part in (text.get("place"), text.get("city")) if part)
    own_page = absolute(release.get_absolute_url())
    said: dict[str, Any] = {
        "@type": "Event",
        "name": text["title"],
        "inLanguage": language_of(release.language).tag,
        "url": own_page,
        "eventStatus": _STATUSES.get(facts.get("status", ""), f"{_SCHEMA}/EventScheduled"),
        "eventAttendanceMode": f"{_SCHEMA}/"
        + ("OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"),
        "organizer": _organisation(identity),
    }
    when = When.of(release)
    if when is not None:
        said |= {"startDate": when.iso, "endDate": when.iso_end}
    if is_online:
        said["location"] = {"@type": "VirtualLocation", "url": own_page}
    elif where:
        said["location"] = {"@type": "Place", "name": where, "address": where}
    return _written(said)


def picture_address(cover: dict[str, Any]) -> str:
    """Return the absolute address of a printed picture as programs of others take it."""
    return absolute(address(cover["id"], widths_of(cover["width"])[-1], "jpg"))


def _organisation(identity: Identity) -> dict[str, str]:
    return {
        "@type": "GovernmentOrganization",
        "name": identity.name,
        "alternateName": identity.acronym,
    }


def _written(said: dict[str, Any]) -> SafeString:
    document = json.dumps({"@context": _SCHEMA, **said}, ensure_ascii=False)
    return mark_safe(document.translate(_ESCAPES))  # noqa: S308
