import pytest
from django.test import Client
from lxml import html

from accounts.roles import Role
from tests.factories import person
from website.models import Channel, SiteIdentity

pytestmark = pytest.mark.django_db

IDENTITY = "/admin/website/siteidentity/1/change/"


def test_editor_changes_the_identity(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    form = html.fromstring(client.get(IDENTITY).content.decode()).forms
    found = next(one.fields for one in form if "name_ru" in one.fields)
    fields = {name: value or "" for name, value in found.items()}

    answer = client.post(IDENTITY, {**fields, "name_ru": "Новое имя", "phone": "+998 71 1"})

    assert answer.status_code == 302
    identity = SiteIdentity.objects.get()
    assert (identity.name_ru, identity.acronym_ru, identity.phone) == (
        "Новое имя",
        "ИСМИ",
        "+998 71 1",
    )


def test_list_of_identities_is_the_page_of_the_only_one(client: Client) -> None:
    client.force_login(person(Role.EDITOR))

    assert client.get("/admin/website/siteidentity/")["Location"] == IDENTITY
    assert client.get("/admin/website/siteidentity/add/").status_code == 403


def test_editor_adds_a_channel_and_only_one_with_a_safe_address(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    fields = {"kind": "telegram", "label": "Telegram", "order": "0", "is_shown": "on"}

    refused = client.post("/admin/website/channel/add/", {**fields, "url": "http://t.example"})
    taken = client.post("/admin/website/channel/add/", {**fields, "url": "https://t.example"})

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert [channel.url for channel in Channel.objects.all()] == ["https://t.example"]


@pytest.mark.parametrize("address", [IDENTITY, "/admin/website/channel/"])
def test_writer_has_no_business_with_the_identity(client: Client, address: str) -> None:
    client.force_login(person(Role.WRITER))

    assert client.get(address).status_code == 403
