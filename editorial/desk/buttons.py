"""What the panel of an edition is made of: rows of buttons, and what may go along."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from editorial.desk.marks import Mark
from editorial.models import Release, Unreviewed, Withdrawal
from editorial.refusals import Finding
from languages.choices import LANGUAGES, Language


@dataclass(frozen=True)
class Button:
    """One act on some parts. `asks` names what it needs: reason, moment, withdrawal, explanation.

    `if_ticked` names companions, one of which has to be ticked for the act to be offered;
    with any of `unless_ticked` ticked, another is offered in its place.
    """

    act: str
    parts: tuple[str, ...]
    label: str
    reasons: tuple[Finding, ...] = ()
    # What has to be ticked as seen before the act is done.
    warnings: tuple[Finding, ...] = ()
    asks: str = ""
    is_main: bool = False
    if_ticked: tuple[str, ...] = ()
    unless_ticked: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What the button posts, and what its fields begin with."""
        return f"{self.act}:{','.join(self.parts)}"

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return f"{self.act}-{'-'.join(self.parts)}"

    @property
    def languages(self) -> list[Language]:
        """The languages it acts on."""
        return [language for language in LANGUAGES if language.code in self.parts]


@dataclass
class Row:
    """A part of the edition with its buttons; the reasons of greyed ones stand once."""

    buttons: list[Button] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        """Why buttons of this row are greyed, each sentence once."""
        return list(dict.fromkeys(str(one) for button in self.buttons for one in button.reasons))


@dataclass
class LanguageRow(Row):
    """One language: how far its text is, and what of it is or will be public."""

    language: Language = LANGUAGES[0]
    mark: Mark | None = None
    live: Release | None = None
    scheduled: Release | None = None
    # What is wrong with what is scheduled, as far as it can be known now.
    ahead: Sequence[Finding] = ()
    unreviewed: Unreviewed | None = None
    withdrawal: Withdrawal | None = None
    is_empty: bool = False

    @property
    def next_steps(self) -> list[Button]:
        """What leads on, greyed or not: one button, or one of two by what is ticked."""
        return [button for button in self.buttons if button.is_main]


@dataclass
class FactsRow(Row):
    """The facts: approved or not, and by whom."""

    is_approved: bool = False
    approved_by: Sequence[str] = ()


@dataclass(frozen=True)
class Along:
    """A companion as the panel shows it: what it is, how far, and where.

    Ticked where the next step can be done in it too, idle where no act of the page can;
    `reasons` say what of it stays behind.
    """

    value: str
    kind: str
    title: str
    marks: Sequence[Mark]
    address: str
    is_ticked: bool
    is_idle: bool
    reasons: Sequence[str]
