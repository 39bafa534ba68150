"""What a button asks for, turned into verbs and into a sentence about what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import actions
from editorial.actions import Member
from editorial.clock import database_moment
from editorial.contents.values import is_number
from editorial.desk.asked import Asked
from editorial.desk.panel import desk_address
from editorial.four_eyes import Review, part_name
from editorial.kinds import title_of
from editorial.models import Edition, Publication, Release, Remark
from editorial.packages import companions, held_back, parts_due
from editorial.refusals import Finding, Refused
from editorial.steps import to_approve
from languages.choices import CODES
from languages.dates import format_moment


@dataclass(frozen=True)
class Done:
    """What an act did: the edition to show next, and the sentence that says it."""

    edition: Edition
    sentence: SafeString | str


def asked_for(post: QueryDict) -> Asked | None:
    """Return what the button pressed asks for, None where none was. Raises UnknownAct."""
    return Asked.read(post, ACTS)


def perform(asked: Asked, *, edition: Edition, by: User, token: int) -> Done:
    """Do what a button asks for, all of it or nothing. Raises Refused."""
    with transaction.atomic(), translation.override(by.desk_language):
        lock(edition, asked)
        sentence = ACTS[asked.name](asked, edition, by, token)
        return Done(shown_next(edition), sentence)


def lock(edition: Edition, asked: Asked | None) -> None:
    """Lock the edition's publication and those of what was ticked, before the first act."""
    along = [key for key, _token in asked.companions] if asked else []
    numbers = Edition.objects.filter(pk__in=along).values_list("publication", flat=True)
    actions.lock_publications([edition.publication_id, *numbers])


def shown_next(edition: Edition) -> Edition:
    """Return the edition to go on with: the publication's open one, else the same."""
    opened = Edition.objects.open().filter(publication=edition.publication_id).first()
    return opened or Edition.objects.get(pk=edition.pk)


def _start_edition(asked: Asked, edition: Edition, by: User, token: int) -> str:
    opened = actions.start_edition(by=by, publication=edition.publication)
    return _("Edition %(number)s is open.") % {"number": opened.number}


