"""Three contents made one: what two people changed since both looked at the same.

Fields, languages, and the rows and fields of children are merged one by one, rich text by
its passages; what two people changed differently is a clash, in which neither value is lost.
"""

from collections.abc import Container, Sequence
from typing import Any

from editorial.choices import FACTS
from editorial.contents.content import INTERNAL, PUBLIC_HANDLING, Content
from editorial.contents.values import Printed
from editorial.contents.weaving import Dispute, joined, weave
from editorial.refusals import Clash
from languages.choices import CODES


def changed_parts(before: Content, after: Content) -> list[str]:
    """Return the parts whose words or public handling differ, "facts" first."""
    parts = [FACTS] if before.facts != after.facts else []
    if before.internal != after.internal:
        parts.append(INTERNAL)
    for language in CODES:
        said_before = [before.handling[language][key] for key in PUBLIC_HANDLING]
        said_after = [after.handling[language][key] for key in PUBLIC_HANDLING]
        if before.texts[language] != after.texts[language] or said_before != said_after:
            parts.append(language)
    return parts


def merge(
    base: Content, mine: Content, theirs: Content, rich: Container[str] = ()
) -> tuple[Content, list[Clash]]:
    """Return what three contents make together, and the fields that two changed differently.

    `base` is what both began from, `rich` names the fields that hold clean HTML. Where only
    one side changed a field or a passage, its value stands; in a clash theirs stands in the
    result, and both are in the clash. The field of a clash in a child is named
    "list/key/field", a clash of order by its list, one of a passage "body/#3"
    (`editorial.contents.weaving.Dispute`).
    """
    clashes: list[Clash] = []
    merged = Content(
        facts=_Part(FACTS, clashes, rich).merge(base.facts, mine.facts, theirs.facts),
        internal=_Part(INTERNAL, clashes, rich).merge(
            base.internal, mine.internal, theirs.internal
        ),
        texts={},
        handling={},
    )
    for language in CODES:
        part = _Part(language, clashes, rich)
        merged.texts[language] = part.merge(
            base.texts[language], mine.texts[language], theirs.texts[language]
        )
        merged.handling[language] = part.merge(
            base.handling[language], mine.handling[language], theirs.handling[language]
        )
    _guard_words_of_removed_rows(base, mine, theirs, clashes)
    merged.drop_orphans()
    return merged, clashes


def _guard_words_of_removed_rows(
    base: Content, mine: Content, theirs: Content, clashes: list[Clash]
) -> None:
    """Add a clash for each row that one took out while the other wrote words in it."""
    for name, rows in base.facts.items():
        if not rows or not _are_rows(rows):
            continue
        my, their = ({row["key"]: row for row in one.facts[name]} for one in (mine, theirs))
        for row in rows:
            key, path = row["key"], f"{name}/{row['key']}"
            if (key in my) == (key in their):
                continue
            writer = mine if key in my else theirs
            has_written = any(
                writer.texts[code][name].get(key) != base.texts[code][name].get(key)
                for code in CODES
            )
            if has_written and not any(one.field.startswith(path) for one in clashes):
                clashes.append(Clash(FACTS, path, row, my.get(key), their.get(key)))


class _Part:
    """One part under way: its name, the clashes found so far, the fields of rich text."""

    def __init__(self, name: str, clashes: list[Clash], rich: Container[str]) -> None:
        self.name, self.clashes, self.rich = name, clashes, rich

    def merge(self, base: Printed, mine: Printed, theirs: Printed, at: str = "") -> Printed:
        """Merge dictionaries field by field; `at` is the path to them."""
        merged = dict(theirs)
        for field in mine.keys() | base.keys():
            values = base.get(field), mine.get(field), theirs.get(field)
            kept = self._field(f"{at}{field}", *values)
            if kept is None and field not in theirs:
                merged.pop(field, None)
            elif kept is None and field in base and field not in mine:
                merged.pop(field)
            else:
                merged[field] = kept
        return merged

    def _field(self, path: str, base: Any, mine: Any, theirs: Any) -> Any:
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        if _are_rows(mine) and _are_rows(theirs):
            return self._rows(path, base or [], mine, theirs)
        if any(isinstance(value, dict) for value in (mine, theirs)):
            return self.merge(base or {}, mine or {}, theirs or {}, f"{path}/") or None
        woven = weave(base or "", mine or "", theirs or "") if path in self.rich else None
        if woven is None:
            self.clashes.append(Clash(self.name, path, base, mine, theirs))
            return theirs
        self.clashes += [
            Clash(self.name, f"{path}/{one.place}", one.base, one.mine, one.theirs)
            for one in woven
            if isinstance(one, Dispute)
        ]
        return joined(woven)

    def _rows(self, path: str, base: Any, mine: Any, theirs: Any) -> list[Printed]:
        """Merge two lists of rows by their keys, then their orders."""
        was, my, their = ({row["key"]: row for row in rows} for rows in (base, mine, theirs))
        merged: dict[str, Printed] = {}
        for key in {**their, **my}:
            at = f"{path}/{key}"
            if key in my and key in their:
                merged[key] = self.merge(was.get(key, {}), my[key], their[key], f"{at}/")
            elif key not in was:
                merged[key] = my.get(key) or their[key]
            elif (my.get(key) or their[key]) != was[key]:
                # One took the row out, the other changed it.
                self.clashes.append(Clash(self.name, at, was[key], my.get(key), their.get(key)))
                merged |= {key: their[key]} if key in their else {}
        return [merged[key] for key in self._order(path, list(was), list(my), list(their), merged)]

    def _order(
        self,
        path: str,
        was: Sequence[str],
        my: Sequence[str],
        their: Sequence[str],
        kept: Printed,
    ) -> list[str]:
        old, mine, theirs = ([key for key in keys if key in kept] for keys in (was, my, their))
        common = [key for key in old if key in mine and key in theirs]
        my_order = [key for key in mine if key in common]
        their_order = [key for key in theirs if key in common]
        if my_order in (common, their_order):
            return _woven(theirs, mine)
        if their_order == common:
            return _woven(mine, theirs)
        self.clashes.append(Clash(self.name, path, list(was), list(my), list(their)))
        return _woven(theirs, mine)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "key" in row for row in value)


def _woven(order: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the first order with what only the other has, each after the one it followed."""
    woven = list(order)
    for place, key in enumerate(other):
        if key not in woven:
            before = woven.index(other[place - 1]) + 1 if place else 0
            woven.insert(before, key)
    return woven
