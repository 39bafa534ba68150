"""The desk: the stock admin site, named and dressed for the press office."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts import kept_posts
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
        context = {"demo_people": demo_people(), **(extra_context or {})}
        response = super().login(request, context)
        if request.method == "POST" and self.has_permission(request):
            kept = request.POST.get(kept_posts.FIELD, "")
            kept_posts.keep(request, response.headers.get("Location", ""), kept)
        return response

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard a page as the stock admin does, and keep what a signed-out person sends to it."""
        guarded: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request):
                return self.ask_who_wrote(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, view)

    def ask_who_wrote(self, request: HttpRequest) -> HttpResponse:
        """Answer a post of someone signed out: the sign-in form, with what he sent kept in it."""
        goal, kept = request.get_full_path(), kept_posts.written(request)
        match = request.resolver_match
        if match and (match.url_name or "").endswith("_act"):
            # A button alone says nothing worth keeping: its page is opened again.
            name = f"admin:{(match.url_name or '').removesuffix('act')}change"
            goal, kept = reverse(name, kwargs=match.kwargs), ""
        request.method = "GET"
        context = {"next": goal, "kept": kept, "app_path": reverse("admin:login")}
        return self.login(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps of the front page in the order of the day's work."""
        places = {label: place for place, label in enumerate(ORDER)}
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: places.get(app["app_label"], len(places)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a post whose token is old, as after signing in again in another tab.

    What the desk's own pages sent is kept and shown again, to be sent once more; a post from
    another origin gets a plain refusal.
    """
    host = urlsplit(request.headers.get("Origin", "")).netloc
    is_own = host == request.get_host() and request.path.startswith(reverse("admin:index"))
    if not is_own:
        return HttpResponse(render_to_string("403.html"), status=403)
    if request.path == reverse("admin:login"):
        return HttpResponseRedirect(request.get_full_path())
    desk = cast("Desk", admin.site)
    if not desk.has_permission(request):
        return desk.ask_who_wrote(request)
    kept_posts.keep(request, request.get_full_path(), kept_posts.written(request))
    return HttpResponseRedirect(request.get_full_path())
