from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.clock import database_moment
from tests.factories import printed
from tests.website.pages import page, words
from tests.website.prints import delegation_of, meeting_of
from tests.website.stories import DAY, FIRST_DAY, SECOND_SAID, THIRD_SAID, story

pytestmark = pytest.mark.django_db


def test_item_tells_of_its_changes_newest_first_and_leads_to_their_history(client: Client) -> None:
    releases = story(
        {},
        {"change": "update", "note": "The second day was added."},
        {"change": "correction", "note": "The post was wrong."},
        {"change": "minor"},
    )

    tree = page(client, releases[-1].get_absolute_url())

    number = releases[0].publication_id
    assert words(tree, "//aside[@class='notice']/p") == [
        f"Corrected {THIRD_SAID} (Tashkent, UTC+5)",
        "The post was wrong.",
        f"Updated {SECOND_SAID} (Tashkent, UTC+5)",
        "The second day was added.",
        "How this text changed · All corrections",
    ]
    assert tree.xpath("//aside//a/@href") == [
        f"/en/news/{number}/text/history/",
        "/en/corrections/",
    ]


@pytest.mark.parametrize("changes", [[], ["minor"], ["minor", "minor"]])
def test_item_with_nothing_told_says_nothing_and_leads_to_no_history(
    client: Client, changes: list[str]
) -> None:
    releases = story({}, *({"change": change} for change in changes))

    tree = page(client, releases[-1].get_absolute_url())

    assert tree.xpath("//aside") == []
    assert [href for href in tree.xpath("//main//@href") if "history" in href] == []


def test_item_tells_of_three_changes_at_most(client: Client) -> None:
    releases = story({}, *({"change": "update", "note": f"{number}"} for number in range(5)))

    tree = page(client, releases[-1].get_absolute_url())

    assert words(tree, "//aside/p")[1::2] == ["4", "3", "2"]


def test_item_says_nothing_of_a_correction_before_its_moment(client: Client) -> None:
    soon = database_moment() + timedelta(hours=1)
    (release,) = story({}, ends=soon)
    printed("en", publication=release.publication, begins=soon, change="correction", note="Secret")
    printed("ru", publication=release.publication, begins=soon, change="correction")

    tree = page(client, release.get_absolute_url())

    assert tree.xpath("//aside") == []


def test_item_says_which_languages_have_a_newer_text(client: Client) -> None:
    (english,) = story({})
    publication = english.publication
    russian = story({}, {"change": "correction"}, language="ru", publication=publication)[-1]
    story({}, {"change": "minor"}, language="uz", publication=publication)

    tree = page(client, english.get_absolute_url())

    assert words(tree, "//aside/p") == [
        "This text is being updated. There is a newer one in: Русский"
    ]
    (link,) = tree.xpath("//aside//a")
    assert (link.get("href"), link.get("lang"), link.get("hreflang")) == (
        f"/ru/news/{publication.pk}/text/",
        "ru",
        "ru",
    )
    other = page(client, russian.get_absolute_url())
    assert len(other.xpath("//aside[@aria-labelledby='newer']")) == 0


def test_item_that_has_gone_out_since_is_not_behind(client: Client) -> None:
    releases = story({}, {"change": "minor"}, {"change": "minor"})
    story({}, {"change": "correction"}, language="ru", publication=releases[0].publication)

    tree = page(client, releases[-1].get_absolute_url())

    assert tree.xpath("//aside") == []


@pytest.mark.parametrize("kind", ["meeting", "delegation"])
def test_meeting_and_delegation_tell_of_their_changes_too(client: Client, kind: str) -> None:
    of = meeting_of if kind == "meeting" else delegation_of
    first = of("en", begins=FIRST_DAY, ends=FIRST_DAY + DAY)
    release = of(
        "en",
        publication=first.publication,
        begins=FIRST_DAY + DAY,
        change="correction",
        note="The day was wrong.",
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//aside/p") == [
        f"Corrected {SECOND_SAID} (Tashkent, UTC+5)",
        "The day was wrong.",
        "How this text changed · All corrections",
    ]
    assert tree.xpath("//aside//a/@href")[0] == f"{release.get_absolute_url()}history/"


@pytest.mark.parametrize("rows", [1, 3])
def test_changes_cost_an_item_no_statement(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    releases = story({}, *[{"change": "correction", "note": "So."}] * rows)
    story({}, {"change": "update"}, language="ru", publication=releases[0].publication)

    # The live releases, and what the institute is called.
    with django_assert_num_queries(2):
        client.get(releases[-1].get_absolute_url())
