import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from benchmarks.contents import INTERNAL
from benchmarks.corpus import DRAFT, generate
from benchmarks.measuring import signed_in
from benchmarks.pages import find_pages
from delegations.filling import propose_title as title_of_delegation
from delegations.models import Appointment, Delegate, Organisation, Person
from editorial import audit
from editorial.choices import TextState
from editorial.contents.content import Content
from editorial.contents.printing import (
    digest,
    enclosed,
    mentions,
    print_facts,
    print_text,
    span,
    title,
)
from editorial.kinds import kind_model, kind_row
from editorial.models import AuditEntry, Edition, Publication, Release, Text, Version, Withdrawal
from events.filling import propose_title as title_of_meeting
from events.models import Meeting, Participant
from languages.slugs import slugify
from library.models import Picture
from news.models import NewsItem

SIZE = 20


@pytest.fixture
def corpus(db: None) -> None:
    generate(SIZE)


def rows_of(model: type[Edition]) -> list[Any]:
    return list(model._default_manager.order_by("pk"))


def test_there_is_as_much_of_everything_as_was_asked_for(corpus: None) -> None:
    released = Release.objects.filter(edition__number=1)
    by_kind = {
        kind: released.filter(kind=kind).values("publication").distinct().count()
        for kind in ("news", "meeting", "delegation")
    }
    assert by_kind == {"news": SIZE, "meeting": SIZE, "delegation": 2}
    assert released.filter(language="ru").count() == 2 * SIZE + 2
    assert released.filter(language="en").count() == SIZE + 1
    assert Edition.objects.open().count() == 5
    assert Text.objects.filter(state=TextState.IN_REVIEW).count() == 4
    assert Release.objects.ahead().count() == 2
    assert Withdrawal.objects.standing().count() == 1
    assert (Picture.objects.count(), Organisation.objects.count()) == (10, 61)


def test_every_print_is_what_the_rulebook_prints_of_its_edition(corpus: None) -> None:
    for release in Release.objects.select_related("edition__publication"):
        row = kind_row(release.edition)
        facts, text = print_facts(row), print_text(row, release.language)
        shown = enclosed(row, facts)
        assert release.content == {"schema": 1, "facts": shown, "text": text}
        assert (release.facts_digest, release.text_digest) == (digest(shown), digest(text))
        assert (release.starts_at, release.ends_at) == span(row, facts)
        assert release.slug == slugify(title(row, text), release.language)
        named = release.mentions.values_list("record_type", "record_key")
        assert sorted(named) == sorted(mentions(row, facts, text))
        told = release.mentions.values_list("language", "first_shown_at").distinct()
        assert list(told) in ([], [(release.language, release.first_shown_at)])


def test_every_version_is_the_content_of_its_edition(corpus: None) -> None:
    for version in Version.objects.select_related("edition__publication"):
        content = Content.of(kind_row(version.edition), {})
        kept = Content.kept_in(version)
        assert (kept.facts, kept.texts, kept.internal) == (
            content.facts,
            content.texts,
            content.internal,
        )


def test_titles_are_those_that_the_desk_proposes(corpus: None) -> None:
    for release in Release.objects.filter(kind__in=("meeting", "delegation")):
        content = Content.of(kind_row(release.edition), {})
        propose = title_of_meeting if release.kind == "meeting" else title_of_delegation
        assert release.content["text"]["title"] == propose(content, release.language)


def test_everyone_is_printed_in_the_post_held_that_day(corpus: None) -> None:
    rows = [*Participant.objects.select_related("edition")]
    days = [row.edition.starts_on for row in rows]
    delegates = [*Delegate.objects.select_related("edition")]
    days += [row.edition.arrives_on for row in delegates]
    for row, day in zip([*rows, *delegates], days, strict=True):
        held = Appointment.objects.held_on(day).get(person=row.person)
        assert (row.post_ru, row.rank_ru) == (held.post_ru, held.rank_ru)
        assert row.organisation == held.organisation
        assert row.name_ru == row.person.name_ru


