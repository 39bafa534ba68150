"""What readers are told of a change: approved like the words, and never lost."""

from datetime import timedelta

import pytest

from editorial import actions
from editorial.clock import database_moment
from editorial.models import Edition, Release, Text
from editorial.refusals import Refused
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.test_releasing import next_approved, release
from tests.factories import released, words

NOTE = "Исправлена должность гостя."


def handled(edition: Edition, office: Office, **handling: str) -> Edition:
    """Save how the Russian text will go out, as the writer."""
    return actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, handling={"ru": handling}
    )


def submitted(edition: Edition, office: Office) -> Text:
    actions.submit(edition=edition, by=office.writer, token=edition.token, languages=["ru"])
    return Text.objects.get(edition=edition, language="ru")


def reopened(office: Office) -> Edition:
    """Return the next edition of an item that is live in Russian."""
    edition = released(office.writer, office.editor, office.secretary)
    return actions.start_edition(by=office.writer, publication=edition.publication)


def test_a_note_written_under_a_minor_change_is_not_printed_on_return(office: Office) -> None:
    edition = Edition.objects.get(pk=released(office.writer, office.editor, office.secretary).pk)
    actions.withdraw(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )
    edition.refresh_from_db()
    opened = actions.restore(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    opened = handled(opened, office, change="minor", note="Никем не прочитано")
    submitted(opened, office)
    opened.refresh_from_db()
    opened = actions.approve(
        edition=opened, by=office.editor, token=opened.token, parts=["facts", "ru"]
    )
    (out,) = release(opened, office)
    assert (out.change, out.note) == ("update", "")


def test_a_correction_note_on_unchanged_words_needs_a_second_person(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    opened = actions.start_edition(by=office.secretary, publication=edition.publication)
    opened = actions.save_edition(
        edition=opened,
        by=office.secretary,
        token=opened.token,
        handling={"ru": {"change": "correction", "note": NOTE}},
    )
    opened = actions.submit(
        edition=opened, by=office.secretary, token=opened.token, languages=["ru"]
    )
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=opened, by=office.secretary, token=opened.token, parts=["ru"])
    assert refusal.value.codes == ("own_work",)


def test_an_approved_correction_does_not_go_out_in_silence(office: Office) -> None:
    opened = reopened(office)
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        texts={"ru": words("Исправленная встреча")},
        handling={"ru": {"change": "correction", "note": NOTE}},
    )
    submitted(opened, office)
    opened.refresh_from_db()
    opened = actions.approve(edition=opened, by=office.editor, token=opened.token, parts=["ru"])
    opened = handled(opened, office, change="minor", note="")
    assert submitted(opened, office).state == "in_review"


def test_a_task_and_a_note_of_another_language_go_on_after_a_release(office: Office) -> None:
    edition = released(
        office.writer,
        office.editor,
        office.secretary,
        "ru",
        "en",
        ru=words("Встреча"),
        en=words("Meeting"),
    )
    opened = next_approved(edition, office, "Вторая", change="minor")
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        handling={
            "en": {
                "assignee": office.translator.pk,
                "change": "update",
                "note": "The list of guests is complete.",
            }
        },
    )
    release(opened, office)
    third = Edition.objects.get(closed_at=None)
    text = Text.objects.get(edition=third, language="en")
    assert (text.assignee, text.change, text.note) == (
        office.translator,
        "update",
        "The list of guests is complete.",
    )


def test_a_return_to_the_live_words_over_a_scheduled_text_goes_on(office: Office) -> None:
    edition = released(
        office.writer,
        office.editor,
        office.secretary,
        "ru",
        "en",
        ru=words("Встреча"),
        en=words("Meeting"),
    )
    second = actions.start_edition(by=office.writer, publication=edition.publication)
    second = actions.save_edition(
        edition=second,
        by=office.writer,
        token=second.token,
        texts={"en": words("Another meeting")},
        handling={"en": {"change": "minor"}},
    )
    second = actions.submit(edition=second, by=office.writer, token=second.token, languages=["en"])
    second = actions.approve(edition=second, by=office.editor, token=second.token, parts=["en"])
    release(second, office, "en", at=database_moment() + timedelta(hours=1))
    third = actions.start_edition(by=office.writer, publication=edition.publication)
    third = actions.save_edition(
        edition=third,
        by=office.writer,
        token=third.token,
        texts={"en": words("Meeting"), "ru": words("Третья")},
        handling={"ru": {"change": "minor"}},
    )
    third = actions.submit(edition=third, by=office.writer, token=third.token, languages=["ru"])
    third = actions.approve(edition=third, by=office.editor, token=third.token, parts=["ru"])
    release(third, office)
    assert NewsItem.objects.get(closed_at=None).headline_en == "Meeting"


class TestCancellingIntoAnOpenEdition:
    """A schedule is cancelled while the next edition has work of its own."""

    @pytest.fixture
    def second(self, office: Office) -> Edition:
        edition = released(office.writer, office.editor, office.secretary)
        second = next_approved(edition, office, "Вторая", change="correction", note=NOTE)
        release(second, office, at=database_moment() + timedelta(hours=1))
        return Edition.objects.get(pk=second.pk)

    def cancelled(self, second: Edition, office: Office) -> Edition:
        return actions.cancel_schedule(
            edition=second, by=office.secretary, token=second.token, languages=["ru"]
        )

    def test_a_newer_note_stays(self, office: Office, second: Edition) -> None:
        opened = actions.start_edition(by=office.writer, publication=second.publication)
        handled(opened, office, change="update", note="Лучшее примечание")
        opened = self.cancelled(second, office)
        text = Text.objects.get(edition=opened, language="ru")
        assert (text.change, text.note, text.state) == (
            "update",
            "Лучшее примечание",
            "in_work",
        )

    def test_what_came_back_can_be_taken_out_again(self, office: Office, second: Edition) -> None:
        actions.start_edition(by=office.writer, publication=second.publication)
        opened = self.cancelled(second, office)
        handled(opened, office, change="minor", note="")
        text = Text.objects.get(edition=opened, language="ru")
        assert (text.change, text.note, text.state) == ("minor", "", "in_work")

    def test_its_facts_do_not_come_back_once_it_is_discarded(
        self, office: Office, second: Edition
    ) -> None:
        opened = self.cancelled(second, office)
        opened = actions.save_edition(
            edition=opened,
            by=office.writer,
            token=opened.token,
            facts={"countries": ["FR"]},
        )
        actions.discard(edition=opened, by=office.writer, token=opened.token)
        fourth = actions.start_edition(by=office.writer, publication=second.publication)
        fourth = NewsItem.objects.get(pk=fourth.pk)
        assert (fourth.countries, fourth.headline_ru) == ([], "Встреча")

    def test_an_old_form_does_not_cancel_a_later_schedule(
        self, office: Office, second: Edition
    ) -> None:
        opened = self.cancelled(second, office)
        release(opened, office, at=database_moment() + timedelta(hours=2))
        with pytest.raises(Refused) as refusal:
            self.cancelled(second, office)
        assert refusal.value.codes == ("stale",)
        assert Release.objects.ahead().count() == 1
