"""Ways into the desk and out of it, and a person's own account."""

from datetime import datetime
from typing import Any, cast

from allauth.account.internal.flows.logout import logout
from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic.edit import UpdateView

from accounts import factors, kept_posts
from accounts.forms import MyAccountForm
from accounts.middleware import keep_language
from accounts.models import User
from accounts.roles import Role
from accounts.sign_in_forms import UNKNOWN_KEY
from languages.choices import BY_CODE, LANGUAGES
from languages.dates import format_day, format_moment

# The demo's own accounts; nobody else can be signed in without a password.
DEMO_USERNAMES = ("writer", "translator", "editor", "secretary", "administrator")


def demo_people() -> list[User]:
    """Return the demo's people that can be signed in as: none unless DEBUG is on."""
    if not settings.DEBUG:
        return []
    found = User.objects.filter(username__in=DEMO_USERNAMES, is_active=True)
    return sorted(
        found.prefetch_related("groups"), key=lambda one: DEMO_USERNAMES.index(one.username)
    )


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the demo by one click. Raises Http404 unless DEBUG is on.

    A second factor is asked for as of anyone who has set one up.
    """
    username = request.POST.get("username", "")
    if not settings.DEBUG or username not in DEMO_USERNAMES:
        raise Http404
    person = get_object_or_404(User, username=username, is_active=True)
    if request.user.is_authenticated:
        logout(request, show_message=False)
    goal = keep_what_travels(request)
    return cast("HttpResponse", perform_login(request, person, redirect_url=goal))


def own_address(request: HttpRequest, address: str) -> str:
    """Return this address where it is one of this host; else the desk's front page."""
    is_own = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_own else reverse("admin:index")


class SignInView(LoginView):
    """Ask who it is. What he wrote before, if anything, travels along in the form."""

    template_name = "admin/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.POST.get("language") in BY_CODE:
            return self.speak(request.POST["language"])
        return super().post(request, *args, **kwargs)

    def speak(self, language: str) -> Any:
        """Show the page anew in this language, with what travels along in it."""
        translation.activate(language)
        self.request.method = "GET"
        response = super().get(self.request)
        response.headers["Content-Language"] = language
        keep_language(response, language)
        return response

    def form_valid(self, form: Any) -> Any:
        keep_what_travels(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> Any:
        travelling = {"kept": self.request.POST.get(kept_posts.FIELD, "")}
        context = super().get_context_data(**{**travelling, **kwargs})
        context.setdefault("next", context["redirect_field_value"] or "")
        return context | {
            "demo_people": demo_people(),
            "languages": LANGUAGES,
            "has_mail": settings.PASSWORD_RESET_BY_MAIL,
        }


class PasskeyView(LoginWebAuthnView):
    """Sign in with a passkey alone."""

    def form_valid(self, form: Any) -> Any:
        keep_what_travels(self.request)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> Any:
        messages.error(self.request, UNKNOWN_KEY)
        self.request.method = "GET"
        return SignInView.as_view()(self.request)


def by_mail(view: Any) -> Any:
    """Return a view that is there only where mail can be sent."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PASSWORD_RESET_BY_MAIL:
            raise Http404
        return cast("HttpResponseBase", view(request, *args, **kwargs))

    return guarded


def keep_what_travels(request: HttpRequest) -> str:
    """Keep what came along with a sign-in for the page that it leads to; return its address."""
    goal = own_address(request, request.POST.get("next", ""))
    kept_posts.keep(request, goal, request.POST.get(kept_posts.FIELD, ""))
    return goal


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, or give up a sign-in half done; what was kept in the session goes too."""
    is_signed_in = request.user.is_authenticated
    logout(request, show_message=False)
    request.session.flush()
    if not is_signed_in:
        return HttpResponseRedirect(reverse("account_login"))
    return TemplateResponse(request, "account/signed_out.html")


def in_office_time(moment: datetime) -> str:
    """Return a moment in Tashkent in the language that is active: "26 November 2025, 14:30"."""
    return format_moment(localtime(moment), get_language() or settings.LANGUAGE_CODE)


class MyAccountView(UpdateView):
    """What everybody may see and change of himself."""

    form_class = MyAccountForm
    template_name = "account/my_account.html"
    success_url = reverse_lazy("admin:account")

    def get_object(self, queryset: Any = None) -> Any:
        # Not the signed-in person himself: a refused form would change what the page says of him.
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> Any:
        """Add what he reads, and until when he is on duty, "" where he is not."""
        person = cast("User", self.request.user)
        is_on_duty = Role.DUTY in person.roles
        terms = person.duty_terms.running().order_by("-until") if is_on_duty else ()
        until = next((in_office_time(term.until) for term in terms), "")
        reads = ", ".join(one.name for one in LANGUAGES if one.code in person.languages_read)
        more = {"on_duty_until": until, "languages_read": reads}
        return super().get_context_data(**kwargs) | more

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        with translation.override(self.object.desk_language):
            messages.success(self.request, _("Saved."))
        return response


class SecurityView(IndexView):
    """How a person signs in: password, app, passkeys, recovery codes."""

    def get_context_data(self, **kwargs: Any) -> Any:
        context = super().get_context_data(**kwargs)
        language = translation.get_language() or settings.LANGUAGE_CODE
        keys = [
            {
                "pk": key.instance.pk,
                "name": key.name,
                "is_enough_alone": key.is_passwordless,
                "added": format_day(localtime(key.instance.created_at), language),
                "used": key.instance.last_used_at
                and format_day(localtime(key.instance.last_used_at), language),
            }
            for key in context["authenticators"].get("webauthn", [])
        ]
        person: Any = self.request.user
        return context | {
            "keys": keys,
            "is_factor_missing": factors.is_demanded(person) and not factors.is_set_up(person),
        }


def in_the_desk(view: Any, title: Any) -> Any:
    """Return the view with the desk around its page, under this title, kept by no cache."""

    def dressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            around = {**admin.site.each_context(request), "title": title}
            response.context_data = {**around, **(response.context_data or {})}
        return response

    return dressed
