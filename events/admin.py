"""Meetings at the desk."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations.admin import CountryFilter
from editorial.choices import FACTS
from editorial.desk.change_list import OpenFilter, TextStateFilter
from editorial.desk.edition_admin import EditionAdmin, actor
from editorial.moments import day_in_words
from editorial.permissions import may, may_enter
from editorial.refusals import Refused
from events.actions import follow_up
from events.choices import FollowUpState
from events.follow_ups import followed_outcomes
from events.forms import MeetingForm
from events.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(EditionAdmin):
    """Meetings."""

    edition_form = MeetingForm
    change_form_template = "events/meeting_form.html"
    list_display = ("number_of", "title", "day", "status", "marks", "updated")
    list_filter: ClassVar[Any] = (OpenFilter, TextStateFilter, "status", CountryFilter)

    @admin.display(description=_("day"))
    def day(self, edition: Meeting) -> str:
        """The day of the meeting in words."""
        return day_in_words(edition.starts_on)

    def get_urls(self) -> list[URLPattern]:
        """The pages of an edition, and what is said of its outcomes."""
        wrap: Callable[..., Any] = self.admin_site.admin_view
        view = wrap(self.follow_up_view)
        told = path("<path:object_id>/follow-up/", view, name="events_meeting_follow_up")
        return [told, *super().get_urls()]

    def follow_up_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Store what was said of one outcome. By POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_enter(actor(request)):
            raise PermissionDenied
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            raise Http404
        try:
            follow_up(
                publication=edition.publication,
                key=request.POST.get("key", ""),
                state=request.POST.get("state", ""),
                note=request.POST.get("note", ""),
                by=actor(request),
            )
            messages.success(request, gettext("Saved."))
        except Refused as refusal:
            for finding in refusal.refusals:
                messages.error(request, str(finding))
        return Redirect(self._address(edition.pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        edition = context["original"]
        if edition is not None:
            context |= {
                "follow_ups": followed_outcomes(edition, actor(request)),
                "follow_up_states": FollowUpState.choices,
                "follow_up_address": self._address(edition.pk, "follow_up"),
                "may_follow_up": may(actor(request), "save_edition", FACTS),
            }
        return super().render_change_form(request, context, *args, **kwargs)
