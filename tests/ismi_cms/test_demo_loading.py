"""How the demo is loaded: once, by one process, into a place that is meant for it."""

from dataclasses import replace
from datetime import datetime
from io import StringIO
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from delegations.models import Organisation, Person
from editorial.models import Publication, Release, Topic
from ismi_cms.demo import loading
from ismi_cms.demo.content import pieces, records
from ismi_cms.demo.loading import Office, load
from languages.choices import CODES
from news.models import Section
from tests.factories import draft, person

ZONE = ZoneInfo("Asia/Tashkent")
PIECES = {piece.key: piece for piece in pieces()}


def told(monkeypatch, *keys, **changes):
    """Let the demo be these pieces alone, without pictures, which take time."""
    found = [
        replace(
            piece,
            facts={name: fact for name, fact in piece.facts.items() if name != "cover"},
            **changes,
        )
        for piece in pieces()
        if piece.key in keys
    ]
    monkeypatch.setattr(loading, "pieces", lambda: found)


def rows():
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }


def test_what_people_renamed_stays_when_a_lost_piece_is_loaded_again(db, monkeypatch):
    told(monkeypatch, "tokyo-institute-delegation")
    load()
    Section.objects.filter(slug="meetings").update(name_ru="Переговоры")
    User.objects.filter(username="writer").update(last_name="Каримов")
    Person.objects.filter(name_en="Ayako Taguchi").update(name_ru="Аяко Тагучи")
    Organisation.objects.filter(short_name_en="ISRS").update(short_name_ru="Институт")
    before = Person.objects.count(), Organisation.objects.count()
    told(monkeypatch, "tokyo-institute-delegation", "tokyo-institute-meeting")

    loaded = load()

    assert loaded == 1
    assert Section.objects.get(slug="meetings").name_ru == "Переговоры"
    assert User.objects.get(username="writer").last_name == "Каримов"
    assert (Person.objects.count(), Organisation.objects.count()) == before
    words = Release.objects.get(kind="meeting", language="ru").content["text"]
    assert words["title"] == "Встреча: Институт — Япония"
    assert words["participants"]["taguchi"]["name"] == "Аяко Тагучи"


def test_people_have_their_roles_and_no_password(db, monkeypatch):
    told(monkeypatch, "hamburg-delegation")

    load()

    for one in records("user"):
        user = User.objects.get(username=one["username"])
        assert list(user.groups.values_list("name", flat=True)) == one["roles"]
        assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
            True,
            False,
            False,
        )


def test_sections_stand_in_the_order_of_their_file(db, monkeypatch):
    told(monkeypatch, "hamburg-delegation")

    load()

    assert [section.name_en for section in Section.objects.all()] == [
        "Meetings",
        "Research",
        "Institute news",
    ]


def test_topics_form_the_tree_of_their_file(db, monkeypatch):
    told(monkeypatch, "hamburg-delegation")

    load()

    assert dict(Topic.objects.exclude(parent=None).values_list("slug", "parent__slug")) == {
        "transport": "economy",
        "trade": "economy",
        "water": "climate",
    }


def test_an_organisation_has_a_new_name_and_another_is_a_part(db, monkeypatch):
    told(monkeypatch, "hamburg-delegation")

    load()

    renamed = Organisation.objects.exclude(renamed_from=None).get()
    part = Organisation.objects.exclude(parent=None).get()
    assert (renamed.short_name_en, renamed.renamed_from.short_name_en) == (
        "Dala Centre",
        "Dala Laboratory",
    )
    assert (part.short_name_en, part.parent.name_en) == (
        "Water Data Laboratory",
        "Hamburg Institute for Energy and Climate",
    )


@pytest.mark.parametrize("hour", [0, 4, 12, 23])
def test_at_any_hour_the_past_is_past_and_tomorrow_ahead(hour):
    now = datetime(2026, 11, 22, hour, tzinfo=ZONE)
    office = Office(User(), User(), User(), User(), now=now)
    begun = [piece for piece in PIECES.values() if piece.stage in ("released", "changed")]

    past = [office.past(office.planned(piece)) for piece in begun]

    assert [planned <= now for planned in past] == [True] * len(begun)
    assert office.planned(PIECES["water-and-climate-conference"]) == datetime(
        2026, 11, 23, 10, tzinfo=ZONE
    )


def test_an_item_of_today_whose_hour_has_not_come_went_out_yesterday(db, monkeypatch):
    told(monkeypatch, "border-trade-report", stage="released", day=0, time="23:59")

    load()

    assert {release.language for release in Release.objects.live()} == set(CODES)


def test_a_key_that_nobody_bears_is_an_error(db, monkeypatch):
    told(monkeypatch, "tokyo-institute-meeting")

    with pytest.raises(KeyError):
        load()


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
def test_two_loads_at_once_load_once(monkeypatch):
    told(monkeypatch, "hamburg-delegation", "dala-laboratory-delegation")
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

    assert sorted(counts) == [0, 2]
    assert Publication.objects.count() == 2


def test_the_command_says_how_much_it_loaded(db, settings, monkeypatch):
    settings.DEBUG = True
    told(monkeypatch, "hamburg-delegation", "dala-laboratory-delegation")
    first, second, quiet = StringIO(), StringIO(), StringIO()

    call_command("load_demo", stdout=first)
    call_command("load_demo", stdout=second)
    call_command("load_demo", stdout=quiet, verbosity=0)

    assert first.getvalue() == "Loaded 2 publications of the demo.\n"
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


def test_an_empty_production_database_takes_the_demo_when_told_to(db, settings, monkeypatch):
    settings.DEBUG = False
    told(monkeypatch, "hamburg-delegation")

    call_command("load_demo", yes=True, verbosity=0)

    assert Publication.objects.count() == 1


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
