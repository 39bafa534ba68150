import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from delegations.models import Organisation, Person
from editorial.choices import WithdrawalReason
from editorial.models import Release, Topic
from tests.website.pages import SITE, alternates, page, switch, withdrawn, words
from tests.website.prints import (
    delegation_of,
    meeting_of,
    news_of,
    participant,
    publication_of,
)

pytestmark = pytest.mark.django_db


def _people(**closed: bool) -> dict[str, int]:
    host = Person.objects.create(name_en="Akramjon Nematov")
    guest = Person.objects.create(name_en="Patrick Brian", **closed)
    institute = Organisation.objects.create(name_en="The Institute")
    return {"host": host.pk, "guest": guest.pk, "institute": institute.pk}


def _two_sides(people: dict[str, int], **given: Any) -> Release:
    """A meeting of two hosts, the head second, and two guests."""
    institute = people["institute"]
    rows = [
        participant("h2", "host", organisation=institute),
        participant("h1", "host", person=people["host"], organisation=institute, role="head"),
        participant("g1", "guest", person=people["guest"], role="head"),
        participant("g2", "guest", role="interpreter", attendance="excused"),
        participant("g3", "guest", role="member"),
    ]
    said = {
        "h1": {"name": "A. Nematov", "post": "first deputy director", "organisation_name": "ISRS"},
        "h2": {"name": "D. Rakhimov", "post": "research fellow", "organisation_name": "ISRS"},
        "g1": {
            "name": "P. Brian",
            "rank": "Colonel",
            "post": "deputy head of department",
            "organisation_name": "Ministry",
        },
        "g2": {"name": "C. Martin"},
    }
    facts = {"country": "FR", "participants": rows}
    return meeting_of("en", facts=facts, text={"participants": said}, **given)


def test_two_sides_face_each_other_heads_first_with_the_posts_of_that_day(client: Client) -> None:
    people = _people()

    tree = page(client, _two_sides(people).get_absolute_url())

    host, guest = tree.xpath("//section[contains(@class, 'side ')]")
    assert words(host, "./*[not(self::ul)]") == ["Host", "ISRS"]
    assert words(host, "./ul/li") == [
        "A. Nematov first deputy director",
        "D. Rakhimov research fellow",
    ]
    assert words(guest, "./*[not(self::ul)]") == ["Guest", "France"]
    assert words(guest, "./ul/li") == [
        "P. Brian Colonel, deputy head of department Ministry",
        "C. Martin Interpreter; Excused",
    ]
    assert host.xpath(".//a/@href") == [
        f"/en/organisations/{people['institute']}/the-institute/",
        f"/en/people/{people['host']}/akramjon-nematov/",
    ]


def test_person_whose_record_is_closed_is_printed_without_a_link(client: Client) -> None:
    people = _people(is_closed=True)

    tree = page(client, _two_sides(people).get_absolute_url())

    assert words(tree, "//section[contains(@class, 'side-guest')]//span[@class='named-name']") == [
        "P. Brian",
        "C. Martin",
    ]
    assert tree.xpath("//a[contains(@href, '/people/')]/@href") == [
        f"/en/people/{people['host']}/akramjon-nematov/"
    ]


def test_links_to_people_and_organisations_lead_to_pages_that_are_there(client: Client) -> None:
    tree = page(client, _two_sides(_people()).get_absolute_url())

    for path in tree.xpath("//section[@class='sides']//a/@href"):
        page(client, path)


def test_meeting_says_its_day_its_hours_and_its_place(client: Client) -> None:
    release = meeting_of(
        "en",
        title="A round table",
        facts={
            "form": "round_table",
            "starts_on": "2025-11-26",
            "starts_at": "10:30",
            "ends_at": "12:00",
            "is_online": True,
        },
        text={"city": "Tashkent", "place": "The Institute", "summary": "<p>They <em>met</em>.</p>"},
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//h1") == ["A round table"]
    assert words(tree, "//p[@class='label']") == ["Round table"]
    assert words(tree, "//p[@class='where']") == ["The Institute, Tashkent; Online"]
    assert words(tree, "//p[@class='margin-date']/time/span[@class='unseen']") == [
        "26 November 2025"
    ]
    assert words(tree, "//p[@class='margin-date']/span") == [
        "Wednesday",
        "10:30–12:00 (Tashkent, UTC+5)",
    ]
    assert words(tree, "//div[@class='prose']/p") == ["They met."]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("planned", []),
        ("held", []),
        ("postponed", ["Postponed", "The guests are delayed."]),
        ("cancelled", ["Cancelled", "The guests are delayed."]),
    ],
)
def test_meeting_that_was_called_off_says_so_and_why(
    client: Client, status: str, told: list[str]
) -> None:
    release = meeting_of("en", facts={"status": status}, text={"reason": "The guests are delayed."})

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//div[contains(@class, 'notice-status')]/p") == told


@pytest.mark.parametrize(
    ("status", "on", "until", "told"),
    [
        ("planned", 3, None, "Bilateral meeting · Planned"),
        ("planned", -3, 0, "Bilateral meeting · Planned"),
        ("planned", -3, -1, "Bilateral meeting · Was planned"),
        ("held", -3, None, "Bilateral meeting"),
        ("postponed", 3, None, "Bilateral meeting"),
    ],
)
def test_meeting_printed_as_planned_says_so_and_never_that_it_was_held(
    client: Client, status: str, on: int, until: int | None, told: str
) -> None:
    release = meeting_of("en", on=on, until=until, facts={"status": status})

    assert words(page(client, release.get_absolute_url()), "//p[@class='label']") == [told]


