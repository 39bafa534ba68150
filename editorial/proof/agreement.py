"""Whether all that is stored of one publication agrees: prints, approvals, versions, acts.

Every row says what happened, and so does the entry of the act that wrote it, which the chain
holds. A row without its act, and an act without its row, were changed past the verbs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime

from editorial.choices import FACTS, Change
from editorial.contents.content import INTERNAL
from editorial.contents.printing import digest
from editorial.models import (
    Access,
    Approval,
    AuditEntry,
    Edition,
    Publication,
    Release,
    Version,
    Withdrawal,
)

# Acts that print for the public; that give a reviewer's word; that end a public life.
RELEASING = frozenset({"release", "release_unreviewed", "backfill"})
APPROVING = frozenset({"approve", "confirm_unreviewed"})
WITHDRAWING = frozenset({"withdraw", "backfill"})
# Acts by which a scheduled release may go before it begins.
TAKING_BACK = frozenset({"cancel_schedule", "withdraw"})
# Acts that say why a language was withdrawn; that say who sees a piece.
EXPLAINING = frozenset({"withdraw", "amend_withdrawal"})
LIMITING = frozenset({"limit_access", "open_access"})
# Acts whose versions are somebody's writing; those of others only copy.
WRITING = frozenset({"start_edition", "save_edition"})
COPYING = frozenset({*RELEASING, *TAKING_BACK})


@dataclass(frozen=True)
class Difference:
    """A row that is not as the rest of the record has it; `what` is a sentence in English."""

    table: str
    what: str
    row: int | None = None
    publication: int | None = None
    language: str = ""

    @classmethod
    def of(cls, row: Any, publication: int | None, what: str, language: str = "") -> "Difference":
        """Return the difference of a stored row."""
        return cls(row._meta.db_table, what, row.pk, publication, language)

    def __str__(self) -> str:
        place = self.table if self.row is None else f"{self.table} {self.row}"
        if self.publication is not None:
            place += f", publication {self.publication}"
        return f"{place}{f', {self.language}' if self.language else ''}: {self.what}"


@dataclass
class Stored:
    """All that is stored of one publication, in the order of writing.

    What was written up to `generated_at` came with a corpus in one act, and needs no other.
    `unlike` holds the parts of open editions that differ from the newest version, by the key.
    """

    publication: Publication
    generated_at: datetime | None = None
    editions: list[Edition] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    entries: list[AuditEntry] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)
    unlike: dict[int, list[str]] = field(default_factory=dict)

    def differences(self) -> Iterator[Difference]:
        """Tell each row that does not agree with the rest."""
        for row, what, language in self._found():
            yield Difference.of(row, self.publication.pk, what, language)

    def _found(self) -> Iterator[tuple[Any, str, str]]:
        self._acts: dict[datetime, list[AuditEntry]] = defaultdict(list)
        for entry in self.entries:
            self._acts[entry.at].append(entry)
        yield from self._of_editions()
        yield from self._overlaps((one, one.language, one.live) for one in self.releases)
        yield from self._overlaps((one, one.language, one.range) for one in self.withdrawals)
        for release in self.releases:
            for what in self._of_release(release):
                yield release, what, release.language
            for what in self._of_unreviewed(release):
                yield release.unreviewed, what, release.language
        yield from self._unrecorded()
        for entry in self.entries:
            for part, what in self._missing_of(entry):
                said = f"{entry.verb} of {entry.at.isoformat(timespec='seconds')}"
                yield entry, f"{said}: {what} is gone or was changed", part

    def _unrecorded(self) -> Iterator[tuple[Any, str, str]]:
        """Rows that no act wrote as they are."""
        for withdrawal in self.withdrawals:
            if not self._is_recorded(withdrawal):
                yield withdrawal, "no act records this withdrawal as it is", withdrawal.language
            elif not self._is_explained(withdrawal):
                yield withdrawal, "no act gave it this explanation", withdrawal.language
        for approval in self.approvals:
            if not self._is_generated(approval.at) and not self._is_act_of(approval):
                yield approval, "no act records this approval as it is", approval.part
        for version in self.versions:
            if not self._is_generated(version.at) and not self._is_written_by_act(version):
                yield version, f"no act records version {version.token} as it is", ""
        for access in self.access:
            if access.person_id not in _named(self._limited):
                yield access, f"no act lets person {access.person_id} see it", ""

    def _of_editions(self) -> Iterator[tuple[Any, str, str]]:
        opened = [one for one in self.editions if one.is_open]
        for one in opened[1:]:
            yield one, f"open beside edition {opened[0].number}", ""
        for one in opened:
            for part in self.unlike.get(one.pk, ()):
                yield one, "its rows do not say what its newest version says", part

    def _overlaps(self, found: Iterable[tuple[Any, str, Any]]) -> Iterator[tuple[Any, str, str]]:
        before: dict[str, tuple[Any, Any]] = {}
        for row, language, span in sorted(found, key=lambda one: one[2].lower):
            earlier = before.get(language)
            if earlier and (earlier[1].upper is None or earlier[1].upper > span.lower):
                yield row, f"its range begins before that of {earlier[0].pk} ends", language
            before[language] = (row, span)

    # Releases: what they print, who stood by it, which act let them out, until when.

    def _of_release(self, release: Release) -> Iterator[str]:
        for name, part, printed in (
            ("facts_digest", FACTS, "facts"),
            ("text_digest", release.language, "text"),
        ):
            stored = getattr(release, name)
            if stored != _digest_in(release.content, printed):
                yield f"its {printed} and its digest {stored[:8]}… do not agree"
            if not self._is_approved(release, part, stored) and not is_unreviewed(release):
                yield f"nobody approved {stored[:8]}… ({part}) before it was released"
        if release.kind != self.publication.kind:
            yield f"it is of the kind {release.kind}, its publication {self.publication.kind}"
        yield from self._dates_moved(release)
        if self._is_generated(release.released_at):
            return
        act = self._act_of(release)
        if act is None:
            yield "no act records this release"
            return
        yield from _unlike_its_act(release, act)
        if self._planned(act, release.language) != release.live.lower:
            yield "it begins at another moment than its act says"
        if release.live.upper and not self._is_ended(release, act):
            yield f"nothing ended it at {release.live.upper.isoformat()}"

    def _is_approved(self, release: Release, part: str, stored: str) -> bool:
        return any(
            (one.part, one.digest) == (part, stored)
            and one.at <= release.released_at
            and (part == FACTS or not release.note or one.note == release.note)
            for one in self.approvals
        )

    def _dates_moved(self, release: Release) -> Iterator[str]:
        """The dates readers see follow from the ranges of the language's releases."""
        begun = [one.live.lower for one in self.releases if one.language == release.language]
        if release.first_shown_at != min(begun):
            yield "first_shown_at is not when readers of the language first saw it"
        if release.change != Change.MINOR and release.public_at != release.live.lower:
            yield "public_at is not when it went out"

    def _act_of(self, release: Release) -> AuditEntry | None:
        found = self._acts.get(release.released_at, [])
        acts = (one for one in found if one.verb in RELEASING and release.language in one.parts)
        return next((one for one in acts if one.by_id == release.released_by_id), None)

    def _is_ended(self, release: Release, act: AuditEntry) -> bool:
        """Whether another release, a withdrawal, or the archive it came from ended it."""
        end, language = release.live.upper, release.language
        return (
            any(one.live.lower == end and one.language == language for one in self.releases)
            or any(one.range.lower == end and one.language == language for one in self.withdrawals)
            or _moment(act.detail.get("ends")) == end
        )

    def _is_recorded(self, withdrawal: Withdrawal) -> bool:
        at, reason = withdrawal.withdrawn_at, withdrawal.reason
        return self._is_generated(at) or any(
            one.verb in WITHDRAWING
            and withdrawal.language in one.parts
            and one.detail.get("reason") == reason
            and at in (one.at, _moment(one.detail.get("withdrawn")))
            for one in self.entries
        )

    def _is_explained(self, withdrawal: Withdrawal) -> bool:
        """Whether readers are told what the last act about it says, since that act."""
        ends, language = withdrawal.range.upper, withdrawal.language
        acts = [
            one
            for one in self.entries
            if one.verb in EXPLAINING
            and language in one.detail.get("explanation", {})
            and withdrawal.range.lower <= one.at
            and (ends is None or one.at < ends)
        ]
        if not acts:
            # It came with an archive or a corpus, whose acts do not say it.
            return withdrawal.amended_at is None
        last = acts[-1]
        amended_at = last.at if last.verb == "amend_withdrawal" else None
        said: str = last.detail["explanation"][language]
        return (withdrawal.explanation, withdrawal.amended_at) == (said, amended_at)

    @cached_property
    def _limited(self) -> AuditEntry | None:
        """The last act that said who sees the piece."""
        return next((one for one in reversed(self.entries) if one.verb in LIMITING), None)

    # Approvals and versions: the acts that wrote them.

    def _of_unreviewed(self, release: Release) -> Iterator[str]:
        """What stands of a release without a second pair of eyes has its acts too."""
        if not is_unreviewed(release):
            return
        stands = release.unreviewed
        steps: list[tuple[Any, int | None, str]] = [(stands.at, stands.by_id, "release_unreviewed")]
        if stands.confirmed_at is not None:
            steps.append((stands.confirmed_at, stands.confirmed_by_id, "confirm_unreviewed"))
        for at, by, verb in steps:
            if not any((one.by_id, one.verb) == (by, verb) for one in self._acts.get(at, [])):
                yield f"no act records this ({verb})"

    def _is_act_of(self, approval: Approval) -> bool:
        return any(self._gave(one, approval) for one in self._acts.get(approval.at, []))

    def _gave(self, act: AuditEntry, approval: Approval) -> bool:
        part, said = approval.part, _digests(act)
        if act.verb == "backfill":
            # Whoever enters an archive tells who approved it there.
            return (
                part in (FACTS, *act.parts) and said.get(part, approval.digest) == approval.digest
            )
        if act.verb not in APPROVING or act.by_id != approval.by_id:
            return False
        if part == FACTS and act.verb == "confirm_unreviewed":
            return any(one.facts_digest == approval.digest for one in self.releases)
        return said.get(part) == approval.digest

    def _is_written_by_act(self, version: Version) -> bool:
        parts = sorted(part for part in version.parts if part != INTERNAL)
        return any(
            one.by_id == version.by_id and _written_by(one, version) in (None, parts)
            for one in self._acts.get(version.at, [])
        )

    def _missing_of(self, entry: AuditEntry) -> Iterator[tuple[str, str]]:
        """What an act says that it wrote, and is not there: a part, "" for all, and what."""
        act = (entry.at, entry.by_id, entry.edition_id)
        kept: set[Any] = {(one.at, one.by_id, one.edition_id) for one in self.versions}
        if entry.verb in WRITING and act not in kept:
            yield "", "the version it kept"
        if entry.verb in APPROVING:
            given = {(one.part, one.digest) for one in self.approvals if one.at == entry.at}
            for part, stored in _digests(entry).items():
                if (part, stored) not in given:
                    yield part, "the approval it gave"
        if entry is self._limited:
            for person in sorted(_named(entry) - {one.person_id for one in self.access}):
                yield "", f"the access of person {person}"
        yield from self._unpublished_of(entry)

    def _unpublished_of(self, entry: AuditEntry) -> Iterator[tuple[str, str]]:
        # An entry of a withdrawal in an archive has no such moment.
        if entry.verb in RELEASING and _moment(entry.detail.get("begins")):
            for language in entry.parts:
                if not self._is_printed(entry, language):
                    yield language, "the release it made"
        if entry.verb == "withdraw":
            made = {one.language for one in self.withdrawals if one.withdrawn_at == entry.at}
            for language in entry.detail.get("explanation", {}):
                if language not in made:
                    yield language, "the withdrawal it made"

    def _is_printed(self, entry: AuditEntry, language: str) -> bool:
        """Whether the release of an act is there, or was taken back before it began."""
        if any((one.language, one.released_at) == (language, entry.at) for one in self.releases):
            return True
        planned = self._planned(entry, language)
        return any(
            one.verb in TAKING_BACK and language in one.parts and entry.at < one.at < planned
            for one in self.entries
        )

    def _planned(self, act: AuditEntry, language: str) -> datetime:
        """When the release of an act was to begin after all: it may have been rescheduled."""
        planned = _moment(act.detail.get("begins")) or act.at
        for one in self.entries:
            if one.verb == "reschedule" and language in one.parts and act.at < one.at < planned:
                planned = _moment(one.detail.get("begins")) or planned
        return planned

    def _is_generated(self, at: datetime) -> bool:
        return self.generated_at is not None and at <= self.generated_at


