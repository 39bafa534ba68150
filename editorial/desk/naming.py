"""What the values of a content are called: names for keys, words for choices, days in words.

A page reads all records that its contents name once for each kind of record, however many
values there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst

from accounts.models import User
from editorial.contents.content import Content
from editorial.desk.entries import fact_field, in_words
from editorial.kinds import child_models, column
from editorial.models import Child, Edition, Publication
from editorial.titles import titled

Owner = type[Edition] | type[Child]
Fields = Mapping[str, forms.Field]


def known_records(model: Any, keys: Collection[Any], by: User) -> dict[Any, Any]:
    """Return the records of a model that have these keys and that this person may see.

    Publications come with their titles. No statement where there are no keys.
    """
    if not keys:
        return {}
    records = model._default_manager.filter(pk__in=keys)
    if hasattr(records, "visible_to"):
        records = records.visible_to(by)
    return {one.pk: one for one in (titled(records) if model is Publication else records)}


def keys_named(model: type[Edition], content: Content) -> dict[Any, set[Any]]:
    """Return the keys of all records that the facts and the rows of a content name, by model."""
    keys: dict[Any, set[Any]] = defaultdict(set)
    _gather(keys, model, model.FACT_FIELDS, content.facts)
    for name, child in child_models(model).items():
        for row in (*content.facts.get(name, ()), *content.internal.get(name, ())):
            _gather(keys, child, child.FACT_FIELDS, row)
    return keys


def _gather(
    keys: dict[Any, set[Any]], owner: Owner, names: Iterable[str], values: Mapping[str, Any]
) -> None:
    for name in names:
        related: Any = column(owner, name).related_model
        value = values.get(name)
        if related is not None and value is not None:
            keys[related].update(value if isinstance(value, list) else [value])


class Naming:
    """Says the values of some contents of one kind in the words of the desk's language.

    `by` is who reads them: what he may not see has no name but its key. `fields` are those of
    the kind's form by name: they know their choices.
    """

    def __init__(
        self,
        model: type[Edition],
        contents: Iterable[Content],
        *,
        by: User,
        fields: Fields | None = None,
    ) -> None:
        self.model, self._fields = model, dict(fields or {})
        keys: dict[Any, set[Any]] = defaultdict(set)
        for content in contents:
            for related, found in keys_named(model, content).items():
                keys[related] |= found
            keys[User].update(
                one["assignee"] for one in content.handling.values() if one.get("assignee")
            )
        self._records = {
            related: known_records(related, found, by) for related, found in keys.items()
        }

    def label(self, owner: Owner, name: str) -> str:
        """Return what a field is called."""
        return str(capfirst(column(owner, name).verbose_name))

    def person(self, key: int | None) -> str:
        """Return the name of whoever has this account, "" for nobody."""
        return str(self._records[User].get(key, key)) if key else ""

    def values(self, owner: Owner, name: str, value: Any) -> list[str]:
        """Return a value without a language in words; a list of several has one entry each."""
        many = value if isinstance(value, list) else [value]
        if column(owner, name).related_model is not None:
            return [
                str(self.record(owner, name, key) or f"№ {key}") for key in many if key is not None
            ]
        if value is None:
            return []
        field = self._field(owner, name)
        if isinstance(value, list):
            return [in_words(field, [one]) or str(one) for one in value]
        said = in_words(field, value)
        return [said] if said else []

    def record(self, owner: Owner, name: str, key: Any) -> Any:
        """Return the record that a field names by this key; None where it is not there."""
        return self._records.get(column(owner, name).related_model, {}).get(key)

    def thumbnail(self, owner: Owner, name: str, key: Any) -> str:
        """Return the address of a small picture of the record, "" where it is no picture."""
        if isinstance(key, list):
            return ""
        return str(getattr(self.record(owner, name, key), "thumbnail", ""))

    def _field(self, owner: Owner, name: str) -> forms.Field:
        if issubclass(owner, Edition) and name in self._fields:
            return self._fields[name]
        return fact_field(column(owner, name))