def test_what_was_agreed_stands_in_order_with_who_acts_and_until_when(client: Client) -> None:
    release = meeting_of(
        "en",
        facts={
            "outcomes": [
                {"key": "b", "due_on": "2026-12-01"},
                {"key": "a", "due_on": None},
                {"key": "unsaid", "due_on": None},
            ]
        },
        text={
            "outcomes": {
                "a": {"statement": "To talk on."},
                "b": {"statement": "To write a paper.", "responsible": "ISRS"},
            }
        },
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//section[@class='outcomes']//li") == [
        "To write a paper. Responsible: ISRS Until: 1 December 2026",
        "To talk on.",
    ]


def test_only_what_is_live_in_the_language_is_linked(client: Client) -> None:
    live, ahead, russian = (publication_of("delegation") for _ in range(3))
    release = meeting_of("en", facts={"delegations": [live.pk, ahead.pk, russian.pk]})
    delegation_of("en", title="Live", publication=live)
    delegation_of("en", title="Ahead", publication=ahead, begins=timedelta(hours=1))
    delegation_of("ru", title="In Russian", publication=russian)
    number = release.publication_id
    news_of("en", headline="Told", meetings=[number])
    news_of("en", headline="Not yet", meetings=[number], begins=timedelta(hours=1))
    news_of("ru", headline="In Russian", meetings=[number])
    news_of("en", headline="Of another", meetings=[live.pk])

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//section[@class='linked']//h3") == ["Live", "Told"]


def test_meeting_is_offered_only_in_the_languages_it_is_live_in(client: Client) -> None:
    english = meeting_of("en", slug="meeting")
    number = english.publication_id
    meeting_of("ru", publication=english.publication, slug="vstrecha")
    meeting_of("uz", publication=english.publication, begins=timedelta(hours=1))

    tree = page(client, english.get_absolute_url())

    paths = {"ru": f"/ru/meetings/{number}/vstrecha/", "en": f"/en/meetings/{number}/meeting/"}
    assert switch(tree) == [("Русский", paths["ru"]), ("English", paths["en"])]
    assert alternates(tree) == {tag: SITE + path for tag, path in paths.items()}


@pytest.mark.parametrize(
    ("plural", "make"), [("meetings", meeting_of), ("delegations", delegation_of)]
)
def test_wrong_slug_is_sent_on_and_what_is_not_public_looks_like_nothing(
    client: Client,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    plural: str,
    make: Any,
) -> None:
    settings.DEBUG = False
    live = make("en", slug="right").publication_id
    scheduled = make("en", begins=timedelta(hours=1)).publication_id
    russian = make("ru").publication_id
    news = news_of("en").publication_id
    answers = []

    moved = client.get(f"/en/{plural}/{live}/wrong/")
    for number in (scheduled, russian, news, 10**9):
        with django_assert_num_queries(3):
            answers.append(client.get(f"/en/{plural}/{number}/right/"))

    assert (moved.status_code, moved["Location"]) == (301, f"/en/{plural}/{live}/right/")
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, client.get("/en/nothing/").content)
    }
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_withdrawn_meeting_gives_its_reason_and_leads_to_the_meetings(client: Client) -> None:
    release = meeting_of("en", title="Secret")
    withdrawn(release, WithdrawalReason.IN_ERROR)

    tree = page(client, release.get_absolute_url(), 410)

    assert words(tree, "//h1") == ["This publication has been withdrawn"]
    assert words(tree, "//p[@class='onward']") == ["All meetings"]
    assert words(tree, "//*[contains(., 'Secret')]") == []


def test_texts_are_shown_as_words_and_never_as_markup(client: Client) -> None:
    attack = "<script>alert(1)</script>{{ 7|add:7 }}"
    release = meeting_of(
        "en",
        title=attack,
        facts={
            "status": "cancelled",
            "participants": [participant("g", "guest")],
            "outcomes": [{"key": "o", "due_on": None}],
        },
        text={
            "city": attack,
            "reason": attack,
            "participants": {"g": {"name": attack, "post": attack}},
            "outcomes": {"o": {"statement": attack}},
        },
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//h1") == words(tree, "//p[@class='where']") == [attack]
    assert words(tree, "//ul[@class='people']/li") == [f"{attack} {attack}"]
    assert tree.xpath("//script/@type") == ["application/ld+json"]


def test_meeting_tells_machines_when_and_where_it_is(client: Client) -> None:
    release = meeting_of(
        "en",
        title="Meeting",
        facts={"starts_on": "2026-11-26", "starts_at": "10:30", "status": "postponed"},
        text={"city": "Tashkent"},
    )

    tree = page(client, release.get_absolute_url())

    said = json.loads(tree.xpath("//script")[0].text)
    assert said["@type"] == "Event"
    assert said["eventStatus"] == "https://schema.org/EventPostponed"
    assert (said["startDate"], said["endDate"]) == ("2026-11-26T10:30:00+05:00", "2026-11-26")
    assert said["location"]["name"] == "Tashkent"
    assert said["url"] == SITE + release.get_absolute_url()


@pytest.mark.parametrize("rows", [1, 3])
def test_meeting_costs_five_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    topics = [Topic.objects.create(slug=f"t{row}", name_en="Topic").pk for row in range(rows)]
    people = [Person.objects.create(name_en="Person").pk for _ in range(rows)]
    delegations = [delegation_of("en").publication_id for _ in range(rows)]
    rows_of_people = [participant(f"p{key}", "guest", person=key) for key in people]
    names = {row["key"]: {"name": "Name"} for row in rows_of_people}
    release = meeting_of(
        "en",
        facts={"topics": topics, "delegations": delegations, "participants": rows_of_people},
        text={"participants": names},
    )
    for _ in range(rows):
        news_of("en", meetings=[release.publication_id])

    with django_assert_num_queries(5):
        client.get(release.get_absolute_url())
