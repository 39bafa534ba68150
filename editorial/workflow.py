"""The workflow as data: every verb, who may do it, from which states of a text, to which.

No database and no clock here. `editorial.permissions` reads the roles, `editorial.blockers`
the states, `editorial.actions` the state after. `docs/workflow.md` is drawn from it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from editorial.choices import TextState

IN_WORK, IN_REVIEW, APPROVED = TextState.IN_WORK, TextState.IN_REVIEW, TextState.APPROVED
ANY_STATE = frozenset(TextState)

WRITER, TRANSLATOR, EDITOR = Role.WRITER, Role.TRANSLATOR, Role.EDITOR
PRESS_SECRETARY, DUTY = Role.PRESS_SECRETARY, Role.DUTY


@dataclass(frozen=True)
class Verb:
    """One thing that may be done to a publication.

    `roles` are the least that suffice; roles that include one of them suffice too.
    `from_states` are those a language meant may be in; empty where the verb does not act
    on texts of the open edition. `to_state` is the state after; None where it stays.
    A verb `is_of_open_edition` where it needs one, and `wants_languages` where it is about
    some of them.
    """

    name: str
    label: Promise
    roles: frozenset[Role]
    from_states: frozenset[TextState] = frozenset()
    to_state: TextState | None = None
    is_of_open_edition: bool = True
    wants_languages: bool = True


def _verb(name: str, label: Promise, *roles: Role, **more: object) -> Verb:
    return Verb(name, label, frozenset(roles), **more)  # type: ignore[arg-type]


def _public(name: str, label: Promise, *roles: Role) -> Verb:
    """A verb about what is public or scheduled, whether an edition is open or not."""
    return _verb(name, label, *roles, is_of_open_edition=False)


def _moves(*from_states: TextState, to: TextState | None = None) -> dict[str, object]:
    return {"from_states": frozenset(from_states), "to_state": to}


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        # Writing.
        _verb(
            "start_edition",
            _("Start a new edition"),
            WRITER,
            is_of_open_edition=False,
            wants_languages=False,
        ),
        _verb(
            "save_edition",
            _("Save"),
            WRITER,
            TRANSLATOR,
            wants_languages=False,
            **_moves(*ANY_STATE, to=IN_WORK),
        ),
        _verb("discard", _("Discard the edition"), WRITER, wants_languages=False),
        # Review.
        _verb(
            "submit", _("Submit for review"), WRITER, TRANSLATOR, **_moves(IN_WORK, to=IN_REVIEW)
        ),
        _verb("send_back", _("Send back"), EDITOR, **_moves(IN_REVIEW, APPROVED, to=IN_WORK)),
        _verb("approve", _("Approve"), EDITOR, **_moves(IN_REVIEW, APPROVED, to=APPROVED)),
        # The timeline.
        _verb("release", _("Release"), PRESS_SECRETARY, DUTY, **_moves(APPROVED)),
        _public("reschedule", _("Reschedule"), PRESS_SECRETARY),
        _public("cancel_schedule", _("Cancel the schedule"), PRESS_SECRETARY),
        # The night.
        _verb("release_unreviewed", _("Release unreviewed"), DUTY, **_moves(*ANY_STATE)),
        _public("confirm_unreviewed", _("Confirm what went out unreviewed"), PRESS_SECRETARY),
        # The end of public life, and its undoing.
        _public("withdraw", _("Withdraw"), PRESS_SECRETARY, DUTY),
        _public("amend_withdrawal", _("Amend the notice"), PRESS_SECRETARY, DUTY),
        _public("restore", _("Restore"), PRESS_SECRETARY),
    )
}
