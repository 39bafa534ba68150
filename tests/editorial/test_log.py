"""The log of everything done: who may read it, what may be asked of it, what it says."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, localtime
from lxml import html

from accounts.models import User
from accounts.roles import Role
from accounts.signals import record_written
from delegations.models import Person
from editorial import actions
from editorial.desk import log_views
from editorial.desk.log import LogForm, entries_for
from editorial.models import AuditEntry, Topic
from editorial.permissions import may_read_log
from tests.editorial.conftest import Office
from tests.editorial.desk import address, signed_in
from tests.editorial.tampering import alter
from tests.factories import draft, person, released

LOG = "/admin/log/"


def asked(reader: User, /, **question: object) -> list[tuple[str, str]]:
    """Return the acts of the entries that a question leads to, and of which publication."""
    with translation.override("en"):
        form = LogForm({name: str(value) for name, value in question.items()})
        assert form.errors == {}
        found = form.narrowed(entries_for(reader))
        return [(one.verb, str(one.publication_id or "")) for one in found]


def verbs(reader: User, /, **question: object) -> list[str]:
    return [verb for verb, _number in asked(reader, **question)]


def title(**question: object) -> str:
    with translation.override("en"):
        return LogForm({name: str(value) for name, value in question.items()}).title


def rows(page: str) -> list[list[str]]:
    """Return the cells of the log's table, their words alone."""
    found = html.fromstring(page).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def wrote(record: Any, by: User, *fields: str) -> None:
    record_written.send(
        type(record), record=record, by=by, is_new=not fields, fields=list(fields), detail={}
    )


