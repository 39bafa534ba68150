"""What an open edition says once parts of an older version are put back into it. Pure."""

from collections.abc import Collection
from copy import deepcopy

from editorial.choices import FACTS
from editorial.contents.content import Content
from editorial.contents.values import Printed
from editorial.kinds import child_models, column
from editorial.models import Edition
from languages.choices import CODES


def restored(
    model: type[Edition], current: Content, version: Content, parts: Collection[str]
) -> Content:
    """Return the current content with these parts as the version has them.

    `parts` are "facts" and languages; what stays in the office goes with the facts, because a
    row is in one of the two. Rows that come back with the facts bring their words along in
    every language. Words about a row go only where it still stands and is still about the
    same records; how the texts will go out stays as it is. A field that the kind did not have
    when the version was made stays as it is.
    """
    wanted = deepcopy(current)
    if FACTS in parts:
        wanted.facts |= _known(version.facts, current.facts)
        wanted.internal |= _known(version.internal, current.internal)
    lists = child_models(model)
    for code in (code for code in CODES if code in parts):
        said = _known(version.texts[code], current.texts[code])
        wanted.texts[code] |= {name: words for name, words in said.items() if name not in lists}
    for name in lists:
        told = _rows_told(model, name, current, wanted, version)
        for code in CODES:
            sources = {
                row["key"]: version
                if told.get(row["key"], False) or (row["key"] in told and code in parts)
                else current
                for row in wanted.facts[name]
            }
            words = {key: one.texts[code].get(name, {}).get(key) for key, one in sources.items()}
            wanted.texts[code][name] = {key: deepcopy(said) for key, said in words.items() if said}
    return wanted


def _known(values: Printed, fields: Printed) -> Printed:
    """Return a copy of those of the values that are fields still."""
    return {name: deepcopy(value) for name, value in values.items() if name in fields}


def _rows_told(
    model: type[Edition], name: str, current: Content, wanted: Content, version: Content
) -> dict[str, bool]:
    """Return the keys of the rows that the version speaks of, and whether they come back.

    It speaks of a row if it has one of the same key about the same records; a row comes back
    that does not stand now, or stands for other records.
    """
    child = child_models(model)[name]
    identity = [one for one in child.FACT_FIELDS if column(child, one).is_relation]
    told = {}
    then, now = ({row["key"]: row for row in one.facts.get(name, [])} for one in (version, current))
    for row in wanted.facts[name]:
        key = row["key"]
        if key in then and all(row[one] == then[key].get(one) for one in identity):
            is_other = key in now and any(row[one] != now[key].get(one) for one in identity)
            told[key] = key not in now or is_other
    return told
