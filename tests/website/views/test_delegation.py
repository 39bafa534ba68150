from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from delegations.models import Organisation, Person
from tests.website.pages import page, words
from tests.website.prints import delegation_of, meeting_of, news_of

pytestmark = pytest.mark.django_db


def test_delegation_shows_its_members_in_protocol_order_its_days_and_its_purpose(
    client: Client,
) -> None:
    head = Person.objects.create(name_en="Patrick Brian")
    body = Organisation.objects.create(name_en="Ministry of the Armed Forces")
    rows = [
        {"key": "m", "person": None, "organisation": None, "role": "member"},
        {"key": "h", "person": head.pk, "organisation": body.pk, "role": "head"},
        {"key": "a", "person": None, "organisation": None, "role": "accompanying"},
        {"key": "unnamed", "person": None, "organisation": None, "role": "member"},
    ]
    release = delegation_of(
        "en",
        title="Delegation of France",
        facts={
            "country": "FR",
            "organisation": body.pk,
            "level": "ministry",
            "arrives_on": "2025-11-24",
            "leaves_on": "2025-11-26",
            "delegates": rows,
        },
        text={
            "purpose": "Talks on security.",
            "delegates": {
                "m": {"name": "C. Martin"},
                "h": {"name": "P. Brian", "rank": "Colonel", "organisation_name": "Ministry"},
                "a": {"name": "A. Petit"},
            },
        },
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//h1") == ["Delegation of France"]
    assert words(tree, "//p[@class='label']") == ["Delegation · Ministry or agency"]
    assert words(tree, "//p[@class='where']") == ["France; Ministry of the Armed Forces"]
    assert words(tree, "//p[@class='margin-date']//span[@class='unseen']") == [
        "24–26 November 2025"
    ]
    assert words(tree, "//p[@class='lead']") == ["Talks on security."]
    assert words(tree, "//section[@class='members']//li") == [
        "P. Brian Colonel Ministry",
        "C. Martin",
        "A. Petit Accompanying",
    ]


def test_delegation_shows_its_live_meetings_and_the_live_news_about_them(client: Client) -> None:
    release = delegation_of("en")
    facts = {"delegations": [release.publication_id]}
    second = meeting_of("en", title="Second", on=-3, facts=facts).publication_id
    meeting_of("en", title="First", on=-5, facts=facts)
    ahead = meeting_of("en", title="Hidden", facts=facts, begins=timedelta(hours=1)).publication_id
    meeting_of("ru", title="In Russian", facts=facts)
    news_of("en", headline="Told", meetings=[second])
    news_of("en", headline="Told of the hidden", meetings=[ahead])
    news_of("en", headline="Not yet", meetings=[second], begins=timedelta(hours=1))

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//section[@class='linked']//h3") == ["First", "Second", "Told"]


@pytest.mark.parametrize("rows", [1, 3])
def test_delegation_costs_five_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    people = [Person.objects.create(name_en="Person").pk for _ in range(rows)]
    delegates = [
        {"key": f"{key}", "person": key, "organisation": None, "role": "member"} for key in people
    ]
    names = {row["key"]: {"name": "Name"} for row in delegates}
    release = delegation_of("en", facts={"delegates": delegates}, text={"delegates": names})
    for _ in range(rows):
        meeting = meeting_of("en", facts={"delegations": [release.publication_id]})
        news_of("en", meetings=[meeting.publication_id])

    with django_assert_num_queries(5):
        client.get(release.get_absolute_url())
