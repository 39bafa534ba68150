"""What the public reads: prints that never change, and notices of withdrawal."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.choices import Change, WithdrawalReason
from editorial.models.desk import Edition, Publication
from editorial.querysets import ReleaseQuerySet, WithdrawalQuerySet
from languages.choices import CHOICES


class Release(models.Model):
    """One language of one edition as printed for the public, with its live range.

    Nothing of a release ever changes but the end of its range, and that only while it
    lies ahead: the database refuses all else. Read through `Release.objects.live()`.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="releases")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases")
    language = models.CharField(max_length=8, choices=CHOICES)
    kind = models.CharField(max_length=20)
    live = DateTimeRangeField()
    content = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64)
    slug = models.CharField(max_length=80)
    change = models.CharField(max_length=10, choices=Change.choices)
    note = models.CharField(max_length=500, blank=True)
    # When readers of this language first saw the publication; later releases keep it.
    first_shown_at = models.DateTimeField()
    # The date readers are shown as "updated": moved by update and correction only.
    public_at = models.DateTimeField()
    # The span of the event itself, for meetings and delegations.
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # When the act was done: for a scheduled release long before it begins.
    released_at = models.DateTimeField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = (
            ExclusionConstraint(
                name="release_ranges_do_not_overlap",
                expressions=[
                    ("publication", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    ("live", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(live__isempty=False, live__lower_inf=False),
                name="release_begins_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in CHOICES]),
                name="release_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="release_change_is_known"
            ),
        )
        indexes = (
            models.Index(fields=("publication", "language"), name="release_of_publication"),
            models.Index(
                F("language"),
                F("kind"),
                F("first_shown_at").desc(),
                F("publication").desc(),
                name="release_in_lists",
            ),
            models.Index(
                F("language"),
                F("kind"),
                F("starts_at").desc(),
                F("publication").desc(),
                name="release_by_start",
            ),
            # What went out last and what goes out next.
            models.Index(Func(F("live"), function="lower"), name="release_by_beginning"),
            models.Index(
                F("language"),
                F("public_at").desc(),
                F("publication").desc(),
                name="release_corrections",
                condition=Q(change=Change.CORRECTION),
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.language} {self.live}"

    def get_absolute_url(self) -> str:
        """Return the public address of this release's page (a path)."""
        return reverse(f"website:{self.kind}", args=(self.language, self.publication_id, self.slug))


class Mention(models.Model):
    """That a release names a record: what lists and dossiers filter by."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="mentions")
    record_type = models.CharField(max_length=20)
    record_key = models.CharField(max_length=80)
    # Repeated from the release, so that one index orders a record's list.
    language = models.CharField(max_length=8)
    first_shown_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("release", "record_type", "record_key"), name="mention_is_made_once"
            ),
        )
        indexes = (
            models.Index(
                F("record_type"),
                F("record_key"),
                F("language"),
                F("first_shown_at").desc(),
                name="mention_of_record",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_key}"


class Withdrawal(models.Model):
    """The end of one language's public life, with the reason readers are given."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="withdrawals"
    )
    language = models.CharField(max_length=8, choices=CHOICES)
    # From the withdrawal until a release restores the language, if one ever does.
    range = DateTimeRangeField()
    # Whether every language that was public went at once: then the facts' approvals go too.
    whole = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=20, choices=WithdrawalReason.choices)
    explanation = models.TextField(_("explanation for readers"), blank=True)
    redirect = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField()
    # When the explanation was last amended: nothing else of it ever is.
    amended_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = (
            ExclusionConstraint(
                name="withdrawal_ranges_do_not_overlap",
                expressions=[
                    ("publication", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    ("range", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(range__isempty=False, range__lower_inf=False),
                name="withdrawal_begins_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in CHOICES]),
                name="withdrawal_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=WithdrawalReason.values), name="withdrawal_reason_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=WithdrawalReason.REPLACED) | Q(redirect__isnull=False),
                name="withdrawal_replacement_is_named",
            ),
            models.CheckConstraint(
                condition=Q(redirect__isnull=True) | ~Q(redirect=F("publication")),
                name="withdrawal_does_not_redirect_to_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.language} {self.range}"
