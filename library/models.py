"""Pictures, as they were taken in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.contents.figures import PICTURE_ID
from editorial.plain_records import PlainRecord, in_all, words_are_safe
from library.choices import Format, widths_of
from library.querysets import PictureQuerySet, is_public
from library.sizes import address, desk_address

# Python and PostgreSQL read this alike; "$" would let a line feed follow in one of them.
ID_PATTERN = rf"^{PICTURE_ID}\Z"


class Picture(PlainRecord):
    """A photograph or drawing, named by the bytes that are kept of it.

    What a print relies on never changes: the id and the sides; and a picture that a release
    mentions stays; nobody changes a credit without being named as its author. The database
    holds that. Credit and alternative text are proposals for the next edition; a release keeps
    its own.
    """

    id = models.CharField(max_length=32, primary_key=True, editable=False)
    # SHA-256 of the file as it first came, so that the same one is known without decoding.
    source_hash = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(max_length=4, choices=Format.choices, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    original_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who took it, as readers see it in every language."),
    )
    # Who wrote the credit as it is now, which may be empty; none where nobody ever wrote one.
    credit_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    credit_at = models.DateTimeField(null=True, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for those who cannot see it."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), editable=False)

    objects = PictureQuerySet.as_manager()

    if TYPE_CHECKING:
        alt_ru: str
        alt_uz: str
        alt_uz_cyrl: str
        alt_en: str

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = (
            models.CheckConstraint(
                condition=Q(id__regex=ID_PATTERN), name="picture_is_named_by_its_bytes"
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="picture_has_two_sides"
            ),
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="picture_format_is_known"
            ),
            models.CheckConstraint(
                condition=Q(credit_by__isnull=True, credit_at__isnull=True)
                | Q(credit_by__isnull=False, credit_at__isnull=False),
                name="picture_credit_has_an_author_and_a_moment",
            ),
            words_are_safe("picture_words_are_safe", (*in_all("alt"), "credit", "original_name")),
        )
        indexes = (
            models.Index(F("uploaded_at").desc(), F("id").desc(), name="picture_newest_first"),
        )

    def __str__(self) -> str:
        return self.alt or self.original_name or self.id

    @cached_property
    def is_public(self) -> bool:
        """Whether readers may see it; asked once of each row that is read."""
        return is_public(self.pk)

    @property
    def source(self) -> str:
        """The address that stands in a text: the largest rendition, as JPEG."""
        return address(self.id, widths_of(self.width)[-1], "jpg")

    @property
    def thumbnail(self) -> str:
        """The address of the smallest rendition, for the desk alone."""
        return desk_address(self.id, widths_of(self.width)[0], "webp")
