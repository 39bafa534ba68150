"""Which fields of the record and of delegations are written in each of the four languages."""

from modeltranslation.translator import TranslationOptions, register

from delegations.models import Appointment, Delegate, Delegation, Organisation, Person

PRINTED_PERSON = ("name", "rank", "post", "organisation_name")


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "short_name")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "biography")


@register(Appointment)
class AppointmentTranslation(TranslationOptions):
    fields = ("post", "rank")


@register(Delegation)
class DelegationTranslation(TranslationOptions):
    fields = ("title", "purpose")


@register(Delegate)
class DelegateTranslation(TranslationOptions):
    fields = PRINTED_PERSON
