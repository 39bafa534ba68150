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
        named: dict[str, Any] = {
            "mentions__record_type": self.RECORD_TYPE,
            "mentions__record_key": Cast(OuterRef("pk"), CharField()),
        }
        if language is not None:
            # Repeated from the release, for the index of mentions.
            named["mentions__language"] = language
        naming = Release.objects.live(at, language).filter(**named)
        # Not Exists: PostgreSQL would answer it by gathering every mention of the type.
        first = Subquery(naming.values("pk")[:1])
        return self.alias(naming=first).filter(naming__isnull=False, is_closed=False)


class OrganisationQuerySet(RecordQuerySet):
    RECORD_TYPE = "organisation"


class PersonQuerySet(RecordQuerySet):
    RECORD_TYPE = "person"

    def shown_with(self, picture: str) -> Self:
        """People whose page shows this picture: as the portrait, or in the biography."""
        shown = Q(picture=picture)
        for language in LANGUAGES:
            shown |= Q((f"biography_{language.suffix}__contains", picture))
        return self.filter(shown)


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
