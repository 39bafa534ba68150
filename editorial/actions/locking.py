"""How every verb begins: the actor as he is now, the rows locked, one moment read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.blockers import FORBIDDING, blockers
from editorial.chronicle import Deed, latest_deeds, said_in_short
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.kinds import kind_model, title_of
from editorial.models import Acknowledgement, Edition, Publication, Text
from editorial.refusals import Finding, Refused
from editorial.workflow import VERBS
from languages.choices import CODES

# Of the acts that a refusal names, the last ones: the rest stands in the record.
MOST_SAID = 3


@dataclass
class Act:
    """One verb under way: rows locked, its one moment `at` read after that."""

    verb: str
    publication: Publication
    edition: Edition
    texts: dict[str, Text]
    by: User
    at: datetime
    review: Review

    def refuse(
        self,
        parts: Iterable[str] = (),
        *,
        token: int | None = None,
        moment: datetime | None = None,
        acknowledged: Collection[str] = (),
    ) -> None:
        """Raise Refused with what stands against the verb on these parts.

        A person without the right hears only that; then one whose `token` is old hears
        that the edition is not what he saw; then every other reason together; then the
        warnings whose keys are not among the `acknowledged`. Those that are go on record.
        """
        found = blockers(self.edition, self.verb, parts, by=self.by, at=moment, review=self.review)
        forbidden = [one for one in found.refusals if one.code in FORBIDDING]
        if forbidden:
            raise Refused(forbidden)
        if token is not None and token != self.edition.token:
            raise Refused([self._stale(token)])
        if found:
            raise Refused(found.refusals)
        unread = [one for one in found.warnings if one.key not in acknowledged]
        if unread:
            raise Refused([replace(one, code="unacknowledged") for one in unread])
        Acknowledgement.objects.bulk_create(
            Acknowledgement(
                publication=self.publication,
                part=one.part,
                finding=one.key,
                digest=self.review.digests[one.part],
                by=self.by,
                at=self.at,
            )
            for one in found.warnings
        )

    @property
    def _is_of_what_is_public(self) -> bool:
        verb = VERBS.get(self.verb)
        return verb is not None and not verb.is_of_open_edition

    def _stale(self, seen: int) -> Finding:
        """Say who was first, and what he did since the edition was looked at."""
        with translation.override(self.by.desk_language):
            since = " ".join(said_in_short(one) for one in self._deeds_since(seen))
            if self.edition.is_open or self._is_of_what_is_public:
                sentence = _(
                    "The edition has changed since you opened it. %(since)s Look at it as it is "
                    "now, then decide again."
                )
                return Finding("stale", sentence % {"since": since})
            sentence = _("A colleague was first: this edition has been closed meanwhile. %(since)s")
            return Finding("closed", sentence % {"since": since})

    def _deeds_since(self, seen: int) -> list[Deed]:
        """What was done since this token: every act on an edition grows it by one."""
        grown = max(1, self.edition.token - seen)
        done = [one for one in latest_deeds(self.publication, limit=50) if one.verb in VERBS]
        return done[: min(grown, MOST_SAID)]

    def record(
        self,
        parts: Iterable[str] = (),
        detail: Mapping[str, Any] | None = None,
        *,
        edition: Edition | None = None,
    ) -> None:
        """Write the one audit entry of the act, as its last step.

        An act upon what a closed edition released makes that edition's token grow first, as
        every act on an open one does: who looked at it before has not seen this.
        """
        if not self.edition.is_open and self._is_of_what_is_public:
            self.edition.token += 1
            Edition.objects.filter(pk=self.edition.pk).update(token=self.edition.token)
        audit.append(
            verb=self.verb,
            by=self.by,
            at=self.at,
            publication=self.publication,
            edition=edition or self.edition,
            parts=parts,
            detail=dict(detail or {}),
        )

    def touch(self, *columns: str) -> None:
        """Store these columns of the edition, with its grown token and who acted when."""
        self.edition.token += 1
        self.edition.updated_by = self.by
        self.edition.updated_at = self.at
        self.edition.save(update_fields=[*columns, "token", "updated_by", "updated_at"])


def meant(parts: Iterable[str], among: Sequence[str] = CODES) -> list[str]:
    """Return the parts an act is about, each once, in their order.

    Raises Refused for a part that is not among those the act can be about.
    """
    wanted = set(parts)
    unknown = wanted - set(among)
    if unknown:
        sentence = _("Not one of the languages: %(unknown)s.")
        values = {"unknown": ", ".join(sorted(unknown))}
        raise Refused([Finding("unknown_part", sentence % values)])
    return [part for part in among if part in wanted]


@dataclass(frozen=True)
class Member:
    """One edition of a package: the token that was seen of it, and the parts meant."""

    edition: Edition
    token: int
    parts: Sequence[str]


def not_there(by: User) -> Finding:
    """Say that there is no such publication, also of one that this person may not see."""
    with translation.override(by.desk_language):
        return Finding("not_there", _("There is no such publication. Go back to the list."))


def lock_publications(numbers: Iterable[int]) -> None:
    """Lock these publications in the order of their numbers, so that nobody waits in a ring.

    Whoever does several things in one transaction locks all that they will need before the
    first, since the audit chain is locked from the first act on.
    """
    wanted = Publication.objects.select_for_update(no_key=True).filter(pk__in=set(numbers))
    list(wanted.order_by("pk"))


def begin_all(
    verb: str,
    members: Sequence[Member],
    *,
    by: User,
    among: Sequence[str] = CODES,
    moment: datetime | None = None,
    acknowledged: Collection[str] = (),
) -> list[tuple[Act, list[str]]]:
    """Begin one act on all editions of a package; refuse it if any of them refuses.

    All publications are locked first, in the order of their numbers, so that two packages
    never wait for each other in a ring; then one moment is read for all. Raises Refused
    with the reasons of every edition, each under its title where there are several.
    """
    if len(members) == 1:
        only = members[0]
        parts = meant(only.parts, among=among)
        act = begin(verb, publication=only.edition.publication_id, by=by, edition=only.edition.pk)
        act.refuse(parts, token=only.token, moment=moment, acknowledged=acknowledged)
        return [(act, parts)]
    numbers = [member.edition.publication_id for member in members]
    if len(set(numbers)) != len(numbers):
        raise ValueError("a publication stands in a package once")
    lock_publications(numbers)
    at, begun, refusals = database_moment(), [], list[Finding]()
    for member in members:
        number, parts = member.edition.publication_id, meant(member.parts, among=among)
        act = begin(verb, publication=number, by=by, edition=member.edition.pk, at=at)
        try:
            act.refuse(parts, token=member.token, moment=moment, acknowledged=acknowledged)
        except Refused as refused:
            name = title_of(act.edition)
            refusals += [
                replace(one, sentence=f"{name}: {one.sentence}") for one in refused.refusals
            ]
        begun.append((act, parts))
    if refusals:
        raise Refused(refusals)
    return begun


def begin(
    verb: str,
    *,
    publication: int,
    by: User,
    edition: int | None = None,
    at: datetime | None = None,
) -> Act:
    """Lock the publication, then read edition, texts, actor and moment as they are now.

    Without an edition's key the act is on the publication's newest edition: the open one,
    if one is open. `at` is the moment of a package, read once for all its editions. Must
    run inside a transaction. All verbs on one publication wait for each other here, so
    nothing read after this changes until the transaction ends. Raises Refused where there is
    no such publication, or none that this person may see: the two cannot be told apart.
    """
    try:
        locked = Publication.objects.select_for_update(no_key=True).get(pk=publication)
        # Asked after the lock, so that a limit set meanwhile holds: what is hidden is not there.
        manager: Any = kind_model(locked.kind)._default_manager
        editions = manager.visible_to(by).filter(publication=locked)
        row = editions.latest("number") if edition is None else editions.get(pk=edition)
    except ObjectDoesNotExist:
        raise Refused([not_there(by)]) from None
    row.publication = locked
    texts = {text.language: text for text in row.text_rows.all()}
    actor = User.objects.get(pk=by.pk)
    at = at or database_moment()
    return Act(verb, locked, row, texts, actor, at, Review(row, texts, at))
