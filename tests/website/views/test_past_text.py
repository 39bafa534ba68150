from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import printed
from tests.website.pages import SITE, page, words
from tests.website.stories import FIRST_SAID, SECOND_SAID, story

pytestmark = pytest.mark.django_db

ZONE = "(Tashkent, UTC+5)"


def test_past_text_can_be_read_in_whole(client: Client) -> None:
    releases = story(
        {
            "headline": "As it was",
            "body": '<p>See <a href="/en/news/1/">this</a>.</p>',
            "facts": {"countries": ["JP"]},
        },
        {"headline": "As it is", "slug": "now", "change": "correction", "note": "So."},
    )
    number = releases[0].publication_id

    tree = page(client, f"/en/news/{number}/now/history/1/")

    assert words(tree, "//h1") == ["As it was"]
    assert words(tree, "//aside/p") == [
        "This text has been replaced by a newer one.",
        f"Seen by readers: {FIRST_SAID} – {SECOND_SAID} {ZONE}",
        "The text as it is now · How this text changed",
    ]
    assert tree.xpath("//aside//a/@href") == [
        f"/en/news/{number}/now/",
        f"/en/news/{number}/now/history/",
    ]
    assert list(zip(words(tree, "//section/h2"), words(tree, "//section/div"), strict=True)) == [
        ("Place of the dateline", "Ташкент"),
        ("Lead", "Лид новости."),
        ("Body", "See this."),
        ("Countries", "Japan"),
    ]


@pytest.mark.parametrize("ending", ["history/", "history/1/"])
def test_pages_of_the_past_are_not_for_search_engines(client: Client, ending: str) -> None:
    release = story({}, {"change": "minor"})[-1]

    tree = page(client, release.get_absolute_url() + ending)

    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [SITE + release.get_absolute_url()]
    assert tree.xpath("//link[@hreflang]") == []


@pytest.mark.parametrize("ending", ["history/", "history/1/"])
@pytest.mark.parametrize("slug", ["wrong/", ""])
def test_wrong_slug_of_a_history_is_sent_on_to_the_right_one(
    client: Client, ending: str, slug: str
) -> None:
    release = story({})[0]
    number = release.publication_id
    if not slug and ending == "history/":
        # Without a slug that is the address of a text called "history".
        ending = ""

    response = client.get(f"/en/news/{number}/{slug}{ending}")

    expected = f"/en/news/{number}/text/{ending}"
    assert (response.status_code, response["Location"]) == (301, expected)


def test_text_called_history_keeps_its_address(client: Client) -> None:
    release = printed("en", headline="History", slug="history")
    number = release.publication_id

    assert words(page(client, f"/en/news/{number}/history/"), "//h1") == ["History"]
    tree = page(client, f"/en/news/{number}/history/history/")
    assert words(tree, "//h1") == ["How this text changed"]


def test_history_of_another_kind_or_place_is_not_there(client: Client) -> None:
    number = story({}, {"change": "minor"})[0].publication_id

    for path in (
        f"/en/meetings/{number}/text/history/",
        f"/ru/news/{number}/text/history/",
        f"/en/news/{number}/text/history/0/",
        f"/en/news/{number}/text/history/3/",
        f"/en/news/{number}/text/history/{10**17}/",
        f"/en/news/{number}/text/history/x/",
        f"/en/news/{number}/text/history/1/2/",
    ):
        assert client.get(path).status_code == 404, path


def test_history_that_is_not_public_looks_like_a_number_never_given(
    client: Client, settings: Settings
) -> None:
    settings.DEBUG = False
    scheduled = printed("ru", begins=timedelta(hours=1)).publication_id
    never_given = scheduled + 1000

    answers = [client.get(f"/ru/news/{one}/x/history/") for one in (scheduled, never_given)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
