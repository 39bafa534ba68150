"""Who changed what since a form was opened: said above a form that came back after a clash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS
from editorial.contents.content import Content
from editorial.contents.merging import changed_parts
from editorial.contents.passage_rows import rich_fields
from editorial.contents.passages import hash_of, split
from editorial.four_eyes import part_name
from editorial.kinds import child_models, column, text_fields
from editorial.models import Edition, Version
from languages.choices import CODES

# Of one person's changes in one save, so many places are named.
MOST_PLACES = 8


@dataclass(frozen=True)
class Since:
    """One save of a colleague: by whom, when, and the places it changed, in words."""

    by: User
    at: datetime
    places: list[str]


def changes_since(opened: int, token: int, now: Edition) -> list[Since]:
    """Return the saves since an edition was opened at this token, oldest first.

    `now` is the kind's row of the edition that is open, which may be a later one.
    """
    # Not every act keeps a version: what was seen then is the last one before.
    seen = Version.objects.filter(edition=opened, token__lte=token).latest("token")
    since = Q(edition=opened, token__gte=seen.token) | Q(edition=now.pk, edition__gt=opened)
    versions = Version.objects.filter(since).select_related("by").order_by("edition", "token")
    changes = []
    for before, after in pairwise(versions):
        places = list(_places(type(now), Content.kept_in(before), Content.kept_in(after)))
        if places and after.parts:
            changes.append(Since(after.by, after.at, places[:MOST_PLACES]))
    return changes


def _places(model: type[Edition], before: Content, after: Content) -> Iterator[str]:
    """Yield the places that differ: "Русский: Body, paragraph 3"."""
    for part in changed_parts(before, after):
        if part not in CODES:
            yield part_name(FACTS)
            continue
        for name in text_fields(model):
            old, new = before.texts[part].get(name), after.texts[part].get(name)
            if old != new:
                field = capfirst(column(model, name).verbose_name)
                where = _paragraphs(old or "", new or "") if name in rich_fields(model) else ""
                said = ", ".join(words for words in (str(field), where) if words)
                yield f"{part_name(part)}: {said}"
        for name, child in child_models(model).items():
            if before.texts[part].get(name) != after.texts[part].get(name):
                yield f"{part_name(part)}: {capfirst(child._meta.verbose_name_plural)}"


def _paragraphs(old: str, new: str) -> str:
    """Return which paragraphs of the new text differ from the old, "" where some are only gone."""
    was, now = ([hash_of(one) for one in split(html)] for html in (old, new))
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    numbers = [
        str(place + 1) for tag, _a, _b, c, d in codes if tag != "equal" for place in range(c, d)
    ]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _("paragraph %(number)s") % {"number": numbers[0]}
    return _("paragraphs %(numbers)s") % {"numbers": ", ".join(numbers)}
