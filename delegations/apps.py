from datetime import datetime

from django.apps import AppConfig
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")

    def ready(self) -> None:
        from library.querysets import also_public

        also_public(people_shown_with)


def people_shown_with(picture: str, at: datetime | None) -> QuerySet:
    """Return the people with a public page at this moment that shows the picture."""
    from delegations.models import Person

    people: QuerySet = Person.objects.shown_with(picture, at)
    return people
