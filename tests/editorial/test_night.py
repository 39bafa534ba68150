"""Releasing what nobody has reviewed, and standing by it later. W-18."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.models import Approval, AuditEntry, Edition, Release, Text, Unreviewed
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.factories import approved, draft, on_duty, person, released, words


def release_unreviewed(edition: Edition, by: User, *languages: str, **given: Any) -> list[Release]:
    """Release as the rules of the night want it, but for what is given otherwise."""
    return actions.release_unreviewed(
        edition=edition,
        by=by,
        token=edition.token,
        languages=languages or ["ru"],
        **{
            "reason": "event",
            "on_whose_word": "Директор",
            "sign_in_confirmed_at": database_moment(),
            **given,
        },
    )


def confirm(edition: Edition, by: User) -> None:
    actions.confirm_unreviewed(edition=edition, by=by, token=edition.token, languages=["ru"])


def out_at_night(office: Office) -> Edition:
    """Return the closed edition of a piece that the deputy wrote and released alone."""
    edition = draft(office.deputy)
    release_unreviewed(edition, office.deputy)
    return Edition.objects.get(pk=edition.pk)


def test_w18_who_is_on_duty_releases_alone_and_it_stands_as_unreviewed(office: Office) -> None:
    edition = draft(office.deputy)
    (out,) = release_unreviewed(edition, office.deputy)
    standing = Unreviewed.objects.get()
    assert Release.objects.live().get() == out
    assert (standing.release, standing.reason, standing.on_whose_word, standing.by) == (
        out,
        "event",
        "Директор",
        office.deputy,
    )
    assert standing.confirmed_at is None
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.parts, entry.detail["on_whose_word"]) == (
        "release_unreviewed",
        ["ru"],
        "Директор",
    )
    assert not Edition.objects.get(pk=edition.pk).is_open


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DUTY])
def test_w18_no_lasting_role_releases_unreviewed(office: Office, role: Role) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, person(role))
    assert refusal.value.codes == ("not_allowed",)


@pytest.mark.parametrize(("since", "until"), [(-3, -1), (1, 3)])
def test_duty_holds_from_its_beginning_to_its_end(office: Office, since: int, until: int) -> None:
    edition = draft(office.writer)
    hour = timedelta(hours=1)
    on_duty(office.writer, since=since * hour, until=until * hour)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.writer)
    assert refusal.value.codes == ("not_allowed",)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": ""}, "reason_missing"),
        ({"reason": "because"}, "reason_missing"),
        ({"on_whose_word": " \u200b"}, "word_missing"),
        ({"on_whose_word": "Д" * 201}, "word_missing"),
        ({"sign_in_confirmed_at": None}, "sign_in_not_confirmed"),
    ],
)
def test_w18_a_reason_a_name_and_a_fresh_proof_are_needed(
    office: Office, given: dict[str, Any], code: str
) -> None:
    edition = draft(office.deputy)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.deputy, **given)
    assert refusal.value.codes == (code,)
    assert Release.objects.count() == 0


def test_a_proof_of_six_minutes_ago_is_too_old(office: Office) -> None:
    edition = draft(office.deputy)
    proof = database_moment() - timedelta(minutes=6)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.deputy, sign_in_confirmed_at=proof)
    assert refusal.value.codes == ("sign_in_not_confirmed",)


def test_one_language_of_new_words_goes_out_at_a_time(office: Office) -> None:
    edition = draft(office.deputy, ru=words("Встреча"), en=words("Meeting"))
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.deputy, "ru", "en")
    assert refusal.value.codes == ("too_many_languages",)


def test_a_change_of_facts_alone_goes_out_in_every_language(office: Office) -> None:
    edition = released(
        office.writer,
        office.editor,
        office.secretary,
        "ru",
        "en",
        ru=words("Встреча"),
        en=words("Meeting"),
    )
    again = actions.start_edition(by=office.deputy, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=office.deputy,
        token=again.token,
        facts={"countries": ["JP"]},
        handling={code: {"change": "minor"} for code in ("ru", "en")},
    )
    out = release_unreviewed(again, office.deputy, "ru", "en")
    assert [one.content["facts"]["countries"] for one in out] == [["JP"], ["JP"]]
    assert Unreviewed.objects.count() == 2


def test_what_is_approved_goes_out_in_the_ordinary_way(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.deputy)
    assert refusal.value.codes == ("approved_already",)
    actions.release(edition=edition, by=office.deputy, token=edition.token, languages=["ru"])
    assert Unreviewed.objects.count() == 0


def test_an_incomplete_text_does_not_go_out_at_night_either(office: Office) -> None:
    edition = draft(office.deputy, ru={"headline": "Встреча", "body": ""})
    with pytest.raises(Refused) as refusal:
        release_unreviewed(edition, office.deputy)
    assert refusal.value.codes == ("incomplete",)


def test_nothing_overtakes_what_is_scheduled_at_night_either(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    again = actions.start_edition(by=office.deputy, publication=edition.publication)
    with pytest.raises(Refused) as refusal:
        release_unreviewed(again, office.deputy)
    assert "scheduled" in refusal.value.codes


def test_w18_it_stands_until_someone_else_confirms_it(office: Office) -> None:
    edition = out_at_night(office)
    confirm(edition, office.secretary)
    standing = Unreviewed.objects.get()
    assert (standing.confirmed_by, standing.confirmed_at) == (
        office.secretary,
        AuditEntry.objects.latest("id").at,
    )
    release = Release.objects.get()
    assert list(Approval.objects.order_by("id").values_list("part", "digest", "by")) == [
        ("facts", release.facts_digest, office.secretary.pk),
        ("ru", release.text_digest, office.secretary.pk),
    ]
    edition.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        confirm(edition, office.secretary)
    assert refusal.value.codes == ("not_unreviewed",)


def test_w18_nobody_confirms_what_he_released_himself(office: Office) -> None:
    on_duty(office.secretary)
    edition = draft(office.writer)
    release_unreviewed(edition, User.objects.get(pk=office.secretary.pk))
    with pytest.raises(Refused) as refusal:
        confirm(Edition.objects.get(pk=edition.pk), office.secretary)
    assert refusal.value.codes == ("own_work",)


def test_w18_nobody_confirms_what_he_wrote(office: Office) -> None:
    edition = draft(office.secretary)
    release_unreviewed(edition, office.deputy)
    with pytest.raises(Refused) as refusal:
        confirm(Edition.objects.get(pk=edition.pk), office.secretary)
    assert refusal.value.codes == ("own_work", "own_work")


def test_who_does_not_read_the_language_does_not_confirm_it(office: Office) -> None:
    edition = out_at_night(office)
    with pytest.raises(Refused) as refusal:
        confirm(edition, person(Role.PRESS_SECRETARY, reads=["en"]))
    assert refusal.value.codes == ("does_not_read",)


def test_who_wrote_what_went_out_unreviewed_does_not_approve_it_afterwards(office: Office) -> None:
    edition = draft(office.editor)
    release_unreviewed(edition, office.deputy)
    again = actions.start_edition(by=office.writer, publication=edition.publication)
    again = actions.save_edition(
        edition=again, by=office.writer, token=again.token, handling={"ru": {"change": "minor"}}
    )
    again = actions.submit(edition=again, by=office.writer, token=again.token, languages=["ru"])
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=again, by=office.editor, token=again.token, parts=["facts", "ru"])
    assert refusal.value.codes == ("own_work", "own_work")


def test_what_was_released_unreviewed_may_be_withdrawn_by_who_is_on_duty(office: Office) -> None:
    edition = out_at_night(office)
    actions.withdraw(
        edition=edition,
        by=office.deputy,
        token=edition.token,
        languages=["ru"],
        reason="in_error",
    )
    assert Release.objects.live().count() == 0


def test_work_in_other_languages_goes_on_after_a_night_release(office: Office) -> None:
    edition = draft(office.deputy, ru=words("Встреча"), en=words("Meeting"))
    release_unreviewed(edition, office.deputy)
    going_on = Edition.objects.get(closed_at=None)
    assert Text.objects.get(edition=going_on, language="en").state == "in_work"
    assert going_on.number == 2


def test_nobody_makes_his_own_unreviewed_words_approved_by_releasing_them_again(
    office: Office,
) -> None:
    User.objects.filter(pk=office.editor.pk).update(is_active=False)
    on_duty(office.secretary)
    alone = User.objects.get(pk=office.secretary.pk)
    edition = draft(alone)
    release_unreviewed(edition, alone)
    again = actions.start_edition(by=alone, publication=edition.publication)
    again = actions.save_edition(
        edition=again, by=alone, token=again.token, handling={"ru": {"change": "minor"}}
    )
    again = actions.submit(edition=again, by=alone, token=again.token, languages=["ru"])
    again = actions.approve(edition=again, by=alone, token=again.token, parts=["facts", "ru"])
    with pytest.raises(Refused) as refusal:
        actions.release(edition=again, by=alone, token=again.token, languages=["ru"])
    assert refusal.value.codes == ("wrong_state", "not_approved", "not_approved")


def test_confirming_settles_what_the_same_night_replaced(office: Office) -> None:
    edition = out_at_night(office)
    again = actions.start_edition(by=office.deputy, publication=edition.publication)
    again = actions.save_edition(
        edition=again,
        by=office.deputy,
        token=again.token,
        texts={"ru": words("Встреча отменена")},
        handling={"ru": {"change": "minor"}},
    )
    release_unreviewed(again, office.deputy)
    confirm(Edition.objects.get(pk=again.pk), office.secretary)
    assert Unreviewed.objects.filter(confirmed_at=None).count() == 0
