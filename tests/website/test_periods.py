from datetime import UTC, datetime

import pytest

from website.periods import Period


@pytest.mark.parametrize(
    ("period", "written", "begins", "ends"),
    [
        (Period(2025, 11), "2025-11", (2025, 10, 31, 19), (2025, 11, 30, 19)),
        (Period(2025, 12), "2025-12", (2025, 11, 30, 19), (2025, 12, 31, 19)),
        (Period(2025), "2025", (2024, 12, 31, 19), (2025, 12, 31, 19)),
    ],
)
def test_period_begins_and_ends_by_the_clock_of_tashkent(
    period: Period, written: str, begins: tuple[int, ...], ends: tuple[int, ...]
) -> None:
    assert Period.read(period.parameter, written) == period
    assert str(period) == written
    assert period.begins == datetime(*begins, tzinfo=UTC)  # type: ignore[misc, arg-type]
    assert period.ends == datetime(*ends, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("parameter", "written"),
    [("month", "2025"), ("year", "2025-11"), ("month", "2025-13"), ("year", "9999"), ("year", "")],
)
def test_what_is_no_period_is_refused(parameter: str, written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.read(parameter, written)


def test_month_of_a_moment_is_that_of_the_office() -> None:
    assert Period.of(datetime(2025, 10, 31, 20, tzinfo=UTC)) == Period(2025, 11)


def test_period_is_named_in_the_language() -> None:
    assert (Period(2025, 11).name("ru"), Period(2025).name("ru")) == ("ноябрь 2025", "2025")
