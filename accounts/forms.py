"""People of the office, as the administrator writes them down."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
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


class OwnAddressMixin:
    """An e-mail address leads to one person only: links to a new password go there."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email=email).exists():
            raise ValidationError(_("Someone else has this e-mail address."))
        return email


class PersonForm(OwnAddressMixin, UserChangeForm):
    """What may be changed of a person."""

    groups = RolesField()
    languages_read = languages_field(_("Languages read"))
    languages_written = languages_field(_("Languages written"))


class MyAccountForm(forms.ModelForm):
    """What everybody may change of himself.

    Not the languages he reads: they decide what he may approve, and are the administrator's.
    """

    class Meta:
        model = User
        fields = ("desk_language", "wants_mail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class NewPersonForm(OwnAddressMixin, AdminUserCreationForm):
    """A new person with a first password."""

    groups = RolesField()
    languages_read = languages_field(_("Languages read"))
    languages_written = languages_field(_("Languages written"))

    class Meta(AdminUserCreationForm.Meta):
        model = User
