"""Links from one publication to others, as the desk searches and shows them: by title."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db import models
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    Q,
    QuerySet,
)
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.models import User
from accounts.record_admin import DeskAdmin
from editorial.contents.values import is_number
from editorial.kinds import in_language, kind_models, text_fields
from editorial.models import Publication
from editorial.permissions import may_enter
from editorial.querysets import not_hidden_from
from editorial.titles import titled
from languages.choices import CODES


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
    """Other publications, searched by number and words of their titles.

    Once it is `asked_of` a person, it knows those that he may see, and those linked already:
    of the ones hidden from him it says no more than that they are there.
    """

    shown_to: User | None = None
    linked: tuple[int, ...] = ()

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

    def asked_of(self, by: User, linked: Iterable[int] | None) -> None:
        """Offer what this person may see, and keep what is linked already."""
        self.shown_to, self.linked = by, tuple(linked or ())
        self.widget.choices = self.choices

    @property
    def queryset(self) -> "QuerySet[Any]":
        """The publications that may be chosen, with titles in the language of this moment."""
        if self.shown_to is None:
            return titled(self.chosen_among)
        shown = ExpressionWrapper(
            Q(not_hidden_from(self.shown_to, "pk")), output_field=BooleanField()
        )
        publications = self.chosen_among.annotate(is_shown=shown)
        return titled(publications.filter(Q(is_shown=True) | Q(pk__in=self.linked)))

    @queryset.setter
    def queryset(self, publications: "QuerySet[Any]") -> None:
        self.chosen_among = publications
        self.widget.choices = self.choices

    def label_from_instance(self, obj: Any) -> str:
        """Return what the publication is called; nothing of what is hidden from the person."""
        if getattr(obj, "is_shown", True):
            return str(obj)
        return gettext("a piece you have no access to")

    def in_words(self, value: Any) -> str:
        """Return what the linked publications are called; only the chosen ones are read."""
        found = self.queryset.filter(pk__in=value or ())
        return ", ".join(self.label_from_instance(one) for one in found)


class PublicationAdmin(DeskAdmin):
    """Publications as other pages search for them; they have no page of this kind."""

    # Asked for by the stock search; what is searched is in `get_search_results`.
    search_fields = ("number",)
    ordering = ("-number",)

    def get_urls(self) -> list[Any]:
        return []

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        publications: Any = super().get_queryset(request)
        shown: QuerySet[Any] = publications.visible_to(request.user)
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """Find by the number, or by words of a title in any language."""
        words = search_term.split()
        found = Q(pk__in=[int(word) for word in words if word.isascii() and word.isdigit()][:1])
        for model in kind_models().values() if words else ():
            field = text_fields(model)[0]
            manager: Any = model._default_manager
            matching = manager.current()
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
