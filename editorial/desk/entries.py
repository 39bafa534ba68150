"""Fields of the desk's forms, made of the fields of a model, and as a person reads them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast, runtime_checkable

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.widgets import Line
from editorial.choices import Change
from editorial.contents.cleaning import clean_html
from editorial.contents.differences import marked_blocks, marked_words
from editorial.contents.values import is_number
from editorial.desk.choosing import Choice
from editorial.desk.widgets import RichTextEditor
from editorial.fields import RichTextField
from editorial.kinds import in_language
from editorial.moments import day_in_words
from languages.choices import Language


class RecordSelect(AutocompleteSelect):
    """One record found by typing its name in any language.

    `labels` name the records that are chosen already, by key: whoever shows many rows reads
    them all at once. Without labels the name is read when it is shown.
    """

    def __init__(self, field: Any) -> None:
        super().__init__(field, admin.site)
        self.labels: Mapping[str, str] | None = None

    def label(self, key: Any) -> str:
        """Return the name of the record with this key, the key itself where there is none."""
        if not key or not is_number(str(key)):
            return str(key or "")
        if self.labels is None:
            records = self.field.remote_field.model._default_manager
            self.labels = {str(pk): str(found) for pk, found in records.in_bulk([key]).items()}
        return self.labels.get(str(key), str(key))

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """Return the blank choice and what is chosen; the rest is found by typing."""
        options = [self.create_option(name, "", "", selected=False, index=0)]
        options += [
            self.create_option(name, key, self.label(key), selected=True, index=1)
            for key in value
            if key
        ]
        return [(None, options, 0)]


class RecordField(forms.IntegerField):
    """The key of a record, chosen by name; whether it is there the verb asks."""

    def __init__(self, field: Any) -> None:
        super().__init__(
            label=capfirst(field.verbose_name), required=False, widget=RecordSelect(field)
        )

    def in_words(self, value: Any) -> str:
        """Return what the record is called."""
        return str(self.widget.label(value))


@runtime_checkable
class AskedOfSomeone(Protocol):
    """A field that offers to a person only what he may see."""

    def asked_of(self, by: User, stored: Any) -> None:
        """Offer what this person may see, and keep what is stored, seen by him or not."""


def fact_field(field: Any) -> forms.Field:
    """Return a form field for a value that has no language."""
    if isinstance(field, models.ForeignKey):
        return RecordField(field)
    made: Any
    if isinstance(field, models.DateField):
        made = field.formfield(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    elif isinstance(field, models.TimeField):
        made = field.formfield(widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    else:
        made = field.formfield()
    made.required = False
    return cast("forms.Field", made)


def words_field(field: Any, language: Language) -> forms.CharField:
    """Return a form field for a text of one language."""
    return forms.CharField(
        label=capfirst(field.verbose_name),
        required=False,
        # The verb cleans: two ways of stripping would make a change of nothing.
        strip=False,
        widget=_widget(field, language),
    )


def handling_fields(
    language: Language, people: Callable[[], list[tuple[int, str]]]
) -> dict[str, forms.Field]:
    """Return the fields of how a text goes out, by name; `people` may be asked to write it."""
    named: dict[str, forms.Field] = {
        "change": forms.ChoiceField(
            label=_("Do readers have to know what has changed?"),
            choices=[("", ""), *Change.choices],
            required=False,
        ),
        "note": forms.CharField(
            label=_("Note for readers (what is new, or what was wrong)"),
            help_text=_("In your own words, or a ready phrase from the list of the field."),
            max_length=500,
            required=False,
            strip=False,
            widget=forms.TextInput(
                {
                    "class": "vTextField",
                    "lang": language.tag,
                    "list": f"notes-{language.code}",
                    "data-note": language.code,
                }
            ),
        ),
        "assignee": forms.TypedChoiceField(
            label=_("Assigned to"),
            choices=lambda: [("", "—"), *people()],
            coerce=int,
            empty_value=None,
            required=False,
        ),
    }
    return {in_language(name, language.code): field for name, field in named.items()}


def _widget(field: Any, language: Language) -> forms.Widget:
    if isinstance(field, RichTextField):
        return RichTextEditor(language)
    if isinstance(field, models.TextField):
        return forms.Textarea({"class": "vLargeTextField", "rows": 4, "lang": language.tag})
    return Line({"lang": language.tag})


@dataclass(frozen=True)
class Entry:
    """One field on the page; where two clash, the colleague's value and what stood before.

    `choices` are those to be made in the field, in place of the two.
    """

    field: BoundField
    theirs: SafeString | str | None = None
    before: str = ""
    choices: Sequence[Choice] = ()

    @property
    def name(self) -> str:
        """The field's name without the language, for its place on the page."""
        return self.field.name.partition("_")[0]

    @property
    def is_rich(self) -> bool:
        """Whether the value is HTML (clean, from the database)."""
        return isinstance(self.field.field.widget, RichTextEditor)

    @property
    def is_wide(self) -> bool:
        """Whether the field wants the whole width of its column."""
        widget = self.field.field.widget
        return isinstance(widget, forms.Textarea) and not isinstance(widget, Line)

    @property
    def is_box(self) -> bool:
        """Whether the field is one box to tick."""
        return isinstance(self.field.field.widget, forms.CheckboxInput)

    @property
    def stored(self) -> Any:
        """The value as it stands in the edition, for those who may only read it."""
        return in_words(self.field.field, self.field.initial)


def in_words(field: forms.Field, value: Any) -> str:
    """Return a stored value as a person reads it: names for keys; clean HTML for rich text."""
    if isinstance(field.widget, RichTextEditor):
        return clean_html(value or "")
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if isinstance(field, forms.BooleanField | forms.DateField):
        return _plainly(field, value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        # Only the chosen ones are read: a link may be to one of a hundred thousand.
        records: Any = field.queryset
        return ", ".join(str(one) for one in records.filter(pk__in=value or ()))
    if hasattr(field, "choices"):
        keys = {str(key) for key in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in field.choices if str(key) in keys and key)
    return str(value or "")


def _plainly(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    return day_in_words(date.fromisoformat(str(value))) if value else ""


def with_differences(field: forms.Field, mine: Any, theirs: Any) -> SafeString | str:
    """Return a colleague's value in words, marked where it differs from what was posted."""
    if not theirs:
        return in_words(field, theirs)
    if isinstance(field.widget, RichTextEditor):
        return marked_blocks(clean_html(mine or ""), clean_html(theirs))
    if hasattr(field, "choices") or hasattr(field, "in_words"):
        return in_words(field, theirs)
    return marked_words(str(mine or ""), str(theirs))
