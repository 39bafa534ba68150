"""Which fields of the rulebook's own records are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from editorial.models import Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
