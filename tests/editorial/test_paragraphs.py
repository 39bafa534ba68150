"""Rich text edited as plain paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.paragraphs import as_paragraphs, with_paragraphs

PICTURE = (
    '<figure class="image"><img src="/p/1.jpg" alt="Вид"><figcaption>Вид</figcaption></figure>'
)
BODY = (
    '<p>Первый <a href="https://a.uz/">абзац</a>.</p>'
    + PICTURE
    + "<ul><li>раз</li><li>два</li></ul><p>Второй &amp; последний.</p>"
)


def test_rich_text_is_shown_as_paragraphs_without_pictures() -> None:
    assert as_paragraphs(BODY) == "Первый абзац.\n\nраз\nдва\n\nВторой & последний."


def test_what_nobody_touched_keeps_its_markup() -> None:
    assert with_paragraphs(BODY, as_paragraphs(BODY)) == BODY


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (
            "Первый абзац.\r\n\r\nраз\r\nдва\r\n\r\nДругой.",
            BODY.replace("Второй &amp; последний.", "Другой."),
        ),
        (
            "Иной.\n\nраз\nдва\n\nВторой & последний.",
            f"<p>Иной.</p>{PICTURE}<ul><li>раз</li><li>два</li></ul><p>Второй &amp; последний.</p>",
        ),
        ("", PICTURE),
        (
            "Новый.\n\n" + as_paragraphs(BODY),
            "<p>Новый.</p>" + BODY,
        ),
    ],
)
def test_only_changed_paragraphs_become_plain_ones(written: str, html: str) -> None:
    assert with_paragraphs(BODY, written) == html


def test_what_looks_like_markup_is_words() -> None:
    assert with_paragraphs("", "1 < 2\nи <b>три</b>") == (
        "<p>1 &lt; 2<br>и &lt;b&gt;три&lt;/b&gt;</p>"
    )


@given(st.lists(st.text("аб &<\n", max_size=9), max_size=5))
def test_what_was_written_is_shown_again_as_it_stands(paragraphs: list[str]) -> None:
    shown = as_paragraphs(with_paragraphs("", "\n\n".join(paragraphs)))
    assert as_paragraphs(with_paragraphs("", shown)) == shown
