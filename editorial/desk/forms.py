"""An edition as a form: its facts, its four texts, and how each of them will go out.

The values are those of `editorial.contents.content`, so that what a person opened, what he
posts and what others saved are compared as they are. Nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.choices import FACTS, Change
from editorial.clock import database_moment
from editorial.contents.cleaning import clean_html
from editorial.contents.content import Content, seen_content
from editorial.desk.choosing import Choice, has_choices, settle_choices
from editorial.desk.entries import (
    AskedOfSomeone,
    Entry,
    fact_field,
    handling_fields,
    in_words,
    with_differences,
    words_field,
)
from editorial.desk.flat_rows import Flat, flat_rows
from editorial.desk.marks import Mark
from editorial.desk.meanwhile import Since, changes_since
from editorial.desk.panel import mark_in
from editorial.desk.rows import ChildRows, Pasting
from editorial.desk.settling import (
    field_name,
    is_of_passage,
    plain_values,
    settle_fields,
    settle_rows,
)
from editorial.four_eyes import Review
from editorial.kinds import child_models, column, in_language, text_fields
from editorial.models import Child, Edition
from editorial.notices import colleagues
from editorial.permissions import may
from editorial.refusals import Clash, ClashOfWork, Refused
from editorial.workflow import VERBS
from languages.choices import CHOICES, CODES, DEFAULT_CODE, LANGUAGES, Language

HANDLING = ("change", "note", "assignee")
LARGEST_TOKEN = 2**63 - 1


@dataclass(frozen=True)
class LanguagePanel:
    """One language of the form: its words and its handling."""

    language: Language
    mark: Mark | None
    words: list[Entry]
    handling: list[Entry]
    is_writable: bool
    is_chosen: bool
    has_errors: bool


class EditionForm(forms.Form):
    """One edition's content; a kind says which facts lead the page, and adds fields of its own.

    A part that the person may not write is shown and not asked; if it is posted all the
    same, it is handed on, and the verb refuses it. `refusal` is what a verb raised on this
    very post, which had been opened on the edition with the key `opened`: its sentences
    become errors, and after a clash the token becomes the one to save upon next.
    """

    # Facts that stand before the words, because the words begin with them.
    leading: ClassVar[tuple[str, ...]] = ()
    # Lists of children that stand there too: who met comes before what was said.
    leading_lists: ClassVar[tuple[str, ...]] = ()
    # What is said where a new publication has nothing to begin with.
    opening_wants: ClassVar[Any] = gettext_lazy("Write at least a headline.")
    # How pasted lines become rows, by the name of the list.
    pasting: ClassVar[Mapping[str, Pasting]] = {}

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
        opened: int | None = None,
    ) -> None:
        self.model, self.by, self.refusal = model, by, refusal
        # None for a publication that is only being opened.
        self.instance: Any = instance
        self.clashes: dict[str, Clash] = {}
        # A choice about a passage is turned into words of its field, or waits for a person.
        self.choices: list[Choice] = []
        self.meanwhile: list[Since] = []
        is_settled = isinstance(refusal, ClashOfWork) or has_choices(data)
        data = data.copy() if is_settled else data
        super().__init__(data, files, initial=initial, label_suffix="")
        for name in (*model.FACT_FIELDS, *model.INTERNAL_FIELDS):
            if name not in self.fields:
                self.fields[name] = fact_field(column(model, name))
        for language in LANGUAGES:
            for name in text_fields(model):
                field = in_language(name, language.code)
                self.fields[field] = words_field(column(model, name), language)
            if instance is not None:
                self.fields |= handling_fields(language, lambda: self._people)
        for name, shown in self.fields.items():
            if isinstance(shown, AskedOfSomeone):
                shown.asked_of(by, self._stored.get(name))
        if is_settled:
            self.choices = settle_choices(data, self.fields)
        if isinstance(refusal, ClashOfWork):
            self._settle(refusal, opened)

    def _settle(self, clash: ClashOfWork, opened: int | None) -> None:
        """Bring into the post all that the colleague changed and nobody disputes."""
        self.clashes = {field_name(one): one for one in clash.clashes}
        token = str(self.data.get("token", "")) or "1"
        settled: Any = self.data
        seen = seen_content(opened or clash.edition.pk, int(token))
        now = Content.of(self.instance, self.review.texts)
        self.choices = settle_fields(settled, self.model, seen, now, clash.clashes)
        self.meanwhile = changes_since(opened or clash.edition.pk, int(token), self.instance)
        for rows in self.child_lists:
            if rows.is_posted:
                before, after = (self._shown(one, rows.name, rows.model) for one in (seen, now))
                settle_rows(settled, rows, before, after)
        # Read anew, with what has come in.
        del self.child_lists
        settled["token"] = str(clash.edition.token)

    @property
    def media(self) -> forms.Media:
        """What the fields need, those of the rows included."""
        return sum((rows.media for rows in self.child_lists), super().media)

    @cached_property
    def review(self) -> Review:
        """The edition as it is stored now, with who wrote and approved its parts."""
        texts = {text.language: text for text in self.instance.text_rows.all()}
        return Review(self.instance, texts, database_moment())

    @cached_property
    def _people(self) -> list[tuple[int, str]]:
        """Everyone who may be asked to write, and whoever has been asked already."""
        shown = colleagues(self.instance.publication_id).values("pk")
        writing = User.objects.holding(VERBS["save_edition"].roles).filter(pk__in=shown)
        asked = [text.assignee_id for text in self.review.texts.values() if text.assignee_id]
        people = User.objects.filter(models.Q(pk__in=writing.values("pk")) | models.Q(pk__in=asked))
        return [(person.pk, str(person)) for person in people]

    @cached_property
    def _content(self) -> Content:
        if self.instance is None:
            return Content.empty(self.model.KIND)
        return Content.of(self.instance, self.review.texts)

    @cached_property
    def _stored(self) -> dict[str, Any]:
        if self.instance is None:
            return {}
        return {
            **plain_values(self._content, self.model),
            "token": self.instance.token,
            "source_language": self.instance.source_language,
        }

    @cached_property
    def child_lists(self) -> list[ChildRows]:
        """The edition's lists of rows."""
        return [self._rows(name, model) for name, model in child_models(self.model).items()]

    def _shown(self, content: Content, name: str, model: type[Child]) -> list[Flat]:
        """The rows of a list that this person sees: internal ones only who writes them."""
        rows = flat_rows(content, name, model)
        if self.may_write_facts() or not model.INTERNAL_FLAG:
            return rows
        return [row for row in rows if not row.get(model.INTERNAL_FLAG)]

    def _rows(self, name: str, model: type[Child]) -> ChildRows:
        stored = self._shown(self._content, name, model)
        clash = self.refusal if isinstance(self.refusal, ClashOfWork) else None
        return ChildRows(
            name,
            model,
            stored=stored,
            data=self.data if self.is_bound else None,
            clashes=clash.clashes if clash else (),
            pasting=self.pasting.get(name),
            writes_facts=self.may_write_facts(),
            writes=[code for code in CODES if may(self.by, "save_edition", code)],
            source=self._source(),
            seed=f"{self['opening_key'].value() or self['token'].value()}",
        )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name in self._stored:
            return self._stored[field_name]
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        """Report what a verb has refused, each clash at its own field."""
        if self.instance is None and not self.is_worth_opening():
            raise ValidationError(str(self.opening_wants))
        if self.instance is not None and self.cleaned_data.get("token") is None:
            raise ValidationError(_("This form arrived incomplete. Open the edition again."))
        for rows in self.child_lists:
            if rows.is_posted and not rows.is_valid():
                sentence = _("%(list)s: something has to be settled there.")
                self.add_error(None, sentence % {"list": rows.label})
        for name in self.clashes:
            if name in self.fields:
                self.add_error(
                    name,
                    _("A colleague has changed this too. Choose what is right and save again."),
                )
        for name in {one.field for one in self.choices} - set(self.clashes):
            self.add_error(
                name, _("You have changed this place by hand too: settle it in the text.")
            )
        if self.refusal is not None:
            raise ValidationError([str(finding) for finding in self.refusal.refusals])
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """Return the facts given, as keys and plain values; rows in their order."""
        given = self._facts_given(self.model.FACT_FIELDS)
        if self.may_write_facts():
            given |= {rows.name: rows.facts() for rows in self._posted_lists()}
        return given

    def internal(self) -> dict[str, Any]:
        """Return what is given for the office alone."""
        given = self._facts_given(self.model.INTERNAL_FIELDS)
        if self.may_write_facts():
            lists = (rows for rows in self._posted_lists() if rows.model.INTERNAL_FLAG)
            given |= {rows.name: rows.internal() for rows in lists}
        return given

    def texts(self) -> dict[str, dict[str, Any]]:
        """Return the words given, by language; a field that was not posted is not given."""
        given = self._given(text_fields(self.model))
        for rows in self._posted_lists():
            for language in rows.languages_given():
                given.setdefault(language, {})[rows.name] = rows.text(language)
        return given

    def _posted_lists(self) -> list[ChildRows]:
        return [rows for rows in self.child_lists if rows.is_posted]

    def _facts_given(self, names: tuple[str, ...]) -> dict[str, Any]:
        may_write = self.may_write_facts()
        return {
            name: _key(self.cleaned_data[name]) for name in names if may_write or name in self.data
        }

    def handling(self) -> dict[str, dict[str, Any]]:
        """Return change, note and assignee given, by language."""
        return self._given(HANDLING)

    def _has_words(self) -> bool:
        columns = [in_language(name, code) for code in CODES for name in text_fields(self.model)]
        given = (self.cleaned_data.get(column, "") for column in columns)
        return any(clean_html(words).strip() for words in given)

    def is_worth_opening(self) -> bool:
        """Whether enough is given to open a publication with; a kind may ask for other things."""
        return self._has_words()

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

    def leading_entries(self) -> list[Entry]:
        """Return the facts that stand before the words."""
        return [self._entry(name) for name in self.leading]

    def fact_entries(self) -> list[Entry]:
        """Return the other fields that all languages share."""
        return [self._entry(name) for name in self.model.FACT_FIELDS if name not in self.leading]

    def internal_entries(self) -> list[Entry]:
        """Return the fields for the office alone."""
        return [self._entry(name) for name in self.model.INTERNAL_FIELDS]

    def may_write_facts(self) -> bool:
        """Whether this person is asked for the facts."""
        return may(self.by, "save_edition", FACTS)

    def language_panels(self) -> list[LanguagePanel]:
        """Return the four languages in the order of the switch.

        The first with an error is the one to begin with, else the source language, or for
        whoever does not write that one the first that this person writes.
        """
        wrong = [code for code in CODES if self._is_wrong(code)]
        chosen = wrong[0] if wrong else self._begun_with()
        return [
            LanguagePanel(
                language=language,
                mark=mark_in(self.review, language) if self.instance else None,
                words=self._entries(text_fields(self.model), language.code),
                handling=self._handling_entries(language.code),
                is_writable=may(self.by, "save_edition", language.code),
                is_chosen=language.code == chosen,
                has_errors=language.code in wrong,
            )
            for language in LANGUAGES
        ]

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
        return any(in_language(name, language) in self.errors for name in names) or any(
            rows.is_wrong_in(language) for rows in self.child_lists
        )

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
        clash, choices = self.clashes.get(name), [one for one in self.choices if one.field == name]
        if clash is None or is_of_passage(clash):
            return Entry(self[name], choices=choices)
        field = self.fields[name]
        theirs = with_differences(field, clash.mine, clash.theirs)
        return Entry(self[name], theirs, in_words(field, clash.base), choices)


def _key(value: Any) -> Any:
    """Return the keys of rows, and everything else as it is."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return [row.pk for row in value]
    return value
