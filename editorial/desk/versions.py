"""What is kept of a publication: every version of every edition, and the releases made of them.

The list of versions is read without their content, whose size does not matter then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS
from editorial.contents.content import INTERNAL, Content
from editorial.contents.values import Printed
from editorial.four_eyes import part_name
from editorial.kinds import child_models
from editorial.models import Edition, Publication, Release, Version
from editorial.moments import moment_in_words
from languages.choices import BY_CODE, CODES, Language

VERSION, RELEASE = "v", "r"


def kept_versions(publication: Publication) -> "QuerySet[Version]":
    """Return every version of the publication: where the desk's questions of versions begin."""
    return Version.objects.filter(edition__publication=publication)


def made_releases(publication: Publication) -> "QuerySet[Release]":
    """Return every release of the publication, scheduled ones too, for the desk alone."""
    return Release.objects.filter(publication=publication)


@dataclass(frozen=True)
class Kept:
    """One version as the list tells of it. `place` counts from 1 in its edition."""

    key: int
    edition: int
    place: int
    parts: tuple[str, ...]
    by: User
    at: datetime

    @property
    def code(self) -> str:
        """What an address calls it."""
        return f"{VERSION}{self.key}"

    @property
    def name(self) -> str:
        """What a page calls it."""
        values = {"edition": self.edition, "version": self.place}
        return _("edition %(edition)s, version %(version)s") % values

    @property
    def changed(self) -> str:
        """The parts that its save changed, in words; "" where it was only copied."""
        return ", ".join(name_of_part(part) for part in self.parts)


@dataclass(frozen=True)
class Made:
    """One release as the list tells of it."""

    key: int
    language: Language
    begins: datetime
    ends: datetime | None
    change: str
    note: str
    by: User
    is_live: bool

    @property
    def code(self) -> str:
        """What an address calls it."""
        return f"{RELEASE}{self.key}"

    @property
    def name(self) -> str:
        """What a page calls it."""
        values = {"language": self.language.name, "moment": moment_in_words(self.begins)}
        return _("release in %(language)s of %(moment)s") % values


@dataclass
class KeptEdition:
    """An edition with its versions and releases, newest first."""

    edition: Edition
    versions: list[Kept] = field(default_factory=list)
    releases: list[Made] = field(default_factory=list)


@dataclass(frozen=True)
class Side:
    """One of two that are compared. A release has no internal part and one language."""

    name: str
    by: User
    at: datetime
    content: Content
    languages: tuple[str, ...]
    is_whole: bool


def name_of_part(part: str) -> str:
    """Return the name of a part of a content, the one that stays in the office included."""
    return _("For the office") if part == INTERNAL else part_name(part)


class History:
    """All editions of a publication with what is kept of them: three statements."""

    def __init__(self, publication: Publication, at: datetime) -> None:
        self.publication, self.at = publication, at
        found = Edition.objects.filter(publication=publication).order_by("-number")
        self.editions = {edition.pk: KeptEdition(edition) for edition in found}
        versions = kept_versions(publication).only("edition_id", "token", "parts", "by", "at")
        for version in versions.select_related("by").order_by("edition", "token"):
            kept = self.editions[version.edition_id]
            place = len(kept.versions) + 1
            kept.versions.insert(0, _kept(version, kept.edition.number, place))
        releases = made_releases(publication).defer("content").select_related("released_by")
        for release in releases.order_by("-live", "-pk"):
            self.editions[release.edition_id].releases.append(_made(release, at))

    def __iter__(self) -> Iterator[KeptEdition]:
        """The editions, newest first."""
        return iter(self.editions.values())

    @cached_property
    def versions(self) -> list[Kept]:
        """Every version, newest first."""
        return [one for kept in self.editions.values() for one in kept.versions]

    @property
    def releases(self) -> list[Made]:
        """Every release; within an edition newest first."""
        return [one for kept in self.editions.values() for one in kept.releases]

    @property
    def current(self) -> Edition | None:
        """The edition that the desk shows: the open one, else the last that counts."""
        editions = (kept.edition for kept in self.editions.values())
        return next((edition for edition in editions if not edition.discarded), None)

    @property
    def opened(self) -> Edition | None:
        """The open edition, if there is one."""
        current = self.current
        return current if current is not None and current.is_open else None

    def latest_of(self, edition: Edition) -> Kept | None:
        """The last version of an edition."""
        return next(iter(self.editions[edition.pk].versions), None)

    def before(self, one: Kept) -> Kept | None:
        """The version before this one, in its edition or the one before."""
        return self._older.get(one.key)

    @cached_property
    def _older(self) -> dict[int, Kept]:
        return {newer.key: older for newer, older in pairwise(self.versions)}

    def find(self, code: str) -> Kept | Made | None:
        """The version or release that an address names; None where it is none of these."""
        everything: list[Kept | Made] = [*self.versions, *self.releases]
        return next((one for one in everything if one.code == code), None)


def sides_of(model: type[Edition], ones: Iterable[Kept | Made]) -> list[Side]:
    """Return these with their contents, in their order: two statements however many."""
    ones = list(ones)
    versions = Version.objects.in_bulk([one.key for one in ones if isinstance(one, Kept)])
    releases = Release.objects.in_bulk([one.key for one in ones if isinstance(one, Made)])
    return [
        _version_side(one, versions[one.key])
        if isinstance(one, Kept)
        else _release_side(one, model, releases[one.key])
        for one in ones
    ]


def _version_side(kept: Kept, version: Version) -> Side:
    return Side(kept.name, kept.by, kept.at, Content.kept_in(version), CODES, is_whole=True)


def released_content(model: type[Edition], release: Release) -> Content:
    """Return what a release of this kind says as a content: its facts, and its one language."""
    code = release.language
    handling = {"change": release.change, "note": release.note, "assignee": None}
    return Content(
        facts=_facts_printed(model, release.content["facts"]),
        texts={**{other: {} for other in CODES}, code: release.content["text"]},
        internal={},
        handling={code: handling},
    )


def _release_side(made: Made, model: type[Edition], release: Release) -> Side:
    content, code = released_content(model, release), release.language
    name = _("release in %(language)s") % {"language": made.language.name}
    return Side(name, made.by, made.begins, content, (code,), is_whole=False)


def _facts_printed(model: type[Edition], facts: Printed) -> Printed:
    """Return the facts of a print as an edition has them: of what it encloses, the key alone."""
    names = (*model.FACT_FIELDS, *child_models(model))
    said = {name: facts[name] for name in names if name in facts}
    return {name: one["id"] if isinstance(one, dict) else one for name, one in said.items()}


def _kept(version: Version, edition: int, place: int) -> Kept:
    order = (FACTS, INTERNAL, *CODES)
    parts = tuple(part for part in order if part in version.parts)
    return Kept(version.pk, edition, place, parts, version.by, version.at)


def _made(release: Release, at: datetime) -> Made:
    live: Any = release.live
    return Made(
        key=release.pk,
        language=BY_CODE[release.language],
        begins=live.lower,
        ends=live.upper,
        change=release.get_change_display(),
        note=release.note,
        by=release.released_by,
        is_live=live.lower <= at and (live.upper is None or live.upper > at),
    )
