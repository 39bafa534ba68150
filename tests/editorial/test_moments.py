from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from editorial.moments import age_in_words, day_in_words, moment_in_words

NOON = datetime(2025, 11, 26, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "2025-yil 26-noyabr, 12:00"),
        ("uz-cyrl", "2025 йил 26 ноябрь, 12:00"),
        ("ru", "26 ноября 2025, 12:00"),
        ("en", "26 November 2025, 12:00"),
        ("de", "2025-yil 26-noyabr, 12:00"),
    ],
)
def test_a_moment_is_said_in_the_desk_s_language_and_in_tashkent(language: str, words: str) -> None:
    with translation.override(language):
        assert moment_in_words(NOON) == words


def test_a_day_that_is_not_known_says_nothing() -> None:
    with translation.override("en"):
        assert (day_in_words(None), day_in_words(date(2025, 11, 26))) == ("", "26 November 2025")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3, minutes=40), "3 hours ago"),
        (timedelta(days=2, hours=5), "2 days ago"),
    ],
)
def test_an_age_is_said_by_its_largest_part(age: timedelta, words: str) -> None:
    with translation.override("en"):
        assert age_in_words(NOON - age, NOON) == words
