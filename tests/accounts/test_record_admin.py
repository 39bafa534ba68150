"""What the pages of plain records at the desk are called."""

import re

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import person

LIST = "/admin/accounts/user/"


@pytest.fixture
def malika(db: None) -> User:
    return person(Role.ADMINISTRATOR, first_name="Малика", last_name="Собирова", desk_language="ru")


@pytest.fixture
def desk(malika: User) -> Client:
    client = Client()
    client.force_login(malika)
    return client


def headings(desk: Client, address: str) -> list[str]:
    """Return the headings above the page's content; those of a list's filters are not."""
    page, *_filters = desk.get(address).content.decode().split('<section class="filter"')
    return re.findall(r"<h[12]>(.*?)</h[12]>", page)


def test_a_list_is_called_by_its_plural(desk: Client) -> None:
    assert headings(desk, LIST) == ["Сотрудники"]


def test_the_page_of_a_record_is_called_by_its_name(desk: Client, malika: User) -> None:
    assert headings(desk, f"{LIST}{malika.pk}/change/") == ["Малика Собирова"]


def test_the_page_for_a_new_record_asks_for_no_other_case(desk: Client) -> None:
    assert headings(desk, f"{LIST}add/") == ["Добавить: сотрудник"]


def test_markup_in_a_name_is_shown_as_written(desk: Client, malika: User) -> None:
    User.objects.filter(pk=malika.pk).update(first_name="<b>", last_name="")
    assert headings(desk, f"{LIST}{malika.pk}/change/") == ["&lt;b&gt;"]
