"""Which fields of the news are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from news.models import NewsItem, Section


@register(NewsItem)
class NewsItemTranslation(TranslationOptions):
    fields = ("headline", "lead", "body", "dateline", "cover_alt", "cover_caption")


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("name",)
