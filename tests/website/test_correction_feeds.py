import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from tests.factories import printed
from tests.website.pages import SITE, withdrawn
from tests.website.stories import DAY, FIRST_DAY, story

pytestmark = pytest.mark.django_db

FORMS = ("rss", "atom", "json")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
CORRECTION = {"change": "correction", "note": "The post <was> wrong."}
ATOM = "{http://www.w3.org/2005/Atom}"


def _path(form: str, language: str = "en") -> str:
    return f"/{language}/corrections/feed.{form}"


def _titles(client: Client, form: str, language: str = "en") -> list[str]:
    response = client.get(_path(form, language))
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[form])
    if form == "json":
        return [item["title"] for item in json.loads(response.content)["items"]]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    return [entry.title for entry in parsed.entries]


def _json(client: Client) -> Any:
    return json.loads(client.get(_path("json")).content)


@pytest.mark.parametrize("form", FORMS)
def test_feed_holds_corrections_that_can_be_read_of_newest_first(client: Client, form: str) -> None:
    soon = database_moment() + timedelta(hours=1)
    story({"headline": "Older"}, {"headline": "Older", **CORRECTION})
    story({"headline": "Newer"}, {"headline": "Newer"}, {"headline": "Newer", **CORRECTION})
    story({"headline": "Update"}, {"headline": "Update", "change": "update", "note": "New."})
    scheduled = story({"headline": "Ahead"}, ends=soon)[0]
    printed("en", publication=scheduled.publication, begins=soon, **CORRECTION)
    withdrawn(story({"headline": "Gone"}, {"headline": "Gone", **CORRECTION})[-1])
    story({}, {"headline": "In Russian", **CORRECTION}, language="ru")

    assert _titles(client, form) == ["Newer", "Older"]
    assert _titles(client, form, "ru") == ["In Russian"]


def test_rss_says_what_was_wrong_and_where_it_is_told(client: Client) -> None:
    release = story({}, {"headline": "A & b", **CORRECTION})[-1]
    number = release.publication_id

    channel = etree.fromstring(client.get(_path("rss")).content).find("channel")

    assert channel is not None
    assert channel.findtext("title") == "ISRS: Corrections"
    assert channel.findtext("link") == f"{SITE}/en/corrections/"
    item = channel.find("item")
    assert item is not None
    said = "<p>The post &lt;was&gt; wrong.</p>"
    assert [(element.tag.rpartition("}")[2], element.text) for element in item] == [
        ("title", "A & b"),
        ("link", f"{SITE}/en/news/{number}/text/history/#release-2"),
        ("description", said),
        ("pubDate", "Thu, 27 Nov 2025 05:00:00 +0000"),
        ("guid", f"tag:ismi.uz,2026:news/{number}/en/2"),
        ("encoded", said),
    ]


def test_atom_says_what_was_wrong_and_where_it_is_told(client: Client) -> None:
    release = story({}, {"headline": "A & b", **CORRECTION})[-1]
    number = release.publication_id

    feed = etree.fromstring(client.get(_path("atom")).content)

    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext(f"{ATOM}id") == "tag:ismi.uz,2026:corrections/en"
    assert feed.findtext(f"{ATOM}updated") == "2025-11-27T05:00:00+00:00"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": f"{SITE}/en/corrections/",
        "self": f"{SITE}/en/corrections/feed.atom",
    }
    (name,) = feed.findall(f"{ATOM}author/{ATOM}name")
    assert (name.text or "").startswith("Institute for Strategic")
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert [(element.tag.removeprefix(ATOM), element.text) for element in entry] == [
        ("title", "A & b"),
        ("link", None),
        ("published", "2025-11-27T05:00:00+00:00"),
        ("updated", "2025-11-27T05:00:00+00:00"),
        ("id", f"tag:ismi.uz,2026:news/{number}/en/2"),
        ("summary", "<p>The post &lt;was&gt; wrong.</p>"),
    ]


def test_json_says_what_was_wrong_and_where_it_is_told(client: Client) -> None:
    release = story({}, {"headline": "A & b", **CORRECTION})[-1]
    number = release.publication_id

    document = _json(client)

    name = document["authors"][0]["name"]
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "ISRS: Corrections",
        "home_page_url": f"{SITE}/en/corrections/",
        "feed_url": f"{SITE}/en/corrections/feed.json",
        "language": "en",
        "authors": [{"name": name}],
        "items": [
            {
                "id": f"tag:ismi.uz,2026:news/{number}/en/2",
                "url": f"{SITE}/en/news/{number}/text/history/#release-2",
                "title": "A & b",
                "content_text": "The post <was> wrong.",
                "date_published": "2025-11-27T05:00:00+00:00",
            }
        ],
    }


