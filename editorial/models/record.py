"""The record of what was done: approvals, versions, the audit chain. Append-only."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.choices import Change, Reading
from editorial.models.desk import Edition, Publication


class Approval(models.Model):
    """A reviewer's word for one part (the facts, or one text) of one exact content."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="approvals")
    part = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    # The note that readers will see is approved with the text, though not part of its digest.
    change = models.CharField(max_length=10, choices=Change.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # How the text was read; facts need no language.
    reading = models.CharField(max_length=20, choices=Reading.choices, default=Reading.FLUENT)
    # What a text was compared with, by whom does not read it: it holds while that stands.
    source_digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = (models.Index(fields=("publication", "part", "digest"), name="approval_of_part"),)

    def __str__(self) -> str:
        return f"{self.publication_id} {self.part} {self.digest[:8]}"


class Version(models.Model):
    """The canonical content of an edition after one save, and whose hand changed what."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="versions")
    # The edition's token after the save: what a form opened then has seen.
    token = models.PositiveBigIntegerField()
    facts = models.JSONField()
    texts = models.JSONField()
    internal = models.JSONField()
    # Per language: the change, the public note, the person it is assigned to.
    handling = models.JSONField()
    # Parts this save changed. Empty when content was only copied: copying is not writing.
    parts = ArrayField(models.CharField(max_length=8), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = (
            models.UniqueConstraint(fields=("edition", "token"), name="version_of_token_is_one"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.token}"


class AuditEntry(models.Model):
    """One act, by whom, on what, when; each entry carries the hash of the one before."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    verb = models.CharField(_("act"), max_length=30)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="audit_entries"
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="audit_entries"
    )
    parts = ArrayField(models.CharField(max_length=8), default=list)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("publication", "-id"), name="audit_of_publication"),
            # Of the whole log: by act, and by time.
            models.Index(fields=("verb", "-id"), name="audit_by_verb"),
            models.Index(fields=("at",), name="audit_by_moment"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
