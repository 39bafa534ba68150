"""What people are told: at the desk, by mail; never of what they may not see."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.models import Access, Edition, Notice
from editorial.notice_mail import MOST_TRIES, mail_notices
from editorial.notices import SENTENCES, address, place_in_words, sentence, tell, unseen
from tests.editorial.conftest import Office
from tests.editorial.desk import signed_in
from tests.factories import draft, person, words

CANARY = "Канарейка"


@pytest.fixture(autouse=True)
def _mail_works(settings: Any) -> None:
    settings.PASSWORD_RESET_BY_MAIL = True


@pytest.fixture
def edition(office: Office) -> Edition:
    User.objects.update(email=F("username"))
    User.objects.filter(pk=office.writer.pk).update(email="writer@ismi.example")
    return draft(office.writer, ru=words(CANARY, f"<p>{CANARY} утром.</p>"))


def remarked(edition: Edition, office: Office, body: str = CANARY) -> Notice:
    """Return what the writer is told of a remark by the editor."""
    actions.remark(
        edition=edition, by=office.editor, part="ru", field="body", quote="утром", body=body
    )
    return Notice.objects.get(to=office.writer)


def limited(edition: Edition, *people: User) -> None:
    for one in people:
        Access.objects.create(
            publication=edition.publication, person=one, given_by=one, at=database_moment()
        )


def test_every_kind_has_a_sentence(office: Office, edition: Edition) -> None:
    with translation.override("en"):
        said = [sentence(Notice(kind=kind, by=office.editor)) for kind in SENTENCES]
        assert sentence(Notice(kind="asked")) == "The system asks you to approve it now."
    assert all("%" not in one for one in said)
    assert len(set(said)) == len(SENTENCES)


def test_an_unknown_kind_is_an_error(office: Office, edition: Edition) -> None:
    at = database_moment()
    with pytest.raises(KeyError):
        tell([office.writer.pk], "gossip", publication=edition.publication, at=at)


def test_what_was_told_first_of_an_act_stands(office: Office, edition: Edition) -> None:
    given = {"publication": edition.publication, "at": database_moment()}
    tell([office.writer.pk], "preflight", **given)
    tell([office.writer.pk, office.editor.pk], "unreviewed", by=office.editor, **given)
    assert list(Notice.objects.values_list("to__username", "kind")) == [("writer", "preflight")]


def test_only_who_may_see_the_piece_is_told(office: Office, edition: Edition) -> None:
    gone = person(Role.WRITER, is_active=False)
    limited(edition, office.writer, office.editor)
    people = [office.writer, office.secretary, office.administrator, gone]
    tell([one.pk for one in people], "asked", publication=edition.publication, at=database_moment())
    assert list(Notice.objects.values_list("to__username", flat=True)) == ["writer"]


def test_a_notice_leads_to_the_remark_in_the_edition_at_work(
    office: Office, edition: Edition
) -> None:
    told = remarked(edition, office)
    (shown,) = unseen(office.writer)
    assert address(shown) == f"/admin/news/newsitem/{edition.pk}/change/#remark-{told.remark_id}"
    with translation.override("en"):
        assert place_in_words(shown) == f"News item {edition.publication_id}, Русский"


def test_a_notice_of_a_piece_one_may_see_no_more_is_not_shown(
    office: Office, edition: Edition
) -> None:
    remarked(edition, office)
    assert len(unseen(office.writer)) == 1
    limited(edition, office.editor)
    assert len(unseen(office.writer)) == 0


def test_a_settled_remark_is_news_no_more_but_what_is_said_later_is(
    office: Office, edition: Edition
) -> None:
    remark = remarked(edition, office).remark
    assert remark is not None
    assert len(unseen(office.writer)) == 1
    actions.resolve(remark=remark, by=office.editor)
    assert len(unseen(office.writer)) == 0
    actions.reply(remark=remark, by=office.writer, body="Спасибо.")
    actions.reply(remark=remark, by=office.editor, body="Не за что.")
    assert [one.kind for one in unseen(office.writer)] == ["reply"]


def test_how_a_suggestion_ended_is_news(office: Office, edition: Edition) -> None:
    made = actions.remark(
        edition=edition,
        by=office.editor,
        part="ru",
        field="body",
        quote="утром",
        replacement="днём",
    )
    actions.decline_suggestion(remark=made, by=office.writer)
    assert [one.kind for one in unseen(office.editor)] == ["suggestion_declined"]
    assert [one.kind for one in unseen(office.writer)] == []


def test_a_thread_is_one_entry_and_is_read_as_one(office: Office, edition: Edition) -> None:
    given = {"edition": edition, "by": office.editor, "part": "ru"}
    other = actions.remark(body="!", **given)
    asked = actions.remark(body="@writer?", mentions=[office.writer.pk], **given)
    assert [one.kind for one in unseen(office.writer)] == ["mention", "remark"]
    actions.reply(remark=asked, by=office.editor, body="@writer!")
    actions.reply(remark=asked, by=office.secretary, body="?")
    actions.reply(remark=asked, by=office.writer, body="!")
    actions.reply(remark=asked, by=office.secretary, body="Да.")
    told = [(one.kind, one.remark_id) for one in unseen(office.writer)]
    assert told == [("reply", asked.pk), ("remark", other.pk)]
    newest = unseen(office.writer)[0]
    signed_in(office.writer).post(reverse("admin:notices_read"), {"notice": newest.pk})
    assert [one.remark_id for one in unseen(office.writer)] == [other.pk]


def shelf(user: User) -> list[str]:
    page = html.fromstring(signed_in(user).get("/admin/").content.decode())
    found = page.xpath("//section[@aria-labelledby='shelf-told']//li/p")
    return [": ".join(one.xpath("span/text()")) for one in found]


def test_the_home_page_says_what_one_has_not_read(office: Office, edition: Edition) -> None:
    remarked(edition, office)
    assert shelf(office.writer) == ["News item: editor makes a remark on what you wrote."]
    assert shelf(office.editor) == []


def test_reading_the_page_marks_nothing_and_the_button_does(
    office: Office, edition: Edition
) -> None:
    notice = remarked(edition, office)
    client = signed_in(office.writer)
    client.get(address(unseen(office.writer)[0]))
    assert client.get(reverse("admin:notices_read")).status_code == 405
    assert len(unseen(office.writer)) == 1
    signed_in(office.editor).post(reverse("admin:notices_read"), {"notice": notice.pk})
    assert len(unseen(office.writer)) == 1
    client.post(reverse("admin:notices_read"), {"notice": notice.pk})
    assert len(unseen(office.writer)) == 0


def test_the_shelf_costs_one_statement_however_many(
    office: Office, edition: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        while Notice.objects.count() < count:
            actions.remark(edition=edition, by=office.editor, part="ru", body="?")
        with django_assert_num_queries(1), translation.override("en"):
            assert [sentence(one) for one in unseen(office.writer)] == [
                "editor makes a remark on what you wrote."
            ] * count


def test_w17_a_mail_says_who_and_where_and_no_word_of_the_text(
    office: Office, edition: Edition
) -> None:
    notice = remarked(edition, office)
    mail_notices()
    (sent,) = mail.outbox
    assert sent.to == ["writer@ismi.example"]
    assert sent.subject == f"The desk: News item {edition.publication_id}, Русский"
    assert sent.body == (
        "editor makes a remark on what you wrote.\n\n"
        f"News item {edition.publication_id}, Русский\n\n"
        f"http://127.0.0.1:8000/admin/news/newsitem/{edition.pk}/change/#remark-{notice.remark_id}"
        "\n"
    )
    mail_notices()
    assert len(mail.outbox) == 1


CHANGES = ("limited", "inactive", "without a role", "read", "no mail wanted", "no address")


@pytest.mark.parametrize("change", CHANGES)
def test_w17_who_may_not_see_it_any_more_is_not_written_to(
    office: Office, edition: Edition, change: str
) -> None:
    notice = remarked(edition, office)
    if change == "limited":
        limited(edition, office.editor)
    elif change == "inactive":
        User.objects.filter(pk=office.writer.pk).update(is_active=False)
    elif change == "without a role":
        office.writer.groups.clear()
    elif change == "read":
        Notice.objects.filter(pk=notice.pk).update(seen_at=database_moment())
    elif change == "no mail wanted":
        User.objects.filter(pk=office.writer.pk).update(wants_mail=False)
    else:
        User.objects.filter(pk=office.writer.pk).update(email="")
    mail_notices()
    assert mail.outbox == []


def test_nothing_is_mailed_where_no_mail_is_set_up(
    office: Office, edition: Edition, settings: Any
) -> None:
    remarked(edition, office)
    settings.PASSWORD_RESET_BY_MAIL = False
    mail_notices()
    assert (mail.outbox, Notice.objects.get().attempts) == ([], 0)


def failing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> list[int]:
    """Let the mail server fail; return the list in which its calls are counted."""
    calls = list[int]()

    def send_messages(self: EmailBackend, messages: Any) -> int:
        calls.append(1)
        raise fault

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return calls


def test_w16_a_dead_mail_server_is_tried_again_later_and_later(
    office: Office, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    remarked(edition, office)
    calls = failing(monkeypatch, SMTPServerDisconnected("away"))
    waits = []
    for _attempt in range(MOST_TRIES + 1):
        mail_notices()
        notice = Notice.objects.get()
        waits.append(notice.due_at - database_moment() > timedelta(minutes=2**notice.attempts - 1))
        Notice.objects.update(due_at=database_moment())
    assert (len(calls), notice.attempts) == (MOST_TRIES, MOST_TRIES)
    assert waits[:MOST_TRIES] == [True] * MOST_TRIES
    assert (notice.last_fault, notice.mailed_at) == ("SMTPServerDisconnected", None)


def test_w16_no_act_waits_for_a_mail_server(
    office: Office, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = failing(monkeypatch, TimeoutError("hangs"))
    remarked(edition, office)
    assert (len(calls), Notice.objects.count()) == (0, 1)


def test_w16_a_mail_server_that_is_away_ends_the_round(
    office: Office, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        actions.remark(edition=edition, by=office.editor, part="ru", body="?")
    calls = failing(monkeypatch, TimeoutError("hangs"))
    mail_notices()
    assert len(calls) == 1
    calls = failing(monkeypatch, SMTPRecipientsRefused({}))
    mail_notices()
    assert len(calls) == 2


def test_what_is_days_old_is_not_mailed_when_an_address_comes(
    office: Office, edition: Edition
) -> None:
    remarked(edition, office)
    Notice.objects.update(at=F("at") - timedelta(days=3))
    mail_notices()
    assert mail.outbox == []
