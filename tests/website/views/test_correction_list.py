from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from tests.factories import printed
from tests.website.pages import SITE, alternates, headlines, page, switch, withdrawn, words
from tests.website.prints import meeting_of
from tests.website.stories import DAY, FIRST_DAY, SECOND_SAID, THIRD_SAID, story

pytestmark = pytest.mark.django_db

PATH = "/en/corrections/"


def test_corrections_stand_newest_first_and_lead_to_their_place_in_the_history(
    client: Client,
) -> None:
    releases = story(
        {"headline": "Wrong"},
        {"headline": "Less wrong", "change": "correction", "note": "The day was wrong."},
        {"change": "correction", "headline": "Right", "note": "The post was wrong."},
        {"headline": "Right, and more", "slug": "right", "change": "minor"},
    )
    path = f"/en/news/{releases[0].publication_id}/right/history/"

    tree = page(client, PATH)

    # A text is called what it is called now: what was wrong of its name is not repeated.
    assert headlines(client, PATH) == ["Right, and more", "Right, and more"]
    assert tree.xpath("//article//a/@href") == [f"{path}#release-3", f"{path}#release-2"]
    assert words(tree, "//article//time") == [THIRD_SAID, SECOND_SAID]
    assert words(tree, "//p[@class='entry-lead']") == ["The post was wrong.", "The day was wrong."]
    history = page(client, path)
    assert history.xpath("//section/@id") == ["release-4", "release-3", "release-2", "release-1"]


def test_only_corrections_that_began_of_texts_that_are_live_are_listed(client: Client) -> None:
    correction = {"change": "correction", "note": "So."}
    soon = database_moment() + timedelta(hours=1)
    story({"headline": "Shown"}, {"headline": "Shown", **correction})
    story({"headline": "Updated"}, {"headline": "Updated", "change": "update", "note": "New."})
    story({"headline": "Small"}, {"headline": "Small", "change": "minor"})
    scheduled = story({"headline": "Ahead"}, ends=soon)[0]
    printed("en", publication=scheduled.publication, begins=soon, **correction)
    withdrawn(story({"headline": "Gone"}, {"headline": "Gone", **correction})[-1])
    russian = story({"headline": "In English"})[0].publication
    story({}, {"headline": "По-русски", **correction}, language="ru", publication=russian)

    assert headlines(client, PATH) == ["Shown"]
    assert headlines(client, "/ru/corrections/") == ["По-русски"]


def test_withdrawn_texts_take_no_place_on_a_page(client: Client) -> None:
    correction = {"change": "correction", "note": "So."}
    story({}, {"headline": "Shown", **correction})
    for _ in range(21):
        withdrawn(story({}, {}, {"headline": "Gone", **correction})[-1])

    tree = page(client, PATH)

    assert headlines(client, PATH) == ["Shown"]
    assert tree.xpath("//nav[@class='pager']") == []


def test_correction_of_a_text_that_came_back_is_listed_again(client: Client) -> None:
    release = story({}, {"change": "correction", "note": "So."})[-1]
    withdrawal = withdrawn(release, WithdrawalReason.OUT_OF_DATE)
    assert headlines(client, PATH) == []

    printed(
        "en",
        headline="Back",
        publication=release.publication,
        begins=withdrawal.range.lower + timedelta(microseconds=1),
        change="update",
    )

    assert headlines(client, PATH) == ["Back"]


def test_correction_of_a_meeting_is_listed_too(client: Client) -> None:
    first = meeting_of("en", begins=FIRST_DAY, ends=FIRST_DAY + DAY)
    release = meeting_of(
        "en",
        title="Talks",
        publication=first.publication,
        begins=FIRST_DAY + DAY,
        change="correction",
        note="The day was wrong.",
    )

    tree = page(client, PATH)

    assert headlines(client, PATH) == ["Talks"]
    assert tree.xpath("//article//a/@href") == [f"{release.get_absolute_url()}history/#release-2"]


def test_list_without_a_correction_says_so(client: Client) -> None:
    tree = page(client, PATH)

    assert words(tree, "//p[@class='empty']") == ["Nothing had to be corrected in this language."]


def test_corrections_are_walked_by_their_moment_and_each_is_met_once(client: Client) -> None:
    for number in range(45):
        printed(
            "en",
            headline=f"{number}",
            begins=timedelta(days=-9, minutes=number),
            change="correction",
        )
    seen, path = [], PATH
    while path:
        tree = page(client, path)
        found = headlines(client, path)
        seen += found
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")

    assert seen == [f"{number}" for number in reversed(range(45))]
    assert len(found) == 5
    before = tree.xpath("//a[@rel='prev']/@href")[0]
    assert headlines(client, before) == [f"{number}" for number in reversed(range(5, 25))]


def test_place_that_is_none_has_no_page(client: Client) -> None:
    assert client.get(f"{PATH}?before=x").status_code == 404


def test_list_is_there_in_every_language_and_names_its_feeds(client: Client) -> None:
    tree = page(client, PATH)

    tags = {"uz-Latn": "uz", "uz-Cyrl": "uz-cyrl", "ru": "ru", "en": "en"}
    assert alternates(tree) == {tag: f"{SITE}/{code}/corrections/" for tag, code in tags.items()}
    assert [path for _name, path in switch(tree)] == [
        f"/{code}/corrections/" for code in tags.values()
    ]
    assert tree.xpath("//link[@rel='canonical']/@href") == [SITE + PATH]
    assert tree.xpath("//link[@rel='alternate'][contains(@href, 'corrections/feed')]/@type") == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    ]


def test_foot_of_every_page_leads_to_the_corrections(client: Client) -> None:
    release = story({})[0]

    for path in ("/en/", "/en/news/", release.get_absolute_url(), PATH, "/en/nothing/"):
        tree = page(client, path, 404 if "nothing" in path else 200)
        assert words(tree, f"//footer[@class='colophon']//a[@href='{PATH}']") == ["Corrections"]


@pytest.mark.parametrize(("rows", "statements"), [(0, 2), (1, 3), (3, 3)])
def test_list_costs_three_statements(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    statements: int,
) -> None:
    for _ in range(rows):
        story({}, {"change": "correction", "note": "So."})

    with django_assert_num_queries(statements):
        client.get(PATH)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_further_down_costs_four_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(20 + rows):
        story({}, {"change": "correction", "note": "So."})
    older = page(client, PATH).xpath("//a[@rel='next']/@href")[0]

    with django_assert_num_queries(4):
        client.get(older)
