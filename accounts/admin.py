"""The people of the office at the desk, for the administrator."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms import NewPersonForm, PersonForm
from accounts.models import User
from accounts.record_admin import RecordAdmin
from accounts.roles import Role

# A role is a group, and is given on the person's own page.
admin.site.unregister(Group)

WORK: Any = (
    _("Work"),
    {"fields": ("groups", "languages_read", "languages_written", "desk_language")},
)
PERSON: Any = (_("Person"), {"fields": ("first_name", "last_name", "email")})


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
