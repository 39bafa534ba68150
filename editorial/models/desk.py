"""The desk: what people of the office work on. The public never reads these rows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import Change, TextState
from editorial.moments import day_in_words
from editorial.plain_records import (
    PlainRecord,
    in_all,
    is_not_its_own,
    refuse_circle,
    words_are_safe,
)
from editorial.querysets import EditionQuerySet, PublicationQuerySet
from languages.choices import CHOICES


class Publication(models.Model):
    """The lasting identity of a piece: its number, its address, its history."""

    number = models.BigAutoField(_("number"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=20)
    # Drawn by the form that opens a publication, so that sending it twice opens one.
    opening_key = models.UUIDField(null=True, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ("-number",)

    def __str__(self) -> str:
        # Read by `editorial.titles.titled`, it is called by its title, and its day if any.
        title, day = getattr(self, "title", ""), day_in_words(getattr(self, "day", None))
        named = ", ".join(words for words in (title, day) if words)
        return f"{named} ({self.number})" if title else f"{self.kind} {self.number}"


class Edition(models.Model):
    """One version of a publication's working content; open, or closed for ever.

    Concrete, so that its constraints hold for every kind; kinds are multi-table
    children with a KIND and FACT_FIELDS of their own. Only the verbs of
    `editorial.actions` write it, and the database refuses any change once it is closed.
    """

    KIND: ClassVar[str] = ""
    # The day by which several of the same title are told apart, "" where a kind has none.
    DAY_FIELD: ClassVar[str] = ""
    # Fields that all languages share, in the order they are compared and shown.
    FACT_FIELDS: ClassVar[tuple[str, ...]] = ()
    # Fields that never leave the desk.
    INTERNAL_FIELDS: ClassVar[tuple[str, ...]] = ()
    # Ordered lists of rows of their own (`Child`), by the name of the reverse relation.
    CHILDREN: ClassVar[tuple[str, ...]] = ()

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    source_language = models.CharField(_("source language"), max_length=8, choices=CHOICES)
    # Grows with every save and act. Who acts says which one he saw.
    token = models.PositiveBigIntegerField(default=1)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    discarded = models.BooleanField(_("discarded"), default=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("updated by"),
    )
    updated_at = models.DateTimeField(_("updated"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "number"), name="edition_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=("publication",),
                condition=Q(closed_at__isnull=True),
                name="edition_open_is_one",
            ),
            models.CheckConstraint(
                condition=Q(discarded=False) | Q(closed_at__isnull=False),
                name="edition_discarded_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(source_language__in=[code for code, _name in CHOICES]),
                name="edition_language_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether the edition can still change."""
        return self.closed_at is None


class Text(models.Model):
    """One language of an edition: how far it is, whose work it is, how it will go out.

    The words themselves are translated fields of the edition's kind.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="text_rows")
    language = models.CharField(_("language"), max_length=8, choices=CHOICES)
    state = models.CharField(
        _("state"), max_length=10, choices=TextState.choices, default=TextState.IN_WORK
    )
    # Blank until someone says whether readers have to know; "first" needs no question.
    change = models.CharField(_("change"), max_length=10, choices=Change.choices, blank=True)
    note = models.CharField(_("public note"), max_length=500, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "language"), name="text_of_a_language_is_one"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in CHOICES]),
                name="text_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TextState.values), name="text_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(change__in=["", *Change.values]), name="text_change_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=TextState.IN_WORK) | Q(submitted_by__isnull=False),
                name="text_past_work_was_submitted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"


class Topic(PlainRecord):
    """What publications are about: a small tree, named in four languages."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent topic"),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("slug",)
        constraints = (
            words_are_safe("topic_words_are_safe", lines=("slug", *in_all("name"))),
            is_not_its_own("parent", "topic_is_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name or self.slug

    def clean(self) -> None:
        """Refuse a topic that would stand above itself."""
        refuse_circle(self, "parent")
