"""The questions asked of editions, releases and withdrawals.

`live`, `begun` and `standing` are the one read path of everything public: pages, feeds,
sitemaps, search and API start from them and from nothing else.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

if TYPE_CHECKING:
    from accounts.models import User


def not_hidden_from(user: "User", publication: str = "publication") -> Combinable:
    """Return the condition by which a row at the desk may be shown to this person.

    `publication` is the way from the row to its publication; a row that leads to none is shown.
    Whether access is limited is asked of the database in the same statement, each time.
    """
    access = apps.get_model("editorial", "Access").objects.all()
    return ~Exists(access.hiding_from(user).filter(publication=OuterRef(publication)))


def is_limited(publication: str = "publication") -> Exists:
    """Return the condition that a row's publication is seen by named people only."""
    access = apps.get_model("editorial", "Access").objects.in_force()
    return Exists(access.filter(publication=OuterRef(publication)))


class AccessQuerySet(models.QuerySet):
    """Who sees a publication before its first release begins."""

    def in_force(self) -> Self:
        """Rows that limit anything: no reader has ever seen it, somebody named can still sign in.

        Where every account named is closed, nobody is left who could open it again.
        """
        same = {"publication": OuterRef("publication")}
        releases = apps.get_model("editorial", "Release").objects.begun()
        can_sign_in = self.model._base_manager.filter(**same, person__is_active=True)
        return self.filter(Exists(can_sign_in), ~Exists(releases.filter(**same)))

    def hiding_from(self, user: "User") -> Self:
        """Rows in force of publications to which this person is not named."""
        own = self.model._base_manager.filter(publication=OuterRef("publication"), person=user.pk)
        return self.in_force().filter(~Exists(own))


class PublicationQuerySet(models.QuerySet):
    """Questions asked at the desk."""

    def visible_to(self, user: "User") -> Self:
        """Those that this person may see: all but those limited to others."""
        return self.filter(not_hidden_from(user, "pk"))


class EditionQuerySet(models.QuerySet):
    """Questions asked at the desk."""

    def visible_to(self, user: "User") -> Self:
        """Editions of the publications that this person may see."""
        return self.filter(not_hidden_from(user))

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


class OutsideCheckQuerySet(models.QuerySet):
    """Links by which somebody outside reads a version."""

    def standing(self) -> Self:
        """Those that open something now, by the database's clock.

        A link is dead once it is stopped or over, its edition was discarded, or a language it
        shows began to be public after it was made: a scheduled release kills it at its moment.
        """
        shown = Func(
            OuterRef("languages"),
            F("language"),
            function="array_position",
            output_field=models.IntegerField(),
        )
        releases = apps.get_model("editorial", "Release").objects.begun()
        released = releases.alias(shown=shown).filter(
            publication=OuterRef("publication"),
            shown__isnull=False,
            live__startswith__gte=OuterRef("created_at"),
        )
        return self.filter(
            ~Exists(released),
            revoked_at__isnull=True,
            expires_at__gt=Now(),
            version__edition__discarded=False,
        )

    def stop(self, by: "User", at: datetime) -> list[Any]:
        """Make those of these dead that open something still; return them, by their keys."""
        stopped: list[Any] = list(self.standing().order_by("pk"))
        keys = [one.pk for one in stopped]
        self.model._base_manager.filter(pk__in=keys).update(revoked_by=by, revoked_at=at)
        return stopped


def _moment(at: datetime | None) -> datetime | Now:
    """The clock that decides: the database's statement time, or the moment given."""
    return Now() if at is None else at
