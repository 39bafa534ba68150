"""The canonical form of a news item."""

from typing import Any

from editorial.kinds import column, in_language, text_fields
from news.models import NewsItem


def print_facts(item: NewsItem) -> dict[str, Any]:
    """Return the section, topics and countries: what all languages share."""
    return {
        "section": item.section_id,
        "topics": sorted(item.topics.values_list("pk", flat=True)),
        "countries": sorted(item.countries),
    }


def print_text(item: NewsItem, language: str) -> dict[str, Any]:
    """Return headline, lead, body and dateline in this language; "" where nothing is written."""
    return {
        field: getattr(item, in_language(field, language)) or "" for field in text_fields(NewsItem)
    }


def keep_internal(item: NewsItem) -> dict[str, Any]:
    """Return what never leaves the desk: a news item has nothing of the kind."""
    return {}


def title(text: dict[str, Any]) -> str:
    """Return the headline."""
    return str(text["headline"])


def mentions(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the section, topics and countries that these facts name."""
    named = [("topic", str(topic)) for topic in facts["topics"]]
    named += [("country", code) for code in facts["countries"]]
    if facts["section"] is not None:
        named.append(("section", str(facts["section"])))
    return named


def lacking(facts: dict[str, Any], text: dict[str, Any]) -> list[str]:
    """Return the names of what must still be written before this text can go out."""
    return [
        str(column(NewsItem, field).verbose_name)
        for field in ("headline", "body")
        if not text[field]
    ]
