from dataclasses import replace

from benchmarks.measuring import Timing, missed
from benchmarks.pages import Pages

QUICK = Timing(status=200, statements=6, size=1000, taken=[0.1, 0.1, 0.9])
PAGES = Pages(
    public={"list": "/ru/", "list, far back": "/ru/?before=x", "unknown number (404)": "/ru/x/"},
    desk={"desk: home": "/admin/"},
    first_of={"list, far back": "list"},
)
SEEN = {
    "list": QUICK,
    "list, far back": replace(QUICK, taken=[0.125]),
    "unknown number (404)": replace(QUICK, status=404),
    "desk: home": replace(QUICK, statements=30),
}


def test_pages_within_their_budgets_are_not_reported() -> None:
    assert missed(SEEN, PAGES) == []


def test_page_whose_median_is_too_long_is_reported() -> None:
    seen = SEEN | {"desk: home": replace(QUICK, taken=[0.1, 0.301, 0.4])}

    assert missed(seen, PAGES) == ["desk: home: 301 ms (at most 300)"]


def test_page_far_in_the_past_that_costs_more_than_the_first_is_reported() -> None:
    seen = SEEN | {"list, far back": replace(QUICK, taken=[0.2])}

    assert missed(seen, PAGES) == ["list, far back: 2.00 times the first page (at most 1.3)"]


def test_public_page_of_too_many_statements_is_reported() -> None:
    seen = SEEN | {"list": replace(QUICK, statements=7)}

    assert missed(seen, PAGES) == ["list: 7 statements (at most 6)"]


def test_page_that_does_not_answer_as_it_should_is_reported() -> None:
    seen = SEEN | {"desk: home": replace(QUICK, status=302)}

    assert missed(seen, PAGES) == ["desk: home: answered 302"]