def test_the_same_size_says_the_same(db: None) -> None:
    said = []
    for _turn in range(2):
        with transaction.atomic():
            generate(SIZE)
            releases = Release.objects.filter(kind="news").order_by("publication", "language")
            said.append([release.content["text"] for release in releases])
            transaction.set_rollback(True)

    assert len(said[0]) == 30
    assert said[0] == said[1]


def test_the_chain_of_acts_holds_and_says_what_was_done(corpus: None) -> None:
    assert audit.first_break() is None
    assert [(entry.verb, entry.detail) for entry in AuditEntry.objects.all()] == [
        ("backfill", {"generated": SIZE})
    ]


def test_the_past_is_closed_again_afterwards(corpus: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('ismi.backfill')")
        assert cursor.fetchone() == ("off",)


def test_every_page_answers(corpus: None, client: Client) -> None:
    pages, officer = find_pages(), signed_in()
    answers = {name: client.get(path).status_code for name, path in pages.public.items()}
    answers |= {name: officer.get(path).status_code for name, path in pages.desk.items()}
    assert answers == dict.fromkeys(answers, 200) | {"unknown number (404)": 404}


def test_nothing_of_the_desk_alone_shows_to_readers(corpus: None, client: Client) -> None:
    assert set(Meeting.objects.values_list("notes", flat=True)) == {INTERNAL}
    pages, officer = find_pages(), signed_in()
    assert DRAFT in officer.get(pages.desk["desk: meetings"]).content.decode()
    items = [release.get_absolute_url() for release in Release.objects.live()]
    for path in (*pages.public.values(), *items):
        shown = client.get(path).content.decode()
        assert (DRAFT in shown, INTERNAL in shown) == (False, False), path


def test_what_is_scheduled_or_withdrawn_is_not_there_to_read(corpus: None, client: Client) -> None:
    ahead = Release.objects.ahead(language="ru").get()
    gone = Withdrawal.objects.standing().get()
    over = Release.objects.get(publication=gone.publication, language="ru")
    assert client.get(ahead.get_absolute_url()).status_code == 404
    assert client.get(over.get_absolute_url()).status_code == 410


def test_more_rows_cost_no_more_statements(db: None, client: Client) -> None:
    seen = []
    for size in (SIZE, 3 * SIZE):
        with transaction.atomic():
            generate(size)
            pages, officer = find_pages(), signed_in()
            visits = [(client, pages.public), (officer, pages.desk)]
            seen.append(
                {
                    name: statements_of(visitor, path)
                    for visitor, paths in visits
                    for name, path in paths.items()
                }
            )
            transaction.set_rollback(True)
    few, many = seen
    # What an edition asks depends on what it is linked to; the last pages of a list are not full.
    few = {name: count for name, count in few.items() if not re.search("edition|page 10", name)}
    assert len(few) > 60
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}


def statements_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        client.get(path)
    return len(statements)


def generate_corpus(*arguments: str) -> str:
    said = StringIO()
    call_command("generate_corpus", *arguments, stdout=said)
    return said.getvalue()


def test_command_generates(db: None, settings: Settings) -> None:
    settings.DEBUG = True

    assert generate_corpus("10") == "Generated 10 news items and as many meetings.\n"

    assert kind_model("news")._default_manager.count() == NewsItem.objects.count() == 12
    assert Person.objects.exists()


def test_command_refuses_where_publications_exist(db: None, settings: Settings) -> None:
    settings.DEBUG = True
    generate_corpus("10")

    with pytest.raises(CommandError, match="Publications exist"):
        generate_corpus("10")

    assert Publication.objects.filter(kind="meeting").count() == 11


def test_command_refuses_in_production(db: None, settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="This is production"):
        generate_corpus("10")

    assert Publication.objects.count() == 0


@pytest.mark.parametrize("size", ["9", "-1", "100001"])
def test_command_refuses_a_size_out_of_reason(db: None, settings: Settings, size: str) -> None:
    settings.DEBUG = True

    with pytest.raises(CommandError, match="Ask for 10 to 100,000"):
        generate_corpus("--", size)
