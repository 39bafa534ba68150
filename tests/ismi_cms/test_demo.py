from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from editorial import audit
from editorial.choices import TextState
from editorial.clock import database_moment
from editorial.kinds import in_language
from editorial.models import AuditEntry, Edition, Publication, Release, Topic, Withdrawal
from editorial.printing import print_text
from ismi_cms.demo import loading
from ismi_cms.demo.content import items, moment, records
from ismi_cms.demo.loading import Office, load
from languages.choices import CODES
from news.models import NewsItem, Section
from tests.factories import draft, person

ZONE = ZoneInfo("Asia/Tashkent")
ITEMS = {item.key: item for item in items()}


def live_keys(language, at=None):
    keys = {item.opening_key: item.key for item in ITEMS.values()}
    live = Release.objects.live(at=at, language=language).newest_first()
    return [keys[release.publication.opening_key] for release in live]


def publication(key):
    return Publication.objects.get(opening_key=ITEMS[key].opening_key)


def rows():
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }


def test_each_language_shows_what_was_released_in_it(db):
    load()

    everywhere = ["tokyo-delegation", "connectivity-round-table"]
    assert {language: live_keys(language) for language in CODES} == {
        "uz": everywhere,
        "uz-cyrl": everywhere,
        "ru": ["kuala-lumpur-visit", *everywhere],
        "en": everywhere,
    }


def test_the_conference_goes_out_tomorrow_at_ten_in_tashkent(db):
    load()

    tomorrow = moment(database_moment().astimezone(ZONE).date(), -1, "10:00")
    assert {one.language: one.live.lower for one in Release.objects.ahead()} == dict.fromkeys(
        CODES, tomorrow
    )
    before = live_keys("en", at=tomorrow - timedelta(seconds=1))
    assert live_keys("en", at=tomorrow) == ["water-and-climate-conference", *before]


def test_the_report_waits_for_review_in_four_languages(db):
    load()

    edition = Edition.objects.open().get(publication=publication("border-trade-report"))
    assert [text.state for text in edition.text_rows.all()] == [TextState.IN_REVIEW] * 4
    assert not edition.releases.exists()


def test_the_correction_replaced_the_mistake_after_two_hours(db):
    load()

    item = ITEMS["connectivity-round-table"]
    for language in CODES:
        mistaken, corrected = Release.objects.filter(
            publication=publication(item.key), language=language
        ).order_by("live")
        told = item.correction[language]
        body = mistaken.content["text"]["body"]
        assert mistaken.live.upper == corrected.live.lower
        assert corrected.live.lower - mistaken.live.lower == timedelta(hours=2)
        assert corrected.first_shown_at == mistaken.live.lower
        assert (corrected.change, corrected.note) == ("correction", told["note"])
        assert body.count(told["was"]) == 1
        assert corrected.content["text"]["body"] == body.replace(told["was"], told["now"])


def test_the_announcement_was_public_until_its_withdrawal(db):
    load()

    item = ITEMS["young-analysts-school"]
    for language in CODES:
        release = Release.objects.get(publication=publication(item.key), language=language)
        notice = Withdrawal.objects.standing(language=language).get()
        assert notice.publication_id == release.publication_id
        assert notice.range.lower == release.live.upper
        assert notice.reason == "in_error"
        assert notice.explanation == item.withdrawal["explanation"][language]
        assert live_keys(language, at=release.live.lower) == [item.key]


def test_the_visit_to_be_translated_is_open_and_asks_the_translator(db):
    load()

    edition = Edition.objects.open().get(publication=publication("kuala-lumpur-visit"))
    text = edition.text_rows.get(language="en")
    assert (text.assignee.username, text.state) == ("translator", TextState.IN_WORK)
    assert set(print_text(edition, "en").values()) == {""}


def test_every_text_is_stored_as_its_file_has_it(db):
    load()

    first = {key: NewsItem.objects.get(publication=publication(key), number=1) for key in ITEMS}
    stored = {
        key: {
            language: {field: getattr(first[key], in_language(field, language)) for field in text}
            for language, text in item.texts.items()
        }
        for key, item in ITEMS.items()
    }
    assert stored == {key: item.texts for key, item in ITEMS.items()}


def test_each_language_is_written_by_somebody_who_writes_it(db):
    load()

    for edition in Edition.objects.all():
        for version in edition.versions.all():
            assert set(version.parts) - {"facts"} <= set(version.by.languages_written)


