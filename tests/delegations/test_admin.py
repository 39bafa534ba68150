"""Delegations at the desk, and the record of people and organisations."""

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Delegation, Organisation, Person
from editorial import actions
from editorial.models import AuditEntry
from tests.editorial.desk import address, signed_in, values_of
from tests.factories import person, printed
from tests.library.files import taken_in

PEOPLE = "/admin/delegations/person/"
ORGANISATIONS = "/admin/delegations/organisation/"
DELEGATIONS = "/admin/delegations/delegation/"


@pytest.fixture
def writer(db: None) -> User:
    return person(Role.WRITER, desk_language="en")


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(person(Role.EDITOR, desk_language="en"))


def known(name: str, **fields: str) -> Person:
    body = Organisation.objects.create(name_en="Embassy", short_name_en="Emb", country="FR")
    found = Person.objects.create(name_en=name, **fields)
    Appointment.objects.create(person=found, organisation=body, post_en="attaché")
    return found


def found_by(client: Client, term: str) -> list[dict[str, str]]:
    """Return what a search by typing in a participant's row answers."""
    asked = {
        "app_label": "events",
        "model_name": "participant",
        "field_name": "person",
        "term": term,
    }
    results: list[dict[str, str]] = client.get("/admin/autocomplete/", asked).json()["results"]
    return results


def test_a_country_opens_a_delegation_with_a_title_proposed(writer: User) -> None:
    desk = signed_in(writer)
    key = desk.get(f"{DELEGATIONS}add/").context["form"].initial["opening_key"]
    fields = {"opening_key": str(key), "source_language": "ru", "country": "FR", "level": "expert"}
    response = desk.post(f"{DELEGATIONS}add/", {**fields, "delegates-count": "0"})
    delegation = Delegation.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, address(delegation))
    assert (delegation.title_ru, delegation.title_en) == (
        "Делегация: Франция",
        "Delegation: France",
    )


def test_a_person_is_found_by_a_name_in_any_language_and_by_another_spelling(writer: User) -> None:
    one = known("Patrick Brian", name_ru="Патрик Бриан", aliases=["Patrik Bryan"])
    known("Anna Lee", name_ru="Анна Ли")
    answer = [{"id": str(one.pk), "text": "Patrick Brian — attaché, Emb"}]
    for term in ("brian", "бриан патрик", "bryan"):
        assert found_by(signed_in(writer), term) == answer


def test_people_without_business_at_the_desk_search_for_nobody(db: None) -> None:
    known("Patrick Brian")
    client = signed_in(person(Role.ADMINISTRATOR))
    response = client.get(
        "/admin/autocomplete/",
        {"app_label": "events", "model_name": "participant", "field_name": "person", "term": "b"},
    )
    assert response.status_code == 403


def test_everyone_looks_the_record_up_and_editors_change_it(writer: User, editor: Client) -> None:
    one = known("Patrick Brian")
    page = f"{PEOPLE}{one.pk}/change/"
    posted = {**values_of(editor.get(page)), "name_en": "Patrick J. Brian"}
    asked = [
        (client.get(page).status_code, client.post(page, posted).status_code)
        for client in (signed_in(writer), editor)
    ]
    assert asked == [(200, 403), (200, 302)]


def test_a_biography_is_cleaned_and_blank_spellings_say_nothing(editor: Client) -> None:
    response = editor.post(
        f"{PEOPLE}add/",
        {
            "name_en": "Patrick Brian",
            "aliases": " Patrik Bryan \r\n\r\n",
            "biography_en": "<p onclick='x()'>Born in <script>x</script>Paris.</p>",
            "appointments-TOTAL_FORMS": "0",
            "appointments-INITIAL_FORMS": "0",
        },
    )
    one = Person.objects.get()
    assert (response.status_code, one.aliases, one.biography_en) == (
        302,
        ["Patrik Bryan"],
        "<p>Born in Paris.</p>",
    )


def test_a_name_that_hides_signs_is_written_without_them(editor: Client) -> None:
    rows = {"appointments-TOTAL_FORMS": "0", "appointments-INITIAL_FORMS": "0"}
    editor.post(f"{PEOPLE}add/", {**rows, "name_ru": "Иван\u202eов \u000b Пётр\u200b"})
    assert Person.objects.get().name_ru == "Иванов Пётр"


