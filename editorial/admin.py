"""The records of the rulebook at the desk; the kinds register their editions themselves."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.record_admin import RecordAdmin, in_four
from editorial.desk.links import PublicationAdmin
from editorial.kinds import in_language
from editorial.models import Publication, SecondReader, Topic
from languages.choices import CODES

admin.site.register(Publication, PublicationAdmin)


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    """Topics, for editors."""

    fields = (*in_four("name"), ("slug", "parent"))
    list_display = ("name", "slug", "parent")
    list_select_related = ("parent",)
    search_fields = [in_language("name", code) for code in CODES]


@admin.register(SecondReader)
class SecondReaderAdmin(RecordAdmin):
    """The office's rule for each language, for administrators: its change is on record."""

    list_display = ("language", "reading")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A rule stays the rule of its language."""
        return () if obj is None else ("language",)
