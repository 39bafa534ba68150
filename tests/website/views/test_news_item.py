from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from editorial.models import Publication, Topic, Withdrawal
from languages.dates import format_day
from news.models import Section
from tests.factories import person, printed
from tests.website.pages import SITE, alternates, page, switch, withdrawn, words
from tests.website.prints import meeting_of, news_of, participant, publication_of

pytestmark = pytest.mark.django_db


def test_item_shows_what_was_printed(client: Client) -> None:
    release = printed(
        "en",
        headline="A meeting",
        lead="It took place.",
        body="<p>They <strong>talked</strong>.</p>",
        dateline="Tashkent",
        begins=datetime(2025, 11, 25, 20, 30, tzinfo=UTC),
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//h1") == ["A meeting"]
    assert words(tree, "//p[@class='lead']") == ["It took place."]
    assert words(tree, "//div[@class='prose']/p") == ["They talked."]
    assert words(tree, "//div[@class='meta']/p") == ["Tashkent, 26 November 2025"]
    assert tree.xpath("//aside") == []


def test_item_is_offered_only_in_the_languages_it_is_live_in(client: Client) -> None:
    publication = printed("ru", slug="vstrecha").publication
    english = printed("en", publication=publication, slug="meeting")
    printed("uz", publication=publication, begins=timedelta(hours=1))
    withdrawn(printed("uz-cyrl", publication=publication))

    tree = page(client, english.get_absolute_url())

    paths = {
        "ru": f"/ru/news/{publication.pk}/vstrecha/",
        "en": f"/en/news/{publication.pk}/meeting/",
    }
    assert switch(tree) == [("Русский", paths["ru"]), ("English", paths["en"])]
    assert alternates(tree) == {tag: SITE + path for tag, path in paths.items()}
    assert words(tree, "//p[@class='others']") == ["Read in: Русский"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [SITE + paths["en"]]


def test_item_in_one_language_offers_no_other(client: Client) -> None:
    tree = page(client, printed("ru", slug="vstrecha").get_absolute_url())

    assert words(tree, "//nav[@class='switch']//a") == ["Русский"]
    assert tree.xpath("//p[@class='others']") == []


def test_item_links_to_the_lists_it_is_filed_in(client: Client) -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    topic = Topic.objects.create(slug="water", name_en="Water")
    facts = {"section": section.pk, "topics": [topic.pk], "countries": ["JP"]}

    tree = page(client, printed("en", facts=facts).get_absolute_url())

    links = tree.xpath("//div[@class='meta']//a | //dl[@class='filed']//a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("Meetings", "/en/news/?section=meetings"),
        ("Water", "/en/news/?topic=water"),
        ("Japan", "/en/countries/jp/"),
    ]


def test_corrected_item_says_when_and_what(client: Client) -> None:
    begun = datetime(2025, 11, 26, 5, 0, tzinfo=UTC)
    release = printed(
        "en",
        begins=begun,
        public_at=begun + timedelta(hours=4, minutes=30),
        change="correction",
        note="The post of a guest was wrong.",
    )

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//aside/p") == [
        "Corrected 26 November 2025, 14:30 (Tashkent, UTC+5)",
        "The post of a guest was wrong.",
    ]


def test_texts_are_shown_as_words_and_never_as_markup(client: Client) -> None:
    attack = "<script>alert(1)</script>\"' {{ 7|add:7 }} & </title>"
    tree = page(
        client,
        printed("en", headline=attack, lead=attack, dateline=attack).get_absolute_url(),
    )

    assert words(tree, "//h1") == [attack]
    assert words(tree, "//p[@class='lead']") == [attack]
    assert tree.xpath("//head/title")[0].text == f"{attack} · ISRS"
    assert tree.xpath("//meta[@property='og:title']/@content") == [attack]
    assert tree.xpath("//script/@type") == ["application/ld+json"]


@pytest.mark.parametrize("ending", ["/", "/wrong/", "/VSTRECHA/", "/встреча/", "/a.html/"])
def test_wrong_slug_is_sent_on_to_the_right_one(client: Client, ending: str) -> None:
    release = printed("ru", slug="vstrecha")

    response = client.get(f"/ru/news/{release.publication_id}{ending}")

    assert response.status_code == 301
    assert response["Location"] == f"/ru/news/{release.publication_id}/vstrecha/"


def test_item_without_a_slug_stands_at_its_number(client: Client) -> None:
    release = printed("ru", slug="")

    assert release.get_absolute_url() == f"/ru/news/{release.publication_id}/"
    assert client.get(release.get_absolute_url()).status_code == 200


def test_item_that_is_not_public_looks_like_a_number_never_given(
    client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEBUG = False
    scheduled = printed("ru", begins=timedelta(hours=1)).publication_id
    in_english = printed("en").publication_id
    ended = printed("ru", ends=database_moment() - timedelta(hours=1)).publication_id
    draft = Publication.objects.create(
        kind="news", created_by=person(), created_at=database_moment()
    ).pk
    never_given = draft + 1000
    answers = []

    for number in (scheduled, in_english, ended, draft, never_given):
        with django_assert_num_queries(3):
            answers.append(client.get(f"/ru/news/{number}/vstrecha/"))

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, client.get("/ru/news/0/vstrecha/").content)
    }
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "01", "%201", "1" + "0" * 40, "١"])
@pytest.mark.parametrize("ending", ["", "slug/"])
def test_number_that_cannot_be_one_has_no_page(client: Client, number: str, ending: str) -> None:
    assert client.get(f"/ru/news/{number}/{ending}").status_code == 404


