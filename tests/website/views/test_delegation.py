from datetime import timedelta

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.models import Edition, Release
from tests.delegations.factories import delegation, meeting
from tests.editorial.conftest import Office, office
from tests.website.pages import page, words
from tests.website.prints import delegation_of, meeting_of, news_of

pytestmark = pytest.mark.django_db
__all__ = ["office"]


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
        "P. Brian Colonel Ministry Head of the delegation",
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


def _released(office: Office, edition: Edition) -> Release:
    """The Russian release of this edition, made by three people."""
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    (release,) = actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    return release


def _rename_every_record() -> None:
    """Give every person, organisation and post new words in every language."""
    for suffix in ("uz", "uz_cyrl", "ru", "en"):
        Person.objects.update(**{f"name_{suffix}": "Renamed"})
        Organisation.objects.update(
            **{f"name_{suffix}": "Renamed", f"short_name_{suffix}": "Renamed"}
        )
        Appointment.objects.update(**{f"post_{suffix}": "Renamed", f"rank_{suffix}": "Renamed"})


def test_released_words_stay_byte_for_byte_when_every_record_they_name_is_renamed(
    client: Client, office: Office
) -> None:
    ministry = Organisation.objects.create(name_ru="Ministry", country="FR")
    institute = Organisation.objects.create(name_ru="Institute", country="UZ")
    guest = Person.objects.create(name_ru="Brian")
    Appointment.objects.create(
        person=guest, organisation=ministry, post_ru="Head of department", rank_ru="Colonel"
    )
    members = [{"key": "g", "person": guest.pk, "role": "head"}]
    came = _released(office, delegation(office.writer, organisation=ministry.pk, delegates=members))
    host = {"key": "h", "side": "host", "organisation": institute.pk}
    said = {"h": {"name": "Nematov", "organisation_name": "Institute"}}
    met = _released(
        office,
        meeting(
            office.writer,
            {"ru": {"participants": said}},
            delegations=[came.publication_id],
            participants=[host, {**members[0], "side": "guest"}],
        ),
    )
    paths = [came.get_absolute_url(), met.get_absolute_url()]
    before = [client.get(path).content.decode() for path in paths]

    _rename_every_record()
    after = [client.get(path).content.decode() for path in paths]

    assert words(html.document_fromstring(before[0]), "//p[@class='where']") == [
        "Франция; Ministry"
    ]
    # The readable end of a link is no word of the release: it leads to the record as it is now.
    for path, slug in (
        (f"/ru/people/{guest.pk}/", "brian/"),
        (f"/ru/organisations/{ministry.pk}/", "ministry/"),
        (f"/ru/organisations/{institute.pk}/", "institute/"),
    ):
        assert path + slug in "".join(before)
        after = [text.replace(f"{path}renamed/", path + slug) for text in after]
    assert after == before


def test_release_printed_before_names_were_kept_calls_the_organisation_as_the_record_does(
    client: Client,
) -> None:
    body = Organisation.objects.create(name_en="Ministry")
    printed = delegation_of("en", facts={"organisation": body.pk})
    names = {"organisation": {"en": "Ministry of that day", "ru": "Министерство"}}
    kept = delegation_of("en", facts={"organisation": body.pk, "names": names})
    elsewhere = {"organisation": {"ru": "Министерство"}}
    borrowed = delegation_of("en", facts={"organisation": body.pk, "names": elsewhere})

    pages = [page(client, one.get_absolute_url()) for one in (printed, kept, borrowed)]

    where = "//p[@class='where']"
    assert [words(tree, where) for tree in pages] == [
        ["Ministry"],
        ["Ministry of that day"],
        ["Министерство"],
    ]
    assert [tree.xpath(f"{where}/a/@lang") for tree in pages] == [[], [], ["ru"]]
    assert {href for tree in pages for href in tree.xpath(f"{where}/a/@href")} == {
        f"/en/organisations/{body.pk}/ministry/"
    }


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
