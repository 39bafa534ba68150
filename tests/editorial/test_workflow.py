"""The table of the workflow, walked whole: every state, verb and role."""

from itertools import product

import pytest

from accounts.roles import Role
from editorial import actions
from editorial.blockers import RULES, blockers
from editorial.choices import FACTS, TextState
from editorial.models import Edition, Text
from editorial.permissions import may
from editorial.refusals import Refused
from editorial.workflow import VERBS
from languages.choices import CODES
from tests.editorial.conftest import Office
from tests.factories import approved, draft, person, words

# Who may do what: design, section 6. A press secretary includes editor and writer.
MAY = {
    "start_edition": {Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY},
    "save_edition": {Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY},
    "submit": {Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY},
    "send_back": {Role.EDITOR, Role.PRESS_SECRETARY},
    "approve": {Role.EDITOR, Role.PRESS_SECRETARY},
    "release": {Role.PRESS_SECRETARY, Role.DUTY},
    "reschedule": {Role.PRESS_SECRETARY},
    "cancel_schedule": {Role.PRESS_SECRETARY},
    "release_unreviewed": {Role.DUTY},
    "confirm_unreviewed": {Role.PRESS_SECRETARY},
    "withdraw": {Role.PRESS_SECRETARY, Role.DUTY},
    "amend_withdrawal": {Role.PRESS_SECRETARY, Role.DUTY},
    "restore": {Role.PRESS_SECRETARY},
    "discard": {Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY},
}
# From which state of a text, to which.
STEPS = {
    "submit": ({TextState.IN_WORK}, TextState.IN_REVIEW),
    "send_back": ({TextState.IN_REVIEW, TextState.APPROVED}, TextState.IN_WORK),
    "approve": ({TextState.IN_REVIEW, TextState.APPROVED}, TextState.APPROVED),
    "release": ({TextState.APPROVED}, None),
}


def in_state(office: Office, state: TextState) -> Edition:
    """Return an open edition whose Russian text is in this state, with all it needs."""
    edition = approved(office.writer, office.editor)
    Text.objects.filter(edition=edition, language="ru").update(state=state)
    return edition


def test_every_verb_has_a_rule_and_a_row_in_this_table() -> None:
    assert set(VERBS) == set(MAY) == set(RULES)
    assert {name for name, verb in VERBS.items() if verb.from_states} == {
        *STEPS,
        "save_edition",
        "release_unreviewed",
    }
    for name, (from_states, to_state) in STEPS.items():
        assert (VERBS[name].from_states, VERBS[name].to_state) == (from_states, to_state)


@pytest.mark.parametrize(("verb", "role"), list(product(sorted(VERBS), Role)))
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    db: None, verb: str, role: Role
) -> None:
    assert may(person(role), verb) is (role in MAY[verb])


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_without_a_role_nothing_may_be_done_not_even_by_a_superuser(db: None, verb: str) -> None:
    assert may(person(is_superuser=True), verb) is False
    assert may(person(*Role, is_active=False), verb) is False


def test_an_unknown_verb_is_an_error(office: Office) -> None:
    with pytest.raises(KeyError):
        may(office.secretary, "publish")


@pytest.mark.parametrize(
    ("verb", "part"), list(product(("save_edition", "submit"), (FACTS, *CODES)))
)
def test_a_translator_may_write_texts_of_his_languages_alone(
    office: Office, verb: str, part: str
) -> None:
    assert may(office.translator, verb, part) is (part == "en")


@pytest.mark.parametrize(("verb", "state"), list(product(sorted(STEPS), TextState)))
def test_a_verb_meets_each_state_as_the_table_says(
    office: Office, verb: str, state: TextState
) -> None:
    edition = in_state(office, state)
    found = blockers(edition, verb, ["ru"], by=office.secretary)
    refused = "wrong_state" in {finding.code for finding in found.refusals}
    assert refused is (state not in STEPS[verb][0])


@pytest.mark.parametrize(("verb", "role"), list(product(sorted(VERBS), Role)))
def test_a_refusal_of_right_says_so_alone(office: Office, verb: str, role: Role) -> None:
    edition = draft(office.writer)
    found = blockers(edition, verb, ["ru"], by=person(role, desk_language="en"))
    codes = [finding.code for finding in found.refusals]
    assert (codes == ["not_allowed"]) is (role not in MAY[verb])


@pytest.mark.parametrize("verb", ["submit", "send_back", "approve", "release"])
def test_a_verb_of_texts_needs_a_language(office: Office, verb: str) -> None:
    found = blockers(draft(office.writer), verb, [], by=office.secretary)
    assert "no_language" in {finding.code for finding in found.refusals}


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"headline": "", "body": "<p>Текст</p>"}, "Русский: still to be written: headline."),
        ({"headline": "Встреча", "body": "<p>&nbsp;</p>"}, "Русский: still to be written: body."),
        ({"headline": " ", "body": ""}, "Русский: still to be written: headline, body."),
    ],
)
def test_a_text_needs_a_headline_and_a_body(
    office: Office, missing: dict[str, str], said: str
) -> None:
    edition = draft(office.writer, ru=missing, en=words("Meeting"))
    found = blockers(edition, "submit", ["ru"], by=office.writer)
    assert [str(finding) for finding in found.refusals] == [said]
    assert not blockers(edition, "submit", ["en"], by=office.writer)


def test_refusals_come_in_the_actors_language(office: Office) -> None:
    edition = draft(office.writer)
    office.writer.desk_language = "ru"
    (finding,) = blockers(edition, "approve", ["ru"], by=office.writer).refusals
    office.writer.desk_language = "en"
    (english,) = blockers(edition, "approve", ["ru"], by=office.writer).refusals
    assert str(english) == "“Approve” is for another role: Editor."
    assert str(finding) != str(english)


@pytest.mark.parametrize("verb", ["submit", "send_back", "release", "cancel_schedule", "withdraw"])
@pytest.mark.parametrize("unknown", ["fr", FACTS])
def test_an_act_on_what_is_no_language_is_refused(office: Office, verb: str, unknown: str) -> None:
    edition = approved(office.writer, office.editor)
    more = {"send_back": {"reason": "Нет"}, "withdraw": {"reason": "in_error"}}.get(verb, {})
    with pytest.raises(Refused) as refusal:
        getattr(actions, verb)(
            edition=edition,
            by=office.secretary,
            token=edition.token,
            languages=["ru", unknown],
            **more,
        )
    assert refusal.value.codes == ("unknown_part",)


def test_a_language_named_twice_is_meant_once(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    out = actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru", "ru"]
    )
    assert len(out) == 1