def test_the_record_of_what_was_done_is_unbroken(db):
    load()

    assert audit.first_break() is None
    assert Counter(AuditEntry.objects.values_list("verb", flat=True)) == {
        "start_edition": 7,
        "save_edition": 8,
        "submit": 4,
        "approve": 1,
        "release": 1,
        "backfill": 6,
    }


def test_people_have_their_roles_and_no_password(db):
    load()

    for told in records("user"):
        user = User.objects.get(username=told["username"])
        assert list(user.groups.values_list("name", flat=True)) == told["roles"]
        assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
            True,
            False,
            False,
        )


def test_sections_stand_in_the_order_of_their_file(db):
    load()

    assert [section.name_en for section in Section.objects.all()] == [
        "Meetings",
        "Research",
        "Institute news",
    ]


def test_topics_form_the_tree_of_their_file(db):
    load()

    assert dict(Topic.objects.exclude(parent=None).values_list("slug", "parent__slug")) == {
        "transport": "economy",
        "trade": "economy",
        "water": "climate",
    }


def test_a_second_load_changes_nothing(db, django_assert_num_queries):
    load()
    before = rows()

    # Two savepoints, the patience, the lock, and what is known already.
    with django_assert_num_queries(5):
        loaded = load()

    assert loaded == 0
    assert rows() == before


def test_what_people_renamed_stays_when_a_lost_item_is_loaded_again(db, monkeypatch):
    monkeypatch.setattr(loading, "items", lambda: items()[:5])
    load()
    Section.objects.filter(slug="meetings").update(name_ru="Переговоры")
    User.objects.filter(username="writer").update(last_name="Каримов")
    monkeypatch.setattr(loading, "items", items)

    loaded = load()

    assert loaded == 1
    assert Section.objects.get(slug="meetings").name_ru == "Переговоры"
    assert User.objects.get(username="writer").last_name == "Каримов"


@pytest.mark.parametrize("hour", [0, 4, 12, 23])
def test_at_any_hour_the_past_is_past_and_tomorrow_ahead(hour):
    now = datetime(2026, 11, 22, hour, tzinfo=ZONE)
    office = Office(User(), User(), User(), User(), now=now)

    past = [office.past(office.planned(item)) for item in ITEMS.values() if item.days_ago >= 0]

    assert [planned <= now for planned in past] == [True] * 5
    assert office.planned(ITEMS["water-and-climate-conference"]) == datetime(
        2026, 11, 23, 10, tzinfo=ZONE
    )


def test_an_item_of_today_whose_hour_has_not_come_went_out_yesterday(db, monkeypatch):
    early = replace(ITEMS["tokyo-delegation"], days_ago=0, time="23:59")
    monkeypatch.setattr(loading, "items", lambda: [early])

    load()

    assert live_keys("ru") == ["tokyo-delegation"]


def test_an_account_of_the_same_name_without_the_role_refuses_the_whole(db, settings):
    settings.DEBUG = True
    person(username="writer", desk_language="en")
    before = rows()

    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")

    assert str(refusal.value) == (
        "The demo was not loaded. "
        "Starting a piece is for another role: writer, editor, press secretary."
    )
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_load_once():
    counts = []

    def load_apart():
        try:
            counts.append(load())
        finally:
            connection.close()

    threads = [Thread(target=load_apart) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 6]
    assert Publication.objects.count() == 6


def test_the_command_says_how_much_it_loaded(db, settings):
    settings.DEBUG = True
    first, second, quiet = StringIO(), StringIO(), StringIO()

    call_command("load_demo", stdout=first)
    call_command("load_demo", stdout=second)
    call_command("load_demo", stdout=quiet, verbosity=0)

    assert first.getvalue() == "Loaded 6 news items of the demo.\n"
    assert second.getvalue() == "The demo is loaded already; nothing was changed.\n"
    assert quiet.getvalue() == ""


def test_production_refuses_the_demo_unless_it_is_meant(db, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")

    assert str(refusal.value) == (
        "This is production (DEBUG is off): the demo would publish invented news here. "
        "If that is meant, repeat the command with --yes."
    )
    assert Publication.objects.count() == 0
    assert User.objects.count() == 0


def test_an_empty_production_database_takes_the_demo_when_told_to(db, settings):
    settings.DEBUG = False

    call_command("load_demo", yes=True, verbosity=0)

    assert Publication.objects.count() == 6


def test_production_with_publications_refuses_the_demo_even_when_told_to(db, settings):
    settings.DEBUG = False
    draft(person(Role.WRITER))
    before = rows()

    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", yes=True)

    assert str(refusal.value) == (
        "This is production (DEBUG is off) and publications exist: the demo's invented news "
        "would stand among them. Load it into an empty database."
    )
    assert rows() == before
