import pytest

from editorial.differences import marked_blocks, marked_words


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
