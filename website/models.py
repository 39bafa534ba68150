"""Who the site speaks for, and where else it speaks: data that editors keep."""

from typing import TYPE_CHECKING

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editorial.plain_records import PlainRecord, in_all, words_are_safe

# The one row's key.
ONLY = 1


class SiteIdentity(PlainRecord):
    """The institute's names and contacts. There is one row, and the database lets in no other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    acronym = models.CharField(_("acronym"), max_length=20)
    name = models.CharField(_("full name"), max_length=300)
    description = models.CharField(
        _("what the site is, in one sentence"), max_length=300, blank=True
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    press_email = models.EmailField(_("e-mail of the press service"), blank=True)

    if TYPE_CHECKING:
        name_ru: str
        acronym_ru: str

    class Meta:
        verbose_name = _("the institute")
        verbose_name_plural = _("the institute")
        constraints = (
            models.CheckConstraint(condition=Q(pk=ONLY), name="site_identity_is_one"),
            words_are_safe(
                "site_identity_words_are_safe",
                lines=(
                    *in_all("acronym", "name", "description", "address"),
                    *("phone", "email", "press_email"),
                ),
            ),
        )

    def __str__(self) -> str:
        return self.acronym


class ChannelKind(models.TextChoices):
    """Where a channel is; the names of the networks are names."""

    TELEGRAM = "telegram", "Telegram"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    INSTAGRAM = "instagram", "Instagram"
    LINKEDIN = "linkedin", "LinkedIn"
    RSS = "rss", "RSS"
    OTHER = "other", pgettext_lazy("kind of a channel", "Other")


class Channel(PlainRecord):
    """A place elsewhere at which the institute speaks to readers."""

    kind = models.CharField(_("where"), max_length=12, choices=ChannelKind.choices)
    label = models.CharField(_("what the link says"), max_length=60)
    url = models.URLField(
        _("address"), max_length=300, validators=(URLValidator(schemes=["https"]),)
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_shown = models.BooleanField(_("shown on the site"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ChannelKind.values), name="channel_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"), name="channel_address_is_safe"
            ),
            words_are_safe("channel_words_are_safe", lines=("label", "url")),
        )

    def __str__(self) -> str:
        return self.label
