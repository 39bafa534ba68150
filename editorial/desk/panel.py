"""What a person may do with an edition now: the rows of buttons beside the form.

Only presentation: each button asks `blockers()` and, where it may not be used, says why.
All of it reads one `Review`, so a page costs the same statements however many buttons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import preflight
from editorial.blockers import FORBIDDING
from editorial.choices import FACTS, TextState
from editorial.desk.buttons import Along, Button, FactsRow, LanguageRow, Row
from editorial.desk.marks import Mark, mark_of
from editorial.four_eyes import Review
from editorial.kinds import kind_row
from editorial.models import Edition, Unreviewed
from editorial.packages import (
    Companion,
    companions,
    goes_along,
    staying_behind,
    wants_approval,
    why_not,
)
from editorial.permissions import may
from editorial.refusals import Finding
from editorial.steps import against, to_approve, warnings_before
from languages.choices import CODES, LANGUAGES, Language

# Acts that take along what is ticked.
OF_PACKAGES = ("submit", "send_back", "approve", "approve_and_release", "release")


def mark_in(review: Review, language: Language) -> Mark:
    """Return the mark of a language of the reviewed edition."""
    code = language.code
    return mark_of(
        language,
        state=review.texts[code].state if review.edition.is_open else None,
        is_written=any(review.printed[code].values()),
        is_as_released=review.is_released_as_is(code),
        is_live=review.live(code) is not None,
        is_scheduled=review.scheduled(code) is not None,
        is_withdrawn=review.standing_withdrawal(code) is not None,
        is_discarded=review.edition.discarded,
    )


class Panel:
    """The workflow of one edition as one person sees it."""

    def __init__(self, review: Review, by: User) -> None:
        self.review, self.by = review, by
        self.edition: Edition = review.edition

    @cached_property
    def language_rows(self) -> list[LanguageRow]:
        """The four languages, in the order of the switch."""
        return [
            LanguageRow(
                buttons=list(self._language_buttons(language.code)),
                language=language,
                mark=mark_in(self.review, language),
                live=self.review.live(language.code),
                scheduled=self.review.scheduled(language.code),
                ahead=self._ahead(language.code),
                unreviewed=self._unreviewed.get(language.code),
                withdrawal=self.review.standing_withdrawal(language.code),
                is_empty=not self._is_written(language.code),
            )
            for language in LANGUAGES
        ]

    def _ahead(self, code: str) -> list[Finding]:
        scheduled = self.review.scheduled(code)
        return preflight.findings(scheduled, self.by) if scheduled else []

    @cached_property
    def _unreviewed(self) -> dict[str, Unreviewed]:
        """What readers see though nobody has looked at it, by language."""
        standing = [one.pk for one in map(self.review.unreviewed, CODES) if one is not None]
        found = Unreviewed.objects.filter(release__in=standing).select_related("release", "by")
        return {one.release.language: one for one in found} if standing else {}

    @cached_property
    def facts_row(self) -> FactsRow:
        """The facts, with a button where only they still want an approval."""
        approvers = {one.by_id for one in self.review.approvals(FACTS)}
        names = [str(one) for one in User.objects.filter(pk__in=approvers)] if approvers else []
        row = FactsRow(is_approved=self.review.is_satisfied(FACTS), approved_by=names)
        texts = self.review.texts.values()
        is_asked = any(text.state != TextState.IN_WORK for text in texts)
        if self.edition.is_open and is_asked and not row.is_approved and self._may("approve"):
            row.buttons.append(self._button("approve", (FACTS,), _("Approve the facts")))
        return row

    @cached_property
    def companions(self) -> list[Along]:
        """What may go along in one act: the open editions that this one leads to."""
        return [self._along(one) for one in self._companions]

    @cached_property
    def _companions(self) -> list[Companion]:
        return companions(self.edition, self.by) if self.edition.is_open else []

    def _along(self, companion: Companion) -> Along:
        usable = [
            button
            for button in self._acts_of_packages
            if goes_along(button.act, companion, button.parts, self.by)
        ]
        is_ticked = any(button in self._next_of_packages for button in usable)
        written = [row.language.code for row in self.language_rows if not row.is_empty]
        reasons = staying_behind(companion, written)
        if self._acts_of_packages and not is_ticked:
            reasons += self._what_stops(companion)
            reasons = reasons or [Finding("nothing_waits", _("Nothing in it waits for this step."))]
        return Along(
            value=companion.value,
            kind=str(capfirst(companion.edition._meta.verbose_name)),
            title=companion.title(get_language() or ""),
            marks=[mark_in(companion.review, language) for language in LANGUAGES],
            address=desk_address(companion.edition),
            is_ticked=is_ticked,
            is_idle=not usable,
            reasons=list(dict.fromkeys(str(one) for one in reasons)),
        )

    def _what_stops(self, companion: Companion) -> list[Finding]:
        """Say why the next steps cannot be done in a companion, as far as this person may go."""
        goes_far = self._may("approve")
        found = []
        for button in self._next_of_packages:
            is_half = button.act == "release" and goes_far
            act = "approve_and_release" if is_half else button.act
            found += why_not(act, companion, button.parts, self.by)
        return found

    @cached_property
    def _acts_of_packages(self) -> list[Button]:
        """The buttons of languages that take along what is ticked and are for this person."""
        return [button for row in self.language_rows for button in _of_packages(row)]

    @cached_property
    def _next_of_packages(self) -> list[Button]:
        """Those of them that lead on, in the languages that are written if any is."""
        written = [row for row in self.language_rows if not row.is_empty]
        rows = written or self.language_rows
        return [button for row in rows for button in _of_packages(row) if button.is_main]

    @cached_property
    def together(self) -> Row:
        """What can be done for several languages at once."""
        buttons = [
            self._for_all("submit", _("Submit all: %(languages)s")),
            self._for_all("approve", _("Approve all: %(languages)s")),
            self._for_all("release", _("Release all that are approved: %(languages)s")),
            self._for_all("approve_and_release", _("Approve and release all: %(languages)s")),
            self._for_all("reschedule", _("Move all: %(languages)s")),
            self._for_all("cancel_schedule", _("Cancel all schedules: %(languages)s")),
            self._for_all("confirm_unreviewed", _("Confirm all: %(languages)s")),
            self._for_all("withdraw", _("Withdraw all: %(languages)s")),
            self._for_all("restore", _("Restore all: %(languages)s")),
        ]
        return Row([button for button in buttons if button])

    @cached_property
    def edition_row(self) -> Row:
        """What concerns the edition as a whole."""
        verb, label = (
            ("discard", _("Discard this edition"))
            if self.edition.is_open
            else ("start_edition", _("Start a new edition"))
        )
        if not self._may(verb):
            return Row()
        asks = "confirmation" if verb == "discard" else ""
        return Row([self._button(verb, (), label, asks=asks, is_main=not asks)])

    def _language_buttons(self, code: str) -> Iterable[Button]:
        if self.edition.is_open:
            yield from self._steps(code)
        if self.review.unreviewed(code) and self._may("confirm_unreviewed"):
            confirm = _("Confirm what went out unreviewed")
            yield self._button("confirm_unreviewed", (code,), confirm, is_main=True)
        yield from self._timeline_buttons(code)
        if self.review.standing_withdrawal(code):
            yield from self._buttons_of_withdrawn(code)

    def _timeline_buttons(self, code: str) -> Iterable[Button]:
        """What may become of what is public or will be."""
        is_past_cancelling = False
        if self.review.scheduled(code):
            if self._may("reschedule"):
                later = _("Move to another moment")
                yield self._button("reschedule", (code,), later, asks="moment")
            if self._may("cancel_schedule"):
                cancelling = self._button("cancel_schedule", (code,), _("Cancel the schedule"))
                is_past_cancelling = bool(cancelling.reasons)
                yield cancelling
        if (self.review.live(code) or is_past_cancelling) and self._may("withdraw"):
            yield self._button("withdraw", (code,), _("Withdraw"), asks="withdrawal")

    def _buttons_of_withdrawn(self, code: str) -> Iterable[Button]:
        if self._may("amend_withdrawal"):
            yield self._button(
                "amend_withdrawal", (code,), _("Amend the notice"), asks="explanation"
            )
        if not self.edition.is_open and self._may("restore"):
            yield self._button("restore", (code,), _("Restore"))

    def _steps(self, code: str) -> Iterable[Button]:
        """The next step of a text, for everyone to see; further ones for whoever may."""
        state = self.review.texts[code].state
        if state == TextState.IN_WORK:
            if may(self.by, "submit", code):
                yield self._button("submit", (code,), _("Submit for review"), is_main=True)
            return
        has_both = self._may("approve") and self._may("release")
        if has_both and to_approve(self.review, (code,)):
            yield from self._release_buttons("approve_and_release", code)
        elif state == TextState.APPROVED:
            yield from self._releases(code, has_both=has_both)
        if state == TextState.IN_REVIEW:
            yield self._button(
                "approve", self._approved_with(code), _("Approve"), is_main=not has_both
            )
        if self._may("send_back"):
            yield self._button("send_back", (code,), _("Send back"), asks="reason")

    def _releases(self, code: str, *, has_both: bool) -> Iterable[Button]:
        """Release what is approved; what is ticked and still waits for this person, approve too."""
        waiting = tuple(
            one.value
            for one in (self._companions if has_both else ())
            if wants_approval(one, (code,), self.by)
        )
        if waiting:
            for button in self._release_buttons("approve_and_release", code):
                yield replace(button, if_ticked=waiting)
        for button in self._release_buttons("release", code):
            yield replace(button, unless_ticked=waiting)

    def _release_buttons(self, act: str, code: str) -> Iterable[Button]:
        both = act != "release"
        now = _("Approve and release") if both else _("Release")
        yield self._button(act, (code,), now, is_main=True)
        if self._may("release"):
            later = _("Approve and release later") if both else _("Release later")
            yield self._button(f"{act}_at", (code,), later, asks="moment")

    def _approved_with(self, code: str) -> tuple[str, ...]:
        """A text, and the facts where they wait too and this person may approve them."""
        if self.review.is_satisfied(FACTS) or self._against("approve", (FACTS,)):
            return (code,)
        return (code, FACTS)

    def _for_all(self, act: str, label: str) -> Button | None:
        """One button for every language whose own button of this act can be used."""
        usable = [
            button
            for row in self.language_rows
            for button in row.buttons
            if button.act == act and not button.reasons
        ]
        languages = [code for code in CODES for button in usable if code in button.parts]
        if len(languages) <= 1:
            return None
        # What all buttons share, the facts, is asked for once.
        shared = [FACTS] if any(FACTS in button.parts for button in usable) else []
        names = ", ".join(one.name for one in LANGUAGES if one.code in languages)
        button = self._button(
            act, (*languages, *shared), label % {"languages": names}, asks=usable[0].asks
        )
        return replace(
            button,
            if_ticked=_of_all([one.if_ticked for one in usable]),
            unless_ticked=tuple(dict.fromkeys(key for one in usable for key in one.unless_ticked)),
        )

    def _button(
        self,
        act: str,
        parts: tuple[str, ...],
        label: str,
        *,
        asks: str = "",
        is_main: bool = False,
    ) -> Button:
        reasons = tuple(self._against(act, parts))
        seen = () if reasons else tuple(warnings_before(self.review, act, parts, self.by))
        asks = asks or ("acknowledgement" if seen else "")
        return Button(act, parts, label, reasons, seen, asks, is_main)

    def _against(self, act: str, parts: tuple[str, ...]) -> list[Finding]:
        return against(self.review, act, parts, self.by)

    def _may(self, verb: str) -> bool:
        return may(self.by, verb)

    def _is_written(self, code: str) -> bool:
        return any(self.review.printed[code].values())


def _of_packages(row: LanguageRow) -> list[Button]:
    return [
        button
        for button in row.buttons
        if button.act in OF_PACKAGES and FORBIDDING.isdisjoint(one.code for one in button.reasons)
    ]


def _of_all(ticks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the companions named by any, none where one of them needs no tick."""
    if not all(ticks):
        return ()
    return tuple(dict.fromkeys(key for one in ticks for key in one))


def desk_address(edition: Edition) -> str:
    """Return where the desk shows this edition (a path)."""
    kind = type(kind_row(edition))._meta
    return reverse(f"admin:{kind.app_label}_{kind.model_name}_change", args=[edition.pk])
