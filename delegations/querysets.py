"""The questions asked of the record: who is public, and who held which post when."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from editorial.models import Release


class RecordQuerySet(models.QuerySet):
    """Records that have a page once a release mentions them."""

    RECORD_TYPE: ClassVar[str] = ""

    def live(self, at: datetime | None = None, language: str | None = None) -> Self:
        """Records with a public page: named by a live release of the language, and not closed.

        `at` is an aware moment; None asks the database's own clock.
        """
        naming = Release.objects.live(at, language).filter(
            mentions__record_type=self.RECORD_TYPE,
            mentions__record_key=Cast(OuterRef("pk"), CharField()),
        )
        if language is not None:
            # Repeated from the release, for the index of mentions.
            naming = naming.filter(mentions__language=language)
        return self.filter(Exists(naming), is_closed=False)


class OrganisationQuerySet(RecordQuerySet):
    RECORD_TYPE = "organisation"


class PersonQuerySet(RecordQuerySet):
    RECORD_TYPE = "person"


class AppointmentQuerySet(models.QuerySet):
    """Who held which post."""

    def held_on(self, day: date) -> Self:
        """Appointments that hold on this day; an end is the last day that they hold."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )

    def latest_first(self) -> Self:
        """The present ones first, then those that ended last; unknown beginnings last."""
        return self.order_by(
            models.F("until").desc(nulls_first=True), models.F("since").desc(nulls_last=True), "pk"
        )
