"""News items and the sections they stand in."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from editorial.fields import RichTextField
from editorial.models import Edition, Publication, Topic
from editorial.plain_records import PlainRecord, in_all, words_are_safe
from languages.choices import LANGUAGES
from library.models import Picture


class Section(PlainRecord):
    """A part of the news, named in four languages."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("order", "slug")
        constraints = (words_are_safe("section_words_are_safe", lines=("slug", *in_all("name"))),)

    def __str__(self) -> str:
        return self.name or self.slug


class NewsItem(Edition):
    """One edition of a news item: its words in four languages, and what they share."""

    KIND: ClassVar[str] = "news"
    FACT_FIELDS: ClassVar[tuple[str, ...]] = (
        "section",
        "topics",
        "countries",
        "meetings",
        "related",
        "cover",
    )

    headline = models.CharField(_("headline"), max_length=300, blank=True)
    lead = models.TextField(_("lead"), max_length=2000, blank=True)
    # As much as a long release has; a page of more would be no page.
    body = RichTextField(_("body"), max_length=200_000, blank=True)
    dateline = models.CharField(_("place of the dateline"), max_length=100, blank=True)
    cover_alt = models.CharField(
        _("alternative text of the cover"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for those who cannot see it."),
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=300, blank=True)

    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("section")
    )
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True
    )
    meetings = models.ManyToManyField(
        Publication,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "meeting"},
        verbose_name=_("meetings it reports"),
    )
    related = models.ManyToManyField(
        Publication, blank=True, related_name="+", verbose_name=_("goes with")
    )
    cover = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
    )

    if TYPE_CHECKING:
        headline_ru: str
        headline_uz: str
        headline_uz_cyrl: str
        headline_en: str

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        # The desk looks for parts of words in the headlines of all four languages.
        indexes = tuple(
            GinIndex(
                OpClass(Upper(f"headline_{language.suffix}"), name="gin_trgm_ops"),
                name=f"news_headline_{language.suffix}",
            )
            for language in LANGUAGES
        )

    def __str__(self) -> str:
        return self.headline or f"{self.publication_id}/{self.number}"
