"""Rich text split into passages, and a passage known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.cleaning import clean_html
from editorial.contents.passages import hash_of, replace, split, words_of

FIGURE = (
    '<figure class="image"><img src="/pictures/0123456789abcdef0123456789abcdef/640.jpg" '
    'alt="A &gt; B"><figcaption>Talks</figcaption></figure>'
)


@pytest.mark.parametrize(
    ("html", "passages"),
    [
        ("", []),
        ("\n ", ["\n "]),
        ("words alone", ["words alone"]),
        ("<p>one</p><p>two</p>", ["<p>one</p>", "<p>two</p>"]),
        ("\n<p>one</p>\n<p>two</p>\n", ["\n<p>one</p>\n", "<p>two</p>\n"]),
        (
            "<p>one</p>loose <i>words</i><p>two</p>",
            ["<p>one</p>", "loose <i>words</i>", "<p>two</p>"],
        ),
        ("<p>a<br>b</p><hr><h2>c</h2>", ["<p>a<br>b</p>", "<hr>", "<h2>c</h2>"]),
        (
            "<strong><p>a</p><p>b</p></strong><p>c</p>",
            ["<strong><p>a</p><p>b</p></strong>", "<p>c</p>"],
        ),
        (
            "<ul><li>a</li><li><p>b</p></li></ul><p>c</p>",
            ["<ul><li>a</li><li><p>b</p></li></ul>", "<p>c</p>"],
        ),
        (
            "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>",
            ["<blockquote><p>a</p><p>b</p></blockquote>", "<p>c</p>"],
        ),
        (f"<p>a</p>{FIGURE}<p>b</p>", ["<p>a</p>", FIGURE, "<p>b</p>"]),
        ("a<br>b<hr>c", ["a<br>b", "<hr>", "c"]),
    ],
)
def test_html_is_split_at_its_top_level(html: str, passages: list[str]) -> None:
    assert split(html) == passages


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<h2>", "</h2>", "<ul>", "<li>", "</li>", "</ul>", "<blockquote>",
        "</blockquote>", "<strong>", "</strong>", "<hr>", "<br>", " ", "\n", "oʻz", "ў", "a &lt; b",
        "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<a href='https://x.example'>",
        "</a>", FIGURE, "&nbsp;",
    ]
)  # fmt: skip
HTML = st.lists(PIECES, max_size=25).map("".join).map(clean_html)


@given(html=HTML)
def test_passages_joined_are_the_html_again(html: str) -> None:
    assert "".join(split(html)) == html


@given(html=HTML)
def test_a_passage_is_one_passage_and_clean(html: str) -> None:
    for passage in split(html):
        assert split(passage) == [passage]
        assert clean_html(passage) in (passage.strip(), "")


@given(html=HTML)
def test_passages_in_another_order_are_clean_too(html: str) -> None:
    turned = "".join(passage.strip() for passage in reversed(split(html)))
    assert clean_html(turned) == clean_html(clean_html(turned))


def test_a_hash_is_sixteen_digits_of_what_stands_there() -> None:
    assert hash_of("<p>a</p>") == "df5ddd75e1e0e3fe"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("<p>a</p>", "<p>a</p>\n", True),
        ("<p>a</p>", "<p>a </p>", False),
        ("<p>a</p>", "<h2>a</h2>", False),
        ("<p>oʻz</p>", "<p>o'z</p>", False),
        ("<p>a</p>", "<p><i>a</i></p>", False),
    ],
)
def test_words_and_markup_make_the_identity(one: str, other: str, is_same: bool) -> None:
    assert (hash_of(one) == hash_of(other)) is is_same


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("<p>Un<i>til</i> &amp; after</p>\n", "Until & after"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("<hr>", ""),
        (FIGURE, "Talks"),
    ],
)
def test_the_words_of_a_passage_stand_on_one_line(block: str, words: str) -> None:
    assert words_of(block) == words


@pytest.mark.parametrize(
    ("new", "made"),
    [
        ("<p>B</p>", "<p>a</p>\n<p>B</p>\n<p>c</p>"),
        ("<h2>x</h2><p>y</p>\n", "<p>a</p>\n<h2>x</h2><p>y</p>\n<p>c</p>"),
        ("", "<p>a</p>\n<p>c</p>"),
    ],
)
def test_a_passage_is_replaced_where_it_stands(new: str, made: str) -> None:
    assert replace("<p>a</p>\n<p>b</p>\n<p>c</p>", hash_of("<p>b</p>"), new) == made


def test_of_two_equal_passages_the_first_is_replaced() -> None:
    assert replace("<p>a</p><p>a</p>", hash_of("<p>a</p>"), "<p>b</p>") == "<p>b</p><p>a</p>"


def test_a_passage_that_is_not_there_is_not_replaced() -> None:
    assert replace("<p>a</p>", hash_of("<p>b</p>"), "<p>c</p>") is None
