"""Who may be the second reader of a language, and what a reader was shown and let pass."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import PARTS, Reading
from editorial.models.desk import Publication
from languages.choices import CHOICES


class SecondReader(models.Model):
    """The office's rule for one language: must the second reader read it?

    A language without a row is for fluent readers. Kept by administrators, as roles are.
    """

    language = models.CharField(
        _("language"), max_length=8, choices=CHOICES, primary_key=True, editable=True
    )
    reading = models.CharField(
        _("second reader"), max_length=20, choices=Reading.choices, default=Reading.FLUENT
    )

    class Meta:
        verbose_name = _("rule for the second reader")
        verbose_name_plural = _("second readers")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(reading__in=Reading.values), name="second_reader_is_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.get_language_display())


class Acknowledgement(models.Model):
    """That a person was shown a warning about an exact content, and went on."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    part = models.CharField(max_length=8)
    # The warning's own key: its code and what it found, in no language.
    finding = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("acknowledged warning")
        verbose_name_plural = _("acknowledged warnings")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(part__in=PARTS), name="acknowledgement_part_is_known"
            ),
        )
        indexes = (models.Index(fields=("publication", "digest"), name="acknowledged_content"),)

    def __str__(self) -> str:
        return f"{self.publication_id} {self.part} {self.finding}"
