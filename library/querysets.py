"""The questions asked of pictures."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from editorial.figures import PICTURE_ID
from editorial.models import Mention, Release

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


class PictureQuerySet(models.QuerySet):
    """Questions asked at the desk."""

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
