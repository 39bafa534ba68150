from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from delegations.models import Organisation, Person
from editorial.models import Topic
from tests.website.pages import page, switch, withdrawn, words
from tests.website.prints import delegation_of, in_days, meeting_of, participant

pytestmark = pytest.mark.django_db

KINDS = [("meetings", meeting_of), ("delegations", delegation_of)]


def _titles(tree: Any, part: str = "") -> list[str]:
    return words(tree, f"//section[contains(@class, 'month')]{part}//article//h3")


def _pager(tree: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in tree.xpath("//nav[@class='pager']/a")}


def _walk(client: Client, path: str, rel: str) -> list[list[str]]:
    pages, following = [], path
    while following:
        tree = page(client, following)
        pages.append(_titles(tree, "[not(contains(@class, 'ahead'))]"))
        following = _pager(tree).get(rel, "")
    return pages


@pytest.mark.parametrize(("name", "make"), KINDS)
def test_list_shows_only_what_is_live_in_its_language(client: Client, name: str, make: Any) -> None:
    make("en", title="Live", on=-3)
    make("en", title="Scheduled", on=-3, begins=timedelta(hours=1))
    make("ru", title="In Russian", on=-3)
    withdrawn(make("en", title="Withdrawn", on=-3))

    assert _titles(page(client, f"/en/{name}/")) == ["Live"]


@pytest.mark.parametrize(("name", "make"), KINDS)
def test_what_is_ahead_comes_first_nearest_first_then_the_past_latest_first(
    client: Client, name: str, make: Any
) -> None:
    for title, on in (("Long ago", -9), ("Yesterday", -1), ("Today", 0), ("Next", 5), ("Later", 9)):
        make("en", title=title, on=on)

    tree = page(client, f"/en/{name}/")

    assert _titles(tree, "[contains(@class, 'ahead')]") == ["Today", "Next", "Later"]
    assert _titles(tree, "[not(contains(@class, 'ahead'))]") == ["Yesterday", "Long ago"]


@pytest.mark.parametrize(("name", "make"), KINDS)
def test_what_has_begun_and_is_not_over_is_ahead_until_its_last_day_has_gone(
    client: Client, name: str, make: Any
) -> None:
    make("en", title="Leaves today", on=-3, until=0)
    make("en", title="Left yesterday", on=-3, until=-1)
    make("en", title="Came long ago and never left", on=-100, until=50)

    tree = page(client, f"/en/{name}/")

    assert _titles(tree, "[contains(@class, 'ahead')]") == ["Leaves today"]
    assert _titles(tree, "[not(contains(@class, 'ahead'))]") == [
        "Left yesterday",
        "Came long ago and never left",
    ]


def test_row_says_its_status_only_where_readers_must_know(client: Client) -> None:
    for title, on, status in (
        ("Ahead", 3, "planned"),
        ("Forgotten", -3, "planned"),
        ("Held", -4, "held"),
        ("Cancelled", -5, "cancelled"),
        ("Postponed", 4, "postponed"),
    ):
        meeting_of("en", title=title, on=on, facts={"status": status})

    tree = page(client, "/en/meetings/")

    told = {words(row, ".//h3")[0]: words(row, ".//strong") for row in tree.xpath("//article")}
    assert told == {
        "Ahead": ["Planned"],
        "Postponed": ["Postponed"],
        "Forgotten": ["Was planned"],
        "Held": [],
        "Cancelled": ["Cancelled"],
    }


def test_row_names_the_day_the_form_the_city_and_the_country(client: Client) -> None:
    facts = {"country": "FR", "starts_on": "2025-11-26", "starts_at": "10:30", "ends_at": "12:00"}
    meeting_of("en", title="Meeting", facts=facts, text={"city": "Tashkent"})

    tree = page(client, "/en/meetings/")

    assert words(tree, "//time/span[@class='unseen']") == ["26 November 2025"]
    assert tree.xpath("//time/@datetime") == ["2025-11-26T10:30:00+05:00"]
    assert words(tree, "//p[@class='row-facts']/*") == [
        "10:30–12:00",
        "Bilateral meeting",
        "Tashkent",
        "France",
    ]
    assert tree.xpath("//p[@class='row-facts']//a/@href") == ["/en/countries/fr/"]


