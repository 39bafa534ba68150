"""Quoted words: where they stand, and other words in their place."""

import pytest

from editorial.contents.passages import hash_of, split
from editorial.contents.quoting import find, put

BODY = "<p>Стороны <strong>обменялись</strong> мнениями.</p>\n<p>Стороны подписали меморандум.</p>"


def replaced(text: str, quote: str, words: str, *, is_rich: bool = True) -> str:
    place = find(text, quote, is_rich=is_rich)
    assert place is not None
    assert (place.is_alone, place.crosses_markup) == (True, False)
    return put(text, place, words, is_rich=is_rich)


def test_words_are_replaced_and_the_markup_around_them_stays() -> None:
    assert replaced(BODY, "мнениями", "взглядами") == BODY.replace("мнениями", "взглядами")
    assert replaced(BODY, "обменялись", "поделились") == BODY.replace("обменялись", "поделились")


def test_new_words_are_words_and_no_markup() -> None:
    assert replaced("<p>A and B</p>", "and", "<b>&") == "<p>A &lt;b&gt;&amp; B</p>"
    assert replaced("A and B", "and", "<b>&", is_rich=False) == "A <b>& B"


@pytest.mark.parametrize(
    ("html", "quote", "after"),
    [
        ("<p>R&amp;D goes on</p>", "R&D", "<p>Work goes on</p>"),
        ("<p>one&nbsp;two three</p>", "one two", "<p>Work three</p>"),
        ("<p>5 &lt; 6 holds</p>", "5 < 6", "<p>Work holds</p>"),
    ],
)
def test_words_are_found_as_they_are_read(html: str, quote: str, after: str) -> None:
    assert replaced(html, quote, "Work") == after


@pytest.mark.parametrize(
    ("text", "quote", "after"),
    [
        ("One two three", "two", "One three"),
        ("One two", "two", "One"),
        ("One two, three", "two", "One, three"),
        ("two three", "two", "three"),
        ("One twofold", "two", "One fold"),
    ],
)
def test_words_taken_out_take_a_space_along(text: str, quote: str, after: str) -> None:
    assert replaced(text, quote, "", is_rich=False) == after


def test_words_that_reach_across_markup_are_known_to() -> None:
    place = find(BODY, "Стороны обменялись", is_rich=True)
    assert place is not None
    assert place.crosses_markup is True


def test_words_of_two_paragraphs_are_no_quote() -> None:
    assert find(BODY, "мнениями. Стороны", is_rich=True) is None


def test_words_that_are_not_there_are_not_found() -> None:
    assert find(BODY, "коммюнике", is_rich=True) is None
    assert find(BODY, "", is_rich=True) is None


def test_words_that_stand_twice_are_looked_for_in_their_own_passage() -> None:
    second = hash_of(split(BODY)[1])
    anywhere = find(BODY, "Стороны", is_rich=True)
    there = find(BODY, "Стороны", is_rich=True, passage=second)
    assert anywhere is not None
    assert there is not None
    assert (anywhere.is_alone, anywhere.is_same, anywhere.begin) == (False, False, 3)
    assert (there.is_alone, there.is_same) == (True, True)
    assert there.begin == BODY.rindex("Стороны")


def test_a_passage_that_has_changed_is_still_found_by_its_words() -> None:
    place = find(
        BODY.replace("меморандум", "протокол"), "подписали", is_rich=True, passage="0" * 16
    )
    assert place is not None
    assert (place.is_same, place.before, place.after) == (False, "Стороны ", " протокол.")


def test_a_long_context_is_cut_between_words() -> None:
    text = "word " * 40 + "here" + " word" * 40
    place = find(text, "here", is_rich=False)
    assert place is not None
    assert place.before == "… " + "word " * 11
    assert place.after == " word" * 11 + " …"
