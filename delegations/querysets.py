"""The questions asked of the record: who is public, and who held which post when."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from editorial.models import Release
from languages.choices import LANGUAGES


class RecordQuerySet(models.QuerySet):
    """Records that have a page once a release mentions them."""

    RECORD_TYPE: ClassVar[str] = ""

    def live(self, at: datetime | None = None, language: str | None = None) -> Self:
        """Records with a public page: named by a live release of the language, and not closed.

        `at` is an aware moment; None asks the database's own clock.
        """
        first = self._first_naming(at, language)
        return self.alias(naming=first).filter(naming__isnull=False, is_closed=False)

    def _first_naming(self, at: datetime | None, language: str | None = None) -> Subquery:
        """The key of a live release that names the record of the outer query, if there is one."""
        named: dict[str, Any] = {
            "mentions__record_type": self.RECORD_TYPE,
            "mentions__record_key": Cast(OuterRef("pk"), CharField()),
        }
        if language is not None:
            # Repeated from the release, for the index of mentions.
            named["mentions__language"] = language
        naming = Release.objects.live(at, language).filter(**named)
        # Not Exists: PostgreSQL would answer it by gathering every mention of the type.
        return Subquery(naming.values("pk")[:1])


class OrganisationQuerySet(RecordQuerySet):
    RECORD_TYPE = "organisation"


class PersonQuerySet(RecordQuerySet):
    RECORD_TYPE = "person"

    def shown_with(self, picture: str, at: datetime | None = None) -> Self:
        """People with a public page that shows this picture: a biography in its own language.

        `at` is an aware moment; None asks the database's own clock.
        """
        anywhere, shown = Q(picture=picture), Q(picture=picture, named__isnull=False)
        naming = {"named": self._first_naming(at)}
        for language in LANGUAGES:
            told, named = f"biography_{language.suffix}__contains", f"named_{language.suffix}"
            naming[named] = self._first_naming(at, language.code)
            anywhere |= Q((told, picture))
            shown |= Q((told, picture), (f"{named}__isnull", False))
        # Who has a page is asked only of the few who have the picture, not of everybody.
        having = self.model._default_manager.filter(anywhere).order_by()
        people = self.filter(pk__in=having.values("pk"), is_closed=False)
        return people.alias(**naming).filter(shown)


class AppointmentQuerySet(models.QuerySet):
    """Who held which post."""

    def begun_by(self, day: date) -> Self:
        """Appointments that hold on this day or held before it."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day))

    def held_on(self, day: date) -> Self:
        """Appointments that hold on this day; an end is the last day that they hold."""
        return self.begun_by(day).filter(Q(until__isnull=True) | Q(until__gte=day))

    def latest_first(self) -> Self:
        """The present ones first, then those that ended last; unknown beginnings last."""
        return self.order_by(
            models.F("until").desc(nulls_first=True), models.F("since").desc(nulls_last=True), "pk"
        )
