"""An edition as a form: its facts, its four texts, and how each of them will go out.

The values are those of `editorial.content`, so that what a person opened, what he posts and
what others saved are compared as they are. Nothing is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.choices import FACTS, Change
from editorial.cleaning import clean_html
from editorial.clock import database_moment
from editorial.fields import RichTextField
from editorial.four_eyes import Review
from editorial.kinds import in_language, text_fields
from editorial.marks import Mark
from editorial.models import Edition
from editorial.panel import mark_in
from editorial.permissions import may
from editorial.refusals import Clash, ClashOfWork, Refused
from editorial.widgets import RichTextEditor
from editorial.workflow import VERBS
from languages.choices import CHOICES, CODES, DEFAULT_CODE, LANGUAGES, Language

HANDLING = ("change", "note", "assignee")
LARGEST_TOKEN = 2**63 - 1


@dataclass(frozen=True)
class Entry:
    """One field on the page, with a colleague's value beside it where the two clash."""

    field: BoundField
    theirs: str | None

    @property
    def is_rich(self) -> bool:
        """Whether the value is HTML (clean, from the database)."""
        return isinstance(self.field.field.widget, RichTextEditor)

    @property
    def stored(self) -> Any:
        """The value as it stands in the edition, for those who may only read it."""
        return in_words(self.field.field, self.field.initial)


@dataclass(frozen=True)
class LanguagePanel:
    """One language of the form: its words and its handling."""

    language: Language
    mark: Mark | None
    words: list[Entry]
    handling: list[Entry]
    is_writable: bool
    is_chosen: bool

    @property
    def has_errors(self) -> bool:
        """Whether something in this language has to be settled."""
        return any(entry.field.errors for entry in (*self.words, *self.handling))


