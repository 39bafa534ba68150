"""The site's identity and channels at the desk, for editors."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.record_admin import RecordAdmin, in_four
from website.models import ONLY, Channel, SiteIdentity


@admin.register(SiteIdentity)
class SiteIdentityAdmin(RecordAdmin):
    """The one row: its list is its page."""

    fields = (
        *in_four("acronym"),
        *in_four("name"),
        *in_four("description"),
        *in_four("address"),
        ("phone", "email", "press_email"),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Open the page of the only row there is."""
        return HttpResponseRedirect(reverse("admin:website_siteidentity_change", args=(ONLY,)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Channel)
class ChannelAdmin(RecordAdmin):
    """Where else the institute speaks."""

    fields = (("kind", "label"), "url", ("order", "is_shown"))
    list_display = ("label", "kind", "url", "order", "is_shown")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Take an address that is typed without a scheme as a safe one."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)
