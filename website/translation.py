"""Which words of the site's identity are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from website.models import SiteIdentity


@register(SiteIdentity)
class SiteIdentityTranslation(TranslationOptions):
    fields = ("acronym", "name", "description", "address")