def test_names_of_corrections_stay_whatever_follows(client: Client) -> None:
    first = story({}, CORRECTION)[-1]
    publication, moment = first.publication, first.live.lower
    (item,) = _json(client)["items"]
    withdrawal = withdrawn(first, WithdrawalReason.OUT_OF_DATE)

    printed(
        "en",
        publication=publication,
        begins=withdrawal.range.lower + timedelta(microseconds=1),
        public_at=moment + DAY,
        slug="new",
        **CORRECTION,
    )

    newest, older = _json(client)["items"]
    assert older["id"] == item["id"]
    assert newest["id"] == f"tag:ismi.uz,2026:news/{publication.pk}/en/3"


@pytest.mark.parametrize("form", FORMS)
def test_empty_feed_is_valid_and_knows_no_moment(client: Client, form: str) -> None:
    response = client.get(_path(form))

    assert _titles(client, form) == []
    assert response.headers.get("Last-Modified") is None
    assert response.content == client.get(_path(form)).content


@pytest.mark.parametrize("form", FORMS)
def test_stray_characters_and_markup_leave_a_feed_readable(client: Client, form: str) -> None:
    attack = "<script>alert(1)</script> ]]> \u000b\ufffe"
    story({}, {"headline": attack, "change": "correction", "note": f"</description>{attack}"})

    response = client.get(_path(form))

    assert b"\x0b" not in response.content
    if form == "json":
        (item,) = json.loads(response.content)["items"]
        assert item["title"] == "<script>alert(1)</script> ]]>"
    else:
        tree = etree.fromstring(response.content)
        assert "<script>alert(1)</script> ]]>" in tree.xpath("//*[local-name()='title']/text()")
        assert tree.xpath("//*[local-name()='script']") == []


@pytest.mark.parametrize("form", FORMS)
def test_feed_holds_thirty_corrections_at_most(client: Client, form: str) -> None:
    for number in range(32):
        printed(
            "en",
            headline=f"{number}",
            begins=timedelta(days=-1, minutes=number),
            change="correction",
        )

    assert _titles(client, form) == [f"{number}" for number in reversed(range(2, 32))]


@pytest.mark.parametrize("form", FORMS)
def test_reader_who_has_the_feed_is_told_so_until_anything_changes(
    client: Client, form: str
) -> None:
    kept = story({}, CORRECTION)[-1]
    going = story({}, CORRECTION)[-1]
    modified = client.get(_path(form))["Last-Modified"]
    assert modified == "Thu, 27 Nov 2025 05:00:00 GMT"
    headers = {"If-Modified-Since": modified}
    assert client.get(_path(form), headers=headers).status_code == 304

    withdrawal = withdrawn(going, WithdrawalReason.OUT_OF_DATE)

    assert client.get(_path(form), headers=headers).status_code == 200
    # A later text of what is listed may have another name and address.
    later = printed(
        "en",
        headline="Renamed",
        publication=going.publication,
        begins=withdrawal.range.lower + timedelta(microseconds=1),
        change="minor",
    )
    assert kept.live.lower < later.live.lower
    assert "Renamed" in _titles(client, form)
    assert client.get(_path(form), headers=headers).status_code == 200


def test_feed_was_modified_when_a_later_text_of_a_corrected_one_began(client: Client) -> None:
    story({}, CORRECTION, {"headline": "Renamed", "change": "minor"})

    modified = client.get(_path("rss"))["Last-Modified"]

    expected = FIRST_DAY + 2 * DAY
    assert datetime.strptime(modified, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC) == expected


@pytest.mark.parametrize("form", FORMS)
def test_addresses_in_a_feed_come_from_the_setting_and_not_from_the_request(
    client: Client, form: str, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    story({}, CORRECTION)

    forged = client.get(_path(form), headers={"Host": "evil.example"})

    assert forged.content == client.get(_path(form)).content


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, form: str, rows: int
) -> None:
    for _ in range(rows):
        story({}, CORRECTION)

    with django_assert_num_queries(3):
        client.get(_path(form))


@pytest.mark.parametrize("path", ["/en/corrections/feed.xml", "/en/feed.atom.json"])
def test_form_that_is_not_offered_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
