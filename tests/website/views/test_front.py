from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import printed
from tests.website.pages import SITE, alternates, headlines, page, switch, withdrawn, words
from tests.website.prints import delegation_of, meeting_of

pytestmark = pytest.mark.django_db


def test_start_sends_a_reader_on_by_the_language_asked_for(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "ru-RU,en;q=0.5"})

    assert (response.status_code, response["Location"]) == (302, "/ru/")
    assert response["Vary"] == "Accept-Language"


def test_robots_are_told_of_the_sitemap_and_kept_from_the_desk(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == (
        f"User-agent: *\nDisallow: /admin/\n\nSitemap: {SITE}/sitemap.xml\n"
    )


def test_process_says_that_it_lives_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.content, response["Cache-Control"]) == (b"ok\n", "no-store")


def test_front_page_shows_the_newest_first_and_only_what_is_live(client: Client) -> None:
    printed("en", headline="Older", begins=timedelta(days=-2))
    printed("en", headline="Newest", begins=timedelta(days=-1))
    printed("en", headline="Scheduled", begins=timedelta(hours=1))
    printed("ru", headline="In Russian")
    withdrawn(printed("en", headline="Withdrawn"))

    assert headlines(client, "/en/") == ["Newest", "Older"]


def test_front_page_shows_seven_items_at_most(client: Client) -> None:
    for number in range(11):
        printed("en", headline=f"Item {number}", begins=timedelta(days=-1, minutes=number))

    assert headlines(client, "/en/") == [f"Item {number}" for number in reversed(range(4, 11))]


def test_front_page_without_news_says_so(client: Client) -> None:
    tree = page(client, "/en/")

    assert words(tree, "//main//p") == ["Nothing has been published in this language yet."]
    assert words(tree, "//h1") == ["Latest news"]


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_costs_five_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        printed("ru")

    with django_assert_num_queries(5):
        client.get("/ru/")


@pytest.mark.parametrize(
    "path", ["/{}/", "/{}/news/", "/{}/meetings/", "/{}/delegations/", "/{}/countries/"]
)
@pytest.mark.parametrize(
    ("code", "tag"), [("uz", "uz-Latn"), ("uz-cyrl", "uz-Cyrl"), ("ru", "ru"), ("en", "en")]
)
def test_page_names_its_language_its_address_and_its_other_languages(
    client: Client, path: str, code: str, tag: str
) -> None:
    tree = page(client, path.format(code))

    canonical = tree.xpath("//link[@rel='canonical']/@href")
    named = alternates(tree)
    named.pop("x-default", None)
    assert tree.get("lang") == tag
    assert canonical == [SITE + path.format(code)]
    assert named == {
        "uz-Latn": SITE + path.format("uz"),
        "uz-Cyrl": SITE + path.format("uz-cyrl"),
        "ru": SITE + path.format("ru"),
        "en": SITE + path.format("en"),
    }
    assert switch(tree) == [
        ("Oʻzbekcha", path.format("uz")),
        ("Ўзбекча", path.format("uz-cyrl")),
        ("Русский", path.format("ru")),
        ("English", path.format("en")),
    ]
    assert tree.xpath("//nav[@class='switch']//a[@aria-current]/@hreflang") == [tag]
    assert len(tree.xpath("//h1")) == 1


def test_front_page_shows_what_is_ahead_what_was_and_who_is_here(client: Client) -> None:
    for title, on in (("Past", -2), ("Earlier", -9), ("Next", 2), ("Later", 9)):
        meeting_of("en", title=title, on=on)
    meeting_of("en", title="Not yet public", on=2, begins=timedelta(hours=1))
    meeting_of("ru", title="In Russian", on=2)
    for title, on, until in (("Here", -1, 1), ("Expected", 5, 7), ("Gone", -9, -7)):
        delegation_of("en", title=title, on=on, until=until)

    tree = page(client, "/en/")

    agenda = "//section[@class='front-agenda']"
    assert words(tree, f"{agenda}//h3 | {agenda}//h4") == [
        "Ahead",
        "Next",
        "Later",
        "Recently",
        "Past",
        "Earlier",
    ]
    assert words(tree, "//section[@class='front-delegations']//h3") == ["Here", "Expected"]


def test_front_page_tells_of_no_past_meeting_that_nobody_said_was_held(client: Client) -> None:
    for title, status in (("Held", "held"), ("Forgotten", "planned"), ("Off", "cancelled")):
        meeting_of("en", title=title, on=-2, facts={"status": status})

    tree = page(client, "/en/")

    assert words(tree, "//section[@class='front-agenda']//h4") == ["Off", "Held"]


def test_front_page_counts_the_meetings_held_with_each_country_this_year(client: Client) -> None:
    this_year = timezone.localdate()
    newest = -min(3, (this_year - this_year.replace(month=1, day=1)).days)
    for country, status, on in (
        ("FR", "held", newest),
        ("FR", "held", newest),
        ("JP", "held", newest),
        ("DE", "cancelled", newest),
        ("KZ", "planned", newest),
        ("IN", "planned", 9),
        ("CN", "held", -400),
    ):
        meeting_of("en", on=on, facts={"country": country, "status": status})
    meeting_of("ru", on=newest, facts={"country": "KR"})

    tree = page(client, "/en/")

    expected = ["France 2", "Japan 1"] if newest < 0 else []
    assert words(tree, "//section[@class='front-countries']//li") == expected
