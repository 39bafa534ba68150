"""The facts of a delegation, as the desk asks for them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.countries import one_country_choices
from editorial.desk.forms import EditionForm
from editorial.desk.rows import Pasting
from editorial.models import Topic


class DelegationForm(EditionForm):
    """A delegation: who comes and when, before its four texts and its members."""

    leading: ClassVar[tuple[str, ...]] = (
        "country",
        "organisation",
        "level",
        "arrives_on",
        "leaves_on",
    )
    leading_lists: ClassVar[tuple[str, ...]] = ("delegates",)
    pasting = {"delegates": Pasting("name", "post", asks="role")}
    opening_wants: ClassVar[Any] = _("Choose a country or an organisation, or write a title.")

    country = forms.ChoiceField(choices=one_country_choices, label=_("Country"), required=False)
    topics: Any = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def is_worth_opening(self) -> bool:
        """A country or an organisation is enough: the title is proposed from it."""
        given = self.cleaned_data
        return bool(given.get("country") or given.get("organisation")) or super().is_worth_opening()
