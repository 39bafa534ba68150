"""Two texts of one field side by side: what one has and the other has not, word by word.

Blocks are aligned first, so that one added paragraph does not mark all that follow it; then
the words of each pair are; what has the same words but looks different is said beside them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from editorial.contents.blocks import (
    Block,
    Look,
    blocks_of,
    lines_of,
    look_in_words,
    place_in_words,
)

# A word or a sign, with the space before it.
PIECE = re.compile(r"\s*(?:\w+|[^\w\s]+)|\s+")
SENTENCE = re.compile(r"\s*[^.!?…]+[.!?…]*|[.!?…]+")
# Blocks less alike than this are said to be two, not one that was rewritten.
LEAST_ALIKE = 0.4
# By so many letters words of different endings are known for one.
STEM = 5
# Pairs of blocks that are compared each with each; beyond that they are paired by place.
MOST_PAIRS = 60_000
# Pairs of equal entries in two sequences; with more of them, aligning would take minutes.
MOST_EQUALS = 20_000
SAME, GONE, NEW, LOOKS = "", "-", "+", "~"
# Stands between a value and the one in its place, where both are shown in one.
BETWEEN = ">"


@dataclass(frozen=True)
class Piece:
    """A run of words: in both, only before, only after, in both but of another look, between."""

    sign: str
    words: str


@dataclass(frozen=True)
class Relooked:
    """Words, "" for the whole block, that look otherwise: how before, how after, in words."""

    words: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """One block before and after; either may be missing, not both."""

    before: Block | None
    after: Block | None
    pieces: tuple[Piece, ...]
    relooked: tuple[Relooked, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing of the block has changed, its look included."""
        if self.before is None or self.after is None or self.relooked:
            return False
        has_same_words = all(piece.sign == SAME for piece in self.pieces)
        return has_same_words and self.before.picture == self.after.picture

    @property
    def inline(self) -> SafeString:
        """Both in one: <ins> is only after, <del> only before."""
        return _rendered(self.pieces)

    @property
    def left(self) -> SafeString:
        """The block before, with what is gone marked."""
        return _rendered(piece for piece in self.pieces if piece.sign not in (NEW, BETWEEN))

    @property
    def right(self) -> SafeString:
        """The block after, with what is new marked."""
        return _rendered(piece for piece in self.pieces if piece.sign not in (GONE, BETWEEN))


def marked_words(mine: str, theirs: str) -> SafeString:
    """Return their plain text as safe HTML: <ins> is theirs alone, <del> is mine alone."""
    return _rendered(_pieces(mine, theirs))


def marked_blocks(mine: str, theirs: str) -> SafeString:
    """Return their HTML, block by block, with the words marked that differ from mine.

    Only words are compared and shown: pictures, bold, links and tables are not.
    """
    one, other = (
        [block for block in blocks_of(html) if block.words and not block.picture]
        for html in (mine, theirs)
    )
    pairs = aligned(one, other)
    return format_html_join("", "<p>{}</p>", ((_rendered(_words(*pair)),) for pair in pairs))


def compared_html(before: str, after: str) -> list[Compared]:
    """Return two clean texts block by block, in the order in which both are read."""
    return [compared(*pair) for pair in aligned(blocks_of(before), blocks_of(after))]


def compared_lines(before: str, after: str) -> list[Compared]:
    """Return two texts without markup line by line; of one line each, they are a pair."""
    one, other = lines_of(before), lines_of(after)
    is_pair = len(one) == len(other) == 1
    pairs = [(one[0], other[0])] if is_pair else aligned(one, other)
    return [compared(*pair) for pair in pairs]


