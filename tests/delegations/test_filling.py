"""What follows from a chosen person: names and posts as of the day, and titles."""

from datetime import date
from typing import Any

import pytest

from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.contents.printing import print_facts, print_text
from editorial.models import Edition
from tests.delegations.factories import delegation, holder, institute, row
from tests.editorial.conftest import Office


@pytest.fixture
def ministry(db: None) -> Organisation:
    return Organisation.objects.create(name_ru="Министерство", name_en="Ministry", country="FR")


@pytest.fixture
def colonel(ministry: Organisation) -> Person:
    return holder(
        "Патрик Бриан",
        "заместитель начальника отдела",
        ministry,
        since=date(2024, 1, 1),
        rank="полковник",
        name_en="Patrick Brian",
        post_en="deputy head of section",
    )


def save(edition: Edition, by: Any, **given: Any) -> Edition:
    token = Edition.objects.get(pk=edition.pk).token
    return actions.save_edition(edition=edition, by=by, token=token, **given)


def words(edition: Edition, language: str, key: str = "a") -> dict[str, str]:
    fresh = Edition.objects.get(pk=edition.pk)
    said: dict[str, str] = print_text(fresh, language)["delegates"].get(key, {})
    return said


def test_a_linked_delegate_is_printed_with_the_post_of_that_day(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    assert words(edition, "ru") == {
        "name": "Патрик Бриан",
        "rank": "полковник",
        "post": "заместитель начальника отдела",
        "organisation_name": "Министерство",
    }
    assert words(edition, "en") == {
        "name": "Patrick Brian",
        "post": "deputy head of section",
        "organisation_name": "Ministry",
    }
    assert words(edition, "uz") == {}
    assert print_facts(edition)["delegates"] == [
        {"key": "a", "person": colonel.pk, "organisation": ministry.pk, "role": "member"}
    ]


def test_words_are_copied_as_clean_as_given_ones_are_kept(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    Person.objects.update(name_ru=" Патрик  И\u0306он ")
    Organisation.objects.update(short_name_ru="МИД  Франции")
    edition = delegation(office.writer, country="", organisation=ministry.pk)
    save(edition, office.writer, facts={"delegates": [row("a", person=colonel.pk)]})
    assert words(edition, "ru")["name"] == "Патрик Йон"
    assert print_text(edition, "ru")["title"] == "Делегация: МИД Франции"


def test_what_somebody_wrote_is_not_overwritten(office: Office, colonel: Person) -> None:
    edition = delegation(office.writer, delegates=[row("a")])
    save(edition, office.writer, texts={"ru": {"delegates": {"a": {"name": "П. Бриан"}}}})
    save(edition, office.writer, facts={"delegates": [row("a", person=colonel.pk)]})
    assert words(edition, "ru")["name"] == "П. Бриан"
    assert words(edition, "ru")["post"] == "заместитель начальника отдела"


def test_the_words_of_one_person_never_stay_beside_another(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    general = holder("Жан Дюпон", "начальник отдела", ministry, since=date(2020, 1, 1))
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    save(edition, office.writer, facts={"delegates": [row("a", person=general.pk)]})
    assert words(edition, "ru") == {
        "name": "Жан Дюпон",
        "post": "начальник отдела",
        "organisation_name": "Министерство",
    }
    assert words(edition, "en") == {"organisation_name": "Ministry"}


def test_another_day_brings_the_post_of_that_day(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    Appointment.objects.update(until=date(2025, 11, 30))
    Appointment.objects.create(
        person=colonel, organisation=ministry, post_ru="военный атташе", since=date(2025, 12, 1)
    )
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    save(edition, office.writer, facts={"arrives_on": "2025-12-10", "leaves_on": None})
    assert words(edition, "ru")["post"] == "военный атташе"
    assert "rank" not in words(edition, "ru")


@pytest.mark.parametrize("day", ["2023-01-01", "2025-11-25"])
def test_a_gap_or_a_tie_proposes_no_post(
    office: Office, colonel: Person, ministry: Organisation, day: str
) -> None:
    if day == "2025-11-25":
        Appointment.objects.create(person=colonel, organisation=ministry, post_ru="советник")
    edition = delegation(
        office.writer, arrives_on=day, leaves_on=None, delegates=[row("a", person=colonel.pk)]
    )
    assert words(edition, "ru") == {"name": "Патрик Бриан"}


def test_a_post_taken_out_by_hand_stays_out(office: Office, colonel: Person) -> None:
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    save(edition, office.writer, texts={"ru": {"delegates": {"a": {"name": "Патрик Бриан"}}}})
    save(edition, office.writer, texts={"ru": {"purpose": "Обмен мнениями."}})
    assert words(edition, "ru") == {"name": "Патрик Бриан"}


def test_a_later_change_of_the_record_rewrites_nothing(office: Office, colonel: Person) -> None:
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    Person.objects.update(name_ru="Патрик Бриан-младший")
    save(edition, office.writer, texts={"ru": {"purpose": "Обмен мнениями."}})
    assert words(edition, "ru")["name"] == "Патрик Бриан"


def test_a_translator_fills_only_the_language_he_writes(office: Office, colonel: Person) -> None:
    Person.objects.update(name_en="")
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    Person.objects.update(name_en="Patrick Brian", name_uz="Patrik Brian")
    save(edition, office.translator, texts={"en": {"purpose": "Talks."}})
    assert (words(edition, "en")["name"], words(edition, "uz")) == ("Patrick Brian", {})


def test_the_title_is_proposed_in_four_languages(office: Office) -> None:
    edition = delegation(office.writer)
    titles = [print_text(edition, language)["title"] for language in ("uz", "uz-cyrl", "ru", "en")]
    assert titles == [
        "Fransiya delegatsiyasi",
        "Франция делегацияси",
        "Делегация: Франция",
        "Delegation: France",
    ]


def test_a_proposed_title_follows_the_country_and_a_written_one_stays(office: Office) -> None:
    edition = delegation(office.writer)
    save(edition, office.writer, texts={"ru": {"title": "Французские военные в Ташкенте"}})
    save(edition, office.writer, facts={"country": "IT"})
    fresh = Edition.objects.get(pk=edition.pk)
    said = [print_text(fresh, language)["title"] for language in ("ru", "en")]
    assert said == ["Французские военные в Ташкенте", "Delegation: Italy"]


def test_a_delegation_of_an_organisation_is_called_by_its_short_name(office: Office) -> None:
    organisation = institute()
    edition = delegation(office.writer, country="", organisation=organisation.pk)
    assert print_text(edition, "ru")["title"] == "Делегация: ИСМИ"
    assert print_text(edition, "uz-cyrl")["title"] == ""


def test_the_words_of_a_person_go_with_the_link(office: Office, colonel: Person) -> None:
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    save(edition, office.writer, facts={"delegates": [row("a")]})
    assert words(edition, "ru") == {}
    save(edition, office.writer, texts={"ru": {"delegates": {"a": {"name": "Гость"}}}})
    assert words(edition, "ru") == {"name": "Гость"}


def test_another_day_brings_the_organisation_of_that_day(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    embassy = Organisation.objects.create(name_ru="Посольство", country="FR")
    Appointment.objects.update(until=date(2025, 11, 30))
    Appointment.objects.create(
        person=colonel, organisation=embassy, post_ru="атташе", since=date(2025, 12, 1)
    )
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    kept = [row("a", person=colonel.pk, organisation=ministry.pk)]
    save(
        edition,
        office.writer,
        facts={"arrives_on": "2025-12-10", "leaves_on": None, "delegates": kept},
    )
    assert words(edition, "ru") == {
        "name": "Патрик Бриан",
        "post": "атташе",
        "organisation_name": "Посольство",
    }


def test_a_change_of_role_brings_nothing_back_that_was_taken_out(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    save(edition, office.writer, texts={"ru": {"delegates": {"a": {"name": "Патрик Бриан"}}}})
    head = row("a", person=colonel.pk, organisation=ministry.pk, role="head")
    save(edition, office.writer, facts={"delegates": [head]})
    assert words(edition, "ru") == {"name": "Патрик Бриан"}


def test_what_two_people_chose_together_decides_what_follows(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    """One writes English words about the colonel while the other links the row to another."""
    general = holder("Жан Дюпон", "генерал", ministry, name_en="Jean Dupont")
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    told = {"a": {**words(edition, "en"), "post": "colonel and deputy head"}}
    actions.save_edition(
        edition=edition, by=office.translator, token=1, texts={"en": {"delegates": told}}
    )
    actions.save_edition(
        edition=edition,
        by=office.writer,
        token=1,
        facts={"delegates": [row("a", person=general.pk)]},
    )
    assert words(edition, "en") == {"name": "Jean Dupont", "organisation_name": "Ministry"}


def test_released_words_about_one_person_never_come_back_beside_another(
    office: Office, colonel: Person, ministry: Organisation
) -> None:
    general = holder("Жан Дюпон", "генерал", ministry, name_en="Jean Dupont")
    edition = delegation(office.writer, delegates=[row("a", person=colonel.pk)])
    let_out(office, edition, "ru", "en")
    second = actions.start_edition(by=office.writer, publication=edition.publication)
    change = {"change": "update", "note": "Состав уточнён."}
    second = actions.save_edition(
        edition=second,
        by=office.writer,
        token=second.token,
        facts={"delegates": [row("a", person=general.pk)]},
        handling={"ru": change},
    )
    let_out(office, second, "ru")
    third = Edition.objects.open().get()
    actions.discard(edition=third, by=office.writer, token=third.token)
    fourth = actions.start_edition(by=office.writer, publication=edition.publication)
    assert words(fourth, "en")["name"] == "Jean Dupont"


def let_out(office: Office, edition: Edition, *languages: str) -> None:
    token = Edition.objects.get(pk=edition.pk).token
    edition = actions.submit(edition=edition, by=office.writer, token=token, languages=languages)
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", *languages]
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=languages)
