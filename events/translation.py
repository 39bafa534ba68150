"""Which fields of meetings are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from delegations.translation import PRINTED_PERSON
from events.models import Meeting, Outcome, Participant


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("title", "city", "place", "summary", "reason")


@register(Participant)
class ParticipantTranslation(TranslationOptions):
    fields = PRINTED_PERSON


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("statement", "responsible")
