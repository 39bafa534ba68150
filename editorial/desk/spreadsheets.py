"""Tables as files that a spreadsheet opens: CSV in UTF-8, with nothing in it that runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

# By this Excel knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so would be reckoned as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Rows written together: a response of many small pieces is slow to send.
ROWS_TOGETHER = 500


def csv_pieces(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a table as CSV, some hundred rows at a time.

    A cell that a spreadsheet would reckon begins with an apostrophe instead (OWASP, "CSV
    injection").
    """
    yield BYTE_ORDER_MARK + _written([head])
    remaining = iter(rows)
    while piece := list(islice(remaining, ROWS_TOGETHER)):
        yield _written(piece)


def _written(rows: Iterable[Sequence[object]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([[_harmless(str(cell)) for cell in row] for row in rows])
    return file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
