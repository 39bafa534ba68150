"""What stays of HTML, and that cleaning twice is cleaning once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.cleaning import clean_html, plain

KEPT = [
    "<p>Слово <strong>жирное</strong>, <i>курсив</i>, x<sup>2</sup>, H<sub>2</sub>O.</p>",
    "<h2>Заголовок</h2><h3>Ниже</h3>",
    "<ul><li>раз</li></ul><ol><li>два</li></ol>",
    "<blockquote><p>Цитата</p></blockquote>",
    '<p><a href="https://example.org/a?b=1&amp;c=2">ссылка</a></p>',
    '<figure class="table"><table><tbody><tr><th>а</th><td>б</td></tr></tbody></table></figure>',
]
DROPPED = [
    ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
    ('<p onclick="x()">a</p>', "<p>a</p>"),
    ('<p style="position:fixed">a</p>', "<p>a</p>"),
    ('<p class="modal hidden">a</p>', "<p>a</p>"),
    ('<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
    ('<p><a href="java&#x200b;script:alert(1)">a</a></p>', "<p><a>a</a></p>"),
    ('<p><a href="&#106;avascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
    ('<p><a href="data:text/html,x">a</a></p>', "<p><a>a</a></p>"),
    ('<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p>', "<p>a<a>[1]</a></p>"),
    ('<p>a<a href=" #_ftnref1">[1]</a></p>', "<p>a<a>[1]</a></p>"),
    (
        '<p><a href="https://e.org" target="_blank">a</a></p>',
        '<p><a href="https://e.org">a</a></p>',
    ),
    ('<p>a<img src="x" onerror="y"></p>', "<p>a</p>"),
    ('<iframe src="https://e.org"></iframe><p>a</p>', "<p>a</p>"),
    ("<svg><script>1</script></svg><p>a</p>", "<p>a</p>"),
    ("<math><mtext><table><mglyph><style><img src=x onerror=y></style></table></math>a", "a"),
    ("<p>{{ 7*7 }}</p>", "<p>{{ 7*7 }}</p>"),
    ("<p><b>a</b> <em>b</em></p>", "<p><strong>a</strong> <i>b</i></p>"),
    ("<p>&nbsp;</p><p>\u200b</p>", ""),
]


@pytest.mark.parametrize("html", KEPT)
def test_what_the_editor_writes_stays_as_it_is(html: str) -> None:
    assert clean_html(html) == html


@pytest.mark.parametrize(("html", "cleaned"), DROPPED)
def test_everything_else_goes(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned


@given(
    st.text(
        alphabet=st.sampled_from(list("<>/=\"'& abisp;#x{}\u0301\u0338\u200b\u00a0ы\n")),
        max_size=60,
    )
)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_html(text)
    assert clean_html(once) == once


def test_a_letter_and_its_accent_join_when_the_tag_between_them_goes() -> None:
    assert clean_html("<p>e</>\u0301</p>") == "<p>\u00e9</p>"


def test_plain_words_keep_paragraphs_apart() -> None:
    assert plain("<p>Раз &amp; два</p><p>Три</p>") == "Раз & два\n\nТри"
