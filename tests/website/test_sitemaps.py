import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from delegations.models import Organisation, Person
from editorial.models import Publication
from tests.factories import person, printed
from tests.website.pages import SITE, withdrawn
from tests.website.prints import delegation_of, meeting_of, participant
from website.sitemaps import pages_of_part, read_parts

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
LISTS = [
    f"{SITE}/{code}/{path}"
    for path in ("", "news/", "meetings/", "delegations/", "countries/", "corrections/")
    for code in ("uz", "uz-cyrl", "ru", "en")
]
COUNTRIES = f"{SITE}/sitemap-countries.xml"


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

    assert _addresses(tree) == [
        f"{SITE}/sitemap-1.xml",
        f"{SITE}/sitemap-4.xml",
    ]
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

    assert read_parts(begins - timedelta(seconds=1)) == {1: None}
    assert read_parts(begins) == {1: None, 2: begins}
    assert pages_of_part(2, begins - timedelta(seconds=1)) == []
    assert pages_of_part(2, begins) == [
        {"ru": (f"{SITE}/ru/news/1001/vstrecha/", begins)},
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "statements"), [("/sitemap.xml", 2), ("/sitemap-1.xml", 1)])
def test_sitemap_costs_so_many_statements(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    statements: int,
    rows: int,
) -> None:
    for number in range(rows):
        printed("ru", publication=_publication(100 + number))

    with django_assert_num_queries(statements):
        client.get(path)


def test_part_holds_every_kind(client: Client) -> None:
    meeting = meeting_of("en", slug="meeting", publication=_publication(1001))
    delegation = delegation_of("en", slug="came", publication=_publication(1002))

    assert _addresses(_sitemap(client, "/sitemap-2.xml")) == [
        f"{SITE}/en/meetings/{meeting.publication_id}/meeting/",
        f"{SITE}/en/delegations/{delegation.publication_id}/came/",
    ]


def _part(record: Person | Organisation) -> int:
    return (record.pk - 1) // 1000 + 1


def _name(language: str, person: Person, body: Organisation, **given: Any) -> None:
    row = participant("p", "guest", person=person.pk, organisation=body.pk)
    facts = {"country": given.pop("country", "FR"), "participants": [row]}
    meeting_of(language, facts=facts, **given)


def test_records_are_named_only_in_the_languages_of_live_releases(client: Client) -> None:
    shown = Person.objects.create(name_en="Shown", name_ru="Показан")
    closed = Person.objects.create(name_en="Closed", is_closed=True)
    body = Organisation.objects.create(name_en="Body")
    hidden = Person.objects.create(name_en="Hidden")
    other = Organisation.objects.create(name_en="Other", is_closed=True)
    _name("en", shown, body)
    _name("ru", shown, other)
    _name("en", closed, body)
    _name("en", hidden, other, country="JP", begins=timedelta(hours=1))

    assert _addresses(_sitemap(client, f"/sitemap-people-{_part(shown)}.xml")) == [
        f"{SITE}/ru/people/{shown.pk}/pokazan/",
        f"{SITE}/en/people/{shown.pk}/shown/",
    ]
    assert _addresses(_sitemap(client, f"/sitemap-organisations-{_part(body)}.xml")) == [
        f"{SITE}/en/organisations/{body.pk}/body/"
    ]
    assert _addresses(_sitemap(client, "/sitemap-countries.xml")) == [
        f"{SITE}/ru/countries/fr/",
        f"{SITE}/en/countries/fr/",
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "statements"),
    [("people-1001", 2), ("organisations-1001", 2), ("countries", 1)],
)
def test_sitemap_of_records_costs_so_many_statements(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    statements: int,
    rows: int,
) -> None:
    for country in ("FR", "JP", "DE")[:rows]:
        someone = Person.objects.create(pk=10**6 + int(country, 36) - 359, name_en="Someone")
        body = Organisation.objects.create(pk=someone.pk, name_en="Body")
        _name("en", someone, body, country=country)

    with django_assert_num_queries(statements):
        assert client.get(f"/sitemap-{name}.xml").status_code == 200


def test_index_names_the_parts_of_records_that_have_a_page(client: Client) -> None:
    someone = Person.objects.create(pk=1001, name_en="Someone")
    body = Organisation.objects.create(pk=1000, name_en="Body")
    hidden = Person.objects.create(pk=2001, name_en="Hidden")
    closed = Organisation.objects.create(pk=3001, name_en="Closed", is_closed=True)
    unnamed = Organisation.objects.create(pk=4001, name_en="Unnamed")
    _name("en", someone, body)
    _name("en", someone, closed)
    _name("en", hidden, body, begins=timedelta(hours=1))

    # The parts of publications go by their numbers, and are none of this test's business.
    parts = _addresses(_sitemap(client, "/sitemap.xml"))
    assert [one for one in parts if not re.fullmatch(rf"{SITE}/sitemap-\d+\.xml", one)] == [
        f"{SITE}/sitemap-people-2.xml",
        f"{SITE}/sitemap-organisations-1.xml",
        COUNTRIES,
    ]
    for record in (hidden, closed, unnamed):
        name = "people" if isinstance(record, Person) else "organisations"
        assert client.get(f"/sitemap-{name}-{_part(record)}.xml").status_code == 404


def test_countries_have_no_part_before_a_live_release_names_one(client: Client) -> None:
    meeting_of("en", facts={"country": "FR"}, begins=timedelta(hours=1))

    assert _addresses(_sitemap(client, "/sitemap.xml")) == [f"{SITE}/sitemap-1.xml"]
    assert client.get("/sitemap-countries.xml").status_code == 404
