import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.website.pages import page, words
from website.identity import Identity, ShownChannel, read_identity
from website.models import Channel, SiteIdentity

pytestmark = pytest.mark.django_db


def _channel(label: str, **fields: object) -> Channel:
    return Channel.objects.create(
        kind="telegram", label=label, url="https://t.example/isrs", **fields
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_identity_costs_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        _channel(f"Channel {number}")

    with django_assert_num_queries(1):
        identity = read_identity("en")

    assert [channel.label for channel in identity.channels] == [
        f"Channel {number}" for number in range(rows)
    ]


def test_identity_is_read_in_the_language_of_the_page_else_in_another() -> None:
    SiteIdentity.objects.update(address_ru="Ташкент", address_en="Tashkent", phone="+998 71 200")
    _channel("Second", order=2)
    _channel("First", order=1)
    _channel("Hidden", is_shown=False)

    assert read_identity("en") == Identity(
        acronym="ISRS",
        name="Institute for Strategic and Interregional Studies "
        "under the President of the Republic of Uzbekistan",
        description="",
        address="Tashkent",
        phone="+998 71 200",
        email="",
        press_email="",
        channels=(
            ShownChannel("telegram", "First", "https://t.example/isrs"),
            ShownChannel("telegram", "Second", "https://t.example/isrs"),
        ),
    )
    assert read_identity("uz").address == "Ташкент"
    assert read_identity("uz").dialled == "+99871200"


def test_site_without_its_row_still_has_its_names() -> None:
    SiteIdentity.objects.all().delete()

    assert read_identity("ru").acronym == "ИСМИ"


def test_what_an_editor_changes_every_page_shows_at_once(client: Client) -> None:
    SiteIdentity.objects.update(name_en="Another Institute", press_email="press@institute.example")
    _channel("Telegram <b>")

    tree = page(client, "/en/")

    assert words(tree, "//span[@class='identity-name']") == ["Another Institute"]
    assert words(tree, "//p[@class='colophon-name']") == ["Another Institute"]
    assert words(tree, "//address/p") == ["For the press: press@institute.example"]
    assert words(tree, "//nav[@class='channels']//a") == ["Telegram <b>", "News (RSS)"]


def test_page_without_contacts_has_no_place_for_them(client: Client) -> None:
    assert page(client, "/en/").xpath("//address") == []
