"""What is wrong with a release that goes out soon, found while there is time to mend it.

Nothing here holds a release back: at its moment it goes out. People are told, by name, half an
hour and five minutes before, and the desk says it at any time.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from editorial.choices import FACTS
from editorial.clock import database_moment
from editorial.contents.printing import digest, links, print_text
from editorial.four_eyes import Review, part_name
from editorial.kinds import kind_row
from editorial.models import Approval, Edition, Preflight, Publication, Release, Remark, Text
from editorial.notices import tell
from editorial.querysets import not_hidden_from
from editorial.refusals import Finding
from editorial.titles import titled

# Minutes before the moment at which people are told of what is found.
STAGES = (30, 5)

# Given the release and who reads what is found; nobody reads it where only its codes are kept.
Look = Callable[[Release, User | None], Iterable[Finding]]
_looks: list[Look] = []


def also_look(look: Look) -> None:
    """Let an app above look at a scheduled release too: at its pictures, say. Called when ready."""
    _looks.append(look)


def findings(release: Release, by: User | None = None) -> list[Finding]:
    """Return what is wrong with a scheduled release now, in the language that is active.

    `by` is who reads it: he is told no title of a piece he may not see.
    """
    own: tuple[Look, ...] = (_newer_text, _approval_gone, _blocking_remarks, _links_not_public)
    return [finding for look in (*own, *_looks) for finding in look(release, by)]


def _newer_text(release: Release, by: User | None) -> Iterable[Finding]:
    opened = Edition.objects.open().filter(publication=release.publication_id).first()
    if opened is None:
        return
    row = kind_row(opened)
    if digest(print_text(row, release.language)) == release.text_digest:
        return
    sentence = _(
        "%(language)s: a newer text is being written in edition %(number)s. The one that goes "
        "out is older."
    )
    values = {"language": part_name(release.language), "number": row.number}
    yield Finding("newer_text", sentence % values, release.language)


def _approval_gone(release: Release, by: User | None) -> Iterable[Finding]:
    row = kind_row(release.edition)
    texts = {text.language: text for text in row.text_rows.all()}
    review = Review(row, texts, database_moment())
    for part in (FACTS, release.language):
        if not review.is_satisfied(part):
            sentence = _("%(part)s: its approval was taken back since it was scheduled.")
            yield Finding("approval_gone", sentence % {"part": part_name(part)}, part)


def _blocking_remarks(release: Release, by: User | None) -> Iterable[Finding]:
    meant = Remark.objects.filter(
        publication=release.publication_id,
        is_blocking=True,
        resolved_at=None,
        part__in=["", FACTS, release.language],
    )
    for remark in meant.select_related("by"):
        sentence = _("A blocking remark by %(by)s is open.") % {"by": remark.by}
        yield Finding("blocking_remark", sentence, remark.part)


def _links_not_public(release: Release, by: User | None) -> Iterable[Finding]:
    """A link to what is not public in the language then is left out of the page."""
    numbers = set(links(release.edition, release.content["facts"]))
    then = Release.objects.live(release.live.lower, release.language)
    shown = then.filter(publication__in=numbers).values_list("publication", flat=True)
    missing = numbers - set(shown)
    visible = Q() if by is None else not_hidden_from(by, "pk")
    for one in titled(Publication.objects.filter(visible, pk__in=missing)):
        sentence = _("%(title)s is not public in this language then: its link is left out.")
        yield Finding("link_not_public", sentence % {"title": one}, release.language)


def look_ahead() -> None:
    """Look at what goes out within the half hour, and tell who can mend what is wrong.

    A chore of the worker: each release is looked at once at each stage, whatever the worker
    missed before.
    """
    soon = Release.objects.ahead().filter(
        live__startswith__lte=Now() + timedelta(minutes=max(STAGES))
    )
    for key in list(soon.values_list("pk", flat=True)):
        with transaction.atomic():
            _look_at(key)


def _look_at(key: int) -> None:
    # Another worker has it, or it was taken back a moment ago.
    release = (
        Release.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=key).first()
    )
    at = database_moment()
    if release is None or release.live.lower <= at:
        return
    ahead = release.live.lower - at
    stage = min(minutes for minutes in STAGES if ahead <= timedelta(minutes=minutes))
    if release.preflights.filter(minutes_ahead__lte=stage).exists():
        return
    found = findings(release)
    Preflight.objects.create(
        release=release,
        minutes_ahead=stage,
        at=at,
        findings=[{"code": one.code, "part": one.part} for one in found],
    )
    if found:
        tell(
            _concerned(release),
            "preflight",
            publication=release.publication,
            edition=release.edition,
            at=at,
            parts=[release.language],
            detail={"minutes": stage, "codes": sorted({one.code for one in found})},
        )


def _concerned(release: Release) -> set[int]:
    """Who scheduled, submitted, approved or has the text, and every press secretary."""
    text = Text.objects.get(edition=release.edition_id, language=release.language)
    given = Approval.objects.filter(
        publication=release.publication_id,
        digest__in=[release.facts_digest, release.text_digest],
    )
    secretaries = User.objects.holding({Role.PRESS_SECRETARY})
    people = {release.released_by_id, text.submitted_by_id, text.assignee_id}
    people |= set(given.values_list("by", flat=True)) | set(
        secretaries.values_list("pk", flat=True)
    )
    return {key for key in people if key is not None}
