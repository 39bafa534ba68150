import re
import time
from collections.abc import Iterator

import pytest
from django.utils import translation

from editorial.contents.blocks import blocks_of
from editorial.contents.differences import (
    compared_html,
    compared_lines,
    compared_values,
    marked_blocks,
    marked_words,
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("mine", "theirs", "marked"),
    [
        ("Встреча", "Встреча", "Встреча"),
        ("", "Встреча", "<ins>Встреча</ins>"),
        ("Встреча", "", "<del>Встреча</del>"),
        ("Встреча в среду", "Встреча в пятницу", "Встреча в <del>среду</del><ins>пятницу</ins>"),
        ("5 мая", "5 мая 2026", "5 мая<ins> 2026</ins>"),
        ("a < b", "a > b", "a <del>&lt;</del><ins>&gt;</ins> b"),
    ],
)
def test_words_that_differ_are_marked_and_everything_is_escaped(
    mine: str, theirs: str, marked: str
) -> None:
    assert marked_words(mine, theirs) == marked


def test_an_added_paragraph_marks_nothing_of_those_after_it() -> None:
    mine = "<p>Первый.</p><p>Второй.</p>"
    theirs = "<p>Новый абзац между ними.</p><p>Первый.</p><p>Второй.</p>"
    assert marked_blocks(mine, theirs) == (
        "<p><ins>Новый абзац между ними.</ins></p><p>Первый.</p><p>Второй.</p>"
    )


def test_a_rewritten_paragraph_is_marked_word_by_word() -> None:
    assert marked_blocks("<p>Стороны говорили.</p>", "<p>Стороны <b>много</b> говорили.</p>") == (
        "<p>Стороны<ins> много</ins> говорили.</p>"
    )


def test_two_paragraphs_that_have_nothing_in_common_are_two() -> None:
    assert marked_blocks("<p>абвгд</p>", "<h2>Xyz 123</h2>") == (
        "<p><del>абвгд</del></p><p><ins>Xyz 123</ins></p>"
    )


def test_what_was_written_as_markup_stays_words() -> None:
    assert marked_blocks("", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>") == (
        "<p><ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins></p>"
    )


def looks(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return what is said to look otherwise, in all blocks."""
    blocks = compared_html(before, after)
    return [(one.words, one.before, one.after) for block in blocks for one in block.relooked]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("<p>раз два</p>", "<p>раз <strong>два</strong></p>", ("два", "plain", "bold")),
        (
            '<p><a href="/a/">сайт</a></p>',
            '<p><a href="/b/">сайт</a></p>',
            ("сайт", "link to /a/", "link to /b/"),
        ),
        ("<h2>Тема</h2>", "<h3>Тема</h3>", ("", "heading", "subheading")),
        ("<p>раз</p>", "<ul><li>раз</li></ul>", ("", "paragraph", "list item")),
        (
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
            '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
            ("", "table cell", "table cell"),
        ),
    ],
)
def test_what_only_looks_otherwise_is_not_silently_the_same(
    before: str, after: str, said: tuple[str, str, str]
) -> None:
    assert looks(before, after) == [said]
    assert [block.is_same for block in compared_html(before, after)] == [False]


def test_a_new_look_is_said_beside_new_words() -> None:
    before, after = "<p>раз два три</p>", "<p>раз <i>два</i> четыре</p>"
    (block,) = compared_html(before, after)
    assert block.inline == ('раз <span class="relooked">два</span> <del>три</del><ins>четыре</ins>')
    assert [(one.words, one.before, one.after) for one in block.relooked] == [
        ("два", "plain", "italic")
    ]


def test_each_side_shows_what_it_has() -> None:
    (line,) = compared_lines("Встреча в среду", "Встреча в пятницу")
    assert line.left == "Встреча в <del>среду</del>"
    assert line.right == "Встреча в <ins>пятницу</ins>"


def test_a_changed_cell_marks_that_cell_alone() -> None:
    table = "<table><tbody><tr><td>Год</td><td>{}</td></tr></tbody></table>"
    blocks = compared_html(table.format("2025 год"), table.format("2026 год"))
    assert [block.inline for block in blocks] == ["Год", "<del>2025</del><ins>2026</ins> год"]


def test_a_picture_replaced_is_one_block_with_two_pictures() -> None:
    figure = '<p>До</p><figure class="image"><img src="/pictures/{}/480.jpg" alt="Зал"></figure>'
    same, picture = compared_html(figure.format("a"), figure.format("b"))
    assert picture.before
    assert picture.after
    assert (picture.before.picture, picture.after.picture) == (
        "/pictures/a/480.jpg",
        "/pictures/b/480.jpg",
    )
    assert (same.is_same, picture.is_same) == (True, False)


def test_a_rewritten_paragraph_after_a_new_one_stays_a_pair() -> None:
    before = "<p>Стороны обсудили торговлю и транспорт.</p>"
    after = "<p>Приехали гости.</p><p>Стороны обсудили торговлю и науку.</p>"
    new, pair = compared_html(before, after)
    assert (new.before, new.inline) == (None, "<ins>Приехали гости.</ins>")
    assert pair.inline == "Стороны обсудили торговлю и <del>транспорт</del><ins>науку</ins>."


@pytest.mark.parametrize(
    ("before", "after", "inline", "left", "right"),
    [
        (["а"], ["б"], "<del>а</del> → <ins>б</ins>", "<del>а</del>", "<ins>б</ins>"),
        (["а", "б"], ["а"], "а<del>, б</del>", "а<del>, б</del>", "а"),
        ([], ["а", "б"], "<ins>а, б</ins>", "", "<ins>а, б</ins>"),
        (["а"], ["а", "б"], "а<ins>, б</ins>", "а", "а<ins>, б</ins>"),
    ],
)
def test_values_are_compared_whole(
    before: list[str], after: list[str], inline: str, left: str, right: str
) -> None:
    found = compared_values(before, after)
    assert (found.inline, found.left, found.right) == (inline, left, right)


def test_both_sides_are_whole_whatever_differs() -> None:
    before = "<p>Раз,  два… три!</p><h2>А</h2><p>... четыре (пять)</p>"
    after = "<p>Раз два? три!</p><p>… шесть (пять) </p><p>семь</p>"
    blocks = compared_html(before, after)
    plain = [re.sub(r"<[^>]*>", "", str(block.left)) for block in blocks if block.before]
    assert plain == [block.words for block in blocks_of(before)]
    plain = [re.sub(r"<[^>]*>", "", str(block.right)) for block in blocks if block.after]
    assert plain == [block.words for block in blocks_of(after)]


HOSTILE = {
    "200 paragraphs, each rewritten": (
        "".join(
            f"<p>{number} {'раз два три четыре пять шесть ' * 13}</p>" for number in range(200)
        ),
        "".join(f"<p>{number} {'раз два три семь пять ' * 15}</p>" for number in range(200)),
    ),
    "one paragraph of nothing but commas": ("<p>" + "а, " * 30_000, "<p>" + "б, " * 30_000),
    "a table of empty cells": (
        "<table>" + "<tr><td></td><td>1</td></tr>" * 1500 + "</table>",
        "<table>" + "<tr><td></td><td>2</td></tr>" * 1500 + "</table>",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_text_is_compared_in_a_moment(name: str) -> None:
    before, after = HOSTILE[name]
    begun = time.process_time()
    assert len(compared_html(before, after)) > 0
    assert time.process_time() - begun < 1
