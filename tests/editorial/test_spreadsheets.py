"""Tables for a spreadsheet: nothing in them runs."""

import csv
from io import StringIO

import pytest

from editorial.desk.spreadsheets import ROWS_TOGETHER, csv_pieces


def read(pieces: list[str]) -> list[list[str]]:
    return list(csv.reader(StringIO("".join(pieces).removeprefix("\ufeff"))))


def test_a_table_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert list(csv_pieces(["Act"], [["сохранил"]])) == ["\ufeffAct\r\n", "сохранил\r\n"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_reckoned_begins_with_an_apostrophe(sign: str) -> None:
    said = f"{sign}cmd|' /C calc'!A0"

    pieces = list(csv_pieces(["Said"], [[said], [f"no {sign} first"], [-7]]))

    assert read(pieces)[1:] == [[f"'{said}"], [f"no {sign} first"], ["'-7"]]


def test_many_rows_are_sent_in_few_pieces() -> None:
    pieces = list(csv_pieces(["Entry"], ([number] for number in range(ROWS_TOGETHER + 1))))

    assert len(pieces) == 3
    assert len(read(pieces)) == ROWS_TOGETHER + 2
