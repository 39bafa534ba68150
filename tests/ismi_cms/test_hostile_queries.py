"""No query of an address breaks the desk's lists and searches: nobody has to have meant it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from ismi_cms.middleware import LONGEST_SEARCH
from tests.factories import draft, person

# As they stand in an address: NUL, half of a pair of UTF-16, very much.
HOSTILE = {
    "NUL": "a%00b",
    "a surrogate": "%ED%A0%80",
    "10,000 signs": "9" * 10_000,
    "as many words as a search may have": "a+" * 200,
    "a number that no key has": "9" * 40,
}
PARAMETERS = ("q", "p", "o", "e", "all", "id__exact", "_popup", "_to_field", "_facets")


@pytest.fixture
def desk(db: None) -> Client:
    everybody = person(*Role, username="everybody", desk_language="en")
    draft(everybody)
    client = Client(raise_request_exception=False)
    client.force_login(everybody)
    return client


def lists() -> list[tuple[str, ModelAdmin[Any]]]:
    return [
        (reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), one)
        for model, one in admin.site._registry.items()
        if any(getattr(url, "name", "").endswith("_changelist") for url in one.get_urls())
    ]


def filters_of(one: ModelAdmin[Any]) -> list[str]:
    return [
        each if isinstance(each, str) else getattr(each, "parameter_name", "") or ""
        for each in one.list_filter
    ]


def searches() -> list[str]:
    """Every field that is filled in by typing, as the desk's forms ask for it."""
    found = []
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            other = getattr(field, "remote_field", None)
            if field.concrete and other and other.model in admin.site._registry:
                names = (model._meta.app_label, model._meta.model_name, field.name)
                query = dict(zip(("app_label", "model_name", "field_name"), names, strict=True))
                found.append(f"{reverse('admin:autocomplete')}?{urlencode(query)}")
    return found


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_every_list_answers(desk: Client, hostile: str) -> None:
    broken = []
    for address, one in lists():
        fields = [f"{name}__exact" for name in filters_of(one) if name]
        for name in (*PARAMETERS, *filters_of(one), *fields):
            answered = status(desk, f"{address}?{name}={hostile}")
            if answered not in (200, 302, 400, 403):
                broken.append((address, name, answered))
    assert broken == []


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_every_search_by_typing_answers(desk: Client, hostile: str) -> None:
    broken = []
    for address in searches():
        for name in ("term", "page", "field_name"):
            answered = status(desk, f"{address}&{name}={hostile}")
            if answered not in (200, 400, 403, 404):
                broken.append((address, name, answered))
    assert broken == []


def test_nul_is_refused_in_a_sentence_at_the_desk_and_in_cookies_everywhere(desk: Client) -> None:
    client = Client()
    answer = client.get("/admin/?q=%00")
    assert (answer.status_code, "Запрос непонятен" in answer.content.decode()) == (400, True)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a\0b"
    assert (status(client, "/admin/"), status(client, "/ru/")) == (400, 400)
    assert status(Client(), "/ru/?q=%00") == 200


def test_what_is_searched_for_may_be_as_long_as_a_headline(desk: Client) -> None:
    address = reverse("admin:news_newsitem_changelist")
    longest = "ў" * LONGEST_SEARCH
    assert status(desk, f"{address}?q={longest}") == 200
    assert status(desk, f"{address}?q={longest}ў") == 400
    # What is asked for outside the desk is that page's own matter.
    assert status(Client(), f"/ru/?q={longest}ў") == 200
