"""The questions asked of editions, releases and withdrawals.

`live`, `begun` and `standing` are the one read path of everything public: pages, feeds,
sitemaps, search and API start from them and from nothing else.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now


class EditionQuerySet(models.QuerySet):
    """Questions asked at the desk."""

    def current(self) -> Self:
        """The edition that the desk shows of each publication: the open one, else the last.

        A publication whose every edition was discarded has none.
        """
        later = self.model._base_manager.filter(
            publication=OuterRef("publication"), number__gt=OuterRef("number"), discarded=False
        )
        return self.filter(~Exists(later), discarded=False)

    def open(self) -> Self:
        """Editions that can still change."""
        return self.filter(closed_at__isnull=True)


class ReleaseQuerySet(models.QuerySet):
    """Questions asked by readers."""

    def live(
        self,
        at: datetime | None = None,
        language: str | None = None,
        kind: str | None = None,
    ) -> Self:
        """What the public sees at this moment, by the database's own clock unless one is given.

        `at` is an aware moment, past or future; `language` one of the four codes.
        """
        return self.filter(live__contains=_moment(at)).of(language, kind)

    def begun(
        self,
        at: datetime | None = None,
        language: str | None = None,
        kind: str | None = None,
    ) -> Self:
        """What the public sees or has seen, for history and corrections only."""
        return self.filter(live__startswith__lte=_moment(at)).of(language, kind)

    def ahead(self, at: datetime | None = None, language: str | None = None) -> Self:
        """Scheduled releases: what the desk knows and the public does not."""
        return self.filter(live__startswith__gt=_moment(at)).of(language, None)

    def newest_first(self) -> Self:
        """In the order of lists: by the moment readers of the language first saw it."""
        return self.order_by("-first_shown_at", "-publication_id")

    def before(self, first_shown_at: datetime, publication: int) -> Self:
        """What follows this place in the order of lists."""
        return self.filter(first_shown_at__lte=first_shown_at).filter(
            Q(first_shown_at__lt=first_shown_at) | Q(publication__lt=publication)
        )

    def after(self, first_shown_at: datetime, publication: int) -> Self:
        """What comes ahead of this place in the order of lists."""
        return self.filter(first_shown_at__gte=first_shown_at).filter(
            Q(first_shown_at__gt=first_shown_at) | Q(publication__gt=publication)
        )

    def of(self, language: str | None, kind: str | None) -> Self:
        """Narrowed to a language and a kind, where they are given."""
        chosen = self if language is None else self.filter(language=language)
        return chosen if kind is None else chosen.filter(kind=kind)


class WithdrawalQuerySet(models.QuerySet):
    """Withdrawals that readers are told of."""

    def standing(self, at: datetime | None = None, language: str | None = None) -> Self:
        """Withdrawals in force at this moment, by the database's clock unless one is given."""
        found = self.filter(range__contains=_moment(at))
        return found if language is None else found.filter(language=language)


def _moment(at: datetime | None) -> datetime | Now:
    """The clock that decides: the database's statement time, or the moment given."""
    return Now() if at is None else at
