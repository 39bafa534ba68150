"""What publications are called at the desk: the title of the edition it shows, and the day."""

from typing import Any

from django.db.models import (
    CharField,
    DateField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from editorial.kinds import in_language, kind_models, text_fields
from editorial.models import Edition, Publication
from editorial.querysets import EditionQuerySet
from languages.choices import CODES


def titled(publications: "QuerySet[Publication]") -> "QuerySet[Any]":
    """Return the publications with `title` and `day`: those of the edition the desk shows.

    The title in the desk's language, else in the first that has one; the day of a meeting or
    an arrival. One statement whatever the kinds.
    """
    models_of_kinds = kind_models().values()
    titles = [_of_current(model, _title(model)) for model in models_of_kinds]
    days = [_of_current(model, F(model.DAY_FIELD)) for model in models_of_kinds if model.DAY_FIELD]
    return publications.annotate(
        title=Coalesce(*titles, Value(""), output_field=CharField()),
        day=Coalesce(*days, Value(None), output_field=DateField()),
    )


def _of_current(model: type[Edition], said: Any) -> Subquery:
    editions = _current(model).filter(publication=OuterRef("pk"))
    return Subquery(editions.annotate(said=said).values("said")[:1])


def _current(model: type[Edition]) -> EditionQuerySet:
    manager: Any = model._default_manager
    current: EditionQuerySet = manager.current()
    return current


def _title(model: type[Edition]) -> Coalesce:
    active = get_language() or ""
    order = dict.fromkeys([active, *CODES] if active in CODES else CODES)
    columns = [in_language(text_fields(model)[0], code) for code in order]
    said = [NullIf(F(column), Value(""), output_field=CharField()) for column in columns]
    return Coalesce(*said, output_field=CharField())
