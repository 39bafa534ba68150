"""The desk: the stock admin site, named and dressed for the press office."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from accounts.views import demo_people, sign_in_as

# The daily work first, what is seldom touched last.
ORDER = ("news", "editorial", "accounts")


class Desk(AdminSite):
    """The admin panel of the press office."""

    site_header = _("ISMI CMS")
    site_title = _("ISMI CMS")
    index_title = _("The desk")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of the desk, and the demo's way in."""
        # Django's shortcut to any object's address would tell a scheduled release's to anyone.
        stock = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [path("sign-in-as/", sign_in_as, name="sign_in_as"), *stock]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask who it is; while the project is tried out, offer the demo's people."""
        return super().login(request, {**(extra_context or {}), "demo_people": demo_people()})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps of the front page in the order of the day's work."""
        places = {label: place for place, label in enumerate(ORDER)}
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: places.get(app["app_label"], len(places)))
