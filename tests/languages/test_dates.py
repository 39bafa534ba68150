from datetime import date, datetime

import pytest

from languages.dates import format_day, format_moment, format_month


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("uz", "2025-yil 26-noyabr"),
        ("uz-cyrl", "2025 йил 26 ноябрь"),
        ("ru", "26 ноября 2025"),
        ("en", "26 November 2025"),
    ],
)
def test_day_is_written_as_the_language_writes_it(code: str, written: str) -> None:
    assert format_day(date(2025, 11, 26), code) == written


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("uz", "2025-yil 3-sentabr, 09:05"),
        ("uz-cyrl", "2025 йил 3 сентябрь, 09:05"),
        ("ru", "3 сентября 2025, 09:05"),
        ("en", "3 September 2025, 09:05"),
    ],
)
def test_moment_has_a_24_hour_clock(code: str, written: str) -> None:
    assert format_moment(datetime(2025, 9, 3, 9, 5), code) == written  # noqa: DTZ001


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("uz", "2026-yil may"),
        ("uz-cyrl", "2026 йил май"),
        ("ru", "май 2026"),
        ("en", "May 2026"),
    ],
)
def test_month_stands_alone(code: str, written: str) -> None:
    assert format_month(2026, 5, code) == written


def test_uzbek_cyrillic_months_keep_the_soft_sign() -> None:
    months = [format_month(2026, month, "uz-cyrl").removeprefix("2026 йил ") for month in (1, 4, 7)]

    assert months == ["январь", "апрель", "июль"]


def test_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        format_day(date(2026, 1, 1), "fr")