class EditionForm(forms.Form):
    """One edition's content; a kind adds a field for each of its facts.

    A part that the person may not write is shown and not asked; if it is posted all the
    same, it is handed on, and the verb refuses it. `refusal` is what a verb raised on this
    very post: its sentences become errors, and after a clash the token becomes the one to
    save upon next.
    """

    token = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_TOKEN, widget=forms.HiddenInput
    )
    opening_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source_language = forms.ChoiceField(
        label=gettext_lazy("Source language"), choices=CHOICES, required=False
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        model: type[Edition],
        by: User,
        instance: Edition | None = None,
        initial: dict[str, Any] | None = None,
        refusal: Refused | None = None,
    ) -> None:
        self.model, self.by, self.refusal = model, by, refusal
        # None for a publication that is only being opened.
        self.instance: Any = instance
        self.clashes: dict[str, Clash] = {}
        if isinstance(refusal, ClashOfWork):
            data = data.copy()
            data["token"] = str(refusal.edition.token)
            self.clashes = {field_name(clash): clash for clash in refusal.clashes}
        super().__init__(data, files, initial=initial)
        for language in LANGUAGES:
            self._add_text(language)
            if instance is not None:
                self._add_handling(language)

    def _add_text(self, language: Language) -> None:
        for name in text_fields(self.model):
            field: Any = self.model._meta.get_field(name)
            column = in_language(name, language.code)
            self.fields[column] = forms.CharField(
                label=capfirst(field.verbose_name),
                required=False,
                # The verb cleans: two ways of stripping would make a change of nothing.
                strip=False,
                widget=_widget(field, language),
            )

    def _add_handling(self, language: Language) -> None:
        self.fields[in_language("change", language.code)] = forms.ChoiceField(
            label=_("Do readers have to know what has changed?"),
            choices=[("", ""), *Change.choices],
            required=False,
        )
        self.fields[in_language("note", language.code)] = forms.CharField(
            label=_("Note for readers (what is new, or what was wrong)"),
            max_length=500,
            required=False,
            strip=False,
            widget=forms.TextInput({"class": "vTextField", "lang": language.tag}),
        )
        self.fields[in_language("assignee", language.code)] = forms.TypedChoiceField(
            label=_("Assigned to"),
            choices=lambda: [("", "—"), *self._people],
            coerce=int,
            empty_value=None,
            required=False,
        )

    @cached_property
    def review(self) -> Review:
        """The edition as it is stored now, with who wrote and approved its parts."""
        texts = {text.language: text for text in self.instance.text_rows.all()}
        return Review(self.instance, texts, database_moment())

    @cached_property
    def _people(self) -> list[tuple[int, str]]:
        """Everyone who may be asked to write, and whoever has been asked already."""
        writing = User.objects.holding(VERBS["save_edition"].roles)
        asked = [text.assignee_id for text in self.review.texts.values() if text.assignee_id]
        people = User.objects.filter(models.Q(pk__in=writing.values("pk")) | models.Q(pk__in=asked))
        return [(person.pk, str(person)) for person in people]

    @cached_property
    def _stored(self) -> dict[str, Any]:
        if self.instance is None:
            return {}
        printed = self.review.printed
        stored = {"token": self.instance.token, **printed[FACTS]}
        stored["source_language"] = self.instance.source_language
        for language, text in self.review.texts.items():
            words = {in_language(name, language): said for name, said in printed[language].items()}
            stored.update(words)
            stored[in_language("change", language)] = text.change
            stored[in_language("note", language)] = text.note
            stored[in_language("assignee", language)] = text.assignee_id
        return stored

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name in self._stored:
            return self._stored[field_name]
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        """Report what a verb has refused, each clash at its own field."""
        if self.instance is None and not self._has_words():
            raise ValidationError(_("Write at least a headline."))
        if self.instance is not None and self.cleaned_data.get("token") is None:
            raise ValidationError(_("This form arrived incomplete. Open the edition again."))
        if isinstance(self.refusal, ClashOfWork):
            for name in self.clashes:
                self.add_error(
                    name if name in self.fields else None,
                    _("A colleague has changed this too. Choose what is right and save again."),
                )
        if self.refusal is not None:
            raise ValidationError([str(finding) for finding in self.refusal.refusals])
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """Return the facts given, as keys and plain values."""
        may_write = may(self.by, "save_edition", FACTS)
        return {
            name: _key(self.cleaned_data[name])
            for name in self.model.FACT_FIELDS
            if may_write or name in self.data
        }

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the words given, by language; a field that was not posted is not given."""
        return self._given(text_fields(self.model))

    def handling(self) -> dict[str, dict[str, Any]]:
        """Return change, note and assignee given, by language."""
        return self._given(HANDLING)

    def _has_words(self) -> bool:
        columns = [in_language(name, code) for code in CODES for name in text_fields(self.model)]
        given = (self.cleaned_data.get(column, "") for column in columns)
        return any(clean_html(words).strip() for words in given)

    def _given(self, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        given = {
            language: {
                name: self.cleaned_data[in_language(name, language)]
                for name in names
                if in_language(name, language) in self.data
            }
            for language in CODES
        }
        return {language: values for language, values in given.items() if values}

    def fact_entries(self) -> list[Entry]:
        """Return the fields that all languages share."""
        return [self._entry(name) for name in self.model.FACT_FIELDS]

    def may_write_facts(self) -> bool:
        """Whether this person is asked for the facts."""
        return may(self.by, "save_edition", FACTS)

    def language_panels(self) -> Iterator[LanguagePanel]:
        """Yield the four languages in the order of the switch.

        The first with an error is the one to begin with, else the source language, or for
        whoever does not write that one the first that this person writes.
        """
        wrong = [code for code in CODES if self._is_wrong(code)]
        chosen = wrong[0] if wrong else self._begun_with()
        for language in LANGUAGES:
            yield LanguagePanel(
                language=language,
                mark=mark_in(self.review, language) if self.instance else None,
                words=self._entries(text_fields(self.model), language.code),
                handling=self._handling_entries(language.code),
                is_writable=may(self.by, "save_edition", language.code),
                is_chosen=language.code == chosen,
            )

    def _begun_with(self) -> str:
        source = self._source()
        written = [code for code in CODES if may(self.by, "save_edition", code)]
        return source if source in written or not written else written[0]

    def _source(self) -> str:
        if self.instance is not None:
            return str(self.instance.source_language)
        given = self["source_language"].value()
        return given if given in CODES else DEFAULT_CODE

    def _is_wrong(self, language: str) -> bool:
        names = (*text_fields(self.model), *HANDLING)
        return any(in_language(name, language) in self.errors for name in names)

    def _entries(self, names: tuple[str, ...], language: str) -> list[Entry]:
        return [self._entry(in_language(name, language)) for name in names]

    def _handling_entries(self, language: str) -> list[Entry]:
        if self.instance is None:
            return []
        if not self.review.has_begun(language):
            return self._entries(("assignee",), language)
        change = self.fields[in_language("change", language)]
        unsaid = self.review.texts[language].change
        # Until somebody answers, the question stays as it is stored: asking is no change.
        unsaid = unsaid if unsaid == Change.FIRST else ""
        change.widget.choices = [
            (unsaid, "—"),
            *(choice for choice in Change.choices if choice[0] != Change.FIRST),
        ]
        return self._entries(HANDLING, language)

    def _entry(self, name: str) -> Entry:
        clash = self.clashes.get(name)
        theirs = None if clash is None else in_words(self.fields[name], clash.theirs)
        return Entry(self[name], theirs)


def field_name(clash: Clash) -> str:
    """Return the name of the form's field that a clash is about."""
    return in_language(clash.field, clash.part) if clash.part in CODES else clash.field


def in_words(field: forms.Field, value: Any) -> str:
    """Return a stored value as a person reads it: names for keys; clean HTML for rich text."""
    if isinstance(field.widget, RichTextEditor):
        return clean_html(value or "")
    if hasattr(field, "choices"):
        keys = {str(key) for key in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in field.choices if str(key) in keys and key)
    return str(value or "")


def _key(value: Any) -> Any:
    """Return the keys of rows, and everything else as it is."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return [row.pk for row in value]
    return value


def _widget(field: Any, language: Language) -> forms.Widget:
    if isinstance(field, RichTextField):
        return RichTextEditor(language)
    if isinstance(field, models.TextField):
        return forms.Textarea({"class": "vLargeTextField", "rows": 6, "lang": language.tag})
    return forms.TextInput({"class": "vTextField", "lang": language.tag})
