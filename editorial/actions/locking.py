"""How every verb begins: the actor as he is now, the rows locked, one moment read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.blockers import FORBIDDING, blockers
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.kinds import kind_model, title_of
from editorial.models import Edition, Publication, Text
from editorial.refusals import Finding, Refused
from languages.choices import CODES


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
        self, parts: Iterable[str] = (), *, token: int | None = None, moment: datetime | None = None
    ) -> None:
        """Raise Refused with what stands against the verb on these parts.

        A person without the right hears only that; then one whose `token` is old hears
        that the edition is not what he saw; then every other reason together.
        """
        found = blockers(self.edition, self.verb, parts, by=self.by, at=moment, review=self.review)
        forbidden = [one for one in found.refusals if one.code in FORBIDDING]
        if forbidden:
            raise Refused(forbidden)
        if token is not None and token != self.edition.token:
            raise Refused([self._stale()])
        if found:
            raise Refused(found.refusals)

    def _stale(self) -> Finding:
        with translation.override(self.by.desk_language):
            if self.edition.is_open:
                return Finding(
                    "stale",
                    _(
                        "The edition has changed since you opened it. Look at it as it is "
                        "now, then decide again."
                    ),
                )
            return Finding(
                "closed", _("A colleague was first: this edition has been closed meanwhile.")
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
        act.refuse(parts, token=only.token, moment=moment)
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
            act.refuse(parts, token=member.token, moment=moment)
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
    nothing read after this changes until the transaction ends.
    """
    locked = Publication.objects.select_for_update(no_key=True).get(pk=publication)
    editions = kind_model(locked.kind)._default_manager.filter(publication=locked)
    row = editions.latest("number") if edition is None else editions.get(pk=edition)
    row.publication = locked
    texts = {text.language: text for text in row.text_rows.all()}
    actor = User.objects.get(pk=by.pk)
    at = at or database_moment()
    return Act(verb, locked, row, texts, actor, at, Review(row, texts, at))
