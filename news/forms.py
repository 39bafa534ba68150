"""The facts of a news item, as the desk asks for them."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from editorial.forms import EditionForm
from editorial.kinds import column
from editorial.links import LinksField
from editorial.models import Topic
from languages.choices import BY_CODE, DEFAULT_CODE
from languages.countries import country_codes, country_name
from languages.sorting import sort_key
from library.fields import PictureField
from news.models import NewsItem, Section


def countries() -> list[tuple[str, str]]:
    """Return the countries by their names in the desk's language, in its order."""
    active = get_language() or ""
    language = active if active in BY_CODE else DEFAULT_CODE
    named = [(code, country_name(code, language)) for code in country_codes()]
    return sorted(named, key=lambda country: sort_key(country[1], language))


class NewsItemForm(EditionForm):
    """A news item: section, topics and countries beside its four texts."""

    section: Any = forms.ModelChoiceField(Section.objects.all(), label=_("Section"), required=False)
    topics: Any = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        choices=countries,
        label=_("Countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meetings: Any = LinksField(column(NewsItem, "meetings"))
    related: Any = LinksField(column(NewsItem, "related"))
    cover = PictureField(label=_("Cover"), required=False)
