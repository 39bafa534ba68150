"""Which buttons a person sees, which of them are greyed, and the reason beside them."""

from datetime import timedelta

from django.utils import translation

from accounts.models import User
from editorial import actions
from editorial.clock import database_moment
from editorial.desk.panel import Panel
from editorial.four_eyes import Review
from editorial.models import Edition
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.factories import approved, draft, released, words


def panel(edition: Edition, by: User) -> Panel:
    row = NewsItem.objects.get(pk=edition.pk)
    texts = {text.language: text for text in row.text_rows.all()}
    return Panel(Review(row, texts, database_moment()), User.objects.get(pk=by.pk))


def buttons(edition: Edition, by: User, language: str = "ru") -> list[tuple[str, list[str]]]:
    """Return the buttons of a language with the codes of what greys them."""
    with translation.override("en"):
        [row] = [r for r in panel(edition, by).language_rows if r.language.code == language]
    return [(button.value, [one.code for one in button.reasons]) for button in row.buttons]


def test_whoever_wrote_is_offered_to_submit(office: Office) -> None:
    assert buttons(draft(office.writer), office.writer) == [("submit:ru", [])]


def test_an_unfinished_text_says_what_is_lacking(office: Office) -> None:
    edition = draft(office.writer, ru={"headline": "Встреча"})
    assert buttons(edition, office.writer) == [("submit:ru", ["incomplete"])]


