from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.clock import database_moment
from editorial.models import Topic
from news.models import Section
from tests.factories import printed
from tests.website.pages import headlines, page, switch, words

pytestmark = pytest.mark.django_db


def _pager(tree: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in tree.xpath("//nav[@class='pager']/a")}


def _walk(client: Client, path: str, rel: str) -> list[list[str]]:
    """Return the headlines of a page and of all pages that follow it in one direction."""
    pages = []
    following: str | None = path
    while following:
        pages.append(headlines(client, following))
        following = _pager(page(client, following)).get(rel)
    return pages


def test_list_shows_only_what_is_live_in_its_language(client: Client) -> None:
    printed("en", headline="Live")
    printed("en", headline="Scheduled", begins=timedelta(hours=1))
    printed("en", headline="Ended", ends=database_moment() - timedelta(hours=1))
    printed("ru", headline="In Russian")

    assert headlines(client, "/en/news/") == ["Live"]


def test_walk_meets_every_item_once_both_ways_also_where_moments_are_equal(client: Client) -> None:
    newest = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(45):
        printed("en", headline=f"Item {number}", begins=newest - timedelta(days=6 - number // 7))
    in_order = [f"Item {number}" for number in reversed(range(45))]

    down = _walk(client, "/en/news/", "next")
    last = _pager(page(client, _pager(page(client, "/en/news/"))["next"]))["next"]
    up = _walk(client, last, "prev")

    assert down == [in_order[:20], in_order[20:40], in_order[40:]]
    assert up == list(reversed(down))


def test_first_page_has_no_place_in_its_address(client: Client) -> None:
    for number in range(21):
        printed("en", headline=f"Item {number}", begins=timedelta(days=-1, minutes=number))

    second = _pager(page(client, "/en/news/"))["next"]

    assert _pager(page(client, second)) == {"prev": "/en/news/"}


def test_item_released_meanwhile_is_not_met_twice_nor_moves_the_others(client: Client) -> None:
    for number in range(21):
        printed("en", headline=f"Item {number}", begins=timedelta(days=-1, minutes=number))
    second = _pager(page(client, "/en/news/"))["next"]
    printed("en", headline="Meanwhile", begins=timedelta())

    assert headlines(client, second) == ["Item 0"]


def test_place_beyond_the_last_item_says_that_nothing_is_older(client: Client) -> None:
    printed("en")

    tree = page(client, "/en/news/?before=20000101T000000.000000Z-1")

    assert words(tree, "//p[@class='empty']") == ["There is nothing older."]
    assert _pager(tree) == {"prev": "/en/news/"}


@pytest.mark.parametrize(
    "query",
    [
        "before=1",
        "before=",
        "before=20261126T051500.000000Z-17x",
        "before=20261126T051500.000000Z-" + "9" * 40,
        "section=unknown",
        "section=",
        "section=%00",
        "topic=unknown",
        "topic=%00",
        "topic=%ff",
        "country=XX",
        "country=jp",
        "month=2026-13",
        "month=2026",
        "month=9999-12",
        "year=2026-11",
        "year=26",
    ],
)
def test_value_that_names_nothing_has_no_page(client: Client, query: str) -> None:
    response = client.get(f"/en/news/?{query}")

    assert response.status_code == 404
    assert response.content == client.get("/en/nothing/").content


def test_filters_combine_and_the_page_says_what_is_shown(client: Client) -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    topic = Topic.objects.create(slug="water", name_en="Water")
    all_three = (("section", str(section.pk)), ("topic", str(topic.pk)), ("country", "JP"))
    november = datetime(2025, 11, 15, tzinfo=UTC)
    printed("en", headline="All", mentions=all_three, begins=november)
    printed("en", headline="Another month", mentions=all_three)
    for left_out in range(3):
        mentions = all_three[:left_out] + all_three[left_out + 1 :]
        printed("en", headline=f"Without {left_out}", mentions=mentions, begins=november)
    printed("ru", headline="In Russian", mentions=all_three, begins=november)
    query = "section=meetings&topic=water&country=JP&month=2025-11"

    tree = page(client, f"/en/news/?{query}")

    assert headlines(client, f"/en/news/?{query}") == ["All"]
    assert words(tree, "//p[@class='narrowed']/strong") == [
        "Meetings",
        "Water",
        "Japan",
        "November 2025",
    ]
    assert tree.xpath("//title")[0].text == "News, Meetings, Water, Japan, November 2025 · ISRS"
    assert switch(tree)[2] == ("Русский", f"/ru/news/?{query}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("section=meetings", ["Both", "Section"]),
        ("topic=water", ["Both", "Topic"]),
        ("section=meetings&topic=water", ["Both"]),
        ("country=JP", []),
    ],
)
def test_filter_shows_exactly_what_mentions_its_record(
    client: Client, query: str, expected: list[str]
) -> None:
    # The same number for a section and a topic: only the type tells their mentions apart.
    section = Section.objects.create(pk=77, slug="meetings", name_en="Meetings")
    topic = Topic.objects.create(pk=77, slug="water", name_en="Water")
    in_section, on_topic = ("section", str(section.pk)), ("topic", str(topic.pk))
    printed("en", headline="Topic", mentions=(on_topic,), begins=timedelta(days=-3))
    printed("en", headline="Section", mentions=(in_section,), begins=timedelta(days=-2))
    printed("en", headline="Both", mentions=(in_section, on_topic), begins=timedelta(days=-1))

    assert headlines(client, f"/en/news/?{query}") == expected


def test_month_begins_and_ends_by_the_clock_of_tashkent(client: Client) -> None:
    begins = datetime(2025, 10, 31, 19, tzinfo=UTC)
    ends = datetime(2025, 11, 30, 19, tzinfo=UTC)
    second = timedelta(seconds=1)
    for headline, moment in (
        ("Before", begins - second),
        ("First", begins),
        ("Last", ends - second),
        ("After", ends),
    ):
        printed("en", headline=headline, begins=moment)

    assert headlines(client, "/en/news/?month=2025-11") == ["Last", "First"]
    assert words(page(client, "/en/news/"), "//h2") == [
        "December 2025",
        "November 2025",
        "October 2025",
    ]


def test_filters_stay_while_walking(client: Client) -> None:
    for number in range(21):
        moment = timedelta(days=-1, minutes=number)
        printed("en", headline=f"Item {number}", mentions=(("country", "JP"),), begins=moment)
        printed("en", headline="Elsewhere", begins=moment)

    walked = _walk(client, "/en/news/?country=JP", "next")

    assert walked == [[f"Item {number}" for number in reversed(range(1, 21))], ["Item 0"]]


def test_sections_are_offered_where_live_news_stands_in_them(client: Client) -> None:
    held = Section.objects.create(slug="held", name_en="Held", order=1)
    Section.objects.create(slug="empty", name_en="Empty", order=2)
    ahead = Section.objects.create(slug="ahead", name_en="Ahead", order=3)
    printed("en", mentions=(("section", str(held.pk)),))
    printed("en", mentions=(("section", str(ahead.pk)),), begins=timedelta(hours=1))

    assert words(page(client, "/en/news/"), "//nav[@class='sections']//a") == ["Held"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "statements"),
    [("", 3), ("?section=meetings&country=JP", 3), ("?topic=water", 4)],
)
def test_list_costs_three_statements_and_one_for_a_topic(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    query: str,
    statements: int,
) -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")
    topic = Topic.objects.create(slug="water", name_ru="Вода")
    mentions = (("section", str(section.pk)), ("topic", str(topic.pk)), ("country", "JP"))
    for _ in range(rows):
        printed("ru", mentions=mentions)

    with django_assert_num_queries(statements):
        client.get(f"/ru/news/{query}")


def test_page_far_in_the_past_costs_one_statement_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        printed("ru", begins=timedelta(days=-1, minutes=number))
    second = _pager(page(client, "/ru/news/"))["next"]

    with django_assert_num_queries(4):
        client.get(second)


def test_list_of_the_longest_texts_stays_small(client: Client) -> None:
    for _ in range(20):
        printed("ru", headline="Ж" * 300, lead="Слово " * 333, slug="x" * 80)

    assert len(client.get("/ru/news/").content) < 60_000
