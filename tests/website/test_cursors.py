from datetime import UTC, datetime

import pytest

from website.cursors import Place

MOMENT = datetime(2026, 11, 26, 5, 15, 0, 42, UTC)


def test_place_is_written_as_a_moment_in_utc_and_a_number() -> None:
    assert str(Place(MOMENT, 17)) == "20261126T051500.000042Z-17"


def test_place_is_read_as_it_was_written() -> None:
    assert Place.read(str(Place(MOMENT, 17))) == Place(MOMENT, 17)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "17",
        "20261126T051500.000042Z-0",
        "20261126T051500.000042Z-017",
        "20261126T051500.000042Z-9999999999999999999",
        "20261126T051500Z-17",
        "20261326T051500.000042Z-17",
        "00001126T051500.000042Z-17",
        "20261126T051500.000042Z-17\n",
        "٢٠261126T051500.000042Z-17",
    ],
)
def test_place_that_was_never_written_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Place.read(written)