def _discard(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    actions.discard(edition=edition, by=by, token=token)
    sentence = _("Edition %(number)s was discarded.") % {"number": edition.number}
    still = _("What was written in it can still be read")
    return format_html('{} <a href="{}">{}</a>.', sentence, desk_address(edition), still)


def _submit(asked: Asked, edition: Edition, by: User, token: int) -> str:
    along = _members("submit", asked, edition, by)
    actions.submit(edition=edition, by=by, token=token, languages=asked.languages, companions=along)
    return _("Submitted: %(parts)s. Next, a colleague approves.") % {
        "parts": _all_names(asked.parts, along)
    }


def _send_back(asked: Asked, edition: Edition, by: User, token: int) -> str:
    along = _members("send_back", asked, edition, by)
    actions.send_back(
        edition=edition,
        by=by,
        token=token,
        languages=asked.languages,
        reason=asked.field("reason"),
        companions=along,
    )
    return _("Sent back: %(parts)s. The reason stands in the record.") % {
        "parts": _all_names(asked.parts, along)
    }


def _approve(asked: Asked, edition: Edition, by: User, token: int) -> str:
    along = _members("approve", asked, edition, by)
    own = _own_remarks([Member(edition, token, asked.parts), *along], by)
    actions.approve(
        edition=edition,
        by=by,
        token=token,
        parts=asked.parts,
        companions=along,
        acknowledged=asked.acknowledged,
    )
    names = {"parts": _all_names(asked.parts, along)}
    return " ".join([_("Approved: %(parts)s.") % names, *_told_of(own)])


def _own_remarks(members: Sequence[Member], by: User) -> list[Remark]:
    """Return the open remarks by this person on what is to be approved, blocking or suggesting."""
    meant = {one.edition.publication_id: ("", *one.parts) for one in members}
    found = Remark.objects.filter(publication__in=meant, by=by, resolved_at__isnull=True)
    found = found.filter(Q(is_blocking=True) | Q(replacement__isnull=False))
    return [one for one in found if one.part in meant[one.publication_id]]


def _told_of(own: Sequence[Remark]) -> list[str]:
    """Say which remarks of one's own an approval has settled, and which it leaves open."""
    settled = sum(one.is_blocking for one in own)
    left = len(own) - settled
    said = []
    if settled:
        said.append(ngettext("Your remark is settled.", "Your remarks are settled.", settled))
    if left:
        sentence = ngettext(
            "%(count)d suggestion of yours is still open.",
            "%(count)d suggestions of yours are still open.",
            left,
        )
        said.append(sentence % {"count": left})
    return said


def _release(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    return _release_from(None, asked, edition, by, token)


def _release_at(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    return _release_from(asked.moment(), asked, edition, by, token)


def _release_from(
    at: datetime | None, asked: Asked, edition: Edition, by: User, token: int
) -> SafeString:
    along = _members("release", asked, edition, by)
    releases = actions.release(
        edition=edition,
        by=by,
        token=token,
        languages=asked.languages,
        at=at,
        companions=along,
    )
    return _tell(releases, edition, by, along)


def _approve_and_release(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    asked, token = _approve_what_waits(asked, edition, by, token)
    return _release(asked, edition, by, token)


def _approve_and_release_at(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    asked.moment()
    asked, token = _approve_what_waits(asked, edition, by, token)
    return _release_at(asked, edition, by, token)


def _approve_what_waits(asked: Asked, edition: Edition, by: User, token: int) -> tuple[Asked, int]:
    """Approve the parts that wait; return what is asked, and the token, to release with."""
    texts = {text.language: text for text in edition.text_rows.all()}
    parts = to_approve(Review(edition, texts, database_moment()), asked.languages)
    along = _members("approve", asked, edition, by)
    if parts:
        token = actions.approve(
            edition=edition,
            by=by,
            token=token,
            parts=parts,
            companions=along,
            acknowledged=asked.acknowledged,
        ).token
    else:
        for one in along:
            actions.approve(edition=one.edition, by=by, token=one.token, parts=one.parts)
    # An approval is an act, so what was seen has the next token now.
    approved = {one.edition.pk for one in along}
    grown = tuple((key, seen + (key in approved)) for key, seen in asked.companions)
    return replace(asked, companions=grown), token


def _members(verb: str, asked: Asked, edition: Edition, by: User) -> list[Member]:
    """Return the ticked companions in which the act has work. Raises Refused."""
    if not asked.companions:
        return []
    known = {one.edition.pk: one for one in companions(edition, by)}
    members, refusals = [], list[Finding]()
    for key, token in asked.companions:
        if key not in known:
            sentence = _(
                "What was to go along is closed by now, or no longer linked. Look at the "
                "list again, then decide."
            )
            raise Refused([Finding("companion_gone", sentence)])
        parts = parts_due(verb, known[key], asked.languages, by)
        if parts:
            members.append(Member(known[key].edition, token, parts))
        name = known[key].title(by.desk_language)
        refusals += (
            replace(one, sentence=f"{name}: {one.sentence}")
            for one in held_back(known[key], asked.languages)
        )
    if refusals:
        raise Refused(refusals)
    return members


def _all_names(parts: Sequence[str], along: Sequence[Member]) -> str:
    """Name the parts; where companions went along, what of each."""
    said = [_names(parts)]
    said += [
        f"{title_of(one.edition, get_language() or '')} ({_names(one.parts)})" for one in along
    ]
    return "; ".join(said)


def _cancel_schedule(asked: Asked, edition: Edition, by: User, token: int) -> str:
    actions.cancel_schedule(edition=edition, by=by, token=token, languages=asked.languages)
    return _("The schedule was cancelled: %(parts)s.") % {"parts": _names(asked.parts)}


def _reschedule(asked: Asked, edition: Edition, by: User, token: int) -> SafeString:
    releases = actions.reschedule(
        edition=edition, by=by, token=token, languages=asked.languages, at=asked.moment()
    )
    return _tell(releases, edition, by)


def _confirm_unreviewed(asked: Asked, edition: Edition, by: User, token: int) -> str:
    actions.confirm_unreviewed(edition=edition, by=by, token=token, languages=asked.languages)
    return _("Confirmed: %(parts)s. It counts as approved from now on.") % {
        "parts": _names(asked.parts)
    }


def _amend_withdrawal(asked: Asked, edition: Edition, by: User, token: int) -> str:
    said = {code: asked.field(f"explanation-{code}") for code in asked.languages}
    actions.amend_withdrawal(edition=edition, by=by, token=token, explanation=said)
    return _("The notice was amended: %(parts)s.") % {"parts": _names(asked.parts)}


def _restore(asked: Asked, edition: Edition, by: User, token: int) -> str:
    opened = actions.restore(edition=edition, by=by, token=token, languages=asked.languages)
    return _(
        "Edition %(number)s is open. Mend what was wrong, write the note for readers, and "
        "submit it: a colleague has to approve it again."
    ) % {"number": opened.number}


def _withdraw(asked: Asked, edition: Edition, by: User, token: int) -> str:
    actions.withdraw(
        edition=edition,
        by=by,
        token=token,
        languages=asked.languages,
        reason=asked.field("reason"),
        explanation={code: asked.field(f"explanation-{code}") for code in asked.languages},
        redirect=_replacement(asked.field("replacement"), by),
    )
    return _("Withdrawn: %(parts)s. Readers are told why.") % {"parts": _names(asked.parts)}


def _replacement(number: str, by: User) -> Publication | None:
    """Return the publication of this number, None where none is named. Raises Refused."""
    if not number:
        return None
    if is_number(number):
        found = Publication.objects.visible_to(by).filter(number=int(number)).first()
        if found is not None:
            return found
    sentence = _("There is no publication %(number)s.") % {"number": number}
    raise Refused([Finding("replacement_unknown", sentence)])


def _tell(
    releases: list[Release], edition: Edition, by: User, along: Sequence[Member] = ()
) -> SafeString:
    """Say what was released, from when, where it stands, and what goes on elsewhere."""
    first = releases[0]
    releases = [one for one in releases if one.publication_id == edition.publication_id]
    names = _all_names([one.language for one in releases], along)
    if first.live.lower > first.released_at:
        moment = format_moment(timezone.localtime(first.live.lower), by.desk_language)
        sentence = _("Scheduled: %(parts)s, for %(moment)s (Tashkent time).") % {
            "parts": names,
            "moment": moment,
        }
        return format_html("{}{}", sentence, _what_goes_on(edition))
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        [
            (
                one.get_absolute_url(),
                _("See the page: %(part)s") % {"part": part_name(one.language)},
            )
            for one in releases
        ],
    )
    sentence = _("Released: %(parts)s.") % {"parts": names}
    return format_html("{}{} {}", sentence, _what_goes_on(edition), links)


def _what_goes_on(edition: Edition) -> str:
    """Name the languages whose work goes on in the next edition, "" where none does."""
    opened = Edition.objects.open().filter(publication=edition.publication_id).first()
    if opened is None:
        return ""
    known = Release.objects.filter(publication=edition.publication_id)
    released = set(known.filter(edition=edition.pk).values_list("language", flat=True))
    texts = {text.language: text for text in opened.text_rows.all()}
    review = Review(opened, texts, database_moment())
    going_on = [
        code
        for code in CODES
        if code not in released
        and (texts[code].assignee_id or not review.is_released_as_is(code))
        and any((texts[code].assignee_id, *review.printed[code].values()))
    ]
    if not going_on:
        return ""
    return " " + _("%(parts)s: work goes on in edition %(number)s.") % {
        "parts": _names(going_on),
        "number": opened.number,
    }


def _names(parts: Sequence[str]) -> str:
    return ", ".join(part_name(part) for part in parts)


ACTS: dict[str, Callable[[Asked, Edition, User, int], SafeString | str]] = {
    "start_edition": _start_edition,
    "discard": _discard,
    "submit": _submit,
    "send_back": _send_back,
    "approve": _approve,
    "release": _release,
    "release_at": _release_at,
    "approve_and_release": _approve_and_release,
    "approve_and_release_at": _approve_and_release_at,
    "reschedule": _reschedule,
    "cancel_schedule": _cancel_schedule,
    "confirm_unreviewed": _confirm_unreviewed,
    "withdraw": _withdraw,
    "amend_withdrawal": _amend_withdrawal,
    "restore": _restore,
}
