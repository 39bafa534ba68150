"""The paper that says which test holds which row of the list of faults."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "docs" / "faults.md").read_text()
# The rows of the list: their numbers have gaps.
NUMBERS = {
    "W": (1, 2, 3, 5, 6, 8, 9, 10, 11, 13, 14, 16, 17, 18, 19, 20),
    "L": (1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 18),
    "T": (1, 2, 3, 5, 6, 7, 9, 10, 12),
}
ROWS = re.findall(r"^\| ([WLT]-\d\d) \| (.+?) \| (.+) \|$", PAPER, re.MULTILINE)
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAPER)


def test_no_row_is_forgotten_and_each_stands_once() -> None:
    rows = [f"{letter}-{number:02}" for letter in NUMBERS for number in NUMBERS[letter]]
    assert [name for name, _what, _held in ROWS] == rows


@pytest.mark.parametrize(("name", "held"), [(name, held) for name, _what, held in ROWS])
def test_each_row_names_a_test_or_says_why_there_is_none(name: str, held: str) -> None:
    assert "::test_" in held or held.startswith("Not yet: "), name


@pytest.mark.parametrize(("path", "test"), sorted(set(NAMED)))
def test_each_test_that_is_named_is_there(path: str, test: str) -> None:
    tree = ast.parse((ROOT / path).read_text())
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_number_in_the_name_of_a_test_is_one_of_the_list() -> None:
    known = {name.replace("-", "").lower() for name, _what, _held in ROWS}
    borne = {
        f"{letter}{number}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for letter, number in re.findall(r"def test_([wlt])_?(\d\d)_", path.read_text())
    }
    assert borne - known == set()