def is_unreviewed(release: Release) -> bool:
    """Whether the release went out without a second pair of eyes, and is known to have."""
    return hasattr(release, "unreviewed")


def _written_by(act: AuditEntry, version: Version) -> list[str] | None:
    """The parts that an act says it wrote in a version; None where its entry does not say."""
    if act.verb == "save_edition" and version.token == 1 and not version.parts:
        # The copy with which a save upon a closed edition begins the next one.
        return []
    if act.verb in WRITING:
        return sorted(act.parts) if act.edition_id == version.edition_id else [""]
    if act.verb == "restore":
        return sorted([FACTS, *act.parts])
    return [] if act.verb in COPYING else None


def _unlike_its_act(release: Release, act: AuditEntry) -> Iterator[str]:
    said = _digests(act)
    for part, stored in (
        (FACTS, release.facts_digest),
        (release.language, release.text_digest),
    ):
        if said.get(part, stored) != stored:
            yield f"its digest of {part} is not the one that was released (entry {act.pk})"


def _named(entry: AuditEntry | None) -> set[int]:
    """The people to whom an act leaves a piece; nobody by name where everybody sees it."""
    return set(entry.detail.get("people", ())) if entry else set()


def _digests(entry: AuditEntry) -> dict[str, str]:
    digests: dict[str, str] = entry.detail.get("digests", {})
    return digests


def _digest_in(content: Any, part: str) -> str:
    printed = content.get(part) if isinstance(content, dict) else None
    return digest(printed) if isinstance(printed, dict) else ""


def _moment(written: Any) -> datetime | None:
    return parse_datetime(written) if isinstance(written, str) else None
