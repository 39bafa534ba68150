"""The closed vocabularies of the rulebook."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.choices import CODES

# The part of an edition that all its languages share. The other parts are the languages.
FACTS = "facts"
PARTS: tuple[str, ...] = (FACTS, *CODES)


class TextState(models.TextChoices):
    """How far one language of an open edition has come. Releases are not a state."""

    IN_WORK = "in_work", _("In work")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")


class Change(models.TextChoices):
    """What a release is to those who read the one before it."""

    FIRST = "first", _("First release")
    MINOR = "minor", _("Minor: readers need not know")
    UPDATE = "update", _("Update: readers are told what is new")
    CORRECTION = "correction", _("Correction: readers are told what was wrong")


# Changes that move the public date and must say what they are.
TOLD_CHANGES = frozenset({Change.UPDATE, Change.CORRECTION})


class WithdrawalReason(models.TextChoices):
    """Why a publication's public life ends. The reason decides what readers get."""

    IN_ERROR = "in_error", _("Released in error")
    INACCURATE = "inaccurate", _("Found to be inaccurate")
    OUT_OF_DATE = "out_of_date", _("No longer holds")
    REPLACED = "replaced", _("Replaced by another publication")
    LEGAL = "legal", _("For a legal reason")


# What answers at the address: a notice with this status; a replacement redirects instead.
NOTICE_STATUS: dict[str, int] = {
    WithdrawalReason.IN_ERROR: 410,
    WithdrawalReason.INACCURATE: 410,
    WithdrawalReason.OUT_OF_DATE: 200,
    WithdrawalReason.REPLACED: 410,
    WithdrawalReason.LEGAL: 410,
}


class UnreviewedReason(models.TextChoices):
    """Why a text cannot wait for a second pair of eyes."""

    WRONG = "wrong", _("Readers must not go on reading what is wrong")
    EVENT = "event", _("An event was cancelled, postponed or moved")
    LEADERSHIP = "leadership", _("The leadership asked for it now")
    OTHERS = "others", _("Others report it already, and we are asked")


class RemarkOutcome(models.TextChoices):
    """What became of a remark; accepted and declined are said of suggestions alone."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    SETTLED = "settled", _("Settled")


class Reading(models.TextChoices):
    """How a second reader has to know a language whose text he approves."""

    FLUENT = "fluent", _("Reads the language")
    SOURCE_CHECKED = "source_checked", _("May compare it with the approved source text")
