"""Meetings by the verbs: sides, outcomes, what lacks and what contradicts, what is printed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from delegations.models import Person
from editorial import actions
from editorial.blockers import blockers
from editorial.contents.printing import keep_internal, print_facts, print_text
from editorial.models import Edition, Mention, Release, Version
from editorial.refusals import ClashOfWork, Refused
from events.models import Meeting, Outcome, Participant
from tests.delegations.factories import delegation, holder, institute, meeting, row
from tests.editorial.conftest import Office

HOST = {"key": "h", "side": "host", "role": "head"}
GUEST = {"key": "g", "side": "guest", "role": "head"}
NAMES = {
    "h": {"name": "Акрам Неъматов", "organisation_name": "Институт"},
    "g": {"name": "Патрик Бриан", "rank": "полковник"},
}


def whole(office: Office, **facts: Any) -> Edition:
    """Return a meeting that lacks nothing in Russian."""
    return meeting(
        office.writer, {"ru": {"participants": NAMES}}, participants=[HOST, GUEST], **facts
    )


def out(office: Office, edition: Edition) -> Release:
    """Return the Russian release of a meeting, made by three people."""
    token = Edition.objects.get(pk=edition.pk).token
    edition = actions.submit(edition=edition, by=office.writer, token=token, languages=["ru"])
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    (release,) = actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    return release


def lacking(office: Office, edition: Edition) -> list[str]:
    found = blockers(edition, "submit", ["ru"], by=office.writer)
    return [finding.sentence for finding in found.refusals]


def test_a_day_and_two_sides_are_enough(office: Office) -> None:
    edition = whole(office)
    assert (lacking(office, edition), str(edition.title_ru)) == ([], "Встреча: Институт — Франция")


def test_what_a_meeting_lacks_is_said_in_words(office: Office) -> None:
    edition = meeting(office.writer, starts_on=None, country="", participants=[GUEST])
    assert lacking(office, edition) == [
        "Русский: still to be written: day, host side, title, names of people (row 1)."
    ]


def test_a_postponed_meeting_needs_a_reason_for_readers(office: Office) -> None:
    edition = whole(office, status="postponed")
    assert lacking(office, edition) == [
        "Русский: still to be written: reason why it was postponed or cancelled."
    ]


def test_the_title_is_proposed_from_the_sides_in_each_language_that_knows_them(
    office: Office,
) -> None:
    organisation = institute()
    host = holder("Акрам Неъматов", "директор", organisation, name_en="Akram Nematov")
    edition = meeting(
        office.writer, participants=[{**HOST, "person": host.pk}, GUEST], form="round_table"
    )
    titles = [print_text(edition, language)["title"] for language in ("uz", "uz-cyrl", "ru", "en")]
    assert titles == [
        "Davra suhbati: Tadqiqotlar instituti — Fransiya",
        "",
        "Круглый стол: ИСМИ — Франция",
        "Round table: ISRS – France",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"participants": [HOST, {**HOST, "key": "x"}]},
            "A side has one head. Choose who it is; the others are members.",
        ),
        ({"ends_on": "2025-11-25"}, "The meeting ends before it begins. Check the two days."),
        (
            {"starts_at": "12:00", "ends_at": "11:00"},
            "The meeting ends before it begins. Check the two times.",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused(
    office: Office, facts: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused) as caught:
        meeting(office.writer, **facts)
    assert str(caught.value) == said


def test_a_link_to_what_is_no_delegation_is_refused(office: Office) -> None:
    other = whole(office)
    with pytest.raises(Refused) as caught:
        meeting(office.writer, delegations=[other.publication_id])
    assert caught.value.codes == ("unknown_record",)


def test_a_person_who_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        meeting(office.writer, participants=[{**HOST, "person": 999}])
    assert caught.value.codes == ("unknown_record",)


@pytest.mark.parametrize("rows", [[{"key": "Ы"}], [{"key": "a"}, {"key": "a"}]])
def test_rows_with_keys_that_no_form_draws_are_refused(office: Office, rows: Any) -> None:
    with pytest.raises(Refused) as caught:
        meeting(office.writer, participants=rows)
    assert caught.value.codes == ("unreadable_rows",)


def test_a_row_stands_among_the_public_or_the_internal_ones(office: Office) -> None:
    edition = whole(office, outcomes=[{"key": "s", "due_on": None}])
    with pytest.raises(Refused) as caught:
        actions.save_edition(
            edition=edition,
            by=office.writer,
            token=edition.token,
            internal={"outcomes": [internal("Итог")]},
        )
    assert caught.value.codes == ("unreadable_rows",)


def test_a_field_that_no_row_has_is_an_error(office: Office) -> None:
    with pytest.raises(KeyError):
        meeting(office.writer, participants=[{"colour": 1}])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_of_ours_has_is_refused(office: Office, day: str) -> None:
    with pytest.raises(Refused) as caught:
        meeting(office.writer, starts_on=day)
    assert str(caught.value) == "A day lies outside the years 1900 to 2199. Check the days."


def test_a_title_too_long_to_be_stored_is_not_proposed(office: Office) -> None:
    names = {key: {"name": "Имя", "organisation_name": "О" * 300} for key in ("h", "g")}
    edition = meeting(
        office.writer, {"ru": {"participants": names}}, participants=[HOST, GUEST], country=""
    )
    assert print_text(edition, "ru")["title"] == ""


def test_taking_out_the_last_row_of_a_list_is_a_change_of_every_text_that_told_of_it(
    office: Office,
) -> None:
    edition = whole(office, outcomes=[{"key": "p", "due_on": None}])
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"ru": {"outcomes": {"p": {"statement": "Итог"}}}},
    )
    actions.save_edition(
        edition=edition, by=office.editor, token=edition.token, facts={"outcomes": []}
    )
    version = Version.objects.latest("id")
    assert (version.by, version.parts) == (office.editor, ["facts", "ru"])


def test_a_row_without_a_key_gets_one_of_its_own(office: Office) -> None:
    edition = meeting(office.writer, participants=[{"side": "host"}, {"side": "guest"}])
    keys = [one["key"] for one in print_facts(edition)["participants"]]
    assert (len(set(keys)), {len(key) for key in keys}) == (2, {10})


def test_a_release_prints_everything_and_names_its_records(office: Office) -> None:
    person = Person.objects.create(name_ru="Патрик Бриан")
    visit = delegation(office.writer)
    edition = whole(
        office,
        starts_at="10:00",
        ends_at="11:30",
        delegations=[visit.publication_id],
    )
    actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        facts={"participants": [HOST, {**GUEST, "person": person.pk}]},
    )
    release = out(office, edition)
    assert release.content["facts"]["participants"][1] == {
        "key": "g",
        "side": "guest",
        "person": person.pk,
        "organisation": None,
        "role": "head",
        "attendance": "came",
    }
    assert release.content["text"]["participants"]["g"] == NAMES["g"]
    named = set(Mention.objects.values_list("record_type", "record_key"))
    assert named == {
        ("country", "FR"),
        ("delegation", str(visit.publication_id)),
        ("person", str(person.pk)),
    }
    assert (release.starts_at, release.ends_at) == (
        datetime(2025, 11, 26, 5, 0, tzinfo=UTC),
        datetime(2025, 11, 26, 6, 30, tzinfo=UTC),
    )


def test_a_day_without_a_time_is_the_whole_day_of_the_office(office: Office) -> None:
    release = out(office, whole(office, ends_on="2025-11-27"))
    assert (release.starts_at, release.ends_at) == (
        datetime(2025, 11, 25, 19, 0, tzinfo=UTC),
        datetime(2025, 11, 27, 19, 0, tzinfo=UTC),
    )


def internal(statement: str) -> dict[str, Any]:
    return {"key": "s", "due_on": "2026-03-01", "texts": {"ru": {"statement": statement}}}


def test_internal_outcomes_and_notes_never_reach_a_release(office: Office) -> None:
    edition = whole(office, outcomes=[{"key": "p", "due_on": None}])
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"ru": {"outcomes": {"p": {"statement": "Открытый итог"}}}},
        internal={"notes": "Тайная пометка", "outcomes": [internal("Тайный итог")]},
    )
    assert keep_internal(edition) == {
        "notes": "Тайная пометка",
        "outcomes": [internal("Тайный итог")],
    }
    release = out(office, edition)
    assert ("Тайн" in str(release.content), "Открытый итог" in str(release.content)) == (
        False,
        True,
    )
    assert release.content["facts"]["outcomes"] == [{"key": "p", "due_on": None}]


def test_the_next_edition_goes_on_with_rows_words_and_what_is_internal(office: Office) -> None:
    edition = whole(office)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        internal={"notes": "Пометка", "outcomes": [internal("Итог для своих")]},
    )
    before = (print_facts(edition), print_text(edition, "ru"), keep_internal(edition))
    out(office, edition)
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    assert (print_facts(opened), print_text(opened, "ru"), keep_internal(opened)) == before
    assert Participant.objects.filter(edition=edition).count() == 2
    assert Outcome.objects.filter(edition=opened, is_internal=True).count() == 1


def test_saving_the_same_rows_again_changes_nothing(office: Office) -> None:
    edition = whole(office)
    versions = Version.objects.count()
    again = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        facts={"participants": [HOST, GUEST], "starts_on": date(2025, 11, 26)},
        texts={"ru": {"participants": NAMES}},
    )
    assert (again.token, Version.objects.count()) == (edition.token, versions)


def test_two_people_change_different_rows_and_both_changes_stay(office: Office) -> None:
    edition = whole(office)
    token = edition.token
    for by, key, name in ((office.writer, "h", "А. Неъматов"), (office.editor, "g", "П. Бриан")):
        said = {**NAMES, key: {**NAMES[key], "name": name}}
        actions.save_edition(
            edition=edition, by=by, token=token, texts={"ru": {"participants": said}}
        )
    fresh = Meeting.objects.get(pk=edition.pk)
    names = [words["name"] for words in print_text(fresh, "ru")["participants"].values()]
    assert sorted(names) == ["А. Неъматов", "П. Бриан"]


def test_two_people_change_the_same_name_and_neither_is_lost(office: Office) -> None:
    edition = whole(office)
    mine = {**NAMES, "g": {"name": "Бриан Патрик"}}
    theirs = {**NAMES, "g": {"name": "П. Бриан"}}
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"participants": theirs}}
    )
    with pytest.raises(ClashOfWork) as caught:
        actions.save_edition(
            edition=edition, by=office.writer, token=1, texts={"ru": {"participants": mine}}
        )
    assert [(one.part, one.field, one.mine, one.theirs) for one in caught.value.clashes] == [
        ("ru", "participants/g/name", "Бриан Патрик", "П. Бриан")
    ]


def test_a_changed_name_voids_that_texts_approval_and_no_other(office: Office) -> None:
    names = {"participants": NAMES}
    edition = meeting(office.writer, {"ru": names, "en": names}, participants=[HOST, GUEST])
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru", "en"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru", "en"]
    )
    said = {**NAMES, "g": {"name": "Patrick Brian"}}
    actions.save_edition(
        edition=edition,
        by=office.translator,
        token=edition.token,
        texts={"en": {"participants": said}},
    )
    states = {text.language: text.state for text in edition.text_rows.all()}
    assert (states["ru"], states["en"]) == ("approved", "in_work")
    assert blockers(edition, "release", ["ru"], by=office.secretary).refusals == ()


def test_a_list_of_children_is_read_in_one_statement(
    office: Office, django_assert_num_queries: Any
) -> None:
    one = whole(office)
    three = meeting(office.writer, participants=[HOST, GUEST, row("x"), row("y")])
    for edition in (one, three):
        fresh = Meeting.objects.select_related("publication").get(pk=edition.pk)
        with django_assert_num_queries(2):
            for language in ("ru", "en"):
                print_text(fresh, language)


def test_a_title_that_only_follows_from_the_sides_leaves_no_work_behind(office: Office) -> None:
    host = {**HOST, "organisation": institute().pk}
    said = {"ru": {"participants": NAMES}}
    edition = meeting(office.writer, said, participants=[host, GUEST])
    assert print_text(edition, "uz")["title"] == "Uchrashuv: Tadqiqotlar instituti — Fransiya"
    out(office, edition)
    assert Meeting.objects.filter(publication=edition.publication_id).count() == 1


def test_what_somebody_wrote_in_another_language_goes_on_after_the_release(office: Office) -> None:
    edition = whole(office)
    token, texts = Edition.objects.get(pk=edition.pk).token, {"en": {"city": "Tashkent"}}
    actions.save_edition(edition=edition, by=office.writer, token=token, texts=texts)
    out(office, edition)
    latest = Meeting.objects.filter(publication=edition.publication_id).latest("number")
    assert (latest.is_open, latest.city_en, latest.title_uz) == (True, "Tashkent", "")
