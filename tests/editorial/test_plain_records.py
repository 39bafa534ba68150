"""Words of plain records: clean whoever saves them, and refused by the database if not."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.models import DutyTerm, User
from accounts.record_admin import RecordAdmin
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial.models import SecondReader, Topic
from editorial.plain_records import CIRCLE, PlainRecord, word_columns
from news.models import Section
from tests.factories import person
from tests.library.files import taken_in
from website.models import Channel, SiteIdentity

RECORDS = [model for model in apps.get_models() if issubclass(model, PlainRecord)]
# A mark of direction, a zero-width space, a line break of Word, a letter and its breve apart.
DIRTY = "Иван\u202eов \u000b Пётр\u200b И\u0306"
CLEAN = "Иванов Пётр Й"


def stored(model: type[PlainRecord]) -> PlainRecord:
    """Return a row of the model, with a word in it."""
    if model is SiteIdentity:
        return SiteIdentity.objects.get()
    if model is Appointment:
        body = Organisation.objects.create(name_ru="Посольство")
        someone = Person.objects.create(name_ru="Патрик Бриан")
        return Appointment.objects.create(person=someone, organisation=body, post_ru="атташе")
    if model is Channel:
        return Channel.objects.create(kind="telegram", label="Telegram", url="https://t.example")
    if model in (Topic, Section):
        return model._default_manager.create(slug="water", name_ru="Вода")
    if model in (Person, Organisation):
        return model._default_manager.create(name_ru="Имя")
    return taken_in(person(Role.WRITER))


def test_every_record_that_the_desk_keeps_has_clean_words() -> None:
    kept = {model for model, one in admin.site._registry.items() if isinstance(one, RecordAdmin)}
    # Who is on duty and who may be a second reader hold no words of their own.
    assert kept - {User, DutyTerm, SecondReader} == set(RECORDS) - {Appointment}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("unsafe", ["\u202e", "\u200b", "\u000b", "\U000e0041", "\uffff"])
def test_the_database_refuses_what_cannot_be_seen(
    db: None, model: type[PlainRecord], unsafe: str
) -> None:
    rows = model._default_manager.filter(pk=stored(model).pk)
    refused = []
    for field in word_columns(model):
        # A credit has a guard of its own, which speaks first.
        if not field.editable or field.name == "credit":
            continue
        value: Any = f"https://a{unsafe}b"
        if isinstance(model._meta.get_field(field.name).get_default(), list):
            value = [value]
        if field.max_length and field.max_length < len(value):
            value = unsafe
        with pytest.raises(IntegrityError, match="words_are_safe"), transaction.atomic():
            rows.update(**{field.name: value})
        refused.append(field.name)
    assert refused


def test_words_are_cleaned_whoever_saves_them(db: None) -> None:
    one = Person.objects.create(
        name_ru=DIRTY,
        biography_ru="<p onclick='x()'>Учёный\u200b<script>x</script></p>",
        aliases=["Ива\u200bн", "\u200b", " Ivan  I. ", "Иван"],
    )
    one.refresh_from_db()
    assert (one.name_ru, one.biography_ru, one.aliases) == (
        CLEAN,
        "<p>Учёный</p>",
        ["Иван", "Ivan I."],
    )


def test_cleaning_one_language_writes_no_other(db: None) -> None:
    one = Topic.objects.create(slug="water", name_ru="Вода")
    Topic.objects.get(pk=one.pk).save()
    one.refresh_from_db()
    assert [one.name_uz or "", one.name_uz_cyrl or "", one.name_ru, one.name_en or ""] == [
        "",
        "",
        "Вода",
        "",
    ]


@pytest.mark.parametrize("model", [Person, Organisation])
@pytest.mark.parametrize("name", ["", "\u200b", "\u00a0 "])
def test_a_person_and_an_organisation_have_a_name_in_some_language(
    db: None, model: type[PlainRecord], name: str
) -> None:
    with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
        model._default_manager.create(name_uz=name)
    with override("en"), pytest.raises(ValidationError) as refused:
        model(name_uz=name).full_clean()
    assert refused.value.messages == ["Write the name in at least one language."]
    model._default_manager.create(name_uz_cyrl="Ном")


@pytest.mark.parametrize(
    ("model", "link"),
    [(Topic, "parent"), (Organisation, "parent"), (Organisation, "renamed_from")],
)
def test_nothing_leads_back_to_itself(db: None, model: type[PlainRecord], link: str) -> None:
    made: list[Any] = []
    for number in range(3):
        words = {"slug": f"water-{number}"} if model is Topic else {"country": "FR"}
        above = made[-1] if made else None
        made.append(model._default_manager.create(name_ru=f"{number}", **words, **{link: above}))
    first, second, third = made

    refused = []
    for above in (first, second, third):
        setattr(first, link, above)
        with pytest.raises(ValidationError) as caught:
            first.full_clean()
        refused.append(caught.value.message_dict)
    with pytest.raises(IntegrityError, match=r"itself|its_own"), transaction.atomic():
        model._default_manager.filter(pk=third.pk).update(**{link: third})

    assert refused == [{link: [str(CIRCLE)]}] * 3
    third.full_clean()


def test_a_circle_that_is_there_already_ends_the_look(db: None) -> None:
    first, second = (Topic.objects.create(slug=slug, name_ru=slug) for slug in ("one", "two"))
    Topic.objects.filter(pk=first.pk).update(parent=second)
    Topic.objects.filter(pk=second.pk).update(parent=first)
    Topic(slug="three", name_ru="Три", parent=first).full_clean()
