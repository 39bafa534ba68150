"""Which fields of the library are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from library.models import Picture


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt",)
