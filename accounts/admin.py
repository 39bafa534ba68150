"""The people of the office at the desk, for the administrator."""

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from accounts.forms import NewPersonForm, PersonForm
from accounts.models import User
from accounts.record_admin import RecordAdmin
from accounts.roles import Role

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
        codes = {group.name for group in person.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in codes)
