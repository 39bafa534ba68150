"""What the desk answers to those who may not."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories import person

FRAME, PLAIN = "admin/base_site.html", "fault.html"
ELSEWHERE = "/admin/accounts/user/"

pytestmark = pytest.mark.django_db


def answer(client: Client) -> tuple[int, bool, bool]:
    response = client.get(ELSEWHERE)
    used = {template.name for template in response.templates}
    return response.status_code, FRAME in used, PLAIN in used


def test_another_role_s_page_is_refused_in_the_frame_of_the_desk_and_in_its_language(
    client: Client,
) -> None:
    client.force_login(person(Role.WRITER, desk_language="uz"))
    assert answer(client) == (403, True, False)
    page = client.get(ELSEWHERE).content.decode()
    assert page.count("<h1>Bu sizning vazifangiz emas</h1>") == 1
