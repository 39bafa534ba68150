"""What the rules let pass for a time, and what is looked at before a moment comes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import UnreviewedReason
from editorial.models.public import Release
from editorial.plain_records import words_are_safe


class Unreviewed(models.Model):
    """That a release went out without a second pair of eyes, why, and who looked at it later.

    It stands until someone who neither wrote nor released it confirms it; only that changes
    it, and once. The database refuses all else.
    """

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="unreviewed")
    reason = models.CharField(_("reason"), max_length=20, choices=UnreviewedReason.choices)
    # The person who answers for it: the director on the telephone.
    on_whose_word = models.CharField(_("on whose word"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("unreviewed release")
        verbose_name_plural = _("unreviewed releases")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(reason__in=UnreviewedReason.values), name="unreviewed_reason_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(on_whose_word=""), name="unreviewed_is_on_someones_word"
            ),
            words_are_safe("unreviewed_words_are_safe", lines=("on_whose_word",)),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="unreviewed_is_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="unreviewed_is_confirmed_by_another",
            ),
        )
        indexes = (
            # The few that stand, which every page of the desk counts.
            models.Index(
                fields=("release",),
                condition=Q(confirmed_at__isnull=True),
                name="unreviewed_standing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.release_id} {self.reason}"


class Preflight(models.Model):
    """What was found wrong with a scheduled release while there was time to mend it."""

    # Gone with the release where that is taken back: what is scheduled anew is looked at anew.
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="preflights")
    minutes_ahead = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    # The codes of what was found, and the part each is about.
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("pre-flight check")
        verbose_name_plural = _("pre-flight checks")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "minutes_ahead"), name="preflight_is_made_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.release_id} -{self.minutes_ahead}"
