"""Ending a public life, with a reason; and what it costs to come back."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from editorial import actions
from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Publication, Release, Text, Version, Withdrawal
from editorial.refusals import Refused
from editorial.signals import schedule_cancelled
from tests.editorial.conftest import Office
from tests.factories import approved, draft, person, printed, released, words


def withdraw(edition: Edition, office: Office, *languages: str, **given: object) -> None:
    """Withdraw these languages from the edition that the desk shows."""
    shown = Edition.objects.current().get(publication=edition.publication_id)
    actions.withdraw(
        edition=shown,
        by=office.secretary,
        token=shown.token,
        languages=languages or ["ru"],
        **{"reason": WithdrawalReason.IN_ERROR, **given},  # type: ignore[arg-type]
    )


def restore(edition: Edition, office: Office, *languages: str) -> Edition:
    """Begin to bring these languages back."""
    shown = Edition.objects.current().get(publication=edition.publication_id)
    return actions.restore(
        edition=shown, by=office.secretary, token=shown.token, languages=languages or ["ru"]
    )


def bilingual(office: Office) -> Edition:
    return released(
        office.writer,
        office.editor,
        office.secretary,
        "ru",
        "en",
        ru=words("Встреча"),
        en=words("Meeting"),
    )


def test_a_withdrawal_ends_the_release_at_the_moment_its_notice_begins(office: Office) -> None:
    edition = bilingual(office)
    withdraw(edition, office, explanation={"ru": "Дата названа неверно."})
    one = Withdrawal.objects.standing(language="ru").get()
    gone = Release.objects.get(language="ru")
    assert gone.live.upper == one.range.lower == one.withdrawn_at
    assert (one.reason, one.explanation, one.whole) == (
        "in_error",
        "Дата названа неверно.",
        False,
    )
    assert [live.language for live in Release.objects.live()] == ["en"]
    assert AuditEntry.objects.get(verb="withdraw").parts == ["ru"]


def test_withdrawing_every_live_language_is_a_whole_withdrawal(office: Office) -> None:
    withdraw(bilingual(office), office, "ru", "en")
    assert [one.whole for one in Withdrawal.objects.standing()] == [True, True]


def test_what_is_not_public_cannot_be_withdrawn(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        withdraw(draft(office.writer), office)
    assert refusal.value.codes == ("not_live",)


def test_withdrawing_twice_ends_in_a_sentence(office: Office) -> None:
    edition = bilingual(office)
    withdraw(edition, office)
    with pytest.raises(Refused) as refusal:
        withdraw(edition, office)
    assert refusal.value.codes == ("not_live",)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_withdrawal_needs_one_of_the_reasons(office: Office, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        withdraw(bilingual(office), office, reason=reason)
    assert refusal.value.codes == ("reason_missing",)
    assert Release.objects.live().count() == 2


def test_a_replaced_publication_names_another_one(office: Office) -> None:
    edition = bilingual(office)
    for redirect in (None, edition.publication):
        with pytest.raises(Refused) as refusal:
            withdraw(edition, office, reason=WithdrawalReason.REPLACED, redirect=redirect)
        assert refusal.value.codes == ("replacement_missing",)
    other: Publication = printed("en").publication
    with pytest.raises(Refused) as refusal:
        withdraw(edition, office, reason=WithdrawalReason.REPLACED, redirect=other)
    assert refusal.value.codes == ("replacement_not_live",)
    other = printed("ru").publication
    withdraw(edition, office, reason=WithdrawalReason.REPLACED, redirect=other)
    assert Withdrawal.objects.get().redirect == other


def test_work_in_the_open_edition_goes_on_but_its_approval_is_void(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    opened = Edition.objects.get(closed_at=None)
    actions.release(edition=opened, by=office.secretary, token=opened.token, languages=["en"])
    again = actions.start_edition(by=office.writer, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=office.writer,
        token=again.token,
        handling={"ru": {"change": "minor"}},
    )
    again = actions.submit(edition=again, by=office.writer, token=again.token, languages=["ru"])
    assert Text.objects.get(edition=again, language="ru").state == "approved"
    withdraw(edition, office, "ru")
    assert Text.objects.get(edition=again, language="ru").state == "in_review"
    again.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        actions.release(edition=again, by=office.secretary, token=again.token, languages=["ru"])
    assert refusal.value.codes == ("wrong_state", "not_approved")


def test_after_a_whole_withdrawal_the_facts_need_approval_too(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    withdraw(edition, office)
    again = restore(edition, office)
    again = actions.save_edition(
        edition=again,
        by=office.writer,
        token=again.token,
        handling={"ru": {"change": "minor"}},
    )
    again = actions.submit(edition=again, by=office.writer, token=again.token, languages=["ru"])
    again = actions.approve(edition=again, by=office.editor, token=again.token, parts=["ru"])
    with pytest.raises(Refused) as refusal:
        actions.release(edition=again, by=office.secretary, token=again.token, languages=["ru"])
    assert [(one.code, one.part) for one in refusal.value.refusals] == [("not_approved", "facts")]
    again = actions.approve(edition=again, by=office.editor, token=again.token, parts=["facts"])
    (out,) = actions.release(
        edition=again, by=office.secretary, token=again.token, languages=["ru"]
    )
    first = Release.objects.earliest("id")
    assert (out.change, out.first_shown_at) == ("update", first.first_shown_at)
    assert Withdrawal.objects.standing().count() == 0
    assert Withdrawal.objects.get().range.upper == out.live.lower


def test_an_editor_does_not_withdraw(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    with pytest.raises(Refused) as refusal:
        actions.withdraw(
            edition=edition,
            by=office.editor,
            token=edition.token,
            languages=["ru"],
            reason=WithdrawalReason.IN_ERROR,
        )
    assert refusal.value.codes == ("not_allowed",)


def test_a_first_release_a_moment_before_it_begins_can_be_stopped(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    moment = database_moment() + timedelta(hours=1)
    actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"], at=moment
    )
    told = []

    def hear(language: str, **_kwargs: object) -> None:
        told.append(language)

    schedule_cancelled.connect(hear)
    try:
        withdraw(edition, office)
    finally:
        schedule_cancelled.disconnect(hear)
    assert (Release.objects.count(), Withdrawal.objects.count(), told) == (0, 0, ["ru"])
    opened = Edition.objects.get(closed_at=None)
    assert Text.objects.get(edition=opened, language="ru").state == "approved"


def test_a_language_still_to_come_makes_a_withdrawal_less_than_whole(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    opened = Edition.objects.get(closed_at=None)
    actions.release(
        edition=opened,
        by=office.secretary,
        token=opened.token,
        languages=["en"],
        at=database_moment() + timedelta(hours=1),
    )
    withdraw(edition, office, "ru")
    assert Withdrawal.objects.get().whole is False


def test_who_restores_is_the_author_of_all_that_comes_back(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    withdraw(edition, office)
    again = restore(edition, office)
    assert Version.objects.get(edition=again).parts == ["facts", "ru"]
    assert Text.objects.get(edition=again, language="ru").change == "update"
    again = told(again, office)
    with pytest.raises(Refused) as refusal:
        actions.approve(
            edition=again, by=office.secretary, token=again.token, parts=["facts", "ru"]
        )
    assert refusal.value.codes == ("own_work", "own_work")
    again = actions.approve(
        edition=again, by=office.editor, token=again.token, parts=["facts", "ru"]
    )
    (out,) = actions.release(
        edition=again, by=office.secretary, token=again.token, languages=["ru"]
    )
    assert (out.change, out.note) == ("update", "Сверено с протоколом.")


def told(edition: Edition, office: Office) -> Edition:
    """Write the note of the return, and submit."""
    edition = actions.save_edition(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        handling={"ru": {"note": "Сверено с протоколом."}},
    )
    return actions.submit(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )


def test_whoever_wrote_what_was_withdrawn_does_not_approve_it_again(office: Office) -> None:
    person(Role.EDITOR)
    edition = released(office.editor, office.secretary, office.secretary)
    withdraw(edition, office)
    again = told(restore(edition, office), office)
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=again, by=office.editor, token=again.token, parts=["ru"])
    assert refusal.value.codes == ("own_work",)


def test_only_what_is_withdrawn_is_restored_and_with_no_edition_open(office: Office) -> None:
    edition = bilingual(office)
    withdraw(edition, office)
    with pytest.raises(Refused) as refusal:
        restore(edition, office, "ru", "en")
    assert refusal.value.codes == ("not_withdrawn",)
    restore(edition, office)
    with pytest.raises(Refused) as refusal:
        restore(edition, office)
    assert refusal.value.codes == ("open_already",)


def test_what_is_wholly_withdrawn_is_restored_not_gone_on_with(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    withdraw(edition, office)
    with pytest.raises(Refused) as refusal:
        actions.start_edition(by=office.writer, publication=edition.publication)
    assert refusal.value.codes == ("withdrawn",)


def test_the_explanation_is_amended_and_nothing_else(office: Office) -> None:
    edition = bilingual(office)
    withdraw(edition, office, "ru", "en", explanation={"ru": "Дата неверна."})
    was = Withdrawal.objects.get(language="ru")
    shown = Edition.objects.get(pk=edition.pk)
    said = {"ru": "Неверна дата встречи.", "en": ""}
    actions.amend_withdrawal(
        edition=shown, by=office.secretary, token=shown.token, explanation=said
    )
    now = Withdrawal.objects.get(language="ru")
    assert (now.explanation, now.range, now.reason) == (
        "Неверна дата встречи.",
        was.range,
        was.reason,
    )
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.parts, now.amended_at) == ("amend_withdrawal", ["ru"], entry.at)
    shown.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        actions.amend_withdrawal(
            edition=shown, by=office.secretary, token=shown.token, explanation=said
        )
    assert refusal.value.codes == ("nothing_new",)


def test_a_replacement_never_leads_round_in_a_circle(office: Office) -> None:
    one, two = (released(office.writer, office.editor, office.secretary) for _ in range(2))
    withdraw(one, office, reason=WithdrawalReason.REPLACED, redirect=two.publication)
    with pytest.raises(Refused) as refusal:
        withdraw(two, office, reason=WithdrawalReason.REPLACED, redirect=one.publication)
    assert refusal.value.codes == ("replacement_not_live",)
