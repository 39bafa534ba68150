"""The verb that tells what has become of an outcome."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.actions.locking import not_there
from editorial.choices import FACTS
from editorial.clock import database_moment
from editorial.models import Publication
from editorial.permissions import may
from editorial.refusals import Finding, Refused
from events.choices import FollowUpState
from events.models import Outcome, OutcomeFollowUp
from languages.characters import clean_line

LONGEST_NOTE = 500


@transaction.atomic
def follow_up(
    *, publication: Publication, key: str, state: str, note: str, by: User
) -> OutcomeFollowUp:
    """Say what has become of an outcome of a meeting. It changes no edition and no approval.

    `key` is the outcome's own, the same in every edition. Saying what is said already
    changes nothing. Raises Refused: `by` may not see the meeting or not write facts, it has no
    such outcome, the state is none of the list, the note is too long.
    """
    locked = Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
    actor, note = User.objects.get(pk=by.pk), clean_line(note)
    if not Publication.objects.visible_to(actor).filter(pk=locked.pk).exists():
        raise Refused([not_there(actor)])
    with translation.override(actor.desk_language):
        _refuse(locked, key, state, note, actor)
    at = database_moment()
    found = OutcomeFollowUp.objects.filter(publication=locked, key=key).first()
    if found is not None and (found.state, found.note) == (state, note):
        return found
    followed, _is_new = OutcomeFollowUp.objects.update_or_create(
        publication=locked,
        key=key,
        defaults={"state": state, "note": note, "by": actor, "at": at},
    )
    audit.append(
        verb="follow_up",
        by=actor,
        at=at,
        publication=locked,
        detail={"key": key, "state": state, "note": note},
    )
    return followed


def _refuse(publication: Publication, key: str, state: str, note: str, by: User) -> None:
    if not may(by, "save_edition", FACTS):
        sentence = _("The facts are written by writers and editors. Ask one of them.")
        raise Refused([Finding("not_allowed", sentence)])
    if not Outcome.objects.filter(edition__publication=publication, key=key).exists():
        sentence = _("This meeting has no such outcome any more. Look at the list again.")
        raise Refused([Finding("unknown_outcome", sentence)])
    if state not in FollowUpState.values:
        sentence = _("Choose one of the states offered.")
        raise Refused([Finding("unknown_state", sentence)])
    if len(note) > LONGEST_NOTE:
        sentence = _("The note has %(length)s characters, %(limit)s at most. Shorten it.")
        values = {"length": len(note), "limit": LONGEST_NOTE}
        raise Refused([Finding("too_long", sentence % values)])
