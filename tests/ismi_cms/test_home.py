"""The desk's home page: what waits for whom, and what everybody sees of what is out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from ismi_cms.home import Home
from tests.delegations.factories import meeting, row
from tests.factories import approved, draft, person, released, words


@pytest.fixture
def writer(db: None) -> User:
    return person(Role.WRITER, username="writer", desk_language="en")


@pytest.fixture
def editor(db: None) -> User:
    return person(Role.EDITOR, username="editor", desk_language="en")


@pytest.fixture
def secretary(db: None) -> User:
    return person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")


def shelf(by: User, name: str) -> list[tuple[str, list[str], str]]:
    """Return the lines of a list: title, languages, what is said."""
    with translation.override("en"):
        (found,) = [one for one in Home(User.objects.get(pk=by.pk)).shelves if one.name == name]
    return [(line.title, [one.code for one in line.languages], line.note) for line in found.lines]


def submitted(by: User, *languages: str, **texts: dict[str, str]) -> int:
    edition = draft(by, **texts)
    actions.submit(edition=edition, by=by, token=1, languages=languages or ("ru",))
    return edition.publication_id


def test_a_text_in_review_waits_for_whoever_reads_its_language(writer: User, editor: User) -> None:
    submitted(writer, "ru", "en", ru=words("Встреча"), en=words("Meeting"))
    assert shelf(editor, "review") == [("Meeting", ["ru", "en"], "just now")]
    only_english = person(Role.EDITOR, reads=["en"])
    assert shelf(only_english, "review") == [("Meeting", ["en"], "just now")]


def test_meetings_of_one_title_are_told_apart_by_their_day(
    writer: User, editor: User, client: Client
) -> None:
    people = {"g": {"name": "P. Brian"}, "h": {"name": "A. Petit", "organisation_name": "ISRS"}}
    sides = [row("h", side="host", role="head"), row("g", side="guest", role="head")]
    said = {"en": {"participants": people}}
    met = meeting(writer, said, participants=sides, starts_on="2025-11-26")
    actions.submit(edition=met, by=writer, token=met.token, languages=["en"])
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert page.count("<span>Meeting, 26 November 2025</span>") == 1


def test_nobody_is_asked_to_approve_what_he_submitted(editor: User, writer: User) -> None:
    submitted(editor)
    assert shelf(editor, "review") == []
    assert "review" not in [one.name for one in Home(writer).shelves]


def test_facts_changed_after_their_approval_wait_too(writer: User, editor: User) -> None:
    edition = approved(writer, editor)
    assert shelf(editor, "review") == []
    actions.save_edition(
        edition=edition, by=writer, token=edition.token, facts={"countries": ["FR"]}
    )
    assert shelf(editor, "review") == [("Встреча", [], "the facts are not approved")]


def test_facts_that_nobody_approved_yet_wait_with_their_approved_text(
    writer: User, editor: User, secretary: User
) -> None:
    edition = draft(writer)
    actions.submit(edition=edition, by=writer, token=1, languages=["ru"])
    actions.approve(edition=edition, by=editor, token=2, parts=["ru"])
    line = ("Встреча", [], "the facts are not approved")
    assert (shelf(editor, "review"), shelf(secretary, "review")) == ([line], [line])
    assert shelf(secretary, "release") == []


def test_what_is_approved_waits_for_whoever_may_release(
    writer: User, editor: User, secretary: User
) -> None:
    edition = approved(writer, editor, "ru", "en", ru=words("Встреча"), en=words("Meeting"))
    assert shelf(secretary, "release") == [("Meeting", ["ru", "en"], "just now")]
    assert shelf(secretary, "review") == []
    assert "release" not in [one.name for one in Home(editor).shelves]
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"])
    assert shelf(secretary, "release") == [("Meeting", ["en"], "just now")]


def test_what_is_scheduled_waits_for_nobody(writer: User, editor: User, secretary: User) -> None:
    edition = approved(writer, editor)
    later = database_moment() + timedelta(days=2)
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"], at=later)
    again = actions.start_edition(by=writer, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=writer,
        token=1,
        texts={"ru": {"lead": "Дополнено."}},
        handling={"ru": {"change": "minor"}},
    )
    again = actions.submit(edition=again, by=writer, token=again.token, languages=["ru"])
    actions.approve(edition=again, by=editor, token=again.token, parts=["ru"])
    assert shelf(secretary, "release") == []


def test_nobody_is_asked_to_approve_what_he_wrote_and_another_submitted(
    writer: User, editor: User, secretary: User
) -> None:
    edition = draft(editor)
    actions.submit(edition=edition, by=writer, token=1, languages=["ru"])
    assert shelf(editor, "review") == []
    assert shelf(secretary, "review") == [("Встреча", ["ru"], "just now")]


def test_whoever_submitted_another_s_text_may_be_asked_to_approve_it(
    writer: User, editor: User
) -> None:
    edition = draft(writer)
    actions.submit(edition=edition, by=editor, token=1, languages=["ru"])
    assert shelf(editor, "review") == [("Встреча", ["ru"], "just now")]


def test_what_readers_have_unchanged_is_nobody_s_draft(
    writer: User, editor: User, secretary: User
) -> None:
    edition = approved(writer, editor, ru=words("Встреча"), en=words("Meeting"))
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"])
    assert shelf(secretary, "mine") == []
    opened = edition.publication.editions.get(closed_at=None)
    actions.save_edition(
        edition=opened, by=secretary, token=opened.token, texts={"ru": {"lead": "Дополнено."}}
    )
    assert shelf(secretary, "mine") == [("Meeting", ["ru"], "your draft")]


def test_a_text_sent_back_comes_first_with_the_reason(writer: User, editor: User) -> None:
    edition = draft(writer)
    actions.submit(edition=edition, by=writer, token=1, languages=["ru"])
    assert shelf(writer, "mine") == []
    actions.send_back(edition=edition, by=editor, token=2, languages=["ru"], reason="Имя с ошибкой")
    assert shelf(writer, "mine") == [("Встреча", ["ru"], "sent back: Имя с ошибкой")]


def test_a_text_given_to_someone_is_on_his_page_and_on_no_other(writer: User) -> None:
    translator = person(Role.TRANSLATOR, writes=["en"], desk_language="en")
    edition = draft(writer)
    actions.save_edition(
        edition=edition, by=writer, token=1, handling={"en": {"assignee": translator.pk}}
    )
    assert shelf(translator, "mine") == [("Встреча", ["en"], "given to you")]
    assert shelf(writer, "mine") == [("Встреча", ["ru"], "your draft")]
    assert shelf(person(Role.WRITER), "mine") == []


def test_what_is_scheduled_is_shown_by_its_moment_and_what_is_live_by_its_age(
    writer: User, editor: User, secretary: User
) -> None:
    released(writer, editor, secretary, ru=words("Вышло"))
    edition = approved(writer, editor, ru=words("Выйдет"))
    later = database_moment().replace(hour=7, minute=0, second=0) + timedelta(days=2)
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"], at=later)
    (line,) = shelf(writer, "next")
    assert (line[0], line[1], line[2][-5:]) == ("Выйдет", ["ru"], "12:00")
    assert shelf(writer, "live") == [("Вышло", ["ru"], "just now")]


def test_an_empty_office_says_so_in_words(secretary: User) -> None:
    with translation.override("en"):
        said = [(one.name, one.empty) for one in Home(secretary).shelves if not one.lines]
    assert said == [
        ("review", "Nothing waits for you."),
        ("release", "No approved text is waiting to go out."),
        ("mine", "Nothing is assigned to you."),
        ("next", "Nothing is scheduled."),
        ("live", "Nothing is public yet."),
    ]


def test_a_line_leads_to_its_language(writer: User, editor: User) -> None:
    submitted(writer, "en", en=words("Meeting"))
    ((line,),) = [one.lines for one in Home(editor).shelves if one.name == "review"]
    assert line.address == f"/admin/news/newsitem/{line.edition}/change/#language-en"


def test_the_page_offers_a_beginning_of_each_kind_to_whoever_may_write(writer: User) -> None:
    client = Client()
    client.force_login(writer)
    ways = client.get("/admin/").context["new"]
    assert [way["address"] for way in ways] == [
        "/admin/news/newsitem/add/",
        "/admin/events/meeting/add/",
        "/admin/delegations/delegation/add/",
        "/admin/intake/",
    ]
    client.force_login(person(Role.TRANSLATOR, writes=["en"]))
    assert client.get("/admin/").context["new"] == []


def test_the_page_costs_as_much_with_three_rows_in_each_list_as_with_one(
    writer: User, editor: User, secretary: User, django_assert_num_queries
) -> None:
    def one_more_of_each() -> None:
        submitted(writer)
        released(writer, editor, secretary)
        edition = approved(writer, editor)
        later = database_moment() + timedelta(days=2)
        actions.release(
            edition=edition, by=secretary, token=edition.token, languages=["ru"], at=later
        )
        edition = approved(writer, editor)
        actions.save_edition(
            edition=edition, by=writer, token=edition.token, facts={"countries": ["FR"]}
        )
        approved(writer, editor)
        draft(secretary)

    one_more_of_each()
    client = Client()
    client.force_login(secretary)
    client.get("/admin/")
    with django_assert_num_queries(27):
        client.get("/admin/")
    one_more_of_each()
    one_more_of_each()
    with django_assert_num_queries(27):
        client.get("/admin/")
