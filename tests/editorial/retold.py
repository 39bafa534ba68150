"""What must be public, told again from the record alone: audit entries and versions.

No code of the rulebook is asked: who wrote, who approved, what is live until when is worked out
here in plain Python from design, section 6, and compared with what is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from editorial.models import AuditEntry, Version

FACTS = "facts"
TOLD = {"update", "correction"}


@dataclass
class Out:
    """A release as the record tells it; `ends` is None while nothing ends it."""

    language: str
    begins: datetime
    ends: datetime | None
    facts_digest: str
    text_digest: str
    change: str
    note: str
    by: int
    at: datetime
    is_unreviewed: bool

    def digest_of(self, part: str) -> str:
        return self.facts_digest if part == FACTS else self.text_digest

    def is_live(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or self.ends > at)

    def is_over(self, at: datetime) -> bool:
        return self.ends is not None and self.ends <= at


@dataclass
class Notice:
    """A withdrawal of a language as the record tells it."""

    language: str
    begins: datetime
    ends: datetime | None
    is_whole: bool


@dataclass(frozen=True)
class Word:
    """A reviewer's word for a part, with the note that readers were to be given."""

    part: str
    digest: str
    by: int
    at: datetime
    told: tuple[str, str]


@dataclass
class Story:
    """One publication, entry by entry. `readers` are those who may approve, by their key."""

    readers: Mapping[int, Iterable[str]]
    versions: list[Version]
    releases: list[Out] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    submissions: list[AuditEntry] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)

    def tell(self, entries: Iterable[AuditEntry]) -> "Story":
        """Go through the acts in the order in which they were done."""
        for entry in entries:
            tell = getattr(self, f"_{entry.verb}", None)
            if tell is not None:
                tell(entry)
        return self

    # The verbs, as far as they change what is public or who stands by it.

    def _submit(self, entry: AuditEntry) -> None:
        self.submissions.append(entry)

    def _send_back(self, entry: AuditEntry) -> None:
        self.words = [word for word in self.words if word.part not in entry.parts]

    def _approve(self, entry: AuditEntry) -> None:
        for part, digest in entry.detail["digests"].items():
            told = ("", "") if part == FACTS else self._handling(entry, part)
            self.words.append(Word(part, digest, entry.by_id, entry.at, told))

    def _release(self, entry: AuditEntry) -> None:
        for part in (FACTS, *entry.parts):
            why = self.why_not(part, entry.detail["digests"][part], entry)
            if why:
                self.flaws.append(f"entry {entry.pk} released {part}: {why}")
        self._print(entry, is_unreviewed=False)

    def _release_unreviewed(self, entry: AuditEntry) -> None:
        self._print(entry, is_unreviewed=True)

    def _confirm_unreviewed(self, entry: AuditEntry) -> None:
        for language in entry.parts:
            (out,) = [
                one
                for one in self.releases
                if one.language == language and one.is_unreviewed and one.is_live(entry.at)
            ]
            for part in (FACTS, language):
                if entry.by_id in {out.by, *self.authors(part, entry.at)}:
                    self.flaws.append(f"entry {entry.pk} confirmed {part} by its own hand")
            out.is_unreviewed = False
            self.words += [
                Word(FACTS, out.facts_digest, entry.by_id, entry.at, ("", "")),
                Word(language, out.text_digest, entry.by_id, entry.at, (out.change, out.note)),
            ]

    def _cancel_schedule(self, entry: AuditEntry) -> None:
        self._take_back(entry)

    def _reschedule(self, entry: AuditEntry) -> None:
        begins = datetime.fromisoformat(entry.detail["begins"])
        for out in self._take_back(entry):
            self._make_room(out.language, begins, entry.at)
            out.begins = begins
            self.releases.append(out)

    def _withdraw(self, entry: AuditEntry) -> None:
        standing = {one.language for one in self.releases if not one.is_over(entry.at)}
        is_whole = standing <= set(entry.parts)
        self._take_back(entry)
        for out in [one for one in self.releases if one.is_live(entry.at)]:
            if out.language in entry.parts:
                out.ends = entry.at
                self.notices.append(Notice(out.language, entry.at, None, is_whole))
                void = {out.language, *([FACTS] if is_whole else [])}
                self.words = [word for word in self.words if word.part not in void]

    # The timeline.

    def _print(self, entry: AuditEntry, *, is_unreviewed: bool) -> None:
        begins = datetime.fromisoformat(entry.detail["begins"])
        digests = entry.detail["digests"]
        for language in entry.parts:
            said, note = self._handling(entry, language)
            has_begun = any(
                one.language == language and one.begins <= entry.at for one in self.releases
            )
            is_back = self._standing(language, entry.at) is not None
            change = ("update" if is_back else said) if has_begun else "first"
            note = note if {change, said} <= TOLD else ""
            self._make_room(language, begins, entry.at)
            self.releases.append(
                Out(
                    language,
                    begins,
                    None,
                    digests[FACTS],
                    digests[language],
                    change,
                    note,
                    entry.by_id,
                    entry.at,
                    is_unreviewed,
                )
            )

    def _make_room(self, language: str, begins: datetime, at: datetime) -> None:
        rows: list[Out | Notice] = [*self.releases, *self.notices]
        for row in rows:
            is_of_language = row.language == language and row.begins <= at
            if is_of_language and (row.ends is None or row.ends > at):
                row.ends = begins

    def _take_back(self, entry: AuditEntry) -> list[Out]:
        taken = [
            one for one in self.releases if one.language in entry.parts and one.begins > entry.at
        ]
        self.releases = [one for one in self.releases if one not in taken]
        rows: list[Out | Notice] = [*self.releases, *self.notices]
        for out in taken:
            for row in rows:
                if (row.language, row.ends) == (out.language, out.begins):
                    row.ends = None
        return taken

    def _standing(self, language: str, at: datetime) -> Notice | None:
        for one in self.notices:
            if one.language == language and (one.ends is None or one.ends > at):
                return one
        return None

    def _handling(self, entry: AuditEntry, language: str) -> tuple[str, str]:
        """How the language was to go out when the act was done."""
        kept = [
            one for one in self.versions if one.edition_id == entry.edition_id and one.at < entry.at
        ]
        handling = max(kept, key=lambda one: one.token).handling[language]
        return handling["change"], handling["note"]

    # Four eyes.

    def authors(self, part: str, at: datetime) -> set[int]:
        """Whose hand has written in the part since it was last looked at and released."""
        cut = {
            (one.language, one.begins)
            for one in self.notices
            if (one.is_whole if part == FACTS else one.language == part)
            and (one.ends is None or one.ends > at)
        }
        looked_at = [
            one.at
            for one in self.releases
            if part in (FACTS, one.language)
            and not one.is_unreviewed
            and (one.language, one.ends) not in cut
        ]
        since = max(looked_at, default=None)
        return {
            one.by_id
            for one in self.versions
            if part in one.parts and one.at < at and (since is None or one.at > since)
        }

    def why_not(self, part: str, digest: str, entry: AuditEntry) -> str:
        """Say why the part could not go out with this content; "" where it could."""
        at, authors = entry.at, self.authors(part, entry.at)
        is_out = any(
            one.digest_of(part) == digest and not one.is_over(at)
            for one in self.releases
            if part in (FACTS, one.language)
        )
        told = ("", "") if part == FACTS else self._handling(entry, part)
        standing_by = {
            word.by for word in self._counting(part, digest, at, is_out=is_out, told=told)
        }
        reading = {
            key for key, languages in self.readers.items() if part == FACTS or part in languages
        }
        if not standing_by:
            return "nobody stands by it"
        if standing_by - reading:
            return "somebody approved who may not, or does not read it"
        if (is_out and told[0] not in TOLD) or standing_by - authors:
            return ""
        if reading - authors:
            return "only its authors approved it, though others could"
        if len(standing_by | self._submitters(part, entry)) < 2:
            return "one author alone stands by it"
        return ""

    def _counting(
        self, part: str, digest: str, at: datetime, *, is_out: bool, told: tuple[str, str]
    ) -> list[Word]:
        """The words given for this content since the part's last release, or that it went by."""
        gone = [
            one.at
            for one in self.releases
            if part in (FACTS, one.language)
            and not one.is_unreviewed
            and not (
                (notice := self._standing(one.language, at))
                and notice.begins == one.ends
                and (part != FACTS or notice.is_whole)
            )
        ]
        since = max(gone, default=None)
        return [
            word
            for word in self.words
            if (word.part, word.digest) == (part, digest)
            and (is_out or since is None or word.at > since)
            and (
                word.told == told
                if told[0] in TOLD
                else word.told[0] not in TOLD or is_out or part == FACTS
            )
        ]

    def _submitters(self, part: str, entry: AuditEntry) -> set[int]:
        """Whoever handed it in after the part was last written."""
        written = [one.at for one in self.versions if part in one.parts and one.at < entry.at]
        return {
            one.by_id
            for one in self.submissions
            if (part == FACTS or part in one.parts) and (not written or one.at > max(written))
        }


def told(entries: list[AuditEntry], versions: list[Version], readers: Any) -> Story:
    """Return the story of a publication, from all its entries and versions in their order."""
    return Story(readers, versions).tell(entries)
