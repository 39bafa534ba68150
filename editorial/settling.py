"""A form that came back after a clash: the colleague's other changes come into it.

Only the fields that two people changed differently wait for a decision. Everywhere else
what the colleague saved stands, so that saving the form again takes nothing of it back.
"""

from collections.abc import Sequence
from typing import Any

from editorial.content import Content
from editorial.flat_rows import Flat, place_of
from editorial.kinds import in_language
from editorial.models import Edition, Version
from editorial.refusals import Clash
from editorial.rows import ChildRows
from editorial.values import is_number
from languages.choices import CODES


def field_name(clash: Clash) -> str:
    """Return the name of the form's field that a clash is about."""
    return in_language(clash.field, clash.part) if clash.part in CODES else clash.field


def plain_values(content: Content, model: type[Edition]) -> dict[str, Any]:
    """Return the values of a content by the names of the form's fields, lists of children out."""
    values = {**content.facts, **content.internal}
    for language in CODES:
        for part in (content.texts[language], content.handling.get(language, {})):
            values |= {in_language(name, language): said for name, said in part.items()}
    lists = {in_language(name, code) for name in model.CHILDREN for code in CODES}
    return {
        name: value
        for name, value in values.items()
        if name not in lists and name not in model.CHILDREN
    }


def seen_content(edition: int, token: int) -> Content:
    """Return the content that a form opened on this edition at this token showed."""
    versions = Version.objects.filter(edition=edition, token__lte=token)
    return Content.kept_in(versions.latest("token"))


def settle_fields(
    posted: Any, model: type[Edition], seen: Content, now: Content, in_dispute: Sequence[str]
) -> None:
    """Bring into a post the fields that a colleague has changed since it was opened."""
    before, after = plain_values(seen, model), plain_values(now, model)
    for name, value in after.items():
        if value == before.get(name) or name in in_dispute or name not in posted:
            continue
        if isinstance(value, list):
            posted.setlist(name, [str(one) for one in value])
        else:
            _put(posted, name, value)


def settle_rows(posted: Any, rows: ChildRows, seen: Sequence[Flat], now: Sequence[Flat]) -> None:
    """Bring into a post what a colleague has changed since it was opened, clashes left out.

    `posted` is a mutable QueryDict, `seen` the rows as they were opened, `now` as they are.
    """
    before = {row["key"]: row for row in seen}
    after = {row["key"]: row for row in now}
    in_dispute = {place_of(clash) for clash in rows.clashes}
    prefixes = {str(row["key"].value()): str(row.prefix) for row in rows.rows}
    for key, prefix in prefixes.items():
        if key not in before:
            continue
        if key not in after and (key, "") not in in_dispute:
            posted[f"{prefix}-gone"] = "on"
        for field, value in after.get(key, {}).items():
            if value != before[key].get(field) and (key, field) not in in_dispute:
                _put(posted, f"{prefix}-{field}", value)
    added = [row for key, row in after.items() if key not in prefixes and key not in before]
    given = posted[f"{rows.name}-count"]
    count = int(given) if is_number(given) else 0
    for index, row in enumerate(added, start=count):
        for field, value in row.items():
            _put(posted, f"{rows.name}-{index}-{field}", value)
    posted[f"{rows.name}-count"] = str(count + len(added))


def _put(posted: Any, name: str, value: Any) -> None:
    if isinstance(value, bool) and not value:
        posted.pop(name, None)
    else:
        posted[name] = "on" if value is True else "" if value is None else str(value)