def test_a_translator_is_offered_his_language_only(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча"), en=words("Meeting"))
    assert buttons(edition, office.translator, "ru") == []
    assert buttons(edition, office.translator, "en") == [("submit:en", [])]


def test_the_next_step_is_shown_to_whoever_may_not_take_it(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    assert buttons(edition, office.writer) == [("approve:ru", ["not_allowed"])]
    edition = actions.approve(edition=edition, by=office.editor, token=2, parts=["ru", "facts"])
    assert buttons(edition, office.editor) == [
        ("release:ru", ["not_allowed"]),
        ("send_back:ru", []),
    ]


def test_whoever_may_both_has_one_button_for_both(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    assert buttons(edition, office.secretary) == [
        ("approve_and_release:ru", []),
        ("approve_and_release_at:ru", []),
        ("approve:ru,facts", []),
        ("send_back:ru", []),
    ]


def test_facts_changed_after_an_approval_are_approved_with_the_release(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"countries": ["JP"]}
    )
    assert buttons(edition, office.secretary)[0] == ("approve_and_release:ru", [])
    assert buttons(edition, office.editor)[0] == ("release:ru", ["not_allowed"])


def test_the_author_s_own_button_is_greyed_with_the_reason_once(office: Office) -> None:
    edition = draft(office.secretary)
    edition = actions.submit(edition=edition, by=office.secretary, token=1, languages=["ru"])
    shown = panel(edition, office.secretary)
    [row] = [row for row in shown.language_rows if row.language.code == "ru"]
    assert dict(buttons(edition, office.secretary))["approve_and_release:ru"] == [
        "own_work",
        "own_work",
    ]
    assert len(row.reasons) == 2


def test_an_editor_who_wrote_the_facts_is_offered_the_text_alone(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition, by=office.editor, token=1, facts={"countries": ["JP"]}
    )
    edition = actions.submit(edition=edition, by=office.writer, token=2, languages=["ru"])
    assert buttons(edition, office.editor) == [("approve:ru", []), ("send_back:ru", [])]
    assert [b.value for b in panel(edition, office.editor).facts_row.buttons] == ["approve:facts"]


def test_facts_are_approved_by_name(office: Office) -> None:
    row = panel(approved(office.writer, office.editor), office.writer).facts_row
    assert (row.is_approved, row.approved_by, row.buttons) == (True, ["editor"], [])


def test_languages_that_are_ready_go_out_together(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    assert [b.value for b in panel(edition, office.secretary).together.buttons] == ["release:ru,en"]
    assert panel(edition, office.writer).together.buttons == []


def test_what_readers_have_already_is_greyed_until_a_change_is_told(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    assert buttons(following, office.writer) == [("submit:ru", ["change_unsaid"])]
    assert buttons(following, office.secretary) == [
        ("submit:ru", ["change_unsaid"]),
        ("withdraw:ru", []),
    ]


def test_changed_facts_make_a_released_text_due(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    actions.save_edition(edition=following, by=office.writer, token=1, facts={"countries": ["JP"]})
    assert buttons(following, office.writer) == [("submit:ru", ["change_unsaid"])]


def test_a_closed_edition_offers_a_new_one_and_withdrawal(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    shown = panel(edition, office.secretary)
    assert buttons(edition, office.secretary) == [("withdraw:ru", [])]
    assert [button.value for button in shown.edition_row.buttons] == ["start_edition:"]
    assert panel(edition, office.translator).edition_row.buttons == []


def test_the_whole_panel_costs_a_fixed_number_of_statements(
    office: Office, django_assert_num_queries
) -> None:
    one = draft(office.writer)
    one = actions.submit(edition=one, by=office.writer, token=1, languages=["ru"])
    four = draft(office.writer, **{code: words("Title") for code in ("ru", "uz", "en")})
    four = actions.submit(edition=four, by=office.writer, token=1, languages=["ru", "uz", "en"])
    for edition in (one, four):
        shown = panel(edition, office.secretary)
        with django_assert_num_queries(11):
            assert len(shown.language_rows) == 4
            assert shown.facts_row.is_approved is False
            assert shown.edition_row.buttons
            assert shown.together is not None


def test_a_discarded_edition_s_languages_say_so(office: Office) -> None:
    edition = draft(office.writer)
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    with translation.override("en"):
        rows = panel(edition, office.writer).language_rows
        assert [row.mark.states for row in rows if row.mark] == ["discarded"] * 4


def test_a_discarded_edition_s_live_language_is_live_and_nothing_else(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    actions.discard(edition=following, by=office.writer, token=following.token)
    marks = {row.language.code: row.mark for row in panel(following, office.writer).language_rows}
    assert {code: mark.codes for code, mark in marks.items() if mark} == {
        "uz": ("discarded",),
        "uz-cyrl": ("discarded",),
        "ru": ("live",),
        "en": ("discarded",),
    }


def test_what_is_scheduled_may_be_moved_cancelled_and_nothing_else(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    edition = NewsItem.objects.get(pk=edition.pk)
    assert buttons(edition, office.secretary) == [("reschedule:ru", []), ("cancel_schedule:ru", [])]
    assert buttons(edition, office.editor) == []


def test_before_it_goes_out_the_panel_says_what_is_wrong_with_it(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    opened = actions.save_edition(
        edition=opened, by=office.writer, token=opened.token, texts={"ru": words("Новее")}
    )
    with translation.override("en"):
        (said,) = (row.ahead for row in panel(opened, office.writer).language_rows if row.scheduled)
        assert [str(one) for one in said] == [
            "Русский: a newer text is being written in edition 2. The one that goes out is older."
        ]


def test_what_is_withdrawn_may_be_restored_and_its_notice_amended(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    edition = NewsItem.objects.get(pk=edition.pk)
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )
    assert buttons(edition, office.secretary) == [("amend_withdrawal:ru", []), ("restore:ru", [])]
    (start,) = panel(edition, office.writer).edition_row.buttons
    assert [one.code for one in start.reasons] == ["withdrawn"]


def test_what_went_out_unreviewed_waits_for_another_to_confirm_it(office: Office) -> None:
    edition = draft(office.deputy)
    actions.release_unreviewed(
        edition=edition,
        by=office.deputy,
        token=edition.token,
        languages=["ru"],
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    edition = NewsItem.objects.get(pk=edition.pk)
    assert buttons(edition, office.secretary) == [
        ("confirm_unreviewed:ru", []),
        ("withdraw:ru", []),
    ]
    assert buttons(edition, office.deputy) == [("withdraw:ru", [])]
    (row,) = (row for row in panel(edition, office.editor).language_rows if row.unreviewed)
    assert (row.language.code, row.unreviewed.on_whose_word) == ("ru", "Директор")
