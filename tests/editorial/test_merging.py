"""Three contents made one, rows of children among them."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.content import Content
from editorial.contents.merging import merge
from editorial.refusals import Clash
from languages.choices import CODES

Rows = list[dict[str, Any]]


def content(rows: Rows, **words: str) -> Content:
    """Return a content with these rows, and a Russian name for each key given."""
    texts: dict[str, Any] = {language: {"title": "", "people": {}} for language in CODES}
    texts["ru"]["people"] = {key: {"name": name} for key, name in words.items()}
    handling = {language: {"change": "", "note": "", "assignee": None} for language in CODES}
    return Content({"people": rows}, texts, {}, handling)


def rows(keys: str) -> Rows:
    return [{"key": key, "role": "member"} for key in keys]


def keys(made: Content) -> str:
    return "".join(row["key"] for row in made.facts["people"])


def test_rows_that_two_people_add_both_stay_each_after_the_one_it_followed() -> None:
    made, clashes = merge(content(rows("ab")), content(rows("axb")), content(rows("aby")))
    assert (keys(made), clashes) == ("axby", [])


def test_a_row_that_one_takes_out_is_gone_with_its_words() -> None:
    base = content(rows("ab"), a="Anna", b="Boris")
    mine = content(rows("b"), b="Boris")
    made, clashes = merge(base, mine, deepcopy(base))
    assert (keys(made), made.texts["ru"]["people"], clashes) == ("b", {"b": {"name": "Boris"}}, [])


def test_different_fields_of_one_row_are_both_kept() -> None:
    base = content(rows("a"), a="Anna")
    mine = content([{"key": "a", "role": "head"}], a="Anna")
    theirs = content(rows("a"), a="Anna Karimova")
    made, clashes = merge(base, mine, theirs)
    assert clashes == []
    assert made.facts["people"] == [{"key": "a", "role": "head"}]
    assert made.texts["ru"]["people"] == {"a": {"name": "Anna Karimova"}}


def test_words_that_two_people_change_differently_clash_at_their_place() -> None:
    base, mine, theirs = (content(rows("a"), a=name) for name in ("Anna", "Anya", "Annette"))
    _made, clashes = merge(base, mine, theirs)
    assert clashes == [Clash("ru", "people/a/name", "Anna", "Anya", "Annette")]


def test_a_row_taken_out_that_a_colleague_changed_clashes() -> None:
    base, theirs = content(rows("a")), content([{"key": "a", "role": "head"}])
    _made, clashes = merge(base, content([]), theirs)
    assert [(clash.part, clash.field) for clash in clashes] == [("facts", "people/a")]


def test_words_written_in_a_row_that_a_colleague_took_out_are_not_lost_silently() -> None:
    base = content(rows("a"), a="Anna")
    mine = content(rows("a"), a="Anya")
    _made, clashes = merge(base, mine, content([]))
    assert [(clash.field, clash.mine) for clash in clashes] == [("people/a/name", "Anya")]


def test_a_row_taken_out_while_a_colleague_wrote_its_first_words_clashes() -> None:
    base, theirs = content(rows("a")), content(rows("a"), a="Anna")
    _made, clashes = merge(base, content([]), theirs)
    assert [(clash.part, clash.field, clash.mine) for clash in clashes] == [
        ("facts", "people/a", None)
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ("bac", "abc", "bac"),
        ("abc", "cab", "cab"),
        ("bac", "abcx", "bacx"),
        ("xbac", "abc", "xbac"),
    ],
)
def test_an_order_that_one_person_changed_stands(mine: str, theirs: str, together: str) -> None:
    made, clashes = merge(content(rows("abc")), content(rows(mine)), content(rows(theirs)))
    assert (keys(made), clashes) == (together, [])


def test_two_different_orders_clash_as_one_list() -> None:
    _made, clashes = merge(content(rows("abc")), content(rows("bac")), content(rows("cab")))
    assert [(clash.field, clash.mine) for clash in clashes] == [("people", ["b", "a", "c"])]


def test_the_same_new_row_sent_twice_is_one_row() -> None:
    made, clashes = merge(content([]), content(rows("a"), a="Anna"), content(rows("a"), a="Anna"))
    assert (keys(made), clashes) == ("a", [])


def told(body: str) -> Content:
    """Return a content with this Russian body, one paragraph for each word."""
    made = content([])
    made.texts["ru"]["body"] = "".join(f"<p>{word}</p>" for word in body.split())
    return made


def test_rich_text_is_merged_by_its_passages() -> None:
    made, clashes = merge(told("a b c"), told("A b c"), told("a B c d"), rich=["body"])
    assert (made.texts["ru"]["body"], clashes) == ("<p>A</p><p>B</p><p>c</p><p>d</p>", [])


def test_a_clash_of_one_passage_names_it_and_the_rest_is_merged() -> None:
    made, clashes = merge(told("a b"), told("A m"), told("a t"), rich=["body"])
    assert clashes == [Clash("ru", "body/#2", "<p>b</p>", "<p>m</p>", "<p>t</p>")]
    assert made.texts["ru"]["body"] == "<p>A</p><p>t</p>"


def test_a_passage_that_cannot_be_named_puts_the_field_in_dispute() -> None:
    _made, clashes = merge(told("a b c d"), told("b c d a"), told("b c d"), rich=["body"])
    assert [clash.field for clash in clashes] == ["body"]


BODIES = st.lists(st.sampled_from("abcdef"), max_size=5).map(" ".join).map(told)


@given(base=BODIES, mine=BODIES)
def test_what_only_one_side_changed_stands(base: Content, mine: Content) -> None:
    assert merge(base, mine, base, rich=["body"]) == (mine, [])
    assert merge(base, base, mine, rich=["body"]) == (mine, [])
    assert merge(base, mine, mine, rich=["body"]) == (mine, [])
