"""The people of the office at the desk, for the administrator."""

from typing import Any, ClassVar, cast

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.forms import NewPersonForm, PersonForm
from accounts.models import DutyTerm, User
from accounts.record_admin import RecordAdmin
from accounts.views import in_office_time
from accounts.widgets import DayAndTime

# A role is a group, and is given on the person's own page; so is his one e-mail address.
# A factor is its person's alone: its row holds a secret.
admin.site.unregister((Group, EmailAddress, Authenticator))

WORK: Any = (
    _("Work"),
    {"fields": ("groups", "languages_read", "languages_written", "desk_language")},
)
PERSON: Any = (_("Person"), {"fields": ("first_name", "last_name", "email")})


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """Return the way to say again who it is; None of someone who did a moment ago.

    Raises ReauthenticationRequired, which keeps what was sent and goes on with it afterwards;
    a password is not kept.
    """
    if not is_reauthentication_required(request, app="accounts"):
        return None
    if "password1" not in request.POST:
        raise ReauthenticationRequired
    messages.warning(request, _("Nothing is saved yet: confirm who you are, then write it again."))
    return HttpResponseRedirect(request.get_full_path())


@admin.register(User)
class PersonAdmin(RecordAdmin, UserAdmin):
    """People with their roles and languages. Nobody is deleted: an account is closed."""

    form = PersonForm
    add_form = NewPersonForm
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        PERSON,
        WORK,
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        PERSON,
        WORK,
    )
    list_display = ("username", "last_name", "first_name", "role_names", "is_active")
    list_filter = ("is_active",)
    filter_horizontal = ()

    def told_besides(self, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """Return which roles were given and which were taken, by their codes."""
        had, has = set(before.get("groups", ())), set(after.get("groups", ()))
        codes = dict(Group.objects.filter(pk__in=had ^ has).values_list("pk", "name"))
        given, taken = (sorted(codes[int(key)] for key in keys) for keys in (has - had, had - has))
        return {"given": given, "taken": taken}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return asked_again(request) or super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set a password, and tell of it in the same transaction."""
        asked = asked_again(request)
        if asked is not None:
            return asked
        with transaction.atomic():
            return super().user_change_password(request, *args, **kwargs)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """Tell of a new password; of everything else it is told where it is saved."""
        asked = request.resolver_match
        if asked is not None and asked.url_name == "auth_user_password_change":
            self.tell(request, obj, ["password"])

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """Let everyone with an account sign in at the desk; there is nothing else to enter."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("roles"))
    def role_names(self, person: User) -> str:
        """The names of the person's own roles."""
        return person.role_names


@admin.register(DutyTerm)
class DutyTermAdmin(RecordAdmin):
    """Who is on duty when, for press secretaries and administrators."""

    fields = ("person", "since", "until")
    list_display = ("person", "standing", "begins", "ends", "given_by")
    list_select_related = ("person", "given_by")
    formfield_overrides: ClassVar[Any] = {models.DateTimeField: {"widget": DayAndTime}}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return asked_again(request) or super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form with its giver set, so that the row's own checks can judge him."""
        form = super().get_form(request, obj, change=change, **kwargs)
        giver = cast("User", request.user)

        class Giving(form):  # type: ignore[valid-type, misc]
            def _post_clean(self) -> None:
                self.instance.given_by = giver
                super()._post_clean()

        return Giving

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose term it is and when it began stay: another is given anew."""
        return () if obj is None else ("person", "since")

    @admin.display(description=_("now"))
    def standing(self, term: DutyTerm) -> str:
        """Whether the term runs at this moment."""
        now = timezone.now()
        if term.until <= now:
            return pgettext("term of duty", "over")
        if term.since > now:
            return pgettext("term of duty", "to come")
        return pgettext("term of duty", "on duty now")

    @admin.display(description=pgettext_lazy("term of duty", "from"))
    def begins(self, term: DutyTerm) -> str:
        """When it begins, in words."""
        return in_office_time(term.since)

    @admin.display(description=pgettext_lazy("term of duty", "until"))
    def ends(self, term: DutyTerm) -> str:
        """When it ends, in words."""
        return in_office_time(term.until)
