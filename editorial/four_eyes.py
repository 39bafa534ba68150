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

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TOLD_CHANGES
from editorial.models import Approval, AuditEntry, Edition, Release, Text, Version, Withdrawal
from editorial.printing import Wording, digest, enclosed, print_facts, print_text, wordings
from editorial.refusals import Finding
from editorial.values import Printed
from editorial.workflow import VERBS
from languages.choices import BY_CODE, CODES


class Review:
    """Who wrote and who approved each part of an edition's content as it stands now.

    Reads a publication's releases, withdrawals, versions and approvals once each, when
    first asked; a new act wants a new Review.
    """

    def __init__(self, edition: Edition, texts: Mapping[str, Text], at: datetime) -> None:
        self.edition = edition
        self.texts = texts
        self.at = at

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

    @cached_property
    def releases(self) -> list[Release]:
        """Every release of the publication, scheduled ones too, without their content."""
        found = Release.objects.filter(publication=self.edition.publication_id)
        return list(found.defer("content").order_by("released_at", "id"))

    @cached_property
    def _withdrawals(self) -> list[Withdrawal]:
        return list(Withdrawal.objects.filter(publication=self.edition.publication_id))

    @cached_property
    def _versions(self) -> list[tuple[list[str], int, datetime]]:
        found = Version.objects.filter(edition__publication=self.edition.publication_id)
        return list(found.exclude(parts=[]).values_list("parts", "by", "at"))

    @cached_property
    def _sent_back(self) -> list[tuple[list[str], datetime]]:
        found = AuditEntry.objects.filter(publication=self.edition.publication_id)
        return list(found.filter(verb="send_back").values_list("parts", "at"))

    @cached_property
    def _approvals(self) -> list[Approval]:
        found = Approval.objects.filter(publication=self.edition.publication_id)
        return list(found.order_by("id"))

    @cached_property
    def _reviewers(self) -> dict[int, list[str]]:
        """The languages read by everyone whose role lets him approve."""
        holding = User.objects.holding(VERBS["approve"].roles)
        return dict(holding.values_list("pk", "languages_read"))

    def releases_of(self, part: str) -> Iterable[Release]:
        """The releases that carried the part: a language's own; for the facts, all."""
        return (one for one in self.releases if part in (FACTS, one.language))

    def scheduled(self, language: str) -> Release | None:
        """The language's release that has not begun, if there is one."""
        ahead = (one for one in self.releases_of(language) if one.live.lower > self.at)
        return next(ahead, None)

    def live(self, language: str) -> Release | None:
        """The language's release that readers see now, if there is one."""
        return next(
            (
                one
                for one in self.releases_of(language)
                if one.live.lower <= self.at and (not one.live.upper or one.live.upper > self.at)
            ),
            None,
        )

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
        return any(
            (one.facts_digest if part == FACTS else one.text_digest) == self.digests[part]
            for one in self.releases_of(part)
            if not one.live.upper or one.live.upper > self.at
        )

    def is_latest_as_is(self, language: str) -> bool:
        """Whether readers will end up with this exact text if nothing more is released."""
        latest = self._latest_standing(language)
        return latest is not None and latest.text_digest == self.digests[language]

    def _latest_standing(self, language: str) -> Release | None:
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
        """Everyone who has written in the part since its last release, across editions."""
        since = max((one.released_at for one in self.releases_of(part)), default=None)
        enclosed = {one.by for one in self._wordings} if part == FACTS else set()
        return enclosed | {
            by for parts, by, at in self._versions if part in parts and (not since or at > since)
        }

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
        released = max((one.released_at for one in self.releases_of(part)), default=None)
        voiding = [
            one.withdrawn_at
            for one in self._withdrawals
            if (one.whole if part == FACTS else one.language == part)
        ]
        voiding += [at for parts, at in self._sent_back if part in parts]
        voided = max(voiding, default=None)
        carried = self.is_released_as_is(part)
        return [
            one
            for one in self._approvals
            if one.part == part
            and one.digest == self.digests[part]
            and self._covers_note(one)
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
        # Words that are out already need nobody new, but a note about them does.
        is_told = part != FACTS and self.texts[part].change in TOLD_CHANGES
        if (self.is_released_as_is(part) and not is_told) or approvers - self.authors(part):
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
        reading = {pk for pk, reads in self._reviewers.items() if part == FACTS or part in reads}
        return reading - self.authors(part)

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


def part_name(part: str) -> str:
    """Return the part's name for a sentence: the language's own name, or "Facts"."""
    return _("Facts") if part == FACTS else BY_CODE[part].name
