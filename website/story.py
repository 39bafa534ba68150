"""What has happened to a publication in a language: its releases that have begun, in short."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import pgettext

from editorial.choices import TOLD_CHANGES, Change, WithdrawalReason
from editorial.models import Release, Withdrawal

# Withdrawn for one of these, words stay withdrawn; for any other they come back with the text.
TAKING_WORDS_BACK = frozenset(
    {WithdrawalReason.IN_ERROR, WithdrawalReason.INACCURATE, WithdrawalReason.LEGAL}
)


def change_name(change: str) -> str:
    """Return what a release was to its readers, in the active language: "Corrected"."""
    if change == Change.CORRECTION:
        return pgettext("news", "Corrected")
    if change == Change.UPDATE:
        return pgettext("news", "Updated")
    if change == Change.MINOR:
        return pgettext("news", "Small change")
    return str(Change.FIRST.label)


@dataclass(frozen=True)
class Step:
    """One release that readers saw, without its words.

    `ordinal` counts the begun releases of the language from 1, in the order they began: it
    never changes, and no release that is still ahead has one. One whose words were withdrawn
    for good has no note, and is told of nowhere.
    """

    ordinal: int
    change: str
    note: str
    public_at: datetime
    made_at: datetime
    is_withdrawn: bool = False

    @classmethod
    def read(cls, ordinal: int, said: Mapping[str, Any]) -> Self:
        """Return the step that a row of `stories` tells of."""
        released_at, begins = (
            datetime.fromisoformat(said[name]) for name in ("released_at", "begins")
        )
        return cls(
            ordinal=ordinal,
            change=said["change"],
            note="" if said["is_withdrawn"] else said["note"],
            public_at=datetime.fromisoformat(said["public_at"]),
            # A scheduled text was settled by the act, one of an archive when readers had it.
            made_at=min(released_at, begins),
            is_withdrawn=said["is_withdrawn"],
        )

    @property
    def name(self) -> str:
        return change_name(self.change)

    @property
    def is_told(self) -> bool:
        """Whether readers are told of it: an update or a correction."""
        return self.change in TOLD_CHANGES and not self.is_withdrawn

    @property
    def is_correction(self) -> bool:
        return self.change == Change.CORRECTION and not self.is_withdrawn


def are_words_withdrawn() -> Exists:
    """Return the condition on releases that no reader gets their words again.

    So it is with the release that a withdrawal of `TAKING_WORDS_BACK` ended, and with all
    before it in its language, also once the language has come back. Whatever moment is read,
    it is asked of now.
    """
    taken_back = Withdrawal.objects.filter(
        publication=OuterRef("publication"),
        language=OuterRef("language"),
        reason__in=TAKING_WORDS_BACK,
        # A release of before ended before; one that is still to end has no such withdrawal.
        range__startswith__gte=OuterRef("live__endswith"),
    )
    return Exists(taken_back)


def stories(at: datetime | None = None) -> ArraySubquery:
    """Return what to annotate releases with as `story`, for `story_of` to read.

    It costs no statement of its own. `at` is an aware moment; left out, the database's clock
    decides.
    """
    begun = Release.objects.begun(at).filter(
        publication=OuterRef("publication"), language=OuterRef("language")
    )
    said = JSONObject(
        change="change",
        note="note",
        public_at="public_at",
        released_at="released_at",
        begins="live__startswith",
        is_withdrawn=are_words_withdrawn(),
    )
    return ArraySubquery(begun.order_by("live__startswith").values(said=said))


def story_of(release: Release) -> list[Step]:
    """Return the begun releases of a release's publication and language, newest first.

    The release was annotated with its `stories`.
    """
    rows: list[dict[str, Any]] = release.story  # type: ignore[attr-defined]
    return [Step.read(place, said) for place, said in enumerate(rows, start=1)][::-1]


def has_newer_text(other: Release, own: Release) -> bool:
    """Whether the other language has told its readers of a change made after this text was.

    Both are live releases of one publication, annotated with their `stories`.
    """
    made_at = next((step.made_at for step in story_of(own)), None)
    told = next((step for step in story_of(other) if step.is_told), None)
    return told is not None and made_at is not None and told.made_at > made_at
