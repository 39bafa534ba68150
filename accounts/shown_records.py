"""What the page of a record showed, and what has become of the record since.

The page carries a digest of every field it shows. On a save these tell which fields a
colleague has changed meanwhile, and which of those this person has written too.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# The name of the hidden field with the digests.
SEEN = "seen"


class Shown:
    """The fields of a record's page, by place: a field's name; in a row, after the row's key."""

    def __init__(self, form: forms.ModelForm, formsets: Iterable[Any] = ()) -> None:
        self.places = dict(_asked("", form))
        self.rows: dict[str, forms.ModelForm] = {}
        for formset in formsets:
            for row in formset.initial_forms:
                place = f"{formset.prefix}.{row.instance.pk}."
                self.rows[place] = row
                self.places.update(_asked(place, row))

    def values(self) -> dict[str, Any]:
        """Return what stands in each place."""
        return {place: _plain(field.value()) for place, field in self.places.items()}

    def digests(self) -> str:
        """Return the digests of all places, as the page carries them."""
        found = {place: _digest(value) for place, value in self.values().items()}
        return json.dumps(found, separators=(",", ":"))


@dataclass(frozen=True)
class News:
    """What one place says now that a colleague has changed it, and what the form holds there."""

    label: str
    words: str
    note: str


@dataclass(frozen=True)
class Clash:
    """The record was changed after this form was opened: what is new, and the digests of now."""

    news: list[News]
    digests: str


def find_clash(
    now: Shown, posted: QueryDict, in_words: Callable[[BoundField], str]
) -> Clash | None:
    """Return what a colleague has changed since a form was opened; None if nothing.

    Nothing is also what both wrote alike, as when a button was pressed twice.
    `posted` is what the form sent, a mutable copy: where this person has written nothing, it
    takes over what the colleague wrote, so that saving it again takes nothing back.
    """
    seen, values = _read(posted.get(SEEN, "")), now.values()
    changed = [place for place, value in values.items() if _digest(value) != seen.get(place)]
    prefixes = _posted_rows(now, posted)
    added = [
        place
        for place in now.rows
        if place not in prefixes and any(one.startswith(place) for one in changed)
    ]
    news = []
    for place in changed:
        row, _dot, name = place.rpartition(".")
        if f"{row}." in added:
            continue
        field, target = now.places[place], prefixes.get(f"{row}.", "") + name
        mine = _plain(field.field.widget.value_from_datadict(posted, {}, target))
        if mine == values[place]:
            continue
        note = _("The form keeps what you wrote.")
        if _digest(mine) == seen.get(place):
            note = _("It is in the form now.")
            _put(posted, target, values[place])
        label = str(field.label)
        if row:
            label = f"{now.rows[f'{row}.'].instance} · {label}"
        news.append(News(label, in_words(field) or "—", note))
    news += [_of_row(now.rows[place]) for place in added]
    return Clash(news, now.digests()) if news else None


def changed_places(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which two readings of a record differ, each once."""
    changed = [
        place for place, value in after.items() if (before.get(place) or "") != (value or "")
    ]
    return list(dict.fromkeys(place.rpartition(".")[2] for place in changed))


def words_of(field: BoundField) -> str:
    """Return what stands in a field of a record's form, as a person reads it."""
    value, asked = field.value(), field.field
    if isinstance(asked, forms.ModelMultipleChoiceField):
        among: Any = asked.queryset
        chosen = among.filter(pk__in=value or [])
        return ", ".join(asked.label_from_instance(one) for one in chosen)
    form: Any = field.form
    stored = form.instance._meta.get_field(field.name)
    if isinstance(stored, models.ForeignKey):
        return str(getattr(form.instance, field.name) or "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(asked, forms.ChoiceField):
        choices: Any = asked.choices
        labels = {str(code): str(label) for code, label in choices}
        said = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in said if one)
    return str("" if value is None else value)


def _asked(place: str, form: forms.ModelForm) -> Iterable[tuple[str, BoundField]]:
    stored = {field.name for field in form.instance._meta.get_fields()}
    for name, field in form.fields.items():
        # A password is asked for in fields that are no columns; nothing is told of them.
        if name in stored and not field.disabled and not field.widget.is_hidden:
            yield place + name, form[name]


def _plain(value: Any) -> Any:
    """Return a value as it is the same before and after a browser has had it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        return sorted(str(one) for one in value)
    return "" if value is None else "\n".join(str(value).splitlines()).strip()


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]


def _read(digests: str) -> dict[str, Any]:
    """Return the digests that a form sent; none of a form that sent nothing sensible."""
    try:
        found = json.loads(digests)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _posted_rows(now: Shown, posted: QueryDict) -> dict[str, str]:
    """Return how the names of each row's fields begin in the post; rows that it has not are out."""
    found = {}
    for place in now.rows:
        prefix, key, _end = place.split(".")
        count = posted.get(f"{prefix}-TOTAL_FORMS", "")
        for index in range(min(int(count), len(now.rows))) if count.isdecimal() else ():
            if posted.get(f"{prefix}-{index}-id") == key:
                found[place] = f"{prefix}-{index}-"
    return found


def _of_row(row: forms.ModelForm) -> News:
    instance = row.instance
    return News(
        str(capfirst(instance._meta.verbose_name)), str(instance), _("A colleague added it.")
    )


def _put(posted: QueryDict, name: str, value: Any) -> None:
    """Write a value into the post as a browser would."""
    if isinstance(value, list):
        posted.setlist(name, value)
    elif value is False:
        posted.pop(name, None)
    else:
        posted[name] = "on" if value is True else str(value)
