"""Delegations at the desk, and the record of people and organisations."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from accounts.models import User
from accounts.record_admin import RecordAdmin, in_four, in_its_language
from accounts.roles import Role
from delegations.forms import DelegationForm
from delegations.models import Appointment, Delegation, Organisation, Person
from editorial.choices import FACTS
from editorial.contents.cleaning import plain
from editorial.countries import one_country_choices
from editorial.desk.change_list import OpenFilter, TextStateFilter
from editorial.desk.edition_admin import EditionAdmin
from editorial.desk.widgets import RichTextEditor
from editorial.fields import RichTextField
from editorial.kinds import in_language
from editorial.moments import day_in_words, desk_language
from editorial.permissions import may, may_enter
from languages.choices import CODES, LANGUAGES
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from languages.sorting import sort_key
from library.fields import PictureRecordField


class CountryFilter(admin.SimpleListFilter):
    """One of the countries that stand in the list's rows."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes = model_admin.get_queryset(request).order_by().values_list("country", flat=True)
        language, known = desk_language(), set(country_codes())
        named = [(code, country_name(code, language)) for code in set(codes.distinct()) & known]
        return sorted(named, key=lambda country: sort_key(country[1], language))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(country=self.value()) if self.value() else queryset


@admin.register(Delegation)
class DelegationAdmin(EditionAdmin):
    """Delegations."""

    edition_form = DelegationForm
    list_display = ("number_of", "title", "arrives", "marks", "updated")
    list_filter: ClassVar[Any] = (OpenFilter, TextStateFilter, CountryFilter)

    @admin.display(description=_("arrives on"))
    def arrives(self, edition: Delegation) -> str:
        """The day of arrival in words."""
        return day_in_words(edition.arrives_on)


class KeptRecordAdmin(RecordAdmin):
    """A record that everyone at the desk looks up, writers add and editors change.

    What stands on its public page is read from here, so every change is on the record.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
    }

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by parts of a name in any language, or of another spelling."""
        for word in search_term.split():
            queryset = queryset.filter(self.naming(word))
        return queryset, False

    def naming(self, word: str) -> Q:
        """Return what finds the records whose names have this part of a word."""
        found = Q(aliases__icontains=word)
        for name in self.search_fields:
            found |= Q((f"{name}__icontains", word))
        return found

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        label = capfirst(db_field.verbose_name)
        if db_field.name == "aliases":
            return SpellingsField(label=label, required=False)
        if db_field.name == "country":
            return forms.ChoiceField(label=label, choices=one_country_choices, required=False)
        if db_field.name == "picture":
            portrait = PictureRecordField(label=label, required=False)
            portrait.asked_of(request.user, None)
            return portrait
        if isinstance(db_field, RichTextField):
            editor = RichTextEditor(language_of(db_field.language))
            longest = db_field.max_length
            made = forms.CharField(required=False, max_length=longest, widget=editor)
            return in_its_language(db_field, made)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_enter(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(cast("User", request.user), "save_edition", FACTS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Role.EDITOR in cast("User", request.user).roles

    def in_words(self, field: BoundField) -> str:
        if isinstance(field.field.widget, RichTextEditor):
            return plain(field.value() or "")
        return super().in_words(field)


class SpellingsField(SimpleArrayField):
    """Other spellings of a name, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            forms.CharField(max_length=300),
            delimiter="\n",
            widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
            help_text=_("One per line. Search finds these too."),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Read the lines; blank ones say nothing."""
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)


class AppointmentInline(TranslationStackedInline):
    """The posts of a person, the latest first."""

    model = Appointment
    fields = ("organisation", *in_four("post"), *in_four("rank"), ("since", "until"))
    extra = 0
    autocomplete_fields = ("organisation",)
    formfield_overrides = KeptRecordAdmin.formfield_overrides
    verbose_name_plural = _("appointments")
    can_delete = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        made: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "organisation":
            # Another one may be added from here; changing this one is its own page's business.
            made.widget.can_change_related = made.widget.can_view_related = False
        return in_its_language(db_field, made)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held: Any = super().get_queryset(request)
        return cast("QuerySet", held.latest_first().select_related("organisation"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A person who is only being added comes with the post he holds.
        user = cast("User", request.user)
        return may(user, "save_edition", FACTS) if obj is None else Role.EDITOR in user.roles

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Role.EDITOR in cast("User", request.user).roles


@admin.register(Person)
class PersonAdmin(KeptRecordAdmin):
    """People of the record, with the posts they have held."""

    search_fields = [in_language("name", code) for code in CODES]
    list_display = ("name", "posts")
    list_filter = ("is_closed",)
    inlines = (AppointmentInline,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (None, {"fields": (*in_four("name"), "aliases", "picture", "is_closed")}),
            *(
                (
                    format_lazy("{}: {}", _("Biography"), one.name),
                    {"fields": (in_language("biography", one.code),), "classes": ("collapse",)},
                )
                for one in LANGUAGES
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Appointment.objects.latest_first().select_related("organisation")
        return super().get_queryset(request).prefetch_related(Prefetch("appointments", held))

    @admin.display(description=_("posts"))
    def posts(self, person: Person) -> str:
        """The posts held now, else the last one."""
        held = list(person.appointments.all())
        present = [one for one in held if one.until is None] or held[:1]
        return "; ".join(
            ", ".join(filter(None, (one.post, str(one.organisation)))) for one in present
        )

    def choice_of(self, person: Person) -> str:
        """What the person is called where one is chosen among many."""
        return " — ".join(filter(None, (str(person), self.posts(person))))


@admin.register(Organisation)
class OrganisationAdmin(KeptRecordAdmin):
    """Organisations of the record."""

    search_fields = [in_language(field, code) for field in ("name", "short_name") for code in CODES]
    list_display = ("name", "short_name", "country_name", "parent")
    list_filter = (CountryFilter, "is_closed")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent", "renamed_from")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (None, {"fields": in_four("name")}),
            (_("Short names"), {"fields": in_four("short_name")}),
            (
                _("Country and affiliation"),
                {"fields": ("country", "parent", "renamed_from", "aliases", "is_closed")},
            ),
        ]

    @admin.display(description=_("country"))
    def country_name(self, organisation: Organisation) -> str:
        """The country's name in the desk's language."""
        code = organisation.country
        return country_name(code, desk_language()) if code in country_codes() else ""

    def choice_of(self, organisation: Organisation) -> str:
        """What the organisation is called where one is chosen among many."""
        names = dict.fromkeys((organisation.name, organisation.short_name))
        return ", ".join(filter(None, (*names, self.country_name(organisation))))
