"""People of the office, as the administrator writes them down."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from languages.choices import CHOICES


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their names in the desk's language; groups that are no role are not offered."""

    def __init__(self) -> None:
        super().__init__(
            Group.objects.filter(name__in=Role.values).order_by("id"),
            label=_("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(Role(obj.name).label)


def languages_field(label: Any) -> forms.MultipleChoiceField:
    """Return a field that ticks some of the four languages."""
    return forms.MultipleChoiceField(
        label=label, choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )


class PersonForm(UserChangeForm):
    """What may be changed of a person."""

    groups = RolesField()
    languages_read = languages_field(_("Languages read"))
    languages_written = languages_field(_("Languages written"))


class NewPersonForm(AdminUserCreationForm):
    """A new person with a first password."""

    groups = RolesField()
    languages_read = languages_field(_("Languages read"))
    languages_written = languages_field(_("Languages written"))

    class Meta(AdminUserCreationForm.Meta):
        model = User
