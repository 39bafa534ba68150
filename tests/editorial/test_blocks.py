from collections.abc import Iterator

import pytest
from django.utils import translation

from editorial.contents.blocks import Block, blocks_of, lines_of, look_in_words, place_in_words


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def said(html: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.words, block.place) for block in blocks_of(html)]


def test_every_kind_of_block_is_one_of_its_own() -> None:
    html = (
        '<h2>Тема</h2><p>Раз</p><ul><li>да</li></ul><ol start="3"><li>нет</li></ol>'
        "<blockquote><p>Речь</p></blockquote><hr>"
    )
    assert said(html) == [
        ("Тема", ("h2",)),
        ("Раз", ()),
        ("да", ("ul", "li")),
        ("нет", ("ol start=3", "li")),
        ("Речь", ("blockquote",)),
        ("", ("hr",)),
    ]


def test_a_list_within_an_entry_stands_after_it() -> None:
    assert said("<ul><li>один<ul><li>два</li></ul></li></ul>") == [
        ("один", ("ul", "li")),
        ("два", ("ul", "li", "ul", "li")),
    ]


def test_an_empty_cell_is_a_block_and_the_first_of_a_row_is_known() -> None:
    html = "<table><tbody><tr><th>а</th><td></td></tr><tr><td>б</td></tr></tbody></table>"
    assert [(one.words, one.place, one.cell) for one in blocks_of(html)] == [
        ("а", ("th first",), (0, 0, 0)),
        ("", ("td",), (0, 0, 1)),
        ("б", ("td first",), (0, 1, 0)),
    ]


def test_a_picture_is_a_block_with_its_alternative_text_and_its_caption_another() -> None:
    html = (
        '<figure class="image"><img src="/pictures/a/480.jpg" alt="Зал">'
        "<figcaption>В зале</figcaption></figure>"
    )
    picture, caption = blocks_of(html)
    assert (picture.picture, picture.words) == ("/pictures/a/480.jpg", "Зал")
    assert (caption.words, caption.place) == ("В зале", ("figcaption",))


def test_words_come_in_runs_of_one_look() -> None:
    (block,) = blocks_of('<p>Смотрите <a href="/ru/">на <b>сайте</b></a>.</p>')
    assert block.runs == [
        ("Смотрите ", ()),
        ("на ", ("a /ru/",)),
        ("сайте", ("a /ru/", "strong")),
        (".", ()),
    ]


def test_white_space_says_nothing_and_a_break_says_something() -> None:
    assert said("<p> раз \n  <i> два</i><br>три </p><p> </p>") == [("раз два\nтри", ())]


def test_lines_of_plain_text_are_blocks() -> None:
    assert lines_of("раз\n\n два <b>\n") == [
        Block("раз", ((),) * 3),
        Block("два <b>", ((),) * 7),
    ]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((), "paragraph"),
        (("h3",), "subheading"),
        (("blockquote", "ol start=2", "li"), "numbered list item"),
        (("td first",), "table cell"),
    ],
)
def test_a_block_is_called_by_what_it_is(place: tuple[str, ...], name: str) -> None:
    assert place_in_words(place) == name


def test_a_look_is_said_in_words() -> None:
    assert look_in_words(()) == "plain"
    assert look_in_words(("a https://example.org/", "strong")) == (
        "link to https://example.org/, bold"
    )
