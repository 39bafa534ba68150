"""The facts of a meeting, as the desk asks for them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.countries import one_country_choices
from editorial.desk.forms import EditionForm
from editorial.desk.links import LinksField
from editorial.desk.rows import Pasting
from editorial.kinds import column
from editorial.models import Topic
from events.models import Meeting


class MeetingForm(EditionForm):
    """A meeting: when and of what form, before its four texts, its people and its outcomes."""

    leading: ClassVar[tuple[str, ...]] = (
        "starts_on",
        "starts_at",
        "ends_on",
        "ends_at",
        "form",
        "status",
        "country",
        "delegations",
        "is_online",
    )
    leading_lists: ClassVar[tuple[str, ...]] = ("participants",)
    pasting = {"participants": Pasting("name", "post", asks="side")}
    opening_wants: ClassVar[Any] = _("Choose the day of the meeting, or write a title.")

    country = forms.ChoiceField(
        choices=one_country_choices, label=_("Country of the guests"), required=False
    )
    delegations: Any = LinksField(column(Meeting, "delegations"))
    topics: Any = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def is_worth_opening(self) -> bool:
        """A day is enough: the title is proposed from the two sides."""
        return bool(self.cleaned_data.get("starts_on")) or super().is_worth_opening()