@pytest.mark.parametrize(("name", "make"), KINDS)
def test_walk_meets_everything_once_both_ways_also_where_days_are_equal(
    client: Client, name: str, make: Any
) -> None:
    for number in range(45):
        make("en", title=f"{number}", on=-10 + number // 7)
    make("en", title="Ahead", on=3)
    in_order = [f"{number}" for number in reversed(range(45))]

    down = _walk(client, f"/en/{name}/", "next")
    last = _pager(page(client, _pager(page(client, f"/en/{name}/"))["next"]))["next"]

    assert down == [in_order[:20], in_order[20:40], in_order[40:]]
    assert _walk(client, last, "prev") == list(reversed(down))
    assert page(client, last).xpath("//section[contains(@class, 'ahead')]") == []


def test_filters_combine_stay_while_walking_and_are_said(client: Client) -> None:
    topic = Topic.objects.create(slug="water", name_en="Water")
    facts = {"country": "JP", "topics": [topic.pk]}
    for number in range(21):
        meeting_of("en", title=f"{number}", on=-30 + number, facts=facts)
    meeting_of("en", title="Another country", facts={**facts, "country": "FR"})
    meeting_of("en", title="Another topic", facts={"country": "JP"})
    query = "?country=JP&topic=water"

    tree = page(client, f"/en/meetings/{query}")

    assert _walk(client, f"/en/meetings/{query}", "next") == [
        [f"{number}" for number in reversed(range(1, 21))],
        ["0"],
    ]
    assert sorted(words(tree, "//p[@class='narrowed']/strong")) == ["Japan", "Water"]
    assert words(tree, "//option[@selected]") == ["Japan", "Water"]
    assert switch(tree)[2] == ("Русский", "/ru/meetings/?topic=water&country=JP")


def test_choices_offer_what_live_meetings_name_by_the_alphabet(client: Client) -> None:
    water, trade, unused = (
        Topic.objects.create(slug=slug, name_en=slug.title()) for slug in ("water", "aid", "unused")
    )
    assert unused.pk
    meeting_of("en", facts={"country": "JP", "topics": [water.pk, trade.pk]})
    meeting_of("en", facts={"country": "FR"})
    meeting_of("en", facts={"country": "DE"}, begins=timedelta(hours=1))
    year = in_days(-7)[:4]

    tree = page(client, "/en/meetings/")

    assert words(tree, "//select[@name='country']/option") == ["All", "France", "Japan"]
    assert words(tree, "//select[@name='topic']/option") == ["All", "Aid", "Water"]
    assert words(tree, "//select[@name='year']/option") == ["All", year]
    assert page(client, f"/en/meetings/?country=&topic=&year={year}") is not None


@pytest.mark.parametrize(("record", "model"), [("person", Person), ("organisation", Organisation)])
def test_list_of_a_record_is_there_only_where_its_page_is(
    client: Client, record: str, model: Any
) -> None:
    shown, hidden, closed = (
        model.objects.create(name_en=name, name_ru=name, is_closed=name == "Closed")
        for name in ("Shown", "Hidden", "Closed")
    )
    for one, begins in ((shown, -1), (hidden, 1), (closed, -1)):
        meeting_of(
            "en",
            title=one.name_en,
            facts={"participants": [participant("p", "guest", **{record: one.pk})]},
            begins=timedelta(days=begins),
        )

    tree = page(client, f"/en/meetings/?{record}={shown.pk}")

    assert _titles(tree) == ["Shown"]
    assert words(tree, "//p[@class='narrowed']/strong") == ["Shown"]
    assert switch(tree) == [("English", f"/en/meetings/?{record}={shown.pk}")]
    for path in (
        f"/en/meetings/?{record}={hidden.pk}",
        f"/en/meetings/?{record}={closed.pk}",
        f"/ru/meetings/?{record}={shown.pk}",
        f"/en/meetings/?{record}={10**20}",
        f"/en/meetings/?{record}=x",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "query", ["topic=unknown", "topic=%00", "country=XX", "country=jp", "year=x", "before=1"]
)
def test_value_that_names_nothing_has_no_page(client: Client, query: str) -> None:
    response = client.get(f"/en/meetings/?{query}")

    assert response.status_code == 404
    assert response.content == client.get("/en/nothing/").content


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "make"), KINDS)
def test_list_costs_five_statements_narrowed_or_not(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    make: Any,
    rows: int,
) -> None:
    topic = Topic.objects.create(slug="water", name_en="Water")
    for row in range(rows):
        for on in (-3, 3):
            make("en", on=on + row, facts={"country": "JP", "topics": [topic.pk]})

    for query in ("", "?country=JP&topic=water"):
        with django_assert_num_queries(5):
            client.get(f"/en/{name}/{query}")


def test_list_of_a_record_costs_six_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    someone = Person.objects.create(name_en="Someone")
    meeting_of("en", facts={"participants": [participant("p", "guest", person=someone.pk)]})

    with django_assert_num_queries(6):
        client.get(f"/en/meetings/?person={someone.pk}")