def table(by: User, **question: object) -> list[list[str]]:
    response: Any = signed_in(by).get(f"{LOG}csv/?{urlencode(question)}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    written = b"".join(response.streaming_content).decode()
    return list(csv.reader(StringIO(written.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.WRITER, False),
        (Role.TRANSLATOR, False),
        (Role.DUTY, False),
        (Role.EDITOR, True),
        (Role.PRESS_SECRETARY, True),
        (Role.ADMINISTRATOR, True),
    ],
)
@pytest.mark.django_db
def test_the_log_is_for_editor_press_secretary_and_administrator(role: Role, may: bool) -> None:
    someone = person(role, desk_language="en")
    assert may_read_log(someone) is may
    client = signed_in(someone)
    assert client.get(LOG).status_code == (200 if may else 403)
    assert client.get(f"{LOG}csv/").status_code == (200 if may else 403)
    assert client.get("/admin/").content.decode().count(f'href="{LOG}"') == int(may)


def test_a_superuser_without_a_role_and_a_signed_out_person_do_not_read_it(db: None) -> None:
    assert signed_in(person(is_superuser=True)).get(LOG).status_code == 403
    assert Client().get(LOG).status_code == 302
    assert Client().get(f"{LOG}csv/").status_code == 302


def test_the_log_changes_nothing(office: Office) -> None:
    assert signed_in(office.editor).post(LOG).status_code == 405


def test_each_question_narrows_the_log(office: Office) -> None:
    first = released(office.writer, office.editor, office.secretary).publication_id
    second = draft(office.editor).publication_id
    wrote(Topic.objects.create(slug="trade", name_ru="Торговля"), office.editor)
    by, chain = office.editor, ["add_record", "start_edition", "release", "approve", "submit"]

    assert verbs(by) == [*chain, "start_edition"]
    assert asked(by, by=office.editor.pk) == [
        ("add_record", ""),
        ("start_edition", str(second)),
        ("approve", str(first)),
    ]
    assert asked(by, act="release") == [("release", str(first))]
    assert asked(by, number=second) == [("start_edition", str(second))]
    assert verbs(by, about="news") == [*chain[1:], "start_edition"]
    assert verbs(by, about="meeting") == []
    assert verbs(by, about="news", number=first, by=office.writer.pk) == [
        "submit",
        "start_edition",
    ]
    assert verbs(by, part="facts") == ["start_edition", "approve", "start_edition"]


def test_records_are_asked_for_by_their_kind_and_key(office: Office) -> None:
    topics = [Topic.objects.create(slug=slug, name_ru=slug) for slug in ("trade", "water")]
    someone = Person.objects.create(name_ru="А. Каримов")
    for record in (*topics, someone):
        wrote(record, office.editor)
    draft(office.writer)
    picture = {"picture": "a" * 32, "file": "photo.jpg"}
    AuditEntry.objects.create(
        verb="take_in_picture",
        by=office.writer,
        at=AuditEntry.objects.latest("pk").at,
        detail=picture,
        previous_hash="p",
        hash="h",
    )
    by = office.editor

    assert verbs(by, about="record:topic") == ["add_record", "add_record"]
    assert verbs(by, about="record:topic", number=topics[1].pk) == ["add_record"]
    assert verbs(by, about="record:person", number=someone.pk) == ["add_record"]
    assert verbs(by, about="record:person", number=someone.pk + 1) == []
    assert verbs(by, about="record:picture") == ["take_in_picture"]
    assert verbs(by, about="record:picture", number="a" * 32) == ["take_in_picture"]
    assert verbs(by, about="record:picture", number="b" * 32) == []


def dated(ago: timedelta) -> int:
    """Put the newest entry this far into the past; return its key."""
    entry = AuditEntry.objects.latest("pk")
    moment = entry.at - ago
    alter(
        "editorial_auditentry",
        "UPDATE editorial_auditentry SET at = %s WHERE id = %s",
        moment,
        entry.pk,
    )
    return entry.pk


def test_o_07_who_did_what_in_the_last_hour_is_one_choice(office: Office) -> None:
    for ago in (timedelta(days=6), timedelta(hours=23), timedelta(minutes=59), timedelta(0)):
        draft(office.writer)
        dated(ago)

    spans = [len(verbs(office.editor, last=span)) for span in ("hour", "day", "week", "")]

    assert spans == [2, 3, 4, 4]
    page = signed_in(office.editor).get(f"{LOG}?last=hour").content.decode()
    assert html.fromstring(page).xpath("string(//h1)") == "What was done in the last hour"
    assert [row[1:3] for row in rows(page)] == [
        ["writer", "started the edition: Facts, Русский"]
    ] * 2


def test_days_are_days_in_tashkent_and_both_ends_belong_to_them(office: Office) -> None:
    draft(office.writer)
    day = localdate(AuditEntry.objects.get().at)
    before, after = day - timedelta(days=1), day + timedelta(days=1)

    def count(**question: object) -> int:
        return len(verbs(office.editor, **question))

    assert count(since=day, until=day) == 1
    assert (count(since=after), count(until=before)) == (0, 0)
    # Half an hour before midnight there is still the day before in Greenwich.
    midnight = localtime(AuditEntry.objects.get().at).replace(hour=0, minute=30)
    dated(AuditEntry.objects.get().at - midnight)
    assert (count(since=day, until=day), count(until=before)) == (1, 0)


def test_the_log_says_in_its_title_what_was_asked(office: Office) -> None:
    by = office.writer.pk
    assert title() == "What was done"
    assert title(by=by, since="2025-11-01", until="2025-11-26") == (
        "What writer did from 1 November 2025 to 26 November 2025"
    )
    assert (
        title(until="2025-11-26", act="release") == "What was done to 26 November 2025 · released"
    )
    assert title(since="2025-11-01", about="news", number=17, part="ru") == (
        "What was done from 1 November 2025 · News items № 17 · Русский"
    )
    assert title(last="day", about="record:topic") == "What was done in the last 24 hours · Topics"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"since": "2025-11-26", "until": "2025-11-01"}, "until"),
        ({"since": "yesterday"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        ({"since": "9999-12-31"}, "since"),
        ({"until": "0001-01-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"number": "x"}, "number"),
        ({"number": "9" * 19}, "number"),
        ({"act": "x"}, "act"),
        ({"about": "record:x"}, "about"),
        ({"by": "x"}, "by"),
        ({"part": "de"}, "part"),
    ],
)
def test_a_question_that_cannot_be_asked_says_so_and_shows_nothing(
    office: Office, question: dict[str, str], field: str
) -> None:
    draft(office.writer)
    client = signed_in(office.editor)
    for page in (LOG, f"{LOG}csv/"):
        response = client.get(page, question)
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
        assert rows(response.content.decode()) == []


def test_a_line_leads_to_the_edition_or_to_the_record(office: Office) -> None:
    edition = draft(office.writer)
    someone = Person.objects.create(name_ru="А. Каримов")
    wrote(someone, office.editor, "name_ru", "post_en", "unheard_of")

    page = signed_in(office.editor).get(LOG).content.decode()

    assert [row[1:] for row in rows(page)] == [
        [
            "editor",
            "changed a record: name [ru], post [en], unheard_of",
            f"А. Каримов Person {someone.pk}",
        ],
        [
            "writer",
            "started the edition: Facts, Русский",
            f"Встреча News item {edition.publication_id}, edition 1",
        ],
    ]
    place = reverse("admin:delegations_person_change", args=[someone.pk])
    assert html.fromstring(page).xpath("//tbody//a/@href") == [place, address(edition)]


def test_a_record_that_is_gone_is_called_by_its_kind_and_key(office: Office) -> None:
    topic = Topic.objects.create(slug="trade", name_ru="Торговля")
    key = topic.pk
    wrote(topic, office.editor)
    topic.delete()

    page = signed_in(office.editor).get(LOG).content.decode()

    assert rows(page)[0][3] == f"Topic {key}"


def test_what_was_done_to_a_limited_publication_is_not_told_to_others(office: Office) -> None:
    edition = draft(office.writer)
    actions.limit_access(edition=edition, by=office.writer, people=[office.secretary])

    assert verbs(office.secretary) == ["limit_access", "start_edition"]
    assert verbs(office.editor) == []
    assert len(table(office.editor)) == 1
    assert "Встреча" not in signed_in(office.editor).get(LOG).content.decode()


def test_older_entries_follow_on_pages_of_their_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_views, "PAGE", 2)
    numbers = [draft(office.writer).publication_id for _place in range(5)]
    client = signed_in(office.editor)

    found, address = [], f"{LOG}?act=start_edition&by="
    for _page in range(3):
        page = html.fromstring(client.get(address).content.decode())
        found += page.xpath("//tbody/tr/td[4]/span/text()")
        (*_newest, older) = ["", *page.xpath("//nav[@class='log-pages']/a[text()='Older']/@href")]
        address = f"{LOG}{older}"

    assert found == [f"News item {number}, edition 1" for number in reversed(numbers)]
    assert page.xpath("//nav[@class='log-pages']/a/@href") == ["?act=start_edition"]


def test_the_file_holds_what_is_asked_with_moments_in_their_zone(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    draft(office.writer)

    head, *found = table(office.editor, act="approve")

    entry = AuditEntry.objects.get(verb="approve")
    assert head[:6] == ["Entry", "Moment", "Person", "Username", "Act", "Code of the act"]
    assert found == [
        [
            str(entry.pk),
            localtime(entry.at).isoformat(timespec="seconds"),
            "editor",
            "editor",
            "approved",
            "approve",
            "News item",
            str(edition.publication_id),
            "1",
            "facts ru",
            "",
            "",
            "",
            entry.hash,
        ]
    ]
    assert found[0][1].endswith("+05:00")


def test_the_file_is_kept_by_nobody_and_named_after_its_day(office: Office) -> None:
    response = signed_in(office.editor).get(f"{LOG}csv/")

    assert response["Content-Disposition"] == f'attachment; filename="log-{localdate()}.csv"'
    assert "no-store" in response["Cache-Control"]


def test_the_file_speaks_the_desk_s_language_to_its_last_piece_and_reckons_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_views, "ROWS_TOGETHER", 1)
    edition = draft(office.writer)
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    actions.send_back(
        edition=edition,
        by=office.editor,
        token=edition.token,
        languages=["ru"],
        reason="=HYPERLINK(1)",
    )

    found = table(person(Role.EDITOR, username="russian", desk_language="ru"))[1:]

    assert [(row[4], row[12]) for row in found] == [
        ("вернул(а) на доработку", "'=HYPERLINK(1)"),
        ("отправил(а) на проверку", ""),
        ("начал(а) редакцию", ""),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_entries(
    office: Office, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(count):
        draft(office.writer)
        wrote(Person.objects.create(name_ru=f"Каримов {number}"), office.editor, "name_ru")
        wrote(office.writer, office.editor, "email")
    client = signed_in(office.editor)
    client.get(LOG)

    with django_assert_num_queries(12):
        client.get(LOG)
