"""Links from one publication to others, as the desk searches and shows them: by title."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db import models
from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.record_admin import DeskAdmin
from editorial.kinds import in_language, kind_models, text_fields
from editorial.models import Edition, Publication
from editorial.permissions import may_enter
from editorial.querysets import EditionQuerySet
from editorial.values import is_number
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


class LinksSelect(AutocompleteSelectMultiple):
    """A choice of publications that shows again whatever was sent, if it could be one."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Offer no sign that clears all at once: each choice has its own.

        It would stand in the list of what is chosen without being one of its entries.
        """
        built: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**built, "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        numbers = [one for one in value if is_number(str(one))]
        return super().optgroups(name, numbers, attrs)


class LinksField(forms.ModelMultipleChoiceField):
    """Other publications, searched by number and words of their titles."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__(
            queryset=Publication.objects.complex_filter(field.get_limit_choices_to()),  # type: ignore[attr-defined]
            label=field.verbose_name,
            required=False,
            widget=LinksSelect(field, admin.site),
        )

    def __deepcopy__(self, memo: Any) -> "LinksField":
        # The stock copy would ask for the titles, which no form needs before it is shown.
        copied: LinksField = super(forms.ChoiceField, self).__deepcopy__(memo)
        copied.queryset = self.chosen_among
        return copied

    @property
    def queryset(self) -> "QuerySet[Any]":
        """The publications that may be chosen, with titles in the language of this moment."""
        return titled(self.chosen_among)

    @queryset.setter
    def queryset(self, publications: "QuerySet[Any]") -> None:
        self.chosen_among = publications
        self.widget.choices = self.choices


class PublicationAdmin(DeskAdmin):
    """Publications as other pages search for them; they have no page of this kind."""

    # Asked for by the stock search; what is searched is in `get_search_results`.
    search_fields = ("number",)
    ordering = ("-number",)

    def get_urls(self) -> list[Any]:
        return []

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """Find by the number, or by words of a title in any language."""
        words = search_term.split()
        found = Q(pk__in=[int(word) for word in words if word.isascii() and word.isdigit()][:1])
        for model in kind_models().values() if words else ():
            field = text_fields(model)[0]
            matching = _current(model)
            for word in words:
                columns = (f"{in_language(field, code)}__icontains" for code in CODES)
                said = Q()
                for column in columns:
                    said |= Q((column, word))
                matching = matching.filter(said)
            found |= Q(pk__in=matching.values("publication"))
        chosen = queryset.filter(found) if words else queryset
        return titled(chosen), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter(request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
