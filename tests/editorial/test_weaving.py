"""Two people's changes to one field of rich text, woven passage by passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.cleaning import clean_html
from editorial.contents.passages import split
from editorial.contents.weaving import Dispute, joined, weave


def html(words: str) -> str:
    """Return one paragraph for each of the words."""
    return "".join(f"<p>{word}</p>" for word in words.split())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("a b c", "A b c", "a b C", "A b C"),
        ("a b", "A b", "a B", "A B"),
        ("a b c", "a c", "a b C", "a C"),
        ("a b", "a x b", "a b y", "a x b y"),
        ("a b", "x a b", "a B", "x a B"),
        ("a b c", "a b c", "c a", "c a"),
        ("a b c", "b c a", "A b c", "b c A"),
        ("a b c", "b c a", "b c a", "b c a"),
        ("a b c d", "a d", "a b c D", "a D"),
        ("a", "a x", "a x", "a x"),
        ("a a b", "a b", "a a B", "a B"),
        ("", "a", "", "a"),
        ("a b", "", "a b", ""),
    ],
)
def test_changes_of_different_passages_are_both_kept(
    base: str, mine: str, theirs: str, together: str
) -> None:
    for one, other in ((mine, theirs), (theirs, mine)):
        woven = weave(html(base), html(one), html(other))
        assert woven == [f"<p>{word}</p>" for word in together.split()]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "disputes"),
    [
        ("a b", "a M", "a T", [("#2", "b", "M", "T")]),
        ("a b", "a", "a T", [("#2", "b", "", "T")]),
        ("a b", "a b m", "a b t", [("#2+", "", "m", "t")]),
        ("", "m", "t", [("#0+", "", "m", "t")]),
        ("a b", "A M", "a T", [("#2", "b", "M", "T")]),
        ("a b c", "M b M", "T b T", [("#1", "a", "M", "T"), ("#3", "c", "M", "T")]),
    ],
)
def test_a_passage_that_both_changed_is_in_dispute(
    base: str, mine: str, theirs: str, disputes: list[tuple[str, str, str, str]]
) -> None:
    woven = weave(html(base), html(mine), html(theirs))
    assert woven is not None
    assert [one for one in woven if isinstance(one, Dispute)] == [
        Dispute(place, *(html(words) for words in said)) for place, *said in disputes
    ]


def test_a_paragraph_parted_in_two_is_one_change() -> None:
    base = "<p>The talks began on Monday and went on.</p><p>b</p>"
    mine = "<p>The talks began on Monday.</p><p>And went on.</p><p>b</p>"
    theirs = "<p>The talks began on Tuesday and went on.</p><p>b</p>"
    woven = weave(base, mine, theirs)
    assert woven == [
        Dispute(
            "#1",
            "<p>The talks began on Monday and went on.</p>",
            "<p>The talks began on Monday.</p><p>And went on.</p>",
            "<p>The talks began on Tuesday and went on.</p>",
        ),
        "<p>b</p>",
    ]


@pytest.mark.parametrize(("mine", "theirs"), [("b c d e a", "b c d e"), ("b c d e a", "b c a d e")])
def test_a_passage_moved_here_and_gone_there_puts_the_whole_field_in_dispute(
    mine: str, theirs: str
) -> None:
    assert weave(html("a b c d e"), html(mine), html(theirs)) is None
    assert weave(html("a b c d e"), html(theirs), html(mine)) is None


WORDS = st.lists(st.sampled_from("abcdefg"), max_size=7).map(" ".join).map(html)


def said_in(woven: list[str | Dispute]) -> set[str]:
    """Return every passage that stands in the answer, on either side of a dispute."""
    said = set[str]()
    for one in woven:
        sides = [one] if isinstance(one, str) else [one.base, one.mine, one.theirs]
        said |= {passage for side in sides for passage in split(side)}
    return said


@given(base=WORDS, mine=WORDS)
def test_what_one_person_changed_alone_stands(base: str, mine: str) -> None:
    for woven in (weave(base, mine, base), weave(base, base, mine), weave(base, mine, mine)):
        assert woven is not None
        assert joined(woven) == mine


@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_who_comes_first_decides_nothing(base: str, mine: str, theirs: str) -> None:
    one, other = weave(base, mine, theirs), weave(base, theirs, mine)
    if one is None or other is None:
        assert one is other
        return
    turned = [
        Dispute(piece.place, piece.base, piece.theirs, piece.mine)
        if isinstance(piece, Dispute)
        else piece
        for piece in other
    ]
    assert one == turned


@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_no_passage_that_somebody_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    woven = weave(base, mine, theirs)
    if woven is None:
        return
    written = {*split(mine), *split(theirs)} - {*split(base)}
    kept = {*split(mine)} & {*split(theirs)}
    assert written | kept <= said_in(woven)


@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_the_answer_is_clean_html(base: str, mine: str, theirs: str) -> None:
    woven = weave(base, mine, theirs)
    if woven is not None:
        for side in ("mine", "theirs"):
            assert clean_html(joined(woven, side)) == joined(woven, side)


def test_white_space_around_passages_is_no_change() -> None:
    assert weave("<p>a</p>\n<p>b</p>", "<p>a</p><p>B</p>", "<p>A</p>\n\n<p>b</p>") == [
        "<p>A</p>\n\n",
        "<p>B</p>",
    ]
