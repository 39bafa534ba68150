from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editorial.clock import database_moment
from news.models import Section
from tests.factories import printed
from tests.website.pages import SITE, withdrawn
from tests.website.prints import delegation_of, meeting_of
from website.feeds import guid
from website.identity import read_identity

pytestmark = pytest.mark.django_db

FEEDS = ("/{}/feed.rss", "/{}/news/feed.rss")
ALL_FEEDS = (*FEEDS, "/{}/meetings/feed.rss")


def _parsed(client: Client, path: str = "/en/feed.rss", **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    etree.fromstring(response.content)
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    return parsed


def _titles(client: Client, path: str = "/en/feed.rss") -> list[str]:
    return [entry.title for entry in _parsed(client, path).entries]


@pytest.mark.parametrize("path", ALL_FEEDS)
def test_stray_character_in_the_name_of_the_institute_spoils_no_feed(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    identity = replace(read_identity("en"), acronym="IS\x00RS", name="Institute\x0bof\ufffe")
    monkeypatch.setattr("website.feeds.read_identity", lambda _language: identity)

    channel = _parsed(client, path.format("en")).feed

    assert channel.title.split(":")[0] == "ISRS"
    assert channel.subtitle == "Institute of"


@pytest.mark.parametrize("path", FEEDS)
def test_feed_holds_only_what_is_live_in_its_language_newest_first(
    client: Client, path: str
) -> None:
    printed("en", headline="Older", begins=timedelta(days=-2))
    printed("en", headline="Newest")
    printed("en", headline="Scheduled", begins=timedelta(hours=1))
    printed("ru", headline="In Russian")
    withdrawn(printed("en", headline="Withdrawn"))

    assert _titles(client, path.format("en")) == ["Newest", "Older"]


@pytest.mark.parametrize("path", ALL_FEEDS)
@pytest.mark.parametrize(
    ("code", "tag"), [("uz", "uz-latn"), ("uz-cyrl", "uz-cyrl"), ("ru", "ru"), ("en", "en")]
)
def test_feed_says_what_it_is(client: Client, path: str, code: str, tag: str) -> None:
    address = path.format(code)
    channel = etree.fromstring(client.get(address).content).find("channel")
    assert channel is not None

    link = channel.find("{http://www.w3.org/2005/Atom}link")
    assert link is not None
    assert dict(link.attrib) == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": SITE + address,
    }
    assert channel.findtext("link") == SITE + address.rpartition("/")[0] + "/"
    assert channel.findtext("language", "").lower() == tag


def test_entry_of_a_feed_carries_the_whole_item(client: Client) -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    release = printed(
        "en",
        headline="A meeting & more",
        lead="It <b>took</b> place.",
        body='<p>See <a href="/en/news/1/x/">this</a>, <a href="#a">that</a>.</p>',
        facts={"section": section.pk, "topics": [], "countries": ["JP", "SU"]},
        slug="meeting",
        begins=datetime(2025, 11, 26, 5, 15, tzinfo=UTC),
    )
    address = f"{SITE}/en/news/{release.publication_id}/meeting/"

    item = etree.fromstring(client.get("/en/feed.rss").content).find("channel/item")

    assert item is not None
    assert [(element.tag.rpartition("}")[2], element.text) for element in item] == [
        ("title", "A meeting & more"),
        ("link", address),
        ("description", "It &lt;b&gt;took&lt;/b&gt; place."),
        ("pubDate", "Wed, 26 Nov 2025 05:15:00 +0000"),
        ("guid", f"tag:ismi.uz,2026:news/{release.publication_id}/en"),
        ("category", "Meetings"),
        ("category", "Japan"),
        (
            "encoded",
            f'<p>See <a href="{SITE}/en/news/1/x/">this</a>, <a href="{address}#a">that</a>.</p>',
        ),
    ]
    assert [element.attrib for element in item.findall("guid")] == [{"isPermaLink": "false"}]


def test_words_of_a_body_that_look_like_a_link_stay_words(client: Client) -> None:
    body = '<p>Write href="/here" or src="there".</p>'
    printed("en", body=body)

    item = etree.fromstring(client.get("/en/feed.rss").content).find("channel/item")

    assert item is not None
    assert item[-1].text == body


def test_guid_stays_the_same_over_all_releases_of_a_publication() -> None:
    moment = database_moment()
    first = printed("ru", begins=timedelta(days=-2), ends=moment, slug="one")
    later = printed("ru", publication=first.publication, begins=moment, slug="two")
    english = printed("en", publication=first.publication)

    assert guid(first) == guid(later) == f"tag:ismi.uz,2026:news/{first.publication_id}/ru"
    assert guid(english) == f"tag:ismi.uz,2026:news/{first.publication_id}/en"


def test_corrected_item_stays_one_entry_with_its_date(client: Client) -> None:
    moment = database_moment()
    begun = moment - timedelta(days=2)
    first = printed("en", headline="Wrong", begins=begun, ends=moment)
    printed(
        "en",
        headline="Right",
        publication=first.publication,
        begins=moment,
        first_shown_at=begun,
        public_at=moment,
        change="correction",
    )

    entries = _parsed(client).entries

    assert [(entry.title, entry.published) for entry in entries] == [
        ("Right", format_datetime(begun.astimezone(UTC)))
    ]


@pytest.mark.parametrize("path", FEEDS)
def test_addresses_in_a_feed_come_from_the_setting_and_not_from_the_request(
    client: Client, path: str, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    printed("en")
    address = path.format("en")

    forged = client.get(address, headers={"Host": "evil.example", "X-Forwarded-Host": "e.example"})

    assert forged.content == client.get(address).content


def test_equal_contents_give_equal_bytes(client: Client) -> None:
    printed("en")

    assert client.get("/en/feed.rss").content == client.get("/en/feed.rss").content


def test_feed_comes_in_one_piece(client: Client) -> None:
    printed("en")

    assert len(list(client.get("/en/feed.rss"))) == 1


def test_empty_feed_is_valid_and_has_no_date(client: Client) -> None:
    response = client.get("/en/feed.rss")

    assert _titles(client) == []
    assert response.headers.get("Last-Modified") is None
    assert etree.fromstring(response.content).findall("channel/lastBuildDate") == []


def test_stray_characters_and_markup_leave_a_feed_readable(client: Client) -> None:
    printed(
        "en",
        headline="<script>alert(1)</script> ]]> \u000b\ufffe",
        lead="</description><script>\u0001",
        body="<p>a\u0008b ]]&gt;</p>",
    )

    item = etree.fromstring(client.get("/en/feed.rss").content).find("channel/item")

    assert item is not None
    assert item.findtext("title") == "<script>alert(1)</script> ]]>"
    assert item.findtext("description") == "&lt;/description&gt;&lt;script&gt;"
    assert item[-1].text == "<p>ab ]]&gt;</p>"


def test_feed_holds_thirty_items_at_most(client: Client) -> None:
    for number in range(32):
        printed("en", headline=f"{number}", begins=timedelta(days=-1, minutes=number))

    assert _titles(client) == [f"{number}" for number in reversed(range(2, 32))]


def test_feed_was_modified_when_its_newest_release_began(client: Client) -> None:
    printed("en", begins=datetime(2025, 11, 25, tzinfo=UTC))
    # A minor change moves no date that readers see; the feed's bytes are new all the same.
    printed(
        "en",
        begins=datetime(2025, 11, 26, 5, 15, tzinfo=UTC),
        first_shown_at=datetime(2025, 11, 20, tzinfo=UTC),
    )

    response = client.get("/en/feed.rss")

    assert response["Last-Modified"] == "Wed, 26 Nov 2025 05:15:00 GMT"
    assert etree.fromstring(response.content).findtext("channel/lastBuildDate") == (
        "Wed, 26 Nov 2025 05:15:00 +0000"
    )


def test_reader_who_has_the_feed_already_is_told_so_by_its_date(client: Client) -> None:
    printed("en")
    modified = client.get("/en/feed.rss")["Last-Modified"]

    again = client.get("/en/feed.rss", headers={"If-Modified-Since": modified})

    assert (again.status_code, again.content) == (304, b"")


def test_withdrawal_is_news_to_a_reader_who_asks_by_date(client: Client) -> None:
    printed("en", begins=timedelta(days=-3))
    newest = printed("en", begins=timedelta(days=-2))
    modified = client.get("/en/feed.rss")["Last-Modified"]
    withdrawn(newest)

    again = client.get("/en/feed.rss", headers={"If-Modified-Since": modified})

    assert again.status_code == 200


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, rows: int
) -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")
    for _ in range(rows):
        printed("ru", facts={"section": section.pk, "countries": ["JP"]})

    with django_assert_num_queries(3):
        client.get(path.format("ru"))


def test_site_feed_holds_every_kind_and_the_others_their_own(client: Client) -> None:
    printed("en", headline="News", begins=timedelta(days=-3))
    meeting_of("en", title="Meeting", begins=timedelta(days=-2))
    delegation_of("en", title="Delegation", begins=timedelta(days=-1))
    meeting_of("en", title="Scheduled", begins=timedelta(hours=1))
    meeting_of("ru", title="In Russian")

    assert _titles(client) == ["Delegation", "Meeting", "News"]
    assert _titles(client, "/en/news/feed.rss") == ["News"]
    assert _titles(client, "/en/meetings/feed.rss") == ["Meeting"]


def test_meeting_in_a_feed_says_when_where_and_what_was_discussed(client: Client) -> None:
    meeting_of(
        "en",
        title="Meeting",
        facts={
            "country": "FR",
            "status": "postponed",
            "starts_on": "2026-11-26",
            "starts_at": "10:30",
        },
        text={"city": "Tashkent", "reason": "A <delay>.", "summary": "<p>Talks.</p>"},
    )

    item = etree.fromstring(client.get("/en/meetings/feed.rss").content).find("channel/item")

    assert item is not None
    assert item.findtext("description") == (
        "Postponed, 26 November 2026, 10:30 (Tashkent, UTC+5), Tashkent, A &lt;delay&gt;."
    )
    assert item.findtext("category") == "France"
    assert item[-1].text == "<p>Talks.</p>"


def test_delegation_in_a_feed_says_its_days_and_its_purpose(client: Client) -> None:
    facts = {"arrives_on": "2026-11-24", "leaves_on": "2026-11-26"}
    delegation_of("en", facts=facts, text={"purpose": "Talks & <more>."})

    item = etree.fromstring(client.get("/en/feed.rss").content).find("channel/item")

    assert item is not None
    assert item.findtext("description") == "24–26 November 2026"
    assert item[-1].text == "<p>Talks &amp; &lt;more&gt;.</p>"
