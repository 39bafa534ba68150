"""What is kept of writing itself: passages known again, and words not saved yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models.desk import Edition
from languages.choices import CHOICES


class Passage(models.Model):
    """One passage of a text as it stands in an edition: a block of rich text, or a plain field.

    `field` is the name of a field, or "list/key/field" for the words of a row of children.
    Kept by every save, so that remarks, staleness and derivation know a passage again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="passages")
    field = models.CharField(max_length=80)
    language = models.CharField(max_length=8, choices=CHOICES)
    # Counted from 1 within the field.
    place = models.PositiveSmallIntegerField()
    # The passage of the source language that this one was last written against; "" in the source
    # language itself, and where that is not known.
    source_hash = models.CharField(max_length=16, blank=True)
    target_hash = models.CharField(max_length=16)
    # Whether a person wrote it in this language, rather than a rule.
    is_by_hand = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "language", "field", "place"), name="passage_of_place_is_one"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in CHOICES]),
                name="passage_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(target_hash__regex=r"^[0-9a-f]{16}$")
                & Q(source_hash__regex=r"^([0-9a-f]{16})?$"),
                name="passage_hashes_are_hashes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.field} {self.place}"


class Draft(models.Model):
    """What one person typed into one opened form and has not saved yet.

    Nobody else ever sees it. Once its words are saved, or thrown away, `fields` is null: the
    row stays a while, so that what the same form sent before does not come back to life.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The form as it was opened once, in one window.
    form = models.UUIDField()
    # Grows with everything that the form sends, a save included.
    sequence = models.PositiveBigIntegerField()
    # None for a publication that is not opened yet.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="drafts")
    kind = models.CharField(max_length=20)
    # The edition's token that the form was opened on.
    token = models.PositiveBigIntegerField(null=True)
    # The posted values by the name of their field, each a list.
    fields = models.JSONField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = (models.UniqueConstraint(fields=("by", "form"), name="draft_of_form_is_one"),)
        indexes = (
            models.Index(
                fields=("by", "kind", "edition"),
                condition=Q(fields__isnull=False),
                name="draft_unsaved",
            ),
            models.Index(fields=("saved_at",), name="draft_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.by_id} {self.form}"
