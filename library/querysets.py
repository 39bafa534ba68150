"""The questions asked of pictures."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import (
    Count,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import User
from editorial.contents.figures import PICTURE_ID
from editorial.models import Access, Edition, Mention, Release, Version
from editorial.querysets import not_hidden_from

PICTURE = "picture"

# Given a picture's id and a moment (None: now), the public records that show it.
PublicRecords = Callable[[str, datetime | None], "models.QuerySet"]
_public_records: list[PublicRecords] = []


def also_public(records: PublicRecords) -> None:
    """Let a picture be public while a record of an app above shows it: a person's portrait, say.

    Called once for each kind of record, when its app is ready.
    """
    _public_records.append(records)


def is_public(picture: str, at: datetime | None = None) -> bool:
    """Whether readers may see the picture at this moment, by the database's clock unless given.

    True while a live release mentions it or a public record shows it. One statement in all.
    """
    released = Release.objects.live(at).filter(
        mentions__record_type=PICTURE, mentions__record_key=picture
    )
    shown = (released, *(records(picture, at) for records in _public_records))
    first, *others = (found.order_by().values_list(Value(1)) for found in shown)
    return bool(first.union(*others, all=True)[:1])


def hidden_from(user: User) -> list[str]:
    """Return the ids of pictures that stand only in pieces which this person may not see.

    Not of those that readers see, or that stand in an open edition he may see: there nothing
    is hidden any more. One statement where nobody has limited anything.
    """
    limited = Access.objects.hiding_from(user).values_list("publication", flat=True).distinct()
    numbers = list(limited)
    if not numbers:
        return []
    versions, open_ones = Version.objects.all(), Version.objects.filter(edition__closed_at=None)
    elsewhere = _named_in(open_ones.filter(not_hidden_from(user, "edition__publication")))
    named = _named_in(versions.filter(edition__publication__in=numbers))
    return [picture for picture in sorted(named - elsewhere) if not is_public(picture)]


def entries_hidden_from(user: User) -> Q:
    """Say which entries of the log tell of pictures that this person may not see."""
    hidden = hidden_from(user)
    return Q(detail__picture__in=hidden) & ~Q(by=user) if hidden else Q(pk__in=())


def open_editions_showing(picture: str) -> "models.QuerySet[Edition]":
    """Return the open editions that show the picture, or did in a version of theirs."""
    said = Concat(Cast("facts", TextField()), Cast("texts", TextField()), output_field=TextField())
    versions = Version.objects.filter(edition__closed_at=None).annotate(said=said)
    showing = versions.filter(said__contains=picture).values("edition")
    return Edition.objects.open().filter(pk__in=showing)


def _named_in(versions: "models.QuerySet") -> set[str]:
    """Return the ids of all pictures that the facts and texts of these versions name."""
    said = Concat(Cast("facts", TextField()), Cast("texts", TextField()), output_field=TextField())
    found = Func(
        said,
        Value(PICTURE_ID),
        Value("g"),
        function="regexp_matches",
        output_field=ArrayField(TextField()),
        set_returning=True,
    )
    return {one for (one,) in versions.annotate(found=found).values_list("found", flat=True)}


class PictureQuerySet(models.QuerySet):
    """Questions asked at the desk."""

    def visible_to(self, user: User) -> Self:
        """Those that this person may see: what he took in himself, and all that is not hidden."""
        hidden = hidden_from(user)
        return self.exclude(Q(pk__in=hidden) & ~Q(uploaded_by=user)) if hidden else self

    def named(self, key: str) -> Self:
        """The one with this id; none where the key cannot be one, whatever was sent."""
        return self.filter(pk=key) if re.fullmatch(PICTURE_ID, key) else self.none()

    def newest_first(self) -> Self:
        """In the order of the desk's lists."""
        return self.order_by("-uploaded_at", "-id")

    def before(self, uploaded_at: datetime, key: str) -> Self:
        """What follows this place in the order of the lists."""
        return self.filter(uploaded_at__lte=uploaded_at).exclude(
            uploaded_at=uploaded_at, id__gte=key
        )

    def with_live_count(self) -> Self:
        """Each with `live_count`: how many live releases mention it now."""
        mentions = Mention.objects.filter(
            record_type=PICTURE,
            record_key=OuterRef("pk"),
            release__in=Release.objects.live(),
        ).order_by()
        counted = mentions.values("record_key").annotate(count=Count("pk")).values("count")
        return self.annotate(live_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
