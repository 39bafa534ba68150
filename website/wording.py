"""What a release says in words, line by line: for comparison, and for reading what is past.

Pictures are left out, their captions stay (design, section 6: "History shows words, not
pictures"). Nothing is asked of the database, so a record is called as the release printed it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delegations.choices import Role
from delegations.models import Delegation
from editorial.contents.printing import NAMES
from editorial.models import Release
from events.models import Meeting
from languages.dates import format_day
from library.models import Picture
from news.models import NewsItem
from website.labels import country_labels
from website.names import in_words
from website.printed import (
    Named,
    OutcomeShown,
    When,
    form_of,
    level_of,
    members_of,
    outcomes_of,
    sides_of,
    status_of,
)

# A value in quotes may hold a ">".
_PICTURE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_EMPTIED = re.compile(r'<figure class="image">\s*</figure>')


@dataclass(frozen=True)
class Line:
    """One thing that a release says: its lasting name, its label for readers, its words.

    Where `is_rich`, the words are clean HTML without pictures, in blocks.
    """

    name: str
    label: str
    words: str
    is_rich: bool = False

    @property
    def html(self) -> SafeString:
        """The words of a rich line. A verb cleaned them by an allow-list before the printing."""
        return mark_safe(self.words)  # noqa: S308


def wording_of(release: Release) -> tuple[Line, ...]:
    """Return what the release says, in the order of its page; labels in the active language.

    Its title comes first. What says nothing is left out.
    """
    return tuple(line for line in _WORDINGS[release.kind](release) if line.words)


def title_of(release: Release) -> str:
    """Return what the release calls itself."""
    text = release.content["text"]
    return str(text["headline"] if release.kind == NewsItem.KIND else text["title"])


def _news(release: Release) -> list[Line]:
    text, cover = release.content["text"], release.content["facts"].get("cover") or {}
    return [
        _field(NewsItem, "headline", text),
        _field(NewsItem, "dateline", text),
        _field(NewsItem, "lead", text),
        _rich_field(NewsItem, "body", text),
        _countries(release),
        _field(NewsItem, "cover_alt", text),
        _field(NewsItem, "cover_caption", text),
        _field(Picture, "credit", cover),
    ]


def _meeting(release: Release) -> list[Line]:
    facts, text = release.content["facts"], release.content["text"]
    online = pgettext("meeting", "Online") if facts.get("is_online") else ""
    where = [text.get("place", ""), text.get("city", ""), online]
    return [
        _field(Meeting, "title", text),
        Line("form", _label(Meeting, "form"), form_of(release)),
        Line("status", _label(Meeting, "status"), status_of(release)),
        _field(Meeting, "reason", text),
        _days(release),
        Line("place", _label(Meeting, "place"), ", ".join(filter(None, where))),
        _countries(release),
        *(
            Line(f"side-{side.code}", side.name, _blocks(map(_person, side.people)), is_rich=True)
            for side in sides_of(release, {})
        ),
        _rich_field(Meeting, "summary", text),
        Line("outcomes", _("What was agreed"), _outcomes(release), is_rich=True),
    ]


def _delegation(release: Release) -> list[Line]:
    facts, text = release.content["facts"], release.content["text"]
    body = facts.get(NAMES, {}).get("organisation", {})
    purpose = text.get("purpose", "")
    return [
        _field(Delegation, "title", text),
        Line("level", _label(Delegation, "level"), level_of(release)),
        _days(release),
        _countries(release),
        Line(
            "organisation",
            _label(Delegation, "organisation"),
            in_words(body, release.language).text,
        ),
        Line(
            "purpose",
            _label(Delegation, "purpose"),
            linebreaks(purpose, autoescape=True) if purpose else "",
            is_rich=True,
        ),
        Line(
            "members",
            _("Members of the delegation"),
            _blocks(map(_person, members_of(release, {}))),
            is_rich=True,
        ),
    ]


_WORDINGS: dict[str, Callable[[Release], list[Line]]] = {
    NewsItem.KIND: _news,
    Meeting.KIND: _meeting,
    Delegation.KIND: _delegation,
}


def without_pictures(html: str) -> str:
    """Return clean HTML without its pictures; their captions stay."""
    return _EMPTIED.sub("", _PICTURE.sub("", html))


def _field(model: type[Model], name: str, said: dict[str, Any]) -> Line:
    return Line(name, _label(model, name), said.get(name) or "")


def _rich_field(model: type[Model], name: str, said: dict[str, Any]) -> Line:
    return Line(name, _label(model, name), without_pictures(said.get(name) or ""), is_rich=True)


def _label(model: type[Model], name: str) -> str:
    """What the desk calls the field, as a heading."""
    return str(capfirst(getattr(model._meta.get_field(name), "verbose_name", name)))


def _days(release: Release) -> Line:
    when = When.of(release)
    said = (when.days(release.language), when.hours) if when else ()
    return Line("days", _label(Meeting, "starts_on"), ", ".join(filter(None, said)))


def _countries(release: Release) -> Line:
    names = ", ".join(label.name for label in country_labels(release))
    return Line("countries", _label(NewsItem, "countries"), names)


def _person(person: Named) -> str:
    """Someone as printed, in one line."""
    role = str(Role.HEAD.label) if person.is_head else person.role
    said = (person.name, person.rank, person.post, person.organisation, role, person.attendance)
    return ", ".join(filter(None, said))


def _outcomes(release: Release) -> str:
    return _blocks(_outcome(one, release.language) for one in outcomes_of(release))


def _outcome(outcome: OutcomeShown, language: str) -> str:
    responsible = f"{_('Responsible:')} {outcome.responsible}" if outcome.responsible else ""
    until = f"{_('Until:')} {format_day(outcome.due_on, language)}" if outcome.due_on else ""
    return "; ".join(filter(None, (outcome.statement, responsible, until)))


def _blocks(lines: Iterable[str]) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
