"""The desk's lists of what is set up once: as many statements with three rows as with one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.roles import Role
from editorial.models import Topic
from news.models import Section
from tests.factories import person
from website.models import Channel


def section(name: str) -> None:
    Section.objects.create(slug=name, name_en=name)


def topic(name: str) -> None:
    parent, _is_new = Topic.objects.get_or_create(slug="all", name_en="All")
    Topic.objects.create(slug=name, name_en=name, parent=parent)


def channel(name: str) -> None:
    Channel.objects.create(kind="other", label=name, url=f"https://{name}.example/")


@pytest.mark.parametrize(
    ("address", "one_more", "count"),
    [
        ("/admin/news/section/", section, 9),
        ("/admin/editorial/topic/", topic, 9),
        ("/admin/website/channel/", channel, 9),
    ],
)
def test_a_list_costs_as_much_with_three_rows_as_with_one(
    db: None,
    django_assert_num_queries,
    address: str,
    one_more: Callable[[str], None],
    count: int,
) -> None:
    desk = Client()
    desk.force_login(person(Role.PRESS_SECRETARY, Role.ADMINISTRATOR, username="boss"))
    one_more("one")
    desk.get(address)
    with django_assert_num_queries(count):
        assert desk.get(address).status_code == 200
    one_more("two")
    one_more("three")
    with django_assert_num_queries(count):
        page = desk.get(address).content.decode()
    assert [page.count(f">{name}</a></th>") for name in ("one", "two", "three")] == [1, 1, 1]
