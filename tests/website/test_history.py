from datetime import timedelta

import pytest
from django.utils import translation

from tests.factories import printed
from tests.website.stories import DAY, FIRST_DAY, story
from website.corrections import begun_corrections, corrections_of, read_correction_feed
from website.history import compared, read_chapter, read_history
from website.wording import Line

BEFORE = timedelta(microseconds=1)


def _rich(words: str) -> tuple[Line, ...]:
    return (Line("body", "Body", words, is_rich=True),)


@pytest.mark.django_db
def test_history_can_be_read_as_of_a_moment() -> None:
    releases = story({}, {"change": "correction", "note": "So."})
    number, second = releases[0].publication_id, releases[1].live.lower

    for at, expected in (
        (FIRST_DAY - BEFORE, []),
        (FIRST_DAY, [(1, None)]),
        (second - BEFORE, [(1, None)]),
        (second, [(2, None), (1, second)]),
    ):
        chapters = read_history(number, "en", "news", at)
        assert [(chapter.ordinal, chapter.ends) for chapter in chapters] == expected
        ordinals = [
            ordinal for ordinal in (1, 2) if read_chapter(number, "en", "news", ordinal, at)
        ]
        assert ordinals == sorted(ordinal for ordinal, _ends in expected)
        shown = begun_corrections("en", at)
        assert [one.pk for one in shown] == [one.pk for one in releases[1:] if one.live.lower <= at]
        assert len(corrections_of(shown, "en", at)) == len(shown)
        assert len(read_correction_feed("en", 9, at).corrections) == len(shown)


@pytest.mark.django_db
def test_chapter_tells_when_it_ended_unless_readers_still_see_it() -> None:
    number = story({}, {"change": "minor"})[0].publication_id

    chapters = [read_chapter(number, "en", "news", ordinal) for ordinal in (1, 2, 3)]

    assert [chapter and chapter.ends for chapter in chapters] == [FIRST_DAY + DAY, None, None]
    assert chapters[2] is None


@pytest.mark.django_db
def test_release_that_is_still_ahead_is_no_chapter() -> None:
    release = printed("en", begins=timedelta(hours=1))

    assert read_history(release.publication_id, "en", "news") == []
    assert read_chapter(release.publication_id, "en", "news", 1) is None


def test_line_that_came_or_went_is_told_in_its_place() -> None:
    before = (Line("a", "A", "one"), Line("b", "B", "two"), Line("c", "C", "same"))
    after = (Line("a", "A", "one"), Line("d", "D", "new"), Line("c", "C", "same"))

    with translation.override("en"):
        found = compared(before, after, "en")

    unseen = '<span class="unseen"> [{} </span>'
    end = '<span class="unseen">] </span>'
    assert [(difference.label, difference.html) for difference in found] == [
        ("D", f"<p><ins>{unseen.format('added:')}new{end}</ins></p>"),
        ("B", f"<p><del>{unseen.format('removed:')}two{end}</del></p>"),
    ]


def test_formatting_alone_is_no_difference_of_words() -> None:
    assert compared(_rich("<p>A word more.</p>"), _rich("<p>A <i>word</i> more.</p>"), "en") == ()


def test_long_texts_are_compared_in_little_time_and_once() -> None:
    compared.cache_clear()
    paragraph = "<p>The sides of meeting {} spoke of trade, water and science for an hour.</p>"
    before, after = (
        _rich("".join(paragraph.format(number + shift) for number in range(200)))
        for shift in (0, 1)
    )

    found = [compared(before, after, "en") for _ in range(2)]

    assert found[0] is found[1]
    assert compared.cache_info().misses == 1
    assert found[0][0].html.count('<p class="same">') >= 1
