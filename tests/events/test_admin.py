"""Meetings at the desk: the list, and the form with its rows of people and outcomes."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import Edition
from events.models import Meeting, Outcome, Participant
from tests.editorial.desk import address, opened, signed_in
from tests.factories import person

ADD = "/admin/events/meeting/add/"
LIST = "/admin/events/meeting/"


@pytest.fixture
def writer(db: None) -> User:
    return person(Role.WRITER, desk_language="en")


@pytest.fixture
def desk(writer: User) -> Client:
    return signed_in(writer)


@pytest.fixture
def guest(db: None) -> Person:
    body = Organisation.objects.create(name_ru="Министерство обороны", country="FR")
    found = Person.objects.create(name_ru="Патрик Бриан", name_en="Patrick Brian")
    Appointment.objects.create(
        person=found, organisation=body, post_ru="атташе по обороне", rank_ru="полковник"
    )
    return found


def row(index: int, **fields: str) -> dict[str, str]:
    return {f"participants-{index}-{name}": value for name, value in fields.items()}


def met(by: User, *names: str) -> Edition:
    """Return an open meeting at which these people were, guests in this order."""
    keys = [f"key{place}" for place, _name in enumerate(names)]
    return actions.start_edition(
        by=by,
        kind="meeting",
        source_language="ru",
        facts={"starts_on": "2025-11-26", "participants": [{"key": key} for key in keys]},
        texts={
            "ru": {
                "title": "Встреча",
                "participants": {
                    key: {"name": name} for key, name in zip(keys, names, strict=True)
                },
            }
        },
    )


def shown(edition: Edition) -> list[tuple[int, str, str]]:
    """Return the participants as they are stored: place, key and Russian name."""
    found = Participant.objects.filter(edition=edition.pk)
    return list(found.values_list("place", "key", "name_ru"))


def test_a_day_and_two_sides_open_a_meeting_with_a_title_proposed(
    desk: Client, guest: Person
) -> None:
    first = desk.get(ADD).context["form"].initial
    response = desk.post(
        ADD,
        {
            "opening_key": str(first["opening_key"]),
            "source_language": "ru",
            "starts_on": "2025-11-26",
            "form": "bilateral",
            "status": "held",
            "country": "FR",
            "participants-count": "2",
            **row(0, key="a1", side="host", role="head", attendance="came", name_ru="А. Неъматов"),
            **row(1, key="a2", side="guest", role="head", attendance="came", person=str(guest.pk)),
        },
    )
    meeting = Meeting.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, address(meeting))
    assert meeting.title_ru == "Встреча: А. Неъматов — Франция"
    assert list(
        Participant.objects.values_list("place", "side", "name_ru", "rank_ru", "post_ru")
    ) == [
        (1, "host", "А. Неъматов", "", ""),
        (2, "guest", "Патрик Бриан", "полковник", "атташе по обороне"),
    ]


def test_a_meeting_of_nothing_is_not_opened(desk: Client) -> None:
    key = desk.get(ADD).context["form"].initial["opening_key"]
    fields = {"opening_key": str(key), "participants-count": "1", **row(0, key="")}
    response = desk.post(ADD, fields)
    assert response.context["form"].non_field_errors() == [
        "Choose the day of the meeting, or write a title."
    ]
    assert Meeting.objects.count() == 0


def test_an_untouched_form_saves_nothing(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый", "Второй")
    response = desk.post(address(edition), opened(desk, edition), follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Nothing had changed, so nothing was saved."
    ]


def test_rows_stand_in_the_order_of_their_numbers(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый", "Второй", "Третий")
    desk.post(address(edition), {**opened(desk, edition), **row(2, place="0")})
    assert shown(edition) == [(1, "key2", "Третий"), (2, "key0", "Первый"), (3, "key1", "Второй")]


def test_a_row_ticked_as_gone_is_taken_out_and_its_words_with_it(
    desk: Client, writer: User
) -> None:
    edition = met(writer, "Первый", "Второй")
    desk.post(address(edition), {**opened(desk, edition), **row(0, gone="on")})
    assert shown(edition) == [(1, "key1", "Второй")]


def test_a_row_without_a_word_is_no_participant(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый")
    fields = opened(desk, edition)
    spare = {name: value for name, value in fields.items() if name.startswith("participants-1-")}
    assert spare["participants-1-side"] == ["guest"]
    desk.post(address(edition), {**fields, **row(1, side="host")})
    assert shown(edition) == [(1, "key0", "Первый")]


def test_pasted_lines_become_rows_of_the_side_asked_for(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый")
    pasted = "Жан-Пьер Дюпон, советник, посольство\r\n\r\nАнна Ли – переводчик\r\nБез должности"
    fields = {"participants-paste": pasted, "participants-paste-asked": "host"}
    desk.post(address(edition), {**opened(desk, edition), **fields})
    found = Participant.objects.filter(edition=edition.pk)
    assert list(found.values_list("side", "name_ru", "post_ru")) == [
        ("guest", "Первый", ""),
        ("host", "Жан-Пьер Дюпон", "советник, посольство"),
        ("host", "Анна Ли", "переводчик"),
        ("host", "Без должности", ""),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1. Анна Ли, переводчик",
        "2) Анна Ли — переводчик",
        "• Анна Ли, переводчик",
        "- Анна Ли, переводчик",
        "3.\tАнна Ли\tпереводчик",
    ],
)
def test_numbers_bullets_and_cells_of_a_pasted_list_are_no_part_of_a_name(
    desk: Client, writer: User, line: str
) -> None:
    edition = met(writer, "Первый")
    desk.post(address(edition), {**opened(desk, edition), "participants-paste": line})
    pasted = Participant.objects.filter(edition=edition.pk).exclude(key="key0")
    assert list(pasted.values_list("name_ru", "post_ru")) == [("Анна Ли", "переводчик")]


def test_a_closed_row_says_the_post_in_the_language_that_is_shown(
    desk: Client, writer: User
) -> None:
    edition = met(writer, "Первый")
    fields = {**opened(desk, edition), "participants-0-post_ru": "советник посла"}
    desk.post(address(edition), fields)
    page = desk.get(address(edition)).content.decode()
    said = '<span class="row-said" data-code="{}" lang="{}">{}</span>'
    assert page.count('class="row-said"') == 1
    assert page.count(said.format("ru", "ru", "советник посла")) == 1


def test_a_list_sent_twice_from_one_form_is_pasted_once(desk: Client) -> None:
    key = desk.get(ADD).context["form"].initial["opening_key"]
    fields = {
        "opening_key": str(key),
        "source_language": "ru",
        "starts_on": "2025-11-26",
        "form": "bilateral",
        "status": "held",
        "participants-count": "0",
        "participants-paste": "Анна Ли, переводчик",
    }
    desk.post(ADD, fields)
    desk.post(ADD, fields)
    assert shown(Meeting.objects.get()) == [
        (1, Participant.objects.get().key, "Анна Ли"),
    ]


def test_an_outcome_for_the_office_alone_is_kept_and_not_printed(
    desk: Client, writer: User
) -> None:
    edition = met(writer, "Первый")
    outcome = {
        "outcomes-count": "2",
        "outcomes-0-key": "o1",
        "outcomes-0-statement_ru": "Обменяться докладами",
        "outcomes-0-due_on": "2026-03-01",
        "outcomes-1-key": "o2",
        "outcomes-1-statement_ru": "Позвонить послу",
        "outcomes-1-is_internal": "on",
    }
    desk.post(address(edition), {**opened(desk, edition), **outcome})
    stored = Outcome.objects.filter(edition=edition.pk)
    assert list(stored.values_list("key", "statement_ru", "is_internal")) == [
        ("o1", "Обменяться докладами", False),
        ("o2", "Позвонить послу", True),
    ]
    again = desk.post(address(edition), opened(desk, edition), follow=True)
    assert [str(one) for one in again.context["messages"]] == [
        "Nothing had changed, so nothing was saved."
    ]


def test_a_date_that_is_none_comes_back_at_its_row(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый")
    wrong = {"outcomes-count": "1", "outcomes-0-key": "o1", "outcomes-0-due_on": "soon"}
    response = desk.post(address(edition), {**opened(desk, edition), **wrong})
    (rows,) = [rows for rows in response.context["form"].child_lists if rows.name == "outcomes"]
    assert list(rows.rows[0].errors) == ["due_on"]
    assert response.context["form"].non_field_errors() == [
        "Outcomes: something has to be settled there."
    ]


def test_a_translator_is_asked_for_the_words_of_his_language_only(writer: User) -> None:
    edition = met(writer, "Первый")
    desk = signed_in(person(Role.TRANSLATOR, writes=["en"], desk_language="en"))
    fields = opened(desk, edition)
    assert sorted(name for name in fields if name.startswith("participants-")) == [
        "participants-0-key",
        "participants-0-name_en",
        "participants-0-organisation_name_en",
        "participants-0-post_en",
        "participants-0-rank_en",
        "participants-count",
    ]
    desk.post(address(edition), {**fields, **row(0, name_en="The First")})
    found = Participant.objects.get(edition=edition.pk)
    assert (found.side, found.name_ru, found.name_en) == ("guest", "Первый", "The First")


def test_what_two_people_changed_in_different_rows_is_all_kept(desk: Client, writer: User) -> None:
    edition = met(writer, "Первый", "Второй")
    mine = {**opened(desk, edition), **row(0, name_ru="Первый, исправлен")}
    colleague = signed_in(person(Role.WRITER, desk_language="en"))
    colleague.post(
        address(edition), {**opened(colleague, edition), **row(1, name_ru="Второй, исправлен")}
    )
    assert desk.post(address(edition), mine).status_code == 302
    assert [name for _place, _key, name in shown(edition)] == [
        "Первый, исправлен",
        "Второй, исправлен",
    ]


def test_a_clash_in_a_row_shows_both_and_settling_it_takes_nothing_else_back(
    desk: Client, writer: User
) -> None:
    edition = met(writer, "Первый", "Второй")
    mine = {**opened(desk, edition), **row(0, name_ru="Мой"), "title_en": "Mine"}
    colleague = signed_in(person(Role.WRITER, desk_language="en"))
    theirs = {
        **opened(colleague, edition),
        **row(0, name_ru="Коллеги"),
        **row(1, post_ru="посол"),
        **row(2, key="k3", side="host", role="member", attendance="came", name_ru="Третий"),
        "participants-count": "3",
        "title_uz": "Uchrashuv",
    }
    colleague.post(address(edition), theirs)

    response = desk.post(address(edition), mine)

    assert response.status_code == 409
    (rows,) = [one for one in response.context["form"].child_lists if one.name == "participants"]
    entries = rows.rows[0].row_languages()[2].entries
    assert [one.theirs for one in entries] == ["<del>Мой</del><ins>Коллеги</ins>", None, None, None]

    page = response.context["form"]
    settled = {name: value for name, value in page.data.items() if "__row__" not in name}
    assert desk.post(address(edition), settled).status_code == 302
    assert [
        (one.name_ru, one.post_ru) for one in Participant.objects.filter(edition=edition.pk)
    ] == [("Мой", ""), ("Второй", "посол"), ("Третий", "")]
    meeting = Meeting.objects.get(pk=edition.pk)
    assert (meeting.title_uz, meeting.title_en) == ("Uchrashuv", "Mine")


def test_the_form_costs_as_much_with_three_rows_as_with_one(
    desk: Client, writer: User, guest: Person, django_assert_num_queries
) -> None:
    one, three = met(writer, "Первый"), met(writer, "Первый", "Второй", "Третий")
    for edition in (one, three):
        found = Participant.objects.filter(edition=edition.pk)
        linked = [{"key": each.key, "person": guest.pk} for each in found]
        actions.save_edition(edition=edition, by=writer, token=1, facts={"participants": linked})
    desk.get(address(one))
    for edition in (one, three):
        with django_assert_num_queries(30):
            desk.get(address(edition))


def test_the_list_costs_as_much_with_three_rows_as_with_one(
    desk: Client, writer: User, django_assert_num_queries
) -> None:
    met(writer, "Первый")
    desk.get(LIST)
    with django_assert_num_queries(14):
        desk.get(LIST)
    met(writer, "Второй")
    met(writer, "Третий")
    with django_assert_num_queries(14):
        desk.get(LIST)


def test_the_list_is_narrowed_by_status_and_country(desk: Client, writer: User) -> None:
    first = met(writer, "Первый")
    actions.save_edition(
        edition=first, by=writer, token=1, facts={"country": "FR", "status": "planned"}
    )
    met(writer, "Второй")
    for narrowed in ("?status__exact=planned", "?country=FR"):
        found = desk.get(f"{LIST}{narrowed}").context["cl"].result_list
        assert [row.pk for row in found] == [first.pk]
