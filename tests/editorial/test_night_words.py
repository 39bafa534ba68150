"""Writing on a phone at night: one language of an item, what became of an event. W-18."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from editorial import actions
from editorial.models import Edition, Release, Text, Unreviewed
from events.models import Meeting
from news.models import NewsItem
from tests.delegations.factories import meeting
from tests.editorial.conftest import Office
from tests.editorial.desk import sentences, signed_in
from tests.editorial.night import ALONE, form_of, live_in, page, token
from tests.events.test_meetings import GUEST, HOST
from tests.factories import draft, words

# Writing.


def test_something_new_is_begun_with_a_headline_and_paragraphs(office: Office) -> None:
    client = signed_in(office.deputy)
    values = form_of(client, page("night_new"))
    answer = client.post(
        page("night_new"),
        {**values, "language": "ru", "title": "Визит отменён", "body": "Первый.\r\n\r\nВторой."},
    )
    item = NewsItem.objects.get()
    assert answer.headers["Location"] == page("night_out", item.pk, "ru")
    assert (item.headline_ru, item.body_ru) == ("Визит отменён", "<p>Первый.</p><p>Второй.</p>")


@pytest.mark.parametrize("blank", ["", " \r\n "])
def test_nothing_is_begun_without_a_word(office: Office, blank: str) -> None:
    client = signed_in(office.deputy)
    values = form_of(client, page("night_new"))
    given = {**values, "language": "ru", "title": blank, "body": blank}
    answer = client.post(page("night_new"), given)
    assert answer.context["form"].errors == {"__all__": ["Write at least a headline."]}
    assert Edition.objects.count() == 0


def test_one_language_changes_and_the_rest_of_the_item_stays(office: Office) -> None:
    body = '<p>Первый <a href="https://a.uz/">абзац</a>.</p><p>Второй.</p>'
    edition = draft(office.writer, ru=words("Встреча", body), en=words("Meeting"))
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id) + "?language=ru"
    values = form_of(client, address)
    assert values["body"] == "Первый абзац.\n\nВторой."
    client.post(address, {**values, "body": "Первый абзац.\n\nИной."})
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.headline_en) == ("Встреча", "Meeting")
    assert item.body_ru == body.replace("Второй", "Иной")


def test_what_is_public_goes_on_in_its_next_edition_and_says_what_changed(office: Office) -> None:
    edition = live_in(office, "ru")
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id) + "?language=ru"
    values = form_of(client, address) | {"title": "Верно"}
    assert list(client.post(address, values).context["form"].errors) == ["change"]
    told = {**values, "change": "correction", "note": "Исправлено имя."}
    answer = client.post(address, told)
    opened = Edition.objects.get(closed_at=None)
    assert answer.headers["Location"] == page("night_out", opened.pk, "ru")
    text = Text.objects.get(edition=opened, language="ru")
    assert (opened.number, text.change, text.note) == (2, "correction", "Исправлено имя.")


def test_nothing_new_starts_no_edition(office: Office) -> None:
    edition = live_in(office, "ru")
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id) + "?language=ru"
    values = form_of(client, address) | {"change": "minor"}
    answer = client.post(address, values, follow=True)
    assert sentences(answer) == ["Nothing had changed, so nothing was saved."]
    assert Edition.objects.filter(closed_at=None).count() == 0


def test_a_clash_shows_both_texts_and_saving_again_settles_it(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча", "<p>Первый.</p><p>Второй.</p>"))
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id) + "?language=ru"
    values = form_of(client, address) | {"title": "Моё", "body": "Первый.\n\nМой второй."}
    theirs = {"ru": {"headline": "Чужое", "body": "<p>Чужой первый.</p><p>Второй.</p>"}}
    actions.save_edition(edition=edition, by=office.editor, token=edition.token, texts=theirs)
    answer = client.post(address, values)
    form = answer.context["form"]
    assert answer.status_code == 409
    assert answer.context["theirs"] == [("headline", "Чужое")]
    assert (form["title"].value(), form["body"].value()) == ("Моё", "Чужой первый.\n\nМой второй.")
    again = {name: form[name].value() for name in form.fields}
    assert client.post(address, again).status_code == 302
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.body_ru) == (
        "Моё",
        "<p>Чужой первый.</p><p>Мой второй.</p>",
    )


def test_what_was_typed_signed_out_is_kept_and_not_saved(office: Office) -> None:
    edition = draft(office.writer)
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id) + "?language=ru"
    values = form_of(client, address) | {"title": "Долго писал"}
    kept = Client().post(address, values).context["kept"]
    assert "title=" in kept
    session = client.session
    session["kept"] = {"path": address, "post": kept}
    session.save()
    answer = client.get(address)
    assert answer.context["form"]["title"].value() == "Долго писал"
    assert NewsItem.objects.get().headline_ru == "Встреча"


@pytest.mark.parametrize("forged", [{"edition": 10**9}, {"token": 0}, {"edition": "x"}])
def test_a_form_of_no_edition_of_this_publication_saves_nothing(
    office: Office, forged: dict[str, Any]
) -> None:
    edition = draft(office.writer)
    client = signed_in(office.deputy)
    address = page("night_write", edition.publication_id)
    values = form_of(client, address) | {"title": "Иное", **forged}
    assert client.post(address, values).status_code in (200, 404)
    assert NewsItem.objects.get().headline_ru == "Встреча"


# An event.


def live_meeting(office: Office) -> Edition:
    """Return a planned meeting that is public in Russian and English."""
    names = {"h": {"name": "А", "organisation_name": "И"}, "g": {"name": "Б"}}
    texts = {code: {"title": "Встреча", "participants": names} for code in ("ru", "en")}
    edition = meeting(office.writer, texts, participants=[HOST, GUEST], status="planned")
    both = ["ru", "en"]
    edition = actions.submit(edition=edition, by=office.writer, token=edition.token, languages=both)
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", *both]
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=both)
    return edition


def call_off(client: Client, edition: Edition) -> HttpResponse:
    """Write that the meeting is cancelled, why in Russian, with the stock note."""
    address = page("night_write", edition.publication_id)
    values = form_of(client, address)
    phrases = dict(client.get(address).context["form"].fields["phrase"].choices)
    (told,) = [key for key, words in phrases.items() if "cancelled" in words]
    given = {"fate": "cancelled", "language": "ru", "why": "Болезнь гостя.", "phrase": told}
    return client.post(address, {**values, **given})


def test_a_meeting_is_called_off_in_every_live_language_in_one_act(office: Office) -> None:
    client, edition = signed_in(office.deputy), live_meeting(office)
    answer = call_off(client, edition)
    opened = Meeting.objects.get(closed_at=None)
    assert answer.headers["Location"] == page("night_out", opened.pk, "ru,en")
    assert list(opened.text_rows.filter(language__in=["ru", "en"]).values_list("note", flat=True))
    client.post(page("night_alone", opened.pk, "ru,en"), ALONE)
    client.post(page("night_last", opened.pk, "ru,en"), {"token": token(opened)})
    live = Release.objects.live().order_by("language")
    assert [(one.language, one.content["facts"]["status"], one.note) for one in live] == [
        ("en", "cancelled", "The meeting has been cancelled."),
        ("ru", "cancelled", "Встреча отменена."),
    ]
    assert [one.content["text"]["reason"] for one in live] == ["", "Болезнь гостя."]


def test_a_colleague_approves_a_meeting_called_off_in_every_language(office: Office) -> None:
    edition = live_meeting(office)
    call_off(signed_in(office.deputy), edition)
    opened = Meeting.objects.get(closed_at=None)
    out, asked = page("night_out", opened.pk, "ru,en"), page("asked", opened.pk, "ru,en")
    signed_in(office.deputy).post(out, {"ask": "1", "token": token(opened)})
    signed_in(office.editor).post(asked, {"approve": "1", "token": token(opened)})
    signed_in(office.deputy).post(out, {"release": "1", "token": token(opened)})
    live = Release.objects.live()
    assert [one.content["facts"]["status"] for one in live] == ["cancelled", "cancelled"]
    assert Unreviewed.objects.count() == 0