def compared_values(before: Sequence[str], after: Sequence[str]) -> Compared:
    """Return two values, or two lists of them without an order, each entry whole."""
    kept = [one for one in after if one in before]
    signed = [
        (SAME, kept),
        (GONE, [one for one in before if one not in kept]),
        (NEW, [one for one in after if one not in kept]),
    ]
    pieces = list[Piece]()
    for sign, values in signed:
        if values and pieces and not kept:
            pieces.append(Piece(BETWEEN, " → "))
        joined = ", ".join(values)
        is_more = bool(values and kept and pieces)
        pieces += [Piece(sign, f", {joined}" if is_more else joined)] if values else []
    whole = [Block(", ".join(values)) if values else None for values in (before, after)]
    return Compared(whole[0], whole[1], tuple(pieces))


def compared(before: Block | None, after: Block | None) -> Compared:
    """Return one block beside the other, word by word, with what looks otherwise."""
    if before is None or after is None:
        return Compared(before, after, tuple(_words(before, after)))
    relooked = list[Relooked]()
    if before.place != after.place:
        places = place_in_words(before.place), place_in_words(after.place)
        relooked.append(Relooked("", *places))
    if before.words == after.words and before.looks == after.looks:
        return Compared(before, after, (Piece(SAME, after.words),), tuple(relooked))
    if before.words == after.words:
        pieces, others = _looks(before, after)
        return Compared(before, after, tuple(pieces), (*relooked, *others))
    return _rewritten(before, after, relooked)


def _rewritten(before: Block, after: Block, relooked: list[Relooked]) -> Compared:
    """Mark the words that differ; what the rest looks like is compared run by run."""
    pieces = list[Piece]()
    a = b = 0
    for piece in _pieces(before.words, after.words):
        length = len(piece.words)
        if piece.sign == SAME:
            same = Block(piece.words, before.looks[a : a + length])
            runs, others = _looks(same, Block(piece.words, after.looks[b : b + length]))
            pieces += runs
            relooked += others
        else:
            pieces.append(piece)
        a += length if piece.sign != NEW else 0
        b += length if piece.sign != GONE else 0
    return Compared(before, after, tuple(pieces), tuple(relooked))


def _looks(before: Block, after: Block) -> tuple[list[Piece], list[Relooked]]:
    """Return the same words in runs, and those of another look with both looks in words."""
    if before.looks == after.looks:
        return [Piece(SAME, after.words)], []
    pieces, relooked, end = list[Piece](), list[Relooked](), 0
    both = zip(before.looks, after.looks, strict=True)
    for (was, now), run in groupby(both):
        start, end = end, end + len(list(run))
        words = after.words[start:end]
        # How a space looks nobody sees.
        differs = was != now and bool(words.strip())
        pieces.append(Piece(LOOKS if differs else SAME, words))
        if differs:
            relooked.append(_relooked(words, was, now))
    return pieces, relooked


def _relooked(words: str, was: Look, now: Look) -> Relooked:
    return Relooked(words.strip(), look_in_words(was), look_in_words(now))


def aligned(
    before: Sequence[Block], after: Sequence[Block]
) -> Iterable[tuple[Block | None, Block | None]]:
    """Pair the blocks that correspond; a block without a counterpart has None beside it."""
    old, new = ([(block.picture, block.words) for block in side] for side in (before, after))
    for tag, a, b, c, d in _opcodes(old, new):
        if tag == "equal":
            yield from zip(before[a:b], after[c:d], strict=True)
        else:
            yield from _counterparts(before[a:b], after[c:d])


def _counterparts(
    before: Sequence[Block], after: Sequence[Block]
) -> Iterable[tuple[Block | None, Block | None]]:
    """Pair what is most alike, without crossing; where there is too much of it, by place."""
    if len(before) * len(after) > MOST_PAIRS:
        pairs = list(zip(range(len(before)), range(len(after)), strict=False))
    else:
        pairs = _best_pairs(before, after)
    a = b = 0
    for one, other in [*pairs, (len(before), len(after))]:
        yield from ((block, None) for block in before[a:one])
        yield from ((None, block) for block in after[b:other])
        if one < len(before) and other < len(after):
            yield before[one], after[other]
        a, b = one + 1, other + 1


