"""Publications of which readers have seen more than one text."""

from datetime import UTC, datetime, timedelta
from typing import Any

from editorial.models import Publication, Release
from tests.factories import printed

FIRST_DAY = datetime(2025, 11, 26, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)
# The office's clock is five hours ahead.
FIRST_SAID = "26 November 2025, 10:00"
SECOND_SAID = "27 November 2025, 10:00"
THIRD_SAID = "28 November 2025, 10:00"


def story(
    *steps: dict[str, Any],
    language: str = "en",
    publication: Publication | None = None,
    ends: datetime | None = None,
) -> list[Release]:
    """Return releases of one text, each a day after the one before and seen until the next.

    A step gives what `printed` takes; the first is the first release. `ends` is when the last
    one ends, if ever.
    """
    releases = list[Release]()
    for place, step in enumerate(steps):
        begins = FIRST_DAY + place * DAY
        is_told = step.get("change") in ("update", "correction")
        before = releases[-1] if releases else None
        given = {
            "slug": "text",
            "first_shown_at": FIRST_DAY,
            "public_at": begins if is_told or before is None else before.public_at,
            "ends": begins + DAY if place + 1 < len(steps) else ends,
            **step,
        }
        releases.append(
            printed(
                language,
                publication=before.publication if before else publication,
                begins=begins,
                **given,
            )
        )
    return releases
