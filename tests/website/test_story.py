from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from editorial.clock import database_moment
from editorial.models import Release
from tests.factories import printed
from tests.website.pages import withdrawn
from tests.website.stories import DAY, FIRST_DAY, story
from website.reading import live_in_languages
from website.story import Step, has_newer_text, story_of


def _release(*steps: tuple[str, datetime, datetime]) -> Release:
    """A release with a story of these changes, each with the act's moment and its beginning."""
    release = Release()
    release.story = [  # type: ignore[attr-defined]
        {
            "change": change,
            "note": "",
            "public_at": begins.isoformat(),
            "released_at": released_at.isoformat(),
            "begins": begins.isoformat(),
            "is_withdrawn": False,
        }
        for change, released_at, begins in steps
    ]
    return release


@pytest.mark.django_db
def test_story_tells_what_began_newest_first_with_places_that_stay() -> None:
    soon = database_moment() + timedelta(hours=1)
    releases = story({}, {"change": "minor"}, {"change": "correction", "note": "So."}, ends=soon)
    number = releases[0].publication_id
    printed("en", publication=releases[0].publication, begins=soon, change="update")
    printed("ru", publication=releases[0].publication)

    live = live_in_languages(number, "news")

    assert story_of(live["en"]) == [
        Step(3, "correction", "So.", FIRST_DAY + 2 * DAY, FIRST_DAY + 2 * DAY),
        Step(2, "minor", "", FIRST_DAY, FIRST_DAY + DAY),
        Step(1, "first", "", FIRST_DAY, FIRST_DAY),
    ]
    assert [step.ordinal for step in story_of(live["ru"])] == [1]
    then = live_in_languages(number, "news", soon)
    assert [(step.ordinal, step.change) for step in story_of(then["en"])] == [
        (4, "update"),
        (3, "correction"),
        (2, "minor"),
        (1, "first"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_stories_cost_no_statement_of_their_own(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    number = story(*[{"change": "update"}] * rows)[0].publication_id

    with django_assert_num_queries(1):
        live = live_in_languages(number, "news")

    assert len(story_of(live["en"])) == rows


@pytest.mark.django_db
def test_language_that_came_back_goes_on_counting() -> None:
    (release,) = story({})
    withdrawal = withdrawn(release)
    again = printed(
        "en",
        publication=release.publication,
        begins=withdrawal.range.lower + timedelta(microseconds=1),
        change="update",
    )

    live = live_in_languages(again.publication_id, "news")

    assert [step.ordinal for step in story_of(live["en"])] == [2, 1]


T1, T2, T3, T4 = (FIRST_DAY + number * DAY for number in range(4))


@pytest.mark.parametrize(
    ("other", "own", "is_newer"),
    [
        ((("first", T1, T1), ("correction", T2, T2)), (("first", T1, T1),), True),
        ((("first", T1, T1), ("update", T2, T2)), (("first", T1, T1),), True),
        ((("first", T1, T1), ("minor", T2, T2)), (("first", T1, T1),), False),
        ((("first", T2, T2),), (("first", T1, T1),), False),
        # Told before, and a small thing since.
        (
            (("first", T1, T1), ("correction", T2, T2), ("minor", T3, T3)),
            (("first", T1, T1),),
            True,
        ),
        # This language has gone out since, by whatever change.
        (
            (("first", T1, T1), ("correction", T2, T2)),
            (("first", T1, T1), ("minor", T3, T3)),
            False,
        ),
        (
            (("first", T1, T1), ("correction", T2, T2), ("minor", T4, T4)),
            (("first", T3, T3),),
            False,
        ),
        # Both were settled by one act, this one for an earlier moment.
        (
            (("first", T1, T1), ("correction", T2, T4)),
            (("first", T1, T1), ("correction", T2, T3)),
            False,
        ),
        # Settled before the correction of the other, though it began after it.
        ((("first", T1, T1), ("correction", T3, T3)), (("first", T2, T4),), True),
        # Loaded from an archive long after readers had them.
        (
            (("first", T4, T1), ("correction", T4, T2)),
            (("first", T4, T1),),
            True,
        ),
    ],
)
def test_newer_is_what_was_told_after_the_own_text_was_made(
    other: tuple[tuple[str, datetime, datetime], ...],
    own: tuple[tuple[str, datetime, datetime], ...],
    is_newer: bool,
) -> None:
    assert has_newer_text(_release(*other), _release(*own)) is is_newer
