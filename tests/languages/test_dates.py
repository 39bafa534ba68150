from datetime import date, datetime

import pytest

from languages.dates import format_day, format_days, format_moment, format_month, name_weekday


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


@pytest.mark.parametrize(
    ("code", "one_month", "two_months", "two_years"),
    [
        (
            "uz",
            "2025-yil 24–26-noyabr",
            "2025-yil 30-noyabr – 2-dekabr",
            "2025-yil 30-dekabr – 2026-yil 2-yanvar",
        ),
        (
            "uz-cyrl",
            "2025 йил 24–26 ноябрь",
            "2025 йил 30 ноябрь – 2 декабрь",
            "2025 йил 30 декабрь – 2026 йил 2 январь",
        ),
        (
            "ru",
            "24–26 ноября 2025",
            "30 ноября – 2 декабря 2025",
            "30 декабря 2025 – 2 января 2026",
        ),
        (
            "en",
            "24–26 November 2025",
            "30 November – 2 December 2025",
            "30 December 2025 – 2 January 2026",
        ),
    ],
)
def test_span_of_days_says_nothing_twice(
    code: str, one_month: str, two_months: str, two_years: str
) -> None:
    assert format_days(date(2025, 11, 24), date(2025, 11, 26), code) == one_month
    assert format_days(date(2025, 11, 30), date(2025, 12, 2), code) == two_months
    assert format_days(date(2025, 12, 30), date(2026, 1, 2), code) == two_years
    assert format_days(date(2025, 11, 24), date(2025, 11, 24), code) == format_day(
        date(2025, 11, 24), code
    )


@pytest.mark.parametrize(
    ("code", "weekday"),
    [("uz", "chorshanba"), ("uz-cyrl", "чоршанба"), ("ru", "среда"), ("en", "Wednesday")],
)
def test_weekday_is_named_in_each_language(code: str, weekday: str) -> None:
    assert name_weekday(date(2025, 11, 26), code) == weekday
