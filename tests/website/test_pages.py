import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import printed
from tests.website.pages import page, switch, words
from website.pages import page_not_found

pytestmark = pytest.mark.django_db

PATHS = (
    "/{}/",
    "/{}/news/",
    "/{}/meetings/",
    "/{}/delegations/",
    "/{}/countries/",
    "/{}/feed.rss",
    "/{}/news/feed.rss",
    "/{}/meetings/feed.rss",
)
CODES = ("uz", "uz-cyrl", "ru", "en")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", PATHS)
def test_public_answers_set_no_cookie_and_may_be_kept_only_to_be_asked_for_again(
    client: Client, path: str, code: str
) -> None:
    printed(code)

    response = client.get(path.format(code))

    assert response.status_code == 200
    assert response.cookies == {}
    assert response.headers.get("Vary") is None
    assert response["Cache-Control"] == "no-cache"


def test_item_sets_no_cookie_for_somebody_with_cookies(client: Client) -> None:
    release = printed()
    client.cookies["sessionid"] = "x" * 32

    response = client.get(release.get_absolute_url())

    assert response.cookies == {}
    assert response.headers.get("Vary") is None


@pytest.mark.parametrize("path", PATHS)
def test_reader_who_has_the_answer_already_is_told_so(client: Client, path: str) -> None:
    printed("ru")
    etag = client.get(path.format("ru"))["ETag"]

    again = client.get(path.format("ru"), headers={"If-None-Match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert etag[0] == '"'


def test_etag_changes_with_the_content(client: Client) -> None:
    printed("ru", headline="Первая")
    etag = client.get("/ru/")["ETag"]
    printed("ru", headline="Вторая")

    again = client.get("/ru/", headers={"If-None-Match": etag})

    assert again.status_code == 200


@pytest.mark.parametrize("path", [*(path.format("ru") for path in PATHS), "/", "/robots.txt"])
def test_public_addresses_can_only_be_read(client: Client, path: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_with_the_headers_of_get(client: Client, path: str) -> None:
    printed("ru")
    address = path.format("ru")

    assert dict(client.head(address).headers) == dict(client.get(address).headers)


@pytest.mark.parametrize(
    ("path", "accepted", "tag"),
    [
        ("/uz-cyrl/nothing/", "en", "uz-Cyrl"),
        ("/ru/nothing.html", "en", "ru"),
        ("/en/news/nothing/", "ru", "en"),
        ("/nothing/", "en", "en"),
        ("/nothing/", "", "uz-Latn"),
    ],
)
def test_page_for_nothing_is_in_the_readers_language(
    client: Client, path: str, accepted: str, tag: str
) -> None:
    response = client.get(path, headers={"Accept-Language": accepted})

    assert response.status_code == 404
    assert response["Content-Language"] == tag
    assert page(client, "/uz/nothing/", 404).get("lang") == "uz-Latn"


@pytest.mark.parametrize("debug", [True, False])
def test_page_for_nothing_under_a_language_does_not_depend_on_debug(
    client: Client, settings: Settings, debug: bool
) -> None:
    settings.DEBUG = debug

    tree = page(client, "/en/nothing/", 404)

    assert words(tree, "//h1") == ["Page not found"]


def test_page_for_nothing_offers_the_four_front_pages(client: Client) -> None:
    tree = page(client, "/ru/news/1/nothing/", 404)

    assert switch(tree) == [
        ("Oʻzbekcha", "/uz/"),
        ("Ўзбекча", "/uz-cyrl/"),
        ("Русский", "/ru/"),
        ("English", "/en/"),
    ]


def test_page_for_nothing_depends_on_the_asked_language_only_where_the_address_has_none(
    client: Client,
) -> None:
    assert client.get("/nothing/")["Vary"] == "Accept-Language"
    assert client.get("/ru/nothing/").headers.get("Vary") is None


def test_page_for_nothing_costs_one_statement(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = page_not_found(rf.get("/ru/nothing/"))

    assert response.status_code == 404


def test_missing_slash_is_added_once(client: Client) -> None:
    response = client.get("/ru/news")

    assert (response.status_code, response["Location"]) == (301, "/ru/news/")


def test_language_of_a_page_does_not_outlive_it(client: Client) -> None:
    with translation.override("ru"):
        client.get("/en/")

        assert translation.get_language() == "ru"


def test_page_for_a_fault_needs_neither_database_nor_context(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("website.views.front.newest_news", fail)
    client.raise_request_exception = False

    tree = page(client, "/ru/", 500)

    assert len(tree.xpath("//h1")) == 1
    assert words(tree, "//p[@lang='en']") == [
        "Something went wrong on the site. Please try again in a little while."
    ]