@pytest.mark.parametrize(
    ("reason", "status", "said"),
    [
        (WithdrawalReason.IN_ERROR, 410, "Released in error."),
        (WithdrawalReason.INACCURATE, 410, "Found to be inaccurate."),
        (WithdrawalReason.OUT_OF_DATE, 200, "No longer holds."),
    ],
)
def test_withdrawn_item_gives_its_reason_and_nothing_of_its_text(
    client: Client, reason: WithdrawalReason, status: int, said: str
) -> None:
    publication = printed("ru", slug="vstrecha").publication
    release = printed("en", publication=publication, headline="Secret", lead="Words", slug="gone")
    withdrawn(release, reason, explanation="The day was wrong.\n\nA <new> text follows.")

    tree = page(client, release.get_absolute_url(), status)

    assert words(tree, "//h1") == ["This publication has been withdrawn"]
    day = timezone.localtime(Withdrawal.objects.get().range.lower)
    assert words(tree, "//main//time") == [f"Withdrawn on {format_day(day.date(), 'en')}"]
    assert words(tree, "//div[@class='prose']/p") == [
        said,
        "The day was wrong.",
        "A <new> text follows.",
    ]
    assert words(tree, "//*[contains(., 'Secret') or contains(., 'Words')]") == []
    assert switch(tree) == [
        ("Русский", f"/ru/news/{publication.pk}/vstrecha/"),
        ("English", "/en/news/"),
    ]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_replaced_item_sends_on_to_what_replaces_it_through_further_replacements(
    client: Client,
) -> None:
    first, second, third = (printed("ru", slug=f"item-{number}") for number in (1, 2, 3))
    withdrawn(first, WithdrawalReason.REPLACED, redirect=second.publication)
    withdrawn(second, WithdrawalReason.REPLACED, redirect=third.publication)

    response = client.get(first.get_absolute_url())

    assert (response.status_code, response["Location"]) == (302, third.get_absolute_url())


def test_replaced_item_gives_notice_where_its_replacement_is_not_live_in_the_language(
    client: Client,
) -> None:
    release, replacement = printed("ru"), printed("en")
    withdrawn(release, WithdrawalReason.REPLACED, redirect=replacement.publication)

    page(client, release.get_absolute_url(), 410)


def test_ring_of_replacements_ends_in_a_notice(client: Client) -> None:
    first, second = printed("ru"), printed("ru")
    withdrawn(first, WithdrawalReason.REPLACED, redirect=second.publication)
    withdrawn(second, WithdrawalReason.REPLACED, redirect=first.publication)

    page(client, first.get_absolute_url(), 410)


@pytest.mark.parametrize("rows", [1, 3])
def test_item_costs_four_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")
    topics = [Topic.objects.create(slug=f"t{row}", name_ru="Тема").pk for row in range(rows)]
    facts = {"section": section.pk, "topics": topics, "countries": ["JP", "FR", "DE"][:rows]}
    facts["meetings"] = [meeting_of("ru").publication_id for _ in range(rows)]
    facts["related"] = [news_of("ru").publication_id for _ in range(rows)]
    release = printed("ru", facts=facts)
    for code in ("en", "uz")[: rows - 1]:
        printed(code, facts=facts, publication=release.publication)

    with django_assert_num_queries(4):
        client.get(release.get_absolute_url())


def test_item_shows_the_live_meetings_it_reports_beside_its_text(client: Client) -> None:
    live, ahead, russian = (publication_of("meeting") for _ in range(3))
    meeting_of(
        "en",
        title="Live",
        publication=live,
        facts={
            "starts_on": "2025-11-26",
            "starts_at": "10:30",
            "participants": [
                participant("h", "host", role="head"),
                participant("g", "guest", role="head"),
            ],
        },
        text={
            "city": "Tashkent",
            "participants": {
                "h": {"name": "A. Nematov", "post": "first deputy director"},
                "g": {"name": "P. Brian", "rank": "Colonel", "organisation_name": "Ministry"},
            },
        },
    )
    meeting_of("en", title="Ahead", publication=ahead, begins=timedelta(hours=1))
    meeting_of("ru", title="In Russian", publication=russian)
    release = news_of("en", meetings=[live.pk, ahead.pk, russian.pk])

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//aside[@class='beside']/section/*") == [
        "Live",
        "26 November 2025, 10:30",
        "Tashkent",
        "Host A. Nematov first deputy director Guest P. Brian Colonel Ministry",
    ]


def test_item_goes_with_what_is_live_in_its_language(client: Client) -> None:
    shown = news_of("en", headline="Shown").publication_id
    meeting = meeting_of("en", title="Meeting").publication_id
    ahead = news_of("en", headline="Ahead", begins=timedelta(hours=1)).publication_id
    russian = news_of("ru", headline="In Russian").publication_id
    release = news_of("en", related=[shown, meeting, ahead, russian])

    tree = page(client, release.get_absolute_url())

    assert words(tree, "//section[@class='linked']//h3") == ["Meeting", "Shown"]


def test_item_shows_its_cover_with_the_words_of_the_language(client: Client) -> None:
    cover = {"id": "ab" * 16, "width": 1200, "height": 800, "credit": "Press service"}
    words_of_cover = {"cover_alt": "Five people at a table", "cover_caption": "The talks."}
    release = news_of("en", cover=cover, text=words_of_cover)

    tree = page(client, release.get_absolute_url())

    (image,) = tree.xpath("//figure[@class='cover']//img")
    assert (image.get("alt"), image.get("width"), image.get("height")) == (
        "Five people at a table",
        "1200",
        "800",
    )
    assert words(tree, "//figure[@class='cover']/figcaption") == ["The talks. Press service"]
    assert tree.xpath("//meta[@property='og:image']/@content") == [
        f"{SITE}/pictures/{'ab' * 16}/1200.jpg"
    ]
