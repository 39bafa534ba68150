"""Who sees a piece before readers do: people of the desk by name, one outside person by a link."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editorial.models.desk import Publication
from editorial.models.record import Version
from editorial.plain_records import words_are_safe
from editorial.querysets import AccessQuerySet, OutsideCheckQuerySet
from languages.choices import CHOICES


class Access(models.Model):
    """That a person sees a publication which, until its first release begins, others do not.

    A publication without any such row is seen by everybody of the desk. Only the verbs of
    `editorial.actions.access` write these rows.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="access_rows"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_rows"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("limited access")
        verbose_name_plural = _("limited access")
        constraints = (
            models.UniqueConstraint(fields=("publication", "person"), name="access_is_given_once"),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.person_id}"


class OutsideCheck(models.Model):
    """A link by which one person without an account reads one exact version, and answers.

    The key in the link is never stored, only its hash. The database lets nothing of a check
    change but that it is stopped, once.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="outside_checks"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="outside_checks")
    languages = ArrayField(models.CharField(max_length=8, choices=CHOICES))
    # SHA-256 (hex) of the key in the link.
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    question = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = OutsideCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside check")
        verbose_name_plural = _("outside checks")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    languages__len__gt=0, languages__contained_by=[code for code, _name in CHOICES]
                ),
                name="check_languages_are_known",
            ),
            models.CheckConstraint(
                condition=Q(key_hash__regex=r"^[0-9a-f]{64}$"), name="check_key_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="check_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="check_is_stopped_by_someone",
            ),
            words_are_safe("check_words_are_safe", lines=("name",), blocks=("question",)),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.name}"


class AnswerOutcome(models.TextChoices):
    """What an outside person says of what he read."""

    AGREED = "agreed", pgettext_lazy("outside check", "Agreed")
    COMMENT = "comment", pgettext_lazy("outside check", "Comment")


class OutsideAnswer(models.Model):
    """What the person said of the version shown; never changed, never taken back."""

    asked = models.ForeignKey(OutsideCheck, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=AnswerOutcome.choices)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("outside answer")
        verbose_name_plural = _("outside answers")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=AnswerOutcome.values), name="outside_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=AnswerOutcome.AGREED) | ~Q(body=""),
                name="outside_comment_says_it",
            ),
            words_are_safe("outside_answer_is_safe", lines=("outcome",), blocks=("body",)),
        )

    def __str__(self) -> str:
        return f"{self.asked_id} {self.outcome}"
