"""The workflow as data: every verb, who may do it, from which states of a text, to which.

No database and no clock here. `editorial.permissions` reads the roles, `editorial.blockers`
the states, `editorial.actions` the state after.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from editorial.choices import TextState

IN_WORK, IN_REVIEW, APPROVED = TextState.IN_WORK, TextState.IN_REVIEW, TextState.APPROVED
ANY_STATE = frozenset(TextState)


@dataclass(frozen=True)
class Verb:
    """One thing that may be done to a publication.

    `roles` are the least that suffice; roles that include one of them suffice too.
    `from_states` are those a language meant may be in; empty where the verb does not act
    on texts of the open edition. `to_state` is the state after; None where it stays.
    """

    name: str
    label: Promise
    roles: frozenset[Role]
    from_states: frozenset[TextState] = frozenset()
    to_state: TextState | None = None


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("start_edition", _("Start a new edition"), frozenset({Role.WRITER})),
        Verb(
            "save_edition",
            _("Save"),
            frozenset({Role.WRITER, Role.TRANSLATOR}),
            ANY_STATE,
            IN_WORK,
        ),
        Verb(
            "submit",
            _("Submit for review"),
            frozenset({Role.WRITER, Role.TRANSLATOR}),
            frozenset({IN_WORK}),
            IN_REVIEW,
        ),
        Verb(
            "send_back",
            _("Send back"),
            frozenset({Role.EDITOR}),
            frozenset({IN_REVIEW, APPROVED}),
            IN_WORK,
        ),
        Verb(
            "approve",
            _("Approve"),
            frozenset({Role.EDITOR}),
            frozenset({IN_REVIEW, APPROVED}),
            APPROVED,
        ),
        Verb("release", _("Release"), frozenset({Role.PRESS_SECRETARY}), frozenset({APPROVED})),
        Verb("cancel_schedule", _("Cancel the schedule"), frozenset({Role.PRESS_SECRETARY})),
        Verb("withdraw", _("Withdraw"), frozenset({Role.PRESS_SECRETARY})),
        Verb("discard", _("Discard the edition"), frozenset({Role.WRITER})),
    )
}
