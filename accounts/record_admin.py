"""What the desk's pages for plain records have in common."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from accounts.widgets import Line
from languages.choices import BY_CODE, LANGUAGES


class RecordAdmin(ModelAdmin):
    """A plain record at the desk: never deleted, and without Django's own log.

    What was done to publications stands in the audit chain; a second, weaker record beside
    it could disagree.
    """

    actions = None
    sortable_by: Any = ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return in_its_language(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))

    def name_of(self, record: Any) -> str:
        """Return what the page of a record is called."""
        return str(record)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list by its plural: the stock title puts a singular into a sentence."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Call the page of a record by the record's name, once."""
        if context["original"] is not None:
            context |= {"title": self.name_of(context["original"]), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""


def in_four(name: str) -> list[tuple[str, ...]]:
    """Return the columns of a translated field as a form sets them out: two beside each other."""
    columns = [f"{name}_{language.suffix}" for language in LANGUAGES]
    return [tuple(columns[:2]), tuple(columns[2:])]


def in_its_language(db_field: Any, made: Any) -> Any:
    """Call a field of one language by that language's own name, and show its line whole."""
    one = BY_CODE.get(getattr(db_field, "language", ""))
    if made is None or one is None:
        return made
    made.label = f"{capfirst(db_field.translated_field.verbose_name)} ({one.name})"
    if isinstance(db_field, models.CharField):
        made.widget = Line()
    made.widget.attrs["lang"] = one.tag
    return made
