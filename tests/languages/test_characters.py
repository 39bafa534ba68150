import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.characters import (
    UNSAFE_IN_LINE_PATTERN,
    UNSAFE_PATTERN,
    clean_block,
    clean_line,
    clean_markup,
    find_unsafe,
    is_blank,
)

ANY_TEXT = st.text(st.characters(codec=None))
UNSAFE = re.compile(UNSAFE_PATTERN)
UNSAFE_IN_LINE = re.compile(UNSAFE_IN_LINE_PATTERN)


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x07",
        "\x7f",
        "\x9f",
        "\u00ad",
        "\u061c",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "\ufdd0",
        "\ud800",
        "\U0001fffe",
        "\U0010ffff",
        "\U000e0041",
    ],
)
def test_unsafe_character_is_dropped(character: str) -> None:
    assert clean_line(f"a{character}b") == "ab"
    assert clean_block(f"a{character}b") == "ab"
    assert clean_markup(f"a{character}b") == "ab"


@pytest.mark.parametrize(
    "text", ["«Марказ»", "Oʻzbekiston maʼno", "№\u00a05", "1\u2009000", "“C5+1” – — …", "😀", "İı"]
)
def test_typography_stays(text: str) -> None:
    assert clean_line(text) == text
    assert clean_block(text) == text


def test_every_line_break_becomes_a_line_feed() -> None:
    assert clean_block("a\r\nb\rc\u2028d\u2029e\x0bf\x85g") == "a\nb\nc\nd\ne\nf\ng"


def test_spaces_before_a_line_break_go() -> None:
    assert clean_block("a \t\nb  c\n") == "a\nb  c\n"


def test_line_is_one_line_with_single_spaces() -> None:
    assert clean_line("  В\r\nИСМИ \t состоялась\u2029встреча ") == "В ИСМИ состоялась встреча"


def test_letters_are_composed_after_what_parted_them_is_dropped() -> None:
    assert clean_line("и\u200b\u0306") == "й"


@given(ANY_TEXT)
def test_clean_text_is_safe_and_cleaning_it_again_changes_nothing(text: str) -> None:
    block, line = clean_block(text), clean_line(text)

    assert find_unsafe(block) == []
    assert UNSAFE.search(block) is None
    assert UNSAFE_IN_LINE.search(line) is None
    assert clean_block(block) == block
    assert clean_line(line) == line
    assert block.encode().decode() == block


@given(ANY_TEXT)
def test_pattern_for_the_database_names_what_cleaning_drops(text: str) -> None:
    storable = re.sub("[\0\ud800-\udfff]", "", text)

    assert bool(UNSAFE.search(storable)) == bool(find_unsafe(storable))


def test_unsafe_characters_are_named_once_in_order() -> None:
    assert find_unsafe("a\u202eb\u200bc\u202e") == ["U+202E", "U+200B"]


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\u2003\n\t", "\u200b\u200d", "\u2800", "\u3164", "\u0301", "\ufe0f"]
)
def test_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " \u200b.", "Ў", "😀", "№"])
def test_text_that_shows_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a&#x200b;b</p>", "<p>ab</p>"),
        ("<p>a&#8238;b&shy;c&zwj;d&lrm;</p>", "<p>abcd</p>"),
        ("<p>a&#1;b&#xFFFF;c&#xd800;</p>", "<p>abc\ufffd</p>"),
        ("<p>e&#x301; &laquo;&nbsp;&raquo;</p>", "<p>é «\u00a0»</p>"),
        ("<p>A & B &amp; C &lt;b&gt;</p>", "<p>A &amp; B &amp; C &lt;b&gt;</p>"),
        ('<a href="?a=1&amp;b=2">', '<a href="?a=1&amp;b=2">'),
    ],
)
def test_references_are_cleaned_as_the_characters_they_mean(html: str, cleaned: str) -> None:
    assert clean_markup(html) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "&#x20&#xad;0b;",
        "&sh&shy;y;",
        "&&shy;shy;",
        "&#&shy;xad;",
        "&#x20\u200b0b;",
    ],
)
def test_dropping_never_makes_a_new_reference_to_an_unsafe_character(html: str) -> None:
    assert find_unsafe(nh3.clean(clean_markup(html))) == []


def test_script_hidden_by_an_invisible_character_does_not_pass_the_html_cleaner() -> None:
    html = '<a href="java&#x200b;script:alert(1)">a</a>'

    assert nh3.clean(clean_markup(html), link_rel=None) == "<a>a</a>"


def test_accent_after_a_tag_does_not_eat_the_tag() -> None:
    assert clean_markup("<b>\u0338a</b>") == "<b>\u0338a</b>"


@given(st.text(st.sampled_from("&#x20adb;<>=/p\"' \u200b\u0338\u0301e\nshy9")))
def test_html_cleaned_after_is_safe_and_stays_as_it_is(html: str) -> None:
    once = nh3.clean(clean_markup(html))

    assert find_unsafe(once) == []
    # A tag that goes may let a letter and its accent join: the second pass composes them.
    twice = nh3.clean(clean_markup(once))
    assert nh3.clean(clean_markup(twice)) == twice
