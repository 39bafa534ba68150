"""The night on a phone: who is let in, and what is listed. W-18."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from tests.editorial.conftest import Office
from tests.editorial.desk import signed_in
from tests.editorial.night import live_in, of_the_page, page
from tests.factories import approved, draft, person, words

# Who is let in.


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DUTY])
def test_w18_the_pages_of_the_night_are_for_who_is_on_duty(office: Office, role: Role) -> None:
    edition = draft(office.writer)
    client = signed_in(person(role))
    for address in (
        page("night"),
        page("night_new"),
        page("night_write", edition.publication_id),
        page("night_out", edition.pk, "ru"),
        page("night_alone", edition.pk, "ru"),
        page("night_last", edition.pk, "ru"),
        page("night_withdraw", edition.publication_id),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.templates[0].name) == (403, "admin/forbidden.html")


def test_the_pages_close_when_the_duty_is_over(office: Office) -> None:
    client = signed_in(office.deputy)
    assert client.get(page("night")).status_code == 200
    office.deputy.duty_terms.update(until=database_moment())
    assert client.get(page("night")).status_code == 403


def test_who_is_on_duty_finds_the_way_on_every_page(office: Office) -> None:
    way = "//a[@class='to-the-night']"
    assert of_the_page(signed_in(office.deputy).get("/admin/account/"), way) == ["On duty"]
    assert of_the_page(signed_in(office.secretary).get("/admin/account/"), way) == []


def test_who_is_on_duty_is_shown_what_he_may_release_on_his_home_page(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    shelves = {
        one.name: one.lines
        for one in signed_in(office.deputy).get("/admin/").context["home"].shelves
    }
    assert [line.edition for line in shelves["release"]] == [edition.pk]


# The lists.


def test_what_is_public_and_what_is_open_stand_apart(office: Office) -> None:
    live_in(office, "ru", "en")
    draft(office.writer, ru=words("Черновик"))
    answer = signed_in(office.deputy).get(page("night"))
    public, opened = answer.context["public"], answer.context["opened"]
    assert [(one.title, [x.code for x in one.languages]) for one in public] == [
        ("Встреча en", ["ru", "en"])
    ]
    assert [(one.title, [x.code for x, _way in one.ways]) for one in opened] == [
        ("Черновик", ["ru"])
    ]


def test_what_went_out_last_stands_first_and_words_or_a_number_find_it(office: Office) -> None:
    first, second = live_in(office, "ru"), live_in(office, "en")
    client = signed_in(office.deputy)
    found = {
        query: [one.number for one in client.get(page("night"), {"q": query}).context["public"]]
        for query in ("", "встреча EN", str(first.publication_id), "нет такого")
    }
    assert found == {
        "": [second.publication_id, first.publication_id],
        "встреча EN": [second.publication_id],
        str(first.publication_id): [first.publication_id],
        "нет такого": [],
    }


def test_what_is_limited_to_others_is_not_in_the_night(office: Office) -> None:
    hidden, shown = draft(office.writer), draft(office.writer, ru=words("Видно"))
    actions.limit_access(edition=hidden, by=office.writer, people=[office.writer, office.editor])
    client = signed_in(office.deputy)
    opened = client.get(page("night")).context["opened"]
    assert [one.number for one in opened] == [shown.publication_id]
    for address in (
        page("night_write", hidden.publication_id),
        page("night_out", hidden.pk, "ru"),
        page("night_withdraw", hidden.publication_id),
        page("asked", hidden.pk, "ru"),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_night_costs_as_much_with_three_rows_as_with_one(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _row in range(rows):
        live_in(office, "ru")
        draft(office.writer)
    client = signed_in(office.deputy)
    client.get(page("night"))
    with django_assert_num_queries(18):
        client.get(page("night"))


def test_what_is_in_work_stands_above_the_search_and_what_is_public(office: Office) -> None:
    live_in(office, "ru")
    draft(office.writer, ru=words("Черновик"))
    answer = signed_in(office.deputy).get(page("night"))
    shown = "//main//*[self::h2 or self::h3 or (self::button and ancestor::form[@role='search'])]"
    assert of_the_page(answer, shown) == [
        "Open at the desk",
        "Черновик",
        "Find",
        "Public now",
        "Встреча ru",
    ]