@pytest.mark.parametrize("kind", [PEOPLE, ORGANISATIONS])
def test_a_record_without_a_name_comes_back_with_a_sentence(editor: Client, kind: str) -> None:
    rows = {"appointments-TOTAL_FORMS": "0", "appointments-INITIAL_FORMS": "0"}
    answer = editor.post(f"{kind}add/", {**rows, "name_en": "\u200b\u00a0"})
    said = list(answer.context["adminform"].form.non_field_errors())
    assert said == ["Write the name in at least one language."]
    assert Person.objects.count() + Organisation.objects.count() == 0


def test_an_organisation_is_not_part_of_its_own_part(editor: Client) -> None:
    whole = Organisation.objects.create(name_en="Ministry")
    part = Organisation.objects.create(name_en="Department", parent=whole)
    page = f"{ORGANISATIONS}{whole.pk}/change/"
    answer = editor.post(page, {**values_of(editor.get(page)), "parent": str(part.pk)})
    with override("en"):
        errors = {
            name: list(said) for name, said in answer.context["adminform"].form.errors.items()
        }
    assert errors == {
        "parent": ["That would make a circle: following it leads back here. Choose another."]
    }


@pytest.mark.parametrize(("address_", "count"), [(PEOPLE, 9), (ORGANISATIONS, 9)])
def test_lists_of_the_record_cost_as_much_with_three_rows_as_with_one(
    editor: Client, address_: str, count: int, django_assert_num_queries
) -> None:
    known("One")
    editor.get(address_)
    with django_assert_num_queries(count):
        editor.get(address_)
    known("Two")
    known("Three")
    with django_assert_num_queries(count):
        editor.get(address_)


def test_the_list_of_delegations_costs_as_much_with_three_rows_as_with_one(
    writer: User, django_assert_num_queries
) -> None:
    desk = signed_in(writer)

    def arrived() -> None:
        actions.start_edition(
            by=writer,
            kind="delegation",
            facts={"country": "FR", "delegates": [{"key": "a"}]},
            texts={"ru": {"delegates": {"a": {"name": "Первый"}}}},
        )

    arrived()
    desk.get(DELEGATIONS)
    with django_assert_num_queries(13):
        desk.get(DELEGATIONS)
    arrived()
    arrived()
    with django_assert_num_queries(13):
        desk.get(DELEGATIONS)


def test_organisations_are_narrowed_by_the_countries_they_have(editor: Client) -> None:
    Organisation.objects.create(name_en="Embassy", country="FR")
    Organisation.objects.create(name_en="Ministry", country="JP")
    shown = editor.get(f"{ORGANISATIONS}?country=JP").context["cl"]
    assert [one.name_en for one in shown.result_list] == ["Ministry"]
    assert list(shown.filter_specs[0].lookup_choices) == [("FR", "France"), ("JP", "Japan")]


def test_a_writer_adds_a_person_with_a_post_and_it_stands_on_the_record(writer: User) -> None:
    body = Organisation.objects.create(name_en="Embassy")
    response = signed_in(writer).post(
        f"{PEOPLE}add/",
        {
            "name_en": "Patrick Brian",
            "appointments-TOTAL_FORMS": "1",
            "appointments-INITIAL_FORMS": "0",
            "appointments-0-organisation": str(body.pk),
            "appointments-0-post_en": "attaché",
        },
    )
    one = Person.objects.get()
    entry = AuditEntry.objects.get()
    assert (response.status_code, one.appointments.get().post_en) == (302, "attaché")
    assert (entry.verb, entry.by, entry.detail["record"], entry.detail["key"]) == (
        "add_record",
        writer,
        "person",
        one.pk,
    )


def test_a_portrait_is_seen_by_readers_while_the_person_has_a_page(
    writer: User, editor: Client, client: Client
) -> None:
    portrait = taken_in(writer)
    one = known("Patrick Brian")
    address_of_it = f"/pictures/{portrait.pk}/480.jpg"
    page_of_it = f"{PEOPLE}{one.pk}/change/"
    editor.post(page_of_it, {**values_of(editor.get(page_of_it)), "picture": portrait.pk})
    before = client.get(address_of_it).status_code
    printed("en", mentions=(("person", str(one.pk)),))
    page = client.get(f"/en/people/{one.pk}/patrick-brian/")
    seen = client.get(address_of_it).status_code
    Person.objects.update(is_closed=True)
    after = client.get(address_of_it).status_code
    assert (before, page.status_code, seen, after) == (404, 200, 200, 404)
    assert f"/pictures/{portrait.pk}/" in page.content.decode()
