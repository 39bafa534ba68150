"""What the print of a news item means."""

from typing import Any

from editorial.kinds import column
from news.models import NewsItem


def title(text: dict[str, Any]) -> str:
    """Return the headline."""
    return str(text["headline"])


def mentions(facts: dict[str, Any], text: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the section, topics, countries and meetings that these facts name."""
    named = [("topic", str(topic)) for topic in facts["topics"]]
    named += [("country", code) for code in facts["countries"]]
    named += [("meeting", str(number)) for number in facts["meetings"]]
    if facts["section"] is not None:
        named.append(("section", str(facts["section"])))
    return named


def links(facts: dict[str, Any]) -> list[int]:
    """Return the numbers of the meetings it reports and of the publications it goes with."""
    return list(dict.fromkeys([*facts["meetings"], *facts["related"]]))


def span(facts: dict[str, Any]) -> tuple[None, None]:
    """Return no moments: news is no event."""
    return None, None


def contradictions(facts: dict[str, Any]) -> list[str]:
    """Return nothing: the facts of a news item never contradict each other."""
    return []


def lacking(facts: dict[str, Any], text: dict[str, Any]) -> list[str]:
    """Return the names of what must still be written before this text can go out."""
    return [
        str(column(NewsItem, field).verbose_name)
        for field in ("headline", "body")
        if not text[field]
    ]
