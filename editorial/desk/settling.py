"""A form that came back after a clash: the colleague's other changes come into it.

Only the fields that two people changed differently wait for a decision. Everywhere else
what the colleague saved stands, so that saving the form again takes nothing of it back.
"""

from collections.abc import Sequence
from typing import Any

from editorial.contents.cleaning import clean_html
from editorial.contents.content import Content
from editorial.contents.passage_rows import rich_fields
from editorial.contents.values import is_number
from editorial.contents.weaving import joined, weave
from editorial.desk.choosing import Choice, choices_of
from editorial.desk.flat_rows import Flat, place_of
from editorial.desk.rows import ChildRows
from editorial.kinds import in_language, text_fields
from editorial.models import Edition
from editorial.refusals import Clash
from languages.choices import CODES


def field_name(clash: Clash) -> str:
    """Return the name of the form's field that a clash is about, one of its passages too."""
    field = clash.field.partition("/#")[0]
    return in_language(field, clash.part) if clash.part in CODES else field


def is_of_passage(clash: Clash) -> bool:
    """Whether the clash is about one passage of rich text."""
    return "/#" in clash.field


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


def settle_fields(
    posted: Any, model: type[Edition], seen: Content, now: Content, clashes: Sequence[Clash]
) -> list[Choice]:
    """Bring into a post what a colleague has changed since it was opened; return what is to choose.

    Rich text is woven passage by passage; mine stands wherever both changed the same.
    """
    before, after = plain_values(seen, model), plain_values(now, model)
    words = {in_language(name, code) for name in text_fields(model) for code in CODES}
    rich = {in_language(name, code) for name in rich_fields(model) for code in CODES}
    in_dispute = {field_name(one): one for one in clashes}
    choices = list[Choice]()
    for name, value in after.items():
        if value == before.get(name) or name not in posted:
            continue
        woven = None
        if name in rich:
            woven = weave(before.get(name) or "", clean_html(posted[name]), value)
        if woven is not None:
            posted[name] = joined(woven, "mine")
            choices += choices_of(woven, name, first=len(choices))
        elif name in in_dispute:
            if name in words:
                choices.append(_whole(in_dispute[name], len(choices), name in rich))
        elif isinstance(value, list):
            posted.setlist(name, [str(one) for one in value])
        else:
            _put(posted, name, value)
    return choices


def _whole(clash: Clash, number: int, is_rich: bool) -> Choice:
    """Return the choice about a field that is in dispute as a whole."""
    said = (clash.base, clash.mine, clash.theirs)
    return Choice(number, field_name(clash), "", is_rich, 0, *(one or "" for one in said))


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
