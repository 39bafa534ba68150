"""The facts of a news item, as the desk asks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.countries import country_choices
from editorial.desk.forms import EditionForm
from editorial.desk.links import LinksField
from editorial.kinds import column
from editorial.models import Topic
from library.fields import PictureField
from news.models import NewsItem, Section


class NewsItemForm(EditionForm):
    """A news item: section, topics and countries beside its four texts."""

    section: Any = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), required=False, empty_label="—"
    )
    topics: Any = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        choices=country_choices,
        label=_("Countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meetings: Any = LinksField(column(NewsItem, "meetings"))
    related: Any = LinksField(column(NewsItem, "related"))
    cover = PictureField(label=_("Cover"), required=False)
