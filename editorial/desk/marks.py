"""The marks of languages: how far each text is and what of it is public, at one glance."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editorial.choices import TextState
from languages.choices import Language

EMPTY, DISCARDED = "empty", "discarded"
LIVE, SCHEDULED, WITHDRAWN = "live", "scheduled", "withdrawn"
# Fuller circles for further work, so that colour is never the only sign.
SIGNS = {
    EMPTY: "○",
    DISCARDED: "⊘",
    TextState.IN_WORK: "◔",
    TextState.IN_REVIEW: "◑",
    TextState.APPROVED: "◕",
    LIVE: "●",
    SCHEDULED: "◷",
    WITHDRAWN: "✕",
}


@dataclass(frozen=True)
class Mark:
    """What one language of a publication bears at the desk.

    `work` is how far the open edition's text is, "" where there is nothing to do on it, or
    that it was discarded;
    `public` says whether readers see an older or the same text, soon will, or no longer do.
    """

    language: Language
    work: str
    public: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything the mark says, as codes; "empty" where it has nothing to say."""
        return (*((self.work,) if self.work else ()), *self.public) or (EMPTY,)

    @property
    def signs(self) -> str:
        """The mark as circles."""
        return "".join(SIGNS[code] for code in self.codes)

    @property
    def states(self) -> str:
        """What the mark says, in words."""
        names = {
            EMPTY: pgettext("mark of a text", "empty"),
            DISCARDED: pgettext("mark of a text", "discarded"),
            TextState.IN_WORK: pgettext("mark of a text", "in work"),
            TextState.IN_REVIEW: pgettext("mark of a text", "in review"),
            TextState.APPROVED: pgettext("mark of a text", "approved"),
            LIVE: pgettext("mark of a text", "live"),
            SCHEDULED: pgettext("mark of a text", "scheduled"),
            WITHDRAWN: pgettext("mark of a text", "withdrawn"),
        }
        return ", ".join(names[code] for code in self.codes)

    @property
    def words(self) -> str:
        """The language and what the mark says, for people who hear the page."""
        return _("%(language)s: %(states)s") % {
            "language": self.language.name,
            "states": self.states,
        }


def mark_of(
    language: Language,
    *,
    state: str | None,
    is_written: bool,
    is_as_released: bool,
    is_live: bool,
    is_scheduled: bool,
    is_withdrawn: bool,
    is_discarded: bool,
) -> Mark:
    """Return the mark of one language. `state` is None where the edition is closed."""
    if is_discarded:
        work = "" if is_as_released else DISCARDED
    elif state is None or (is_as_released and state == TextState.IN_WORK):
        work = ""
    else:
        work = state if is_written else EMPTY
    facts = {LIVE: is_live, SCHEDULED: is_scheduled, WITHDRAWN: is_withdrawn}
    return Mark(language, work, tuple(code for code, holds in facts.items() if holds))
