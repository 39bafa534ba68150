"""The desk: the stock admin site, named and dressed for the press office."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views import defaults
from django.views.decorators.cache import never_cache

from accounts import kept_posts
from accounts.models import User
from accounts.urls import SIGN_IN
from accounts.views import MyAccountView, SignInView, in_the_desk, sign_in_as
from editorial.desk import log_views, night
from editorial.desk.standing import standing_notice
from editorial.kinds import kind_models
from editorial.notices import mark_read
from editorial.permissions import may_read_log
from ismi_cms.choosing import RecordChoices
from ismi_cms.home import Home

# The daily work first, what is seldom touched last.
ORDER = ("news", "events", "delegations", "library", "editorial", "website", "accounts")
# Lists that are set up once and touched now and then.
SELDOM = frozenset(
    {"Section", "Topic", "SiteIdentity", "Channel", "User", "DutyTerm", "Log", "Standing"}
)


class Desk(AdminSite):
    """The admin panel of the press office."""

    site_header = _("ISMI CMS")
    site_title = _("ISMI CMS")
    index_title = _("The desk")
    # The way through the desk stands in templates of the project's own.
    enable_nav_sidebar = False
    empty_value_display = "—"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of the desk, a person's own one, and the demo's way in."""
        # Django's shortcut to any object's address would tell a scheduled release's to anyone.
        # The page after a change of password belonged to Django's own form for it.
        unused = ("view_on_site", "password_change_done")
        stock = [url for url in super().get_urls() if getattr(url, "name", "") not in unused]
        mine = in_the_desk(login_required(MyAccountView.as_view()), _("My account"))
        return [
            path("sign-in-as/", sign_in_as, name="sign_in_as"),
            path("account/", never_cache(mine), name="account"),
            path("notices/read/", self.admin_view(mark_read), name="notices_read"),
            path("log/", self.admin_view(log_views.page), name="log"),
            path("log/csv/", self.admin_view(log_views.as_csv), name="log_csv"),
            *night.addresses(self.admin_view),
            *stock,
        ]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask who it is, on the one page of signing in."""
        view = in_the_desk(SignInView.as_view(extra_context=extra_context), SIGN_IN)
        return cast("HttpResponse", view(request))

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
        context = {"next": goal, "kept": kept}
        return self.login(request, context)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, what goes out next and what is live."""
        context = {
            "home": Home(cast("User", request.user)),
            "new": self._new(request),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def _new(self, request: HttpRequest) -> list[dict[str, str]]:
        """The ways to begin something: of each kind, and from a text written elsewhere."""
        kinds = kind_models().values()
        models = [one for app in self.get_app_list(request) for one in app["models"]]
        ways = [
            {"address": one["add_url"], "label": f"+ {capfirst(one['model']._meta.verbose_name)}"}
            for one in models
            if one["model"] in kinds and one["add_url"]
        ]
        if ways:
            ways.append({"address": reverse("intake:new"), "label": _("New from text")})
        return ways

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer a search by typing."""
        return cast("HttpResponse", RecordChoices.as_view(admin_site=self)(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the way through the desk: the lists of every day, and those touched now and then."""
        context: dict[str, Any] = super().each_context(request)
        lists = [one for app in context["available_apps"] for one in app["models"]]
        shown = [one for one in lists if one["admin_url"]] + self._log(request)
        return {
            **context,
            "standing": standing_notice() if context["has_permission"] else (),
            "is_on_duty": night.is_on_duty(request.user),
            "way": [
                (_("Daily work"), [one for one in shown if one["object_name"] not in SELDOM]),
                (_("Set-up"), [one for one in shown if one["object_name"] in SELDOM]),
            ],
        }

    def _log(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The log, and what went out unreviewed, among the lists of the desk, for whom they are."""
        by = request.user
        if not (isinstance(by, User) and may_read_log(by)):
            return []
        name = pgettext("of everything done", "Log")
        unreviewed = reverse("admin:night_standing")
        return [
            {"name": name, "admin_url": reverse("admin:log"), "object_name": "Log"},
            {
                "name": _("Released unreviewed"),
                "admin_url": unreviewed,
                "object_name": "Standing",
            },
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps of the front page in the order of the day's work."""
        places = {label: place for place, label in enumerate(ORDER)}
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: places.get(app["app_label"], len(places)))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not for one's role: at the desk in its own frame and language."""
    if not (request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request)):
        return defaults.permission_denied(request, exception)
    context = {**admin.site.each_context(request), "title": _("Not for your role")}
    return TemplateResponse(request, "admin/forbidden.html", context, status=403).render()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a post whose token is old, as after signing in again in another tab.

    What the desk's own pages sent is kept and shown again, to be sent once more; a post from
    another origin gets a plain refusal.
    """
    host = urlsplit(request.headers.get("Origin", "")).netloc
    is_own = host == request.get_host() and request.path.startswith(reverse("admin:index"))
    if not is_own:
        return HttpResponse(render_to_string("403.html"), status=403)
    if request.path.startswith((reverse("account_login"), reverse("admin:account"))):
        # These pages hold passwords and codes, which are never kept.
        return HttpResponseRedirect(request.get_full_path())
    desk = cast("Desk", admin.site)
    if not desk.has_permission(request):
        return desk.ask_who_wrote(request)
    kept_posts.keep(request, request.get_full_path(), kept_posts.written(request))
    return HttpResponseRedirect(request.get_full_path())
