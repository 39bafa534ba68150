"""Verbs of limited access: only named people see a piece until readers do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.actions.locking import Act, begin
from editorial.choices import FACTS
from editorial.models import Access, Edition, OutsideCheck, Publication, Release
from editorial.permissions import may, may_enter
from editorial.refusals import Finding, Refused

NOBODY_APPROVES = "nobody_approves"
_NOT_ALLOWED = gettext_lazy("Who sees a piece is decided by those who write it: ask one of them.")


@dataclass(frozen=True)
class Limited:
    """Who alone sees a piece now, and the links of others that died thereby."""

    people: list[User]
    stopped: list[OutsideCheck]


@transaction.atomic
def limit_access(
    *, edition: Edition, by: User, people: Iterable[User], despite: Collection[str] = ()
) -> Limited:
    """Let only these people see the publication until its first release begins.

    Whoever opened the publication and `by` always stay among them. Naming other people later
    replaces the list; naming the same ones changes nothing. Links for an outside check that
    somebody else made are dead from then on. `despite` holds the codes of warnings that `by`
    has read: that nobody named may approve. Raises Refused: `by` may not write the facts,
    readers have seen the piece, somebody named has no business at the desk, or there is a
    warning that he has not read.
    """
    act = begin("limit_access", publication=edition.publication_id, by=by, edition=edition.pk)
    refuse_who_does_not_write(act, _NOT_ALLOWED, FACTS)
    named = _with_those_who_stay(act, people)
    with translation.override(act.by.desk_language):
        _refuse_what_limits_nothing(act, named)
        found = [one for one in warnings_of(named) if one.code not in despite]
    if found:
        raise Refused(found)
    rows = Access.objects.filter(publication=act.publication)
    known = set(rows.values_list("person", flat=True))
    if known == {one.pk for one in named}:
        return Limited(named, [])
    rows.exclude(person__in=named).delete()
    Access.objects.bulk_create(
        Access(publication=act.publication, person=one, given_by=act.by, at=act.at)
        for one in named
        if one.pk not in known
    )
    links = OutsideCheck.objects.filter(publication=act.publication)
    stopped = links.exclude(created_by__in=named).stop(act.by, act.at)
    detail = {"people": sorted(one.pk for one in named), "despite": sorted(despite)}
    act.record(detail={**detail, **in_detail(stopped)})
    return Limited(named, stopped)


@transaction.atomic
def open_access(*, edition: Edition, by: User) -> None:
    """Let everybody of the desk see the publication again; open already, it stays so.

    Raises Refused where `by` may not write the facts.
    """
    act = begin("open_access", publication=edition.publication_id, by=by, edition=edition.pk)
    refuse_who_does_not_write(act, _NOT_ALLOWED, FACTS)
    ended, _by_model = Access.objects.filter(publication=act.publication).delete()
    if ended:
        act.record()


def warnings_of(people: Iterable[User]) -> list[Finding]:
    """Say, in the active language, what to know before only these people see a piece."""
    if any(may(one, "approve") for one in people):
        return []
    sentence = _("None of these people may approve, so nothing of it can go out.")
    return [Finding(NOBODY_APPROVES, sentence)]


def refuse_links_out_of_sight(by: User, before: Iterable[int], after: Iterable[int]) -> None:
    """Raise Refused where a save links to a publication that this person may not see.

    What was linked before stays, seen by him or not: a save must not lose it. The sentence is
    in the active language and the one for a number that there is not: the two look alike.
    """
    added = set(after) - set(before)
    if not added:
        return
    shown = Publication.objects.visible_to(by).filter(pk__in=added)
    if shown.count() != len(added):
        sentence = _("A publication that was linked is not there any more. Choose again.")
        raise Refused([Finding("unknown_record", sentence, FACTS)])


def refuse_who_does_not_write(act: Act, sentence: Promise, part: str | None = None) -> None:
    """Raise Refused, in this sentence, where the act's person may not write (this part, if any)."""
    if not may(act.by, "save_edition", part):
        with translation.override(act.by.desk_language):
            raise Refused([Finding("not_allowed", str(sentence))])


def in_detail(stopped: Iterable[OutsideCheck]) -> dict[str, list[int]]:
    """Return what an act's entry says of the links that it made dead; nothing of none."""
    keys = [one.pk for one in stopped]
    return {"stopped": keys} if keys else {}


def _with_those_who_stay(act: Act, people: Iterable[User]) -> list[User]:
    """The people named as they are now, with `by` and whoever opened the publication."""
    keys = {one.pk for one in people} | {act.by.pk, act.publication.created_by_id}
    return list(User.objects.filter(pk__in=keys))


def _refuse_what_limits_nothing(act: Act, named: Iterable[User]) -> None:
    if Release.objects.begun(act.at).filter(publication=act.publication).exists():
        sentence = _("Readers have seen this piece, so everybody of the desk sees it.")
        raise Refused([Finding("seen_by_readers", sentence)])
    always = {act.by.pk, act.publication.created_by_id}
    strangers = [one for one in named if one.pk not in always and not may_enter(one)]
    if strangers:
        sentence = _("%(names)s: no work with publications at this desk. Choose others.")
        names = ", ".join(map(str, strangers))
        raise Refused([Finding("no_business", sentence % {"names": names})])
