"""Who enters the desk, what he is asked for, and what a forged form may not do."""

import pytest
from django.test import Client

from accounts.roles import Role
from editorial.models import Edition
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, signed_in
from tests.factories import draft, person

ADD = "/admin/news/newsitem/add/"


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


def test_a_translator_is_asked_for_his_languages_only(office: Office) -> None:
    edition = draft(office.writer)
    asked = set(opened(signed_in(office.translator), edition))
    of_the_text = {name for name in asked if not name.startswith(("draft-", "remark-"))}
    assert of_the_text - {"csrfmiddlewaretoken"} == {
        "token",
        "headline_en",
        "lead_en",
        "body_en",
        "dateline_en",
        "cover_alt_en",
        "cover_caption_en",
        "assignee_en",
    }


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        (
            {"headline_ru": "Чужой"},
            "Русский is not among the languages you write. Ask a colleague who does.",
        ),
        (
            {"countries": ["JP"]},
            "The facts are written by writers and editors. Ask one of them.",
        ),
    ],
)
def test_a_translator_changes_nothing_else_by_post(
    office: Office, forged: dict, sentence: str
) -> None:
    edition = draft(office.writer)
    client = signed_in(office.translator)
    values = {**opened(client, edition), "headline_en": "Meeting", **forged}
    response = client.post(address(edition), values)
    item = NewsItem.objects.get()
    assert errors(response) == {"__all__": [sentence]}
    assert (item.headline_ru, item.countries, item.headline_en) == ("Встреча", [], "")


def test_a_translator_writes_his_language(office: Office) -> None:
    edition = draft(office.writer)
    client = signed_in(office.translator)
    client.post(address(edition), {**opened(client, edition), "headline_en": "Meeting"})
    assert NewsItem.objects.get().headline_en == "Meeting"


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.WRITER, (200, 200, 200)),
        (Role.TRANSLATOR, (200, 403, 200)),
        (Role.EDITOR, (200, 200, 200)),
        (Role.PRESS_SECRETARY, (200, 200, 200)),
        (Role.ADMINISTRATOR, (403, 403, 403)),
        (None, (403, 403, 403)),
    ],
)
def test_who_enters_which_page(
    office: Office, role: Role | None, statuses: tuple[int, int, int]
) -> None:
    edition = draft(office.writer)
    # Being a superuser opens nothing.
    client = signed_in(person(*([role] if role else []), is_superuser=role is None))
    pages = ("/admin/news/newsitem/", ADD, address(edition))
    assert tuple(client.get(page).status_code for page in pages) == statuses
    if statuses[2] == 403:
        assert client.post(address(edition), {"token": "1"}).status_code == 403
        assert client.post(address(edition, "act"), {"token": "1"}).status_code == 403


def test_whoever_lost_his_role_is_turned_away_at_once(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    values = {**opened(writer, edition), "headline_ru": "Другой"}
    office.writer.groups.clear()
    assert writer.post(address(edition), values).status_code == 403
    assert NewsItem.objects.get().headline_ru == "Встреча"


def test_whoever_was_closed_out_has_to_sign_in(office: Office, writer: Client) -> None:
    edition = draft(office.writer)
    office.writer.is_active = False
    office.writer.save()
    response = writer.get(address(edition))
    assert response.headers["Location"] == f"/admin/login/?next={address(edition)}"


@pytest.mark.parametrize("page", ["delete/", "history/", ""])
def test_there_is_no_page_to_delete_an_edition_or_read_a_log(
    office: Office, writer: Client, page: str
) -> None:
    edition = draft(office.writer)
    base = address(edition).removesuffix("change/")
    assert (writer.get(base + page).status_code, Edition.objects.count()) == (404, 1)
