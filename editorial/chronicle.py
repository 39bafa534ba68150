"""The record in words: who did what when, for people of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import TextState, UnreviewedReason, WithdrawalReason
from editorial.clock import LEAD_TIME
from editorial.four_eyes import Review, part_name
from editorial.models import AuditEntry, Publication
from editorial.moments import moment_in_words
from languages.choices import LANGUAGES, Language

DEEDS: Mapping[str, Promise] = {
    "start_edition": gettext_lazy("started the edition"),
    "save_edition": gettext_lazy("saved"),
    "submit": gettext_lazy("submitted for review"),
    "send_back": gettext_lazy("sent back"),
    "approve": gettext_lazy("approved"),
    "release": gettext_lazy("released"),
    "reschedule": gettext_lazy("rescheduled the release"),
    "cancel_schedule": gettext_lazy("cancelled the schedule"),
    "release_unreviewed": gettext_lazy("released unreviewed"),
    "confirm_unreviewed": gettext_lazy("confirmed what went out unreviewed"),
    "withdraw": gettext_lazy("withdrew"),
    "amend_withdrawal": gettext_lazy("amended the notice"),
    "restore": gettext_lazy("began to restore"),
    "restore_version": gettext_lazy("put back an older version"),
    "discard": gettext_lazy("discarded the edition"),
    "backfill": gettext_lazy("entered from the archive"),
    "limit_access": gettext_lazy("limited who sees it"),
    "open_access": gettext_lazy("let everybody of the desk see it"),
    "ask_outside": gettext_lazy("made a link for an outside check"),
    "stop_asking": gettext_lazy("stopped the link of an outside check"),
    "follow_up": gettext_lazy("told what became of an outcome"),
    "remark": gettext_lazy("made a remark"),
    "reply": gettext_lazy("answered a remark"),
    "resolve": gettext_lazy("settled a remark"),
    "reopen": gettext_lazy("took up a remark again"),
    "accept_suggestion": gettext_lazy("accepted a suggestion"),
    "decline_suggestion": gettext_lazy("declined a suggestion"),
    "add_record": gettext_lazy("added a record"),
    "change_record": gettext_lazy("changed a record"),
    "take_in_picture": gettext_lazy("took in a picture"),
    "change_picture": gettext_lazy("described a picture"),
}


@dataclass(frozen=True)
class Deed:
    """One entry of the record as it is read: `more` is a reason or a moment, "" for none."""

    at: datetime
    by: User
    edition: int | None
    verb: str
    codes: tuple[str, ...]
    what: str
    parts: str
    more: str


@dataclass(frozen=True)
class Returned:
    """A text that came back to its writer, and the act that sent it back."""

    language: Language
    deed: Deed


def latest_deeds(publication: Publication, limit: int = 20) -> list[Deed]:
    """Return what was last done to the publication, newest first."""
    entries = AuditEntry.objects.filter(publication=publication).select_related("by", "edition")
    return [deed_of(entry) for entry in entries.order_by("-id")[:limit]]


def said_in_short(deed: Deed) -> str:
    """Say one deed in a sentence: by whom, what, of what, when."""
    what = f"{deed.what}: {deed.parts}" if deed.parts else deed.what
    return f"{deed.by} {what} ({moment_in_words(deed.at)})."


def returned(deeds: Iterable[Deed], review: Review) -> list[Returned]:
    """Return the texts of an open edition that were sent back and not submitted again since."""
    deeds = [deed for deed in deeds if deed.verb in ("submit", "send_back")]
    found = []
    for language in LANGUAGES:
        last = next((deed for deed in deeds if language.code in deed.codes), None)
        is_in_work = review.texts[language.code].state == TextState.IN_WORK
        if last is not None and last.verb == "send_back" and is_in_work:
            found.append(Returned(language, last))
    return found


def deed_of(entry: AuditEntry) -> Deed:
    """Return an entry in words; its person and edition are read with it, or cost a statement."""
    return Deed(
        at=entry.at,
        by=entry.by,
        edition=entry.edition.number if entry.edition else None,
        verb=entry.verb,
        codes=tuple(entry.parts),
        what=str(_what(entry)),
        parts=names_of(entry.parts),
        more=_more(entry),
    )


def names_of(parts: Iterable[str]) -> str:
    """Return the names of parts for a sentence: "Facts, Русский"."""
    return ", ".join(part_name(part) for part in parts)


def _what(entry: AuditEntry) -> str | Promise:
    if entry.verb == "approve" and entry.detail.get("settled"):
        return _("approved, which settles the blocking remark by the same person")
    is_ahead = entry.verb == "release" and bool(_begins_later(entry))
    return _("scheduled the release") if is_ahead else DEEDS.get(entry.verb, entry.verb)


def _begins_later(entry: AuditEntry) -> datetime | None:
    """Return the moment for which a release was scheduled; None where it began at once."""
    begins = entry.detail.get("begins")
    moment = parse_datetime(begins) if isinstance(begins, str) else None
    return moment if moment and moment - entry.at > LEAD_TIME / 2 else None


def _more(entry: AuditEntry) -> str:
    """Say what the act itself kept: the reason given, the moment a schedule begins."""
    reason = entry.detail.get("reason", "")
    if entry.verb == "release_unreviewed" and reason in UnreviewedReason.values:
        return f"{UnreviewedReason(reason).label} · {entry.detail.get('on_whose_word', '')}"
    if reason in WithdrawalReason.values:
        said = [str(WithdrawalReason(reason).label)]
        if entry.detail.get("redirect"):
            said.append(f"→ {entry.detail['redirect']}")
        explained = entry.detail.get("explanation", {})
        # The same in each language: one is enough to read, the reader's own if it is there.
        own = explained.get(get_language()) or next(filter(None, explained.values()), "")
        said += filter(None, [own])
        return " · ".join(said)
    moment = _begins_later(entry) if entry.verb == "release" else None
    if moment:
        return _("for %(moment)s") % {"moment": moment_in_words(moment)}
    return str(reason or entry.detail.get("note", ""))
