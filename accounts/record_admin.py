"""What the desk's pages have in common, and what those of plain records keep."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.shown_records import SEEN, Clash, Shown, changed_places, find_clash, words_of
from accounts.signals import record_written
from accounts.widgets import Line
from languages.choices import BY_CODE, LANGUAGES


class DeskAdmin(ModelAdmin):
    """A page of the desk: nothing is deleted, and Django's own log is not written.

    What was done stands in the audit chain; a second, weaker record beside it could disagree.
    """

    actions = None
    sortable_by: ClassVar[Any] = ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return in_its_language(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))

    def name_of(self, record: Any) -> str:
        """Return what the page of a record is called."""
        return str(record)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list by its plural: the stock title puts a singular into a sentence."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Call the page of a record by the record's name, once."""
        if context["original"] is not None:
            context |= {"title": self.name_of(context["original"]), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no entry."""


class RecordAdmin(DeskAdmin):
    """A plain record at the desk: nobody's work is overwritten, and every write is told.

    A save upon what a colleague has changed since the form was opened is refused: the form
    comes back (409) with what was typed and what the record says now, and saving it again
    is a decision. The record's row is locked from the look at it to the end of the save.
    """

    # Where a verb writes the record, the verb itself tells of it.
    is_written_by_a_verb = False

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form; for a save, one that knows whether the record is as it was shown."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not change or request.method != "POST":
            return form
        # Read again under the lock: what was read before it may be old by now.
        obj.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        now = self._shown(request, form(instance=obj))
        posted = request.POST.copy()
        clash = find_clash(now, posted, self.in_words)
        request.values_before = now.values()  # type: ignore[attr-defined]
        if clash is None:
            return form
        request.clash = clash  # type: ignore[attr-defined]
        request.POST = posted  # type: ignore[assignment]
        return _refusing(form)

    def _shown(self, request: HttpRequest, form: Any) -> Shown:
        """Return what a form of a record shows, and the rows that hang on the record."""
        rows = [
            formset(
                instance=form.instance,
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for formset, inline in self.get_formsets_with_inlines(request, form.instance)
        ]
        return Shown(form, rows)

    def in_words(self, field: BoundField) -> str:
        """Return what stands in a field, as a person reads it."""
        return words_of(field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Let the page carry what it shows, and say what a colleague changed meanwhile."""
        form, clash = context["adminform"].form, getattr(request, "clash", None)
        if isinstance(clash, Clash):
            context |= {"clash": clash, "seen": clash.digests}
        elif form.is_bound:
            context["seen"] = request.POST.get(SEEN, "")
        elif context["original"] is not None:
            formsets = [one.formset for one in context["inline_admin_formsets"]]
            context["seen"] = Shown(form, formsets).digests()
        response = super().render_change_form(request, context, *args, **kwargs)
        if clash is not None:
            response.status_code = 409
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the rows that hang on the record, then tell once what was changed."""
        super().save_related(request, form, formsets, change)
        if self.is_written_by_a_verb:
            return
        before = getattr(request, "values_before", {})
        after = self._shown(request, type(form)(instance=form.instance)).values()
        fields = changed_places(before, after)
        if fields or not change:
            detail = self.told_besides(before, after)
            self.tell(request, form.instance, fields, is_new=not change, detail=detail)

    def told_besides(self, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """Return what is told of a write besides the names of the fields: nothing."""
        return {}

    def tell(
        self,
        request: HttpRequest,
        record: models.Model,
        fields: list[str],
        *,
        is_new: bool = False,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Tell the apps above that these fields of a record were written."""
        record_written.send(
            type(record),
            record=record,
            by=request.user,
            is_new=is_new,
            fields=fields,
            detail=detail or {},
        )


def _refusing(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """Return the form as one that lets nothing pass: what it was opened upon is old."""

    class Refusing(form):  # type: ignore[valid-type, misc]
        def full_clean(self) -> None:
            super().full_clean()
            sentence = _(
                "A colleague has changed this record since you opened it, so nothing is saved "
                "yet. Look at what it says now, then save again."
            )
            self.add_error(None, ValidationError(sentence, code="changed_by_others"))

    return Refusing


def in_four(name: str) -> list[tuple[str, ...]]:
    """Return the columns of a translated field as a form sets them out: two beside each other."""
    columns = [f"{name}_{language.suffix}" for language in LANGUAGES]
    return [tuple(columns[:2]), tuple(columns[2:])]


def in_its_language(db_field: Any, made: Any) -> Any:
    """Call a field of one language by that language's own name, and show its line whole."""
    one = BY_CODE.get(getattr(db_field, "language", ""))
    if made is None or one is None:
        return made
    made.label = f"{capfirst(db_field.translated_field.verbose_name)} ({one.name})"
    if isinstance(db_field, models.CharField):
        made.widget = Line()
    made.widget.attrs["lang"] = one.tag
    return made
