"""What people see when something breaks."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client

from website.views import front


def test_a_page_of_another_role_says_so_in_four_languages() -> None:
    page = render_to_string("403.html")
    assert page.count("<p") == 4
    assert "This page or act is not for your role." in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        (OperationalError("lock timeout"), (503, "5", "The site is busy")),
        (ZeroDivisionError("secret detail"), (500, None, "Something went wrong")),
    ],
)
def test_a_fault_is_answered_in_four_languages_without_a_trace_of_its_cause(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
    fault: Exception,
    answered: tuple[int, str | None, str],
) -> None:
    def break_down(*_given: object, **_named: object) -> None:
        raise fault

    settings.DEBUG = False  # type: ignore[attr-defined]
    client.raise_request_exception = False
    monkeypatch.setattr(front, "newest_news", break_down)
    response = client.get("/ru/")
    page = response.content.decode()
    status, retry, said = answered
    assert (response.status_code, response.headers.get("Retry-After")) == (status, retry)
    assert said in page
    assert str(fault) not in page
    for tag in ("uz-Latn", "uz-Cyrl", "ru", "en"):
        assert f'lang="{tag}"' in page
