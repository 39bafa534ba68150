"""What the desk's pages for plain records have in common."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest


class RecordAdmin(ModelAdmin):
    """A plain record at the desk: never deleted, and without Django's own log.

    What was done to publications stands in the audit chain; a second, weaker record beside
    it could disagree.
    """

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""
