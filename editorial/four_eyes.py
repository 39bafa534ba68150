"""Four eyes, part by part: who wrote it, who approved it, whether that is enough.

A part (the facts, or one language's text) may go out with the approval of its exact
content by someone who has written nothing in that part since its last release and who,
for a text, reads its language. The facts are also written by whoever wrote what is printed
of their records, unless readers have those words. Where everyone who could approve has
written in it, two people who both stand by the same content are enough. Design, section 6.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TOLD_CHANGES, Reading
from editorial.contents.printing import Wording, digest, enclosed, print_facts, print_text, wordings
from editorial.contents.values import Printed
from editorial.histories import Histories, Written
from editorial.models import Approval, Edition, Remark, Text, Withdrawal
from editorial.refusals import Finding
from languages.choices import BY_CODE, CODES


class Review:
    """Who wrote and who approved each part of an edition's content as it stands now.

    Reads a publication's releases, withdrawals, versions and approvals once each, when
    first asked, or takes them from `histories` read for many; a new act wants a new Review.
    """

    def __init__(
        self,
        edition: Edition,
        texts: Mapping[str, Text],
        at: datetime,
        histories: Histories | None = None,
    ) -> None:
        self.edition = edition
        self.texts = texts
        self.at = at
        self._number = edition.publication_id
        self._histories = histories or Histories([self._number])

    @cached_property
    def printed(self) -> dict[str, Printed]:
        """The print of every part."""
        prints = {language: print_text(self.edition, language) for language in CODES}
        return {FACTS: print_facts(self.edition), **prints}

    @cached_property
    def enclosed(self) -> Printed:
        """The facts as readers get them, with what is printed of their records: read once."""
        return enclosed(self.edition, self.printed[FACTS])

    @cached_property
    def _wordings(self) -> list[Wording]:
        """Who wrote what is printed of the facts' records and is new to readers."""
        return wordings(self.edition, self.enclosed)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of every part; of the facts with what is printed of their records."""
        prints = {**self.printed, FACTS: self.enclosed}
        return {part: digest(said) for part, said in prints.items()}

    @property
    def releases(self) -> list[Any]:
        """Every release of the publication, scheduled ones too, without their content."""
        return self._histories.releases[self._number]

    @property
    def _withdrawals(self) -> list[Withdrawal]:
        return self._histories.withdrawals[self._number]

    @property
    def blocking_remarks(self) -> list[Remark]:
        """The open remarks that stop an approval of their part."""
        return self._histories.blocking_remarks[self._number]

    @property
    def _versions(self) -> list[Written]:
        return self._histories.versions[self._number]

    def releases_of(self, part: str) -> Iterable[Any]:
        """The releases that carried the part: a language's own; for the facts, all."""
        return (one for one in self.releases if part in (FACTS, one.language))

    def scheduled(self, language: str) -> Any:
        """The language's release that has not begun, if there is one."""
        ahead = (one for one in self.releases_of(language) if one.live.lower > self.at)
        return next(ahead, None)

    def live(self, language: str) -> Any:
        """The language's release that readers see now, if there is one."""
        return next(
            (
                one
                for one in self.releases_of(language)
                if one.live.lower <= self.at and (not one.live.upper or one.live.upper > self.at)
            ),
            None,
        )

    def unreviewed(self, language: str) -> Any:
        """The language's release that readers see though nobody has looked at it yet, if any."""
        live = self.live(language)
        return live if live is not None and live.is_unreviewed else None

    def has_begun(self, language: str) -> bool:
        """Whether readers of the language have ever seen the publication."""
        return any(one.live.lower <= self.at for one in self.releases_of(language))

    def standing_withdrawal(self, language: str) -> Withdrawal | None:
        """The language's withdrawal in force, if there is one."""
        return next(
            (
                one
                for one in self._withdrawals
                if one.language == language and (not one.range.upper or one.range.upper > self.at)
            ),
            None,
        )

    def is_released_as_is(self, part: str) -> bool:
        """Whether a live or scheduled release already carries this exact content."""
        return bool(self._standing_as_is(part))

    def _standing_as_is(self, part: str) -> list[Any]:
        return [
            one
            for one in self.releases_of(part)
            if (not one.live.upper or one.live.upper > self.at)
            and (one.facts_digest if part == FACTS else one.text_digest) == self.digests[part]
        ]

    def is_latest_as_is(self, language: str) -> bool:
        """Whether readers will end up with this exact text if nothing more is released."""
        latest = self._latest_standing(language)
        return latest is not None and latest.text_digest == self.digests[language]

    def _latest_standing(self, language: str) -> Any:
        standing = [
            one
            for one in self.releases_of(language)
            if not one.live.upper or one.live.upper > self.at
        ]
        return max(standing, key=lambda one: one.live.lower, default=None)

    def is_current(self, language: str) -> bool:
        """Whether readers will end up with exactly this text and these facts as it is."""
        latest = self._latest_standing(language)
        return latest is not None and (latest.text_digest, latest.facts_digest) == (
            self.digests[language],
            self.digests[FACTS],
        )

    def authors(self, part: str) -> set[int]:
        """Everyone who has written in the part since its last release, across editions.

        A release that nobody looked at, and one that a standing withdrawal ended, ends no
        authorship: whoever wrote what went out so does not approve the same words later.
        """
        since = self._last_looked_at(part)
        enclosed = {one.by for one in self._wordings} if part == FACTS else set()
        return enclosed | {
            by for parts, by, at in self._versions if part in parts and (not since or at > since)
        }

    def _last_looked_at(self, part: str) -> datetime | None:
        """When the part last went out under four eyes, and was not withdrawn since."""
        cut = {
            (one.language, one.range.lower)
            for one in self._withdrawals_of(part)
            if self.standing_withdrawal(one.language) == one
        }
        counting = (
            one.released_at
            for one in self.releases_of(part)
            if not one.is_unreviewed and (one.language, one.live.upper) not in cut
        )
        return max(counting, default=None)

    def _withdrawals_of(self, part: str) -> Iterable[Withdrawal]:
        """The withdrawals that concern the part: a language's own; for the facts, whole ones."""
        return (
            one
            for one in self._withdrawals
            if (one.whole if part == FACTS else one.language == part)
        )

    def why_own(self, user: User, part: str) -> Finding:
        """Say what this person wrote in the part, so that he does not approve it."""
        own = (one.reason for one in self._wordings if part == FACTS and one.by == user.pk)
        sentence = _(
            "%(part)s: you have written in it since its last release, so a colleague "
            "has to approve it."
        )
        said = next(own, None) or sentence % {"part": part_name(part)}
        return Finding("own_work", str(said), part)

    def approvals(self, part: str) -> list[Approval]:
        """The approvals that count: for this exact content, and not outlived."""
        released = self._last_looked_at(part)
        voiding = [one.withdrawn_at for one in self._withdrawals_of(part)]
        voiding += [at for parts, at in self._histories.sent_back[self._number] if part in parts]
        voided = max(voiding, default=None)
        carried = self.is_released_as_is(part)
        return [
            one
            for one in self._histories.approvals[self._number]
            if one.part == part
            and one.digest == self.digests[part]
            and self._covers_note(one)
            and self._covers_source(one)
            and (voided is None or one.at > voided)
            and (carried or released is None or one.at > released)
        ]

    def may_count(self, user: User, part: str) -> bool:
        """Whether this person's approval of the part is a second pair of eyes."""
        return user.pk in self._fresh_eyes(part) or not self._fresh_eyes(part)

    def is_satisfied(self, part: str) -> bool:
        """Whether the part's content may go out."""
        approvers = {one.by_id for one in self.approvals(part)}
        if not approvers:
            return False
        # Words that went out under four eyes need nobody new, but a note about them does.
        is_told = part != FACTS and self.texts[part].change in TOLD_CHANGES
        was_reviewed = any(not one.is_unreviewed for one in self._standing_as_is(part))
        if (was_reviewed and not is_told) or approvers - self.authors(part):
            return True
        if self._fresh_eyes(part):
            return False
        # Everyone eligible has written here: a second author's word is enough, and whoever
        # submitted this exact text has given his.
        return len(approvers | self._submitters(part)) > 1

    def unsatisfied(self, languages: Iterable[str]) -> list[str]:
        """The parts that still need an approval before these languages may go out."""
        return [part for part in (FACTS, *languages) if not self.is_satisfied(part)]

    def why_unsatisfied(self, part: str) -> Finding:
        """Say what approval is missing."""
        if self._fresh_eyes(part):
            sentence = _("%(part)s: not approved yet by someone who has not written in it.")
        else:
            sentence = _(
                "%(part)s: everyone who may approve has written in it, so two people have to "
                "stand by it: one more approves, or a colleague submits it who wrote or reads it."
            )
        return Finding("not_approved", sentence % {"part": part_name(part)}, part)

    def _fresh_eyes(self, part: str) -> set[int]:
        """Everyone who could approve the part without having written in it."""
        reviewers = self._histories.reviewers_of(self._number)
        reading = {pk for pk in reviewers if self.reading_of(pk, part) is not None}
        return reading - self.authors(part)

    def reading_of(self, person: int, part: str) -> Reading | None:
        """How this person can read the part, by the office's rule; None where he cannot."""
        reader = self._histories.reviewers_of(self._number).get(person)
        return reader.reading_of(part, self.edition.source_language) if reader else None

    def _submitters(self, part: str) -> set[int]:
        """Whoever submitted this exact content: a later change of a text undoes that.

        Facts are submitted with any text, unless they have changed since.
        """
        if part != FACTS:
            texts = [self.texts[part]]
        else:
            changes = [at for parts, _by, at in self._versions if FACTS in parts]
            changed = max([*changes, *(one.at for one in self._wordings)], default=None)
            texts = [
                text
                for text in self.texts.values()
                if text.submitted_at and (changed is None or text.submitted_at > changed)
            ]
        submitters = {text.submitted_by for text in texts if text.submitted_by}
        authors = self.authors(part)
        return {
            user.pk
            for user in submitters
            if part == FACTS or user.pk in authors or part in user.languages_read
        }

    def _covers_note(self, approval: Approval) -> bool:
        """Whether the note that readers will see is the one that was approved."""
        if approval.part == FACTS:
            return True
        text = self.texts[approval.part]
        if text.change not in TOLD_CHANGES:
            # Approved to be told of, it is not approved to go out in silence.
            return approval.change not in TOLD_CHANGES or self.is_released_as_is(approval.part)
        return (approval.change, approval.note) == (text.change, text.note)

    def _covers_source(self, approval: Approval) -> bool:
        """Whether the source still says what a text was compared with, where it only was that."""
        compared_with = approval.source_digest
        return not compared_with or compared_with == self.digests[self.edition.source_language]


def part_name(part: str) -> str:
    """Return the part's name for a sentence: the language's own name, or "Facts"."""
    return _("Facts") if part == FACTS else BY_CODE[part].name
