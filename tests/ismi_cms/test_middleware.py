import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from ismi_cms.middleware import (
    BEGUN_AT,
    HEADER,
    LONGEST_SESSION,
    SEEN_AT,
    TOUCH_EVERY,
    ContentSecurityPolicyMiddleware,
)


def directives(response: Any) -> dict[str, str]:
    """The policy of a response as a table."""
    parts = response.headers[HEADER].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_a_public_page_loads_nothing_from_elsewhere_and_nothing_inline(
    client: Client, db: None
) -> None:
    response = client.get("/no-such-page/")

    assert directives(response) == {
        "default-src": "'none'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "manifest-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
    }


def test_the_desk_may_run_inline_what_bears_this_answers_number() -> None:
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.csp_nonce)  # type: ignore[attr-defined]
        return HttpResponse()

    middleware = ContentSecurityPolicyMiddleware(answer)
    responses = [middleware(RequestFactory().get("/admin/")) for _ in range(2)]

    assert seen[0] != seen[1]
    for nonce, response in zip(seen, responses, strict=True):
        assert re.fullmatch(r"[\w-]{22}", nonce)
        policy = directives(response)
        assert policy["script-src"] == f"'self' 'nonce-{nonce}'"
        assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
        assert policy["style-src-attr"] == "'unsafe-inline'"
        assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/admin/", 302), ("/admin/login/", 200), ("/static/admin/css/base.css", 200), ("/-/", 404)],
)
def test_every_kind_of_answer_carries_a_policy(
    client: Client, db: None, address: str, status: int
) -> None:
    response = client.get(address)

    # A file stays open until its answer is sent.
    response.close()
    assert response.status_code == status
    assert directives(response)["default-src"] == "'none'"


def test_a_failing_page_carries_a_policy_too(client: Client, db: None, monkeypatch: Any) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.views.SignInView.get", lambda *_, **__: 1 / 0)

    response = client.get("/admin/login/")

    assert response.status_code == 500
    assert directives(response)["default-src"] == "'none'"


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    user = get_user_model().objects.create_user("somebody", is_staff=True)
    client.force_login(user)
    client.get("/admin/")
    return client


def change_session(client: Client, **values: int) -> None:
    session = client.session
    session.update(values)
    session.save()


def test_work_at_the_desk_moves_the_end_of_the_session_on(signed_in: Client) -> None:
    seen_at = signed_in.session[SEEN_AT] - TOUCH_EVERY - 1
    change_session(signed_in, **{SEEN_AT: seen_at})

    response = signed_in.get("/admin/")

    assert signed_in.session[SEEN_AT] > seen_at
    assert response.cookies["sessionid"]["max-age"] == 30 * 60


def test_two_clicks_within_a_minute_write_the_session_once(signed_in: Client) -> None:
    response = signed_in.get("/admin/")

    assert "sessionid" not in response.cookies


def test_after_half_a_day_everybody_signs_in_again(signed_in: Client) -> None:
    begun_at = signed_in.session[BEGUN_AT] - LONGEST_SESSION - 1
    change_session(signed_in, **{BEGUN_AT: begun_at})

    response = signed_in.get("/admin/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_a_public_page_sets_no_cookie_even_for_who_is_signed_in(signed_in: Client) -> None:
    change_session(signed_in, **{SEEN_AT: 0})

    response = signed_in.get("/no-such-page/")

    assert dict(response.cookies) == {}
