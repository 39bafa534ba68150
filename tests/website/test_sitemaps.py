from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editorial.models import Publication
from tests.factories import person, printed
from tests.website.pages import SITE, withdrawn
from website.sitemaps import news_of_part, parts_with_news

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
LISTS = [
    f"{SITE}/{code}/{path}" for path in ("", "news/") for code in ("uz", "uz-cyrl", "ru", "en")
]


def _sitemap(client: Client, path: str) -> Any:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return etree.fromstring(response.content)


def _addresses(tree: Any) -> list[str]:
    return [str(address) for address in tree.xpath("//s:loc/text()", namespaces=NAMES)]


def _publication(number: int) -> Publication:
    return Publication.objects.create(
        pk=number, kind="news", created_by=person(), created_at=datetime(2025, 1, 1, tzinfo=UTC)
    )


def test_index_names_every_part_that_holds_anything(client: Client) -> None:
    printed("ru", publication=_publication(1000))
    moment = datetime(2025, 11, 26, 5, 15, tzinfo=UTC)
    printed("ru", publication=_publication(3001), begins=moment)
    printed("ru", publication=_publication(5001), begins=timedelta(hours=1))

    tree = _sitemap(client, "/sitemap.xml")

    assert _addresses(tree) == [f"{SITE}/sitemap-1.xml", f"{SITE}/sitemap-4.xml"]
    assert tree.xpath("//s:lastmod/text()", namespaces=NAMES)[-1] == "2025-11-26T05:15:00+00:00"


def test_empty_site_has_a_sitemap_of_its_lists(client: Client) -> None:
    assert _addresses(_sitemap(client, "/sitemap.xml")) == [f"{SITE}/sitemap-1.xml"]
    assert _addresses(_sitemap(client, "/sitemap-1.xml")) == LISTS


def test_part_holds_only_what_is_live_each_with_its_live_languages(client: Client) -> None:
    publication = _publication(1001)
    printed("ru", publication=publication, slug="vstrecha")
    printed("en", publication=publication, slug="meeting")
    printed("uz", publication=publication, begins=timedelta(hours=1))
    withdrawn(printed("uz-cyrl", publication=publication))
    printed("en", publication=_publication(2001))

    tree = _sitemap(client, "/sitemap-2.xml")

    addresses = {
        "ru": f"{SITE}/ru/news/1001/vstrecha/",
        "en": f"{SITE}/en/news/1001/meeting/",
    }
    assert _addresses(tree) == list(addresses.values())
    for url in tree.findall("s:url", NAMES):
        links = url.findall("x:link", NAMES)
        assert {link.get("hreflang"): link.get("href") for link in links} == addresses


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-2.xml", f"/sitemap-{10**17}.xml"])
def test_part_that_holds_nothing_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_parts_can_be_read_as_of_a_moment() -> None:
    begins = datetime(2025, 11, 26, tzinfo=UTC)
    printed("ru", publication=_publication(1001), begins=begins)

    assert parts_with_news(begins - timedelta(seconds=1)) == {1: None}
    assert parts_with_news(begins) == {1: None, 2: begins}
    assert news_of_part(2, begins - timedelta(seconds=1)) == []
    assert news_of_part(2, begins) == [
        {"ru": (f"{SITE}/ru/news/1001/vstrecha/", begins)},
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml"])
def test_sitemap_costs_one_statement(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, rows: int
) -> None:
    for number in range(rows):
        printed("ru", publication=_publication(100 + number))

    with django_assert_num_queries(1):
        client.get(path)
