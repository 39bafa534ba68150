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
from tests.website.pages import SITE, alternates, headlines, page, switch, withdrawn, words

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


def test_front_page_shows_nine_items_at_most(client: Client) -> None:
    for number in range(11):
        printed("en", headline=f"Item {number}", begins=timedelta(days=-1, minutes=number))

    assert headlines(client, "/en/") == [f"Item {number}" for number in reversed(range(2, 11))]


def test_front_page_without_news_says_so(client: Client) -> None:
    tree = page(client, "/en/")

    assert words(tree, "//main/p") == ["Nothing has been published in this language yet."]
    assert words(tree, "//h1") == ["Latest news"]


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_costs_two_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        printed("ru")

    with django_assert_num_queries(2):
        client.get("/ru/")


@pytest.mark.parametrize("path", ["/{}/", "/{}/news/"])
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

    links = tree.xpath("//article//a[contains(@href, '?')]")
    assert [(link.text, link.get("href")) for link in links] == [
        ("Meetings", "/en/news/?section=meetings"),
        ("Water", "/en/news/?topic=water"),
        ("Japan", "/en/news/?country=JP"),
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
        with django_assert_num_queries(2):
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
def test_item_costs_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")
    topics = [Topic.objects.create(slug=f"t{row}", name_ru="Тема").pk for row in range(rows)]
    facts = {"section": section.pk, "topics": topics, "countries": ["JP", "FR", "DE"][:rows]}
    release = printed("ru", facts=facts)
    for code in ("en", "uz")[: rows - 1]:
        printed(code, facts=facts, publication=release.publication)

    with django_assert_num_queries(3):
        client.get(release.get_absolute_url())
