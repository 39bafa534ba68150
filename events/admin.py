"""Meetings at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegations.admin import CountryFilter
from editorial.admin import EditionAdmin
from editorial.change_list import OpenFilter, TextStateFilter
from editorial.moments import day_in_words
from events.forms import MeetingForm
from events.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(EditionAdmin):
    """Meetings."""

    edition_form = MeetingForm
    list_display = ("number_of", "title", "day", "status", "marks", "updated")
    list_filter: ClassVar[Any] = (OpenFilter, TextStateFilter, "status", CountryFilter)

    @admin.display(description=_("day"))
    def day(self, edition: Meeting) -> str:
        """The day of the meeting in words."""
        return day_in_words(edition.starts_on)
