"""The page that an outside person opens by his link."""

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from editorial import actions
from editorial.desk.checking import MOST_MISSES
from editorial.models import Edition, OutsideAnswer, OutsideCheck
from ismi_cms.masking import KeysMasked
from tests.editorial.conftest import Office
from tests.factories import draft, words

UNKNOWN = "a" * 27


@pytest.fixture(autouse=True)
def _no_misses() -> None:
    cache.clear()


def asked(office: Office, edition: Edition, **given: Any) -> str:
    """Return the address of a link to this edition, in Russian unless told."""
    given = {"name": "Анвар Саидов", "languages": ["ru"], "question": "Верно?", **given}
    _check, key = actions.ask_outside(edition=edition, by=office.writer, **given)
    return reverse("outside_check", args=[key])


def body_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_the_page_shows_the_version_in_its_language_to_one_by_name(office: Office) -> None:
    text = {**words("Приехал посол", "<p>Стороны <strong>договорились</strong>.</p>")}
    edition = draft(office.writer, ru={**text, "lead": "Лид.", "dateline": "Ташкент"})
    page = body_of(Client(), asked(office, edition))
    assert '<html lang="ru">' in page
    assert "<h1>Приехал посол</h1>" in page
    assert "<p>Стороны <strong>договорились</strong>.</p>" in page
    assert [word in page for word in ("Лид.", "Ташкент", "Анвар Саидов", "Верно?")] == 4 * [True]


def test_the_page_shows_no_other_language_no_later_words_and_nothing_of_the_office(
    office: Office,
) -> None:
    edition = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        texts={"ru": {"title": "Встреча"}, "en": {"title": "CANARY meeting"}},
        facts={"participants": [{"key": "a", "side": "guest"}]},
        internal={"notes": "CANARY notes"},
    )
    here = asked(office, edition)
    actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": {"title": "CANARY"}}
    )
    page = body_of(Client(), here)
    assert ("<h1>Встреча</h1>" in page, "CANARY" in page) == (True, False)
    assert Client().get(f"{here}en/").status_code == 404


def test_the_page_names_no_other_piece_and_shows_no_picture(office: Office) -> None:
    meeting = actions.start_edition(
        by=office.writer, kind="meeting", source_language="ru", texts={"ru": {"title": "CANARY"}}
    )
    figure = f'<figure class="image"><img src="/pictures/{"a" * 32}/480.jpg" alt="Зал"></figure>'
    edition = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        texts={"ru": words("Новость", f"<p>Текст.</p>{figure}")},
        facts={"meetings": [meeting.publication_id]},
    )
    page = body_of(Client(), asked(office, edition))
    assert ("Зал]" in page, "<img" in page, "CANARY" in page) == (True, False, False)


def test_each_language_shown_has_its_page_and_the_source_comes_first(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча"), en=words("A meeting"))
    here = asked(office, edition, languages=["ru", "en"])
    assert "<h1>Встреча</h1>" in body_of(Client(), here)
    page = Client().get(f"{here}en/")
    assert (page.headers["Content-Language"], b"<h1>A meeting</h1>" in page.content) == ("en", True)


def test_l12_the_page_is_kept_nowhere_found_nowhere_and_sets_no_cookie(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    here = asked(office, draft(office.writer))
    for page in (client.get(here), client.post(here, {"outcome": "agreed"})):
        assert page.headers["Cache-Control"] == "no-store, private"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.cookies == {}
    assert OutsideAnswer.objects.count() == 1


def test_l12_a_dead_link_answers_as_one_that_never_was(office: Office) -> None:
    here = asked(office, draft(office.writer))
    unknown = Client().get(reverse("outside_check", args=[UNKNOWN]))
    alive = Client().get(here)
    actions.stop_asking(check=OutsideCheck.objects.get(), by=office.writer)
    dead = Client().get(here)
    assert (alive.status_code, dead.status_code) == (200, 404)
    assert dead.content == unknown.content
    assert dict(dead.headers) == dict(unknown.headers)
    assert Client().post(here, {"outcome": "agreed"}).status_code == 404
    assert OutsideAnswer.objects.count() == 0


def test_reading_changes_nothing(office: Office) -> None:
    here = asked(office, draft(office.writer))
    before = list(OutsideCheck.objects.values_list())
    Client().get(here)
    assert list(OutsideCheck.objects.values_list()) == before


def test_an_answer_leads_back_to_the_page_which_shows_it(office: Office) -> None:
    client = Client()
    here = asked(office, draft(office.writer))
    answer = client.post(here, {"outcome": "comment", "body": "Имя <другое>."})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}ru/")
    assert "Имя &lt;другое&gt;." in body_of(client, here)


def test_a_refused_comment_comes_back_with_its_words(office: Office) -> None:
    here = asked(office, draft(office.writer))
    answer = Client().post(here, {"outcome": "comment", "body": "ў" * 5001})
    assert (answer.status_code, answer.content.decode().count("ў" * 5001)) == (400, 1)
    assert OutsideAnswer.objects.count() == 0


def test_who_asks_for_many_addresses_that_open_nothing_waits(office: Office) -> None:
    here, client = asked(office, draft(office.writer)), Client()
    unknown = reverse("outside_check", args=[UNKNOWN])
    answers = [client.get(unknown).status_code for _one in range(MOST_MISSES + 1)]
    assert answers == (MOST_MISSES + 1) * [404]
    assert (client.get(unknown).status_code, client.get(here).status_code) == (429, 429)
    assert client.get(here, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_page_costs_so_many_statements(office: Office, django_assert_num_queries: Any) -> None:
    here = asked(office, draft(office.writer))
    Client().get(here)
    with django_assert_num_queries(3):
        Client().get(here)


def test_l14_no_line_of_the_log_holds_the_key(office: Office) -> None:
    here = asked(office, draft(office.writer))
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s: %s", ("Fault", here), None)
    assert KeysMasked().filter(record) is True
    assert record.getMessage() == "Fault: /check/…/"
    other = logging.LogRecord("x", logging.ERROR, "", 1, "%s %s", ("A", "b"), None)
    assert (KeysMasked().filter(other), other.args) == (True, ("A", "b"))


def test_a_count_of_misses_that_ends_meanwhile_begins_anew(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another request held the counter as this one asked for it, and then its time was over."""
    monkeypatch.setattr(cache, "add", lambda *_given: False)
    address = reverse("outside_check", args=[UNKNOWN])

    answers = [Client().get(address).status_code for _ in range(2)]

    assert answers == [404, 404]
    assert cache.get("outside-misses:127.0.0.1") == 2
