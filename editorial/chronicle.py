"""The record of a publication in words: who did what when, for people of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from editorial.choices import TextState, WithdrawalReason
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
    "cancel_schedule": gettext_lazy("cancelled the schedule"),
    "withdraw": gettext_lazy("withdrew"),
    "discard": gettext_lazy("discarded the edition"),
    "backfill": gettext_lazy("entered from the archive"),
    "follow_up": gettext_lazy("told what became of an outcome"),
    "add_record": gettext_lazy("added a record"),
    "change_record": gettext_lazy("changed a record"),
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
    return [_deed(entry) for entry in entries.order_by("-id")[:limit]]


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


def _deed(entry: AuditEntry) -> Deed:
    return Deed(
        at=entry.at,
        by=entry.by,
        edition=entry.edition.number if entry.edition else None,
        verb=entry.verb,
        codes=tuple(entry.parts),
        what=str(_what(entry)),
        parts=", ".join(part_name(part) for part in entry.parts),
        more=_more(entry),
    )


def _what(entry: AuditEntry) -> str | Promise:
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
    if reason in WithdrawalReason.values:
        said = [str(WithdrawalReason(reason).label)]
        if entry.detail.get("redirect"):
            said.append(f"→ {entry.detail['redirect']}")
        said += filter(None, entry.detail.get("explanation", {}).values())
        return " · ".join(said)
    moment = _begins_later(entry) if entry.verb == "release" else None
    return _("for %(moment)s") % {"moment": moment_in_words(moment)} if moment else str(reason)
