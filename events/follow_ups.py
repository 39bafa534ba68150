"""What has become of a meeting's outcomes, as the desk shows it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from editorial.choices import FACTS
from editorial.kinds import in_language
from editorial.moments import day_in_words, desk_language
from editorial.permissions import may
from events.choices import FollowUpState
from events.models import Meeting, Outcome, OutcomeFollowUp
from languages.choices import CODES


@dataclass(frozen=True)
class Followed:
    """One outcome and what was last said of it; open where nothing was."""

    key: str
    statement: str
    due_on: str
    state: str
    note: str
    told_at: datetime | None
    told_by: User | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(FollowUpState(self.state).label)


def followed_outcomes(edition: Meeting, by: User) -> list[Followed]:
    """Return the outcomes of an edition in their order; internal ones to who writes facts."""
    outcomes = Outcome.objects.filter(edition=edition)
    if not may(by, "save_edition", FACTS):
        outcomes = outcomes.filter(is_internal=False)
    said = OutcomeFollowUp.objects.filter(publication=edition.publication_id)
    told = {one.key: one for one in said.select_related("by")}
    return [_followed(one, told.get(one.key), edition.source_language) for one in outcomes]


def _followed(outcome: Outcome, told: OutcomeFollowUp | None, source: str) -> Followed:
    order = dict.fromkeys((desk_language(), source, *CODES))
    words = (getattr(outcome, in_language("statement", code)) for code in order)
    return Followed(
        key=outcome.key,
        statement=next((one for one in words if one), outcome.key),
        due_on=day_in_words(outcome.due_on),
        state=told.state if told else FollowUpState.OPEN,
        note=told.note if told else "",
        told_at=told.at if told else None,
        told_by=told.by if told else None,
    )
