"""What the desk's pages for plain records have in common."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst


class RecordAdmin(ModelAdmin):
    """A plain record at the desk: never deleted, and without Django's own log.

    What was done to publications stands in the audit chain; a second, weaker record beside
    it could disagree.
    """

    actions = None

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
