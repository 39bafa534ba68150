"""Why something was not done, in sentences a person can act on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One reason: a code that stays, and a sentence in the actor's language.

    `about` is what exactly a warning found, in no language.
    """

    code: str
    sentence: str
    part: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        """What an acknowledgement names the warning by."""
        exactly = hashlib.sha256(self.about.encode()).hexdigest()[:16]
        return f"{self.code}:{self.part}:{exactly}"

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Findings:
    """What stands against an act, and what the actor should know before it."""

    refusals: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()

    def __bool__(self) -> bool:
        """Whether the act is refused."""
        return bool(self.refusals)


class Refused(Exception):
    """An act was refused; nothing was changed. The sentences say why."""

    def __init__(self, refusals: Sequence[Finding]) -> None:
        super().__init__(" ".join(str(finding) for finding in refusals))
        self.refusals = tuple(refusals)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the refusals, in their order."""
        return tuple(finding.code for finding in self.refusals)


@dataclass(frozen=True)
class Clash:
    """A field that two people changed to different values: both stand here, neither is lost."""

    part: str
    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass
class ClashOfWork(Refused):
    """A save met changes made meanwhile to the same fields. Nothing was overwritten.

    `edition` is the open edition as it stands, with the token to save upon next.
    """

    clashes: Sequence[Clash]
    edition: Any
    sentence: str = ""
    refusals: tuple[Finding, ...] = field(init=False)

    def __post_init__(self) -> None:
        super().__init__([Finding("changed_by_others", self.sentence)])
