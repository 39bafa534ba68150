"""What the print of a news item means."""

from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from editorial.contents.printing import Wording
from editorial.kinds import column
from editorial.models import Release
from library.markup import lacking_alternatives_in, pictures_in
from library.models import Picture
from library.printing import print_picture
from news.models import NewsItem

WROTE_THE_CREDIT = _("You wrote the credit of the cover. Somebody else has to approve it.")


def title(text: dict[str, Any]) -> str:
    """Return the headline."""
    return str(text["headline"])


def mentions(facts: dict[str, Any], text: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the section, topics, countries, meetings and pictures that this print names."""
    named = [("topic", str(topic)) for topic in facts["topics"]]
    named += [("country", code) for code in facts["countries"]]
    named += [("meeting", str(number)) for number in facts["meetings"]]
    if facts["section"] is not None:
        named.append(("section", str(facts["section"])))
    if facts["cover"] is not None:
        named.append(("picture", facts["cover"]))
    return named + [("picture", picture) for picture in pictures_in(text["body"])]


def enclosed(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with all that readers need to be shown the cover: sides and credit."""
    if facts["cover"] is None:
        return facts
    return {**facts, "cover": print_picture(Picture.objects.get(pk=facts["cover"]))}


def wordings(facts: dict[str, Any]) -> list[Wording]:
    """Return who wrote the cover's credit last, unless a live release shows it beside the cover.

    `facts` are as `enclosed` returned them. One statement, where there is a cover.
    """
    cover = facts["cover"]
    if cover is None:
        return []
    known = Release.objects.live().filter(
        mentions__record_type="picture",
        mentions__record_key=cover["id"],
        content__facts__cover__credit=cover["credit"],
        content__facts__cover__id=cover["id"],
    )
    written = Picture.objects.filter(~Exists(known), pk=cover["id"])
    found = written.values_list("credit_by", "credit_at")
    return [Wording(by, at, WROTE_THE_CREDIT) for by, at in found if by and at]


def links(facts: dict[str, Any]) -> list[int]:
    """Return the numbers of the meetings it reports; what it goes with stands by itself."""
    return list(facts["meetings"])


def span(facts: dict[str, Any]) -> tuple[None, None]:
    """Return no moments: news is no event."""
    return None, None


def contradictions(facts: dict[str, Any]) -> list[str]:
    """Return nothing: the facts of a news item never contradict each other."""
    return []


def lacking(facts: dict[str, Any], text: dict[str, Any]) -> list[str]:
    """Return the names of what must still be written before this text can go out."""
    needed = ["headline", "body", *(["cover_alt"] if facts["cover"] else [])]
    missing = [str(column(NewsItem, field).verbose_name) for field in needed if not text[field]]
    return missing + lacking_alternatives_in(text["body"])