def _best_pairs(before: Sequence[Block], after: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the places of the pairs whose likeness adds up to most."""
    stems = [[_stems(block) for block in side] for side in (before, after)]
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    alike = [[_likeness(one, other) for other in stems[1]] for one in stems[0]]
    for a in range(len(before) - 1, -1, -1):
        for b in range(len(after) - 1, -1, -1):
            paired = alike[a][b] + best[a + 1][b + 1] if alike[a][b] >= LEAST_ALIKE else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(before) and b < len(after):
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            pairs.append((a, b))
            a, b = a + 1, b + 1
    return pairs


def _stems(block: Block) -> frozenset[str]:
    """Return what a block is known by; a picture is known for one, whatever it shows."""
    if block.picture:
        return frozenset({"\0picture"})
    return frozenset(word[:STEM].casefold() for word in re.findall(r"\w+", block.words))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _words(before: Block | None, after: Block | None) -> list[Piece]:
    return _pieces(before.words if before else "", after.words if after else "")


def _pieces(before: str, after: str) -> list[Piece]:
    """Return two lines as runs of words, in both or in one of them."""
    if before == after:
        return [Piece(SAME, after)] if after else []
    old, new = PIECE.findall(before), PIECE.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece(SAME, "".join(new[:head]))] if head else []
    pieces += _inner(*middle)
    return pieces + ([Piece(SAME, "".join(new[len(new) - tail :]))] if tail else [])


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    """Return how many entries both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _inner(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Compare word by word; where that is too much, the sentences first."""
    if not _is_too_much(old, new):
        return _runs(old, new)
    sentences = SENTENCE.findall("".join(old)), SENTENCE.findall("".join(new))
    found = list[Piece]()
    for tag, a, b, c, d in _opcodes(*sentences):
        gone, come = "".join(sentences[0][a:b]), "".join(sentences[1][c:d])
        same = [Piece(SAME, come)] if come else []
        found += same if tag == "equal" else _runs(PIECE.findall(gone), PIECE.findall(come))
    return found


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found = list[Piece]()
    for tag, a, b, c, d in _opcodes(old, new):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            found += [Piece(SAME, come)] if come else []
            continue
        space = _shared_space(gone, come)
        if space:
            found.append(Piece(SAME, space))
        found += [
            Piece(sign, said[len(space) :])
            for sign, said in ((GONE, gone), (NEW, come))
            if said[len(space) :]
        ]
    return found


def _opcodes(old: Sequence[Any], new: Sequence[Any]) -> Iterable[tuple[str, int, int, int, int]]:
    """Return how to make the one of the other, as `difflib` says it; all anew if that is much."""
    if _is_too_much(old, new):
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        a, b = len(old) - tail, len(new) - tail
        return [
            ("equal", 0, head, 0, head),
            ("replace", head, a, head, b),
            ("equal", a, len(old), b, len(new)),
        ]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _is_too_much(old: Sequence[Any], new: Sequence[Any]) -> bool:
    counted = Counter(new)
    return sum(count * counted[one] for one, count in Counter(old).items()) > MOST_EQUALS


def _shared_space(one: str, other: str) -> str:
    """Return the space that both begin with: it is no part of what differs."""
    count = _common(one, other)
    shared = one[:count]
    return shared[: len(shared) - len(shared.lstrip())]


def _rendered(pieces: Iterable[Piece]) -> SafeString:
    """Return runs as safe HTML, neighbours of one sign together."""
    return format_html_join(
        "",
        "{}",
        (
            (_tagged(sign, "".join(piece.words for piece in run)),)
            for sign, run in groupby(pieces, key=lambda piece: piece.sign)
        ),
    )


def _tagged(sign: str, words: str) -> SafeString:
    if sign == GONE:
        return format_html("<del>{}</del>", words)
    if sign == NEW:
        return format_html("<ins>{}</ins>", words)
    if sign == LOOKS:
        return format_html('<span class="relooked">{}</span>', words)
    return format_html("{}", words)
