"""The plain records that entries of the log are about: what they are called, where they stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from accounts.record_admin import RecordAdmin
from editorial.models import AuditEntry

# Acts on pictures name them by this instead of by `record` and `key`.
PICTURE = "picture"


@dataclass(frozen=True)
class NamedRecord:
    """A plain record: its kind and its name in words, "" for a name that is not known.

    `address` is its page at the desk (a path), "" where there is none.
    """

    kind: str
    key: str
    name: str
    address: str


@cache
def record_models() -> dict[str, type[models.Model]]:
    """Return the models of plain records that the desk keeps, by their names."""
    desk = admin.site
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if desk.is_registered(model) and isinstance(desk.get_model_admin(model), RecordAdmin)
    }


def kind_and_key(entry: AuditEntry) -> tuple[str, Any]:
    """Return which plain record an entry is about: "" and None for none."""
    if PICTURE in entry.detail:
        return PICTURE, entry.detail[PICTURE]
    return str(entry.detail.get("record", "")), entry.detail.get("key")


def named_records(entries: Iterable[AuditEntry]) -> dict[int, NamedRecord]:
    """Return the records that these entries are about, by the key of the entry.

    One statement for each kind of record among them.
    """
    about = {entry.pk: kind_and_key(entry) for entry in entries}
    keys: dict[str, set[Any]] = defaultdict(set)
    for kind, key in about.values():
        if kind in record_models():
            keys[kind].add(key)
    # Some are called by what they lead to: a duty by its person.
    rows = {
        kind: record_models()[kind]._base_manager.select_related().in_bulk(wanted)
        for kind, wanted in keys.items()
    }
    return {
        entry: _named(kind, key, rows.get(kind, {}).get(key))
        for entry, (kind, key) in about.items()
        if kind
    }


def changed_fields(entry: AuditEntry) -> str:
    """Name what an entry says was changed of a plain record, as its form names it."""
    model = record_models().get(kind_and_key(entry)[0])
    names = entry.detail.get("fields") or entry.detail.get("words") or ()
    return ", ".join(dict.fromkeys(_label(model, str(name)) for name in names)) if model else ""


def _named(kind: str, key: Any, row: models.Model | None) -> NamedRecord:
    model = record_models().get(kind)
    if model is None or row is None:
        called = str(model._meta.verbose_name) if model else kind
        return NamedRecord(capfirst(called), str(key), "", "")
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    try:
        address = reverse(page, args=[key])
    except NoReverseMatch:
        address = ""
    return NamedRecord(capfirst(str(model._meta.verbose_name)), str(key), str(row), address)


def _label(model: type[models.Model], name: str) -> str:
    """Return what a field is called, of the record or of a row that hangs on it."""
    rows = (relation.related_model for relation in model._meta.related_objects)
    for one in (model, *rows):
        if isinstance(one, type) and name in {field.name for field in one._meta.fields}:
            return str(one._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return name
