"""One field of rich text that two people changed, woven together passage by passage.

Pure. Each side is laid beside what both began from: what became of every passage of it, and
what stands new in the gaps between them. Only where both changed the same passage to
something else, or wrote something else into the same gap, is there a dispute.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from editorial.contents.passages import hash_of, split, words_of

# So many comparisons of one passage with another are made before order alone decides.
MOST_COMPARISONS = 2500
# What a pair is worth that has no word in common: better than no pair.
LEAST_WORTH = 0.01


@dataclass(frozen=True)
class Dispute:
    """A passage that two people changed differently, "" where one of them took it out.

    `place` is "#3" for the third passage of the base, "#3+" for what stands new after it.
    """

    place: str
    base: str
    mine: str
    theirs: str


Woven = list[str | Dispute]


def weave(base: str, mine: str, theirs: str) -> Woven | None:
    """Return the passages of three clean HTMLs made one, in order, disputes among them.

    None where one person moved a passage that the other took out or moved elsewhere, or where
    of two alike each took out another: then no passage can be named, and the field is in
    dispute as a whole.
    """
    was, my_own, their_own = split(base), split(mine), split(theirs)
    my, their = _Side.of(was, my_own), _Side.of(was, their_own)
    if not _follow_moves(was, my, their):
        return None
    woven: Woven = []
    for place in range(len(was) + 1):
        if place:
            old = was[place - 1 : place]
            woven += _settled(f"#{place}", old, my.became[place - 1], their.became[place - 1])
        woven += _settled(f"#{place}+", [], my.new[place], their.new[place])
    return woven if _hashes(my_own) & _hashes(their_own) <= _said_in(woven) else None


def joined(woven: Woven, side: str = "theirs") -> str:
    """Return the HTML, with what this side ("mine" or "theirs") says in every dispute."""
    said = (one if isinstance(one, str) else str(getattr(one, side)) for one in woven)
    return "".join(said).strip()


def _hashes(passages: Iterable[str]) -> set[str]:
    return {hash_of(one) for one in passages}


def _said_in(woven: Woven) -> set[str]:
    said = [[one] if isinstance(one, str) else split(one.mine + one.theirs) for one in woven]
    return _hashes(passage for passages in said for passage in passages)


@dataclass
class _Side:
    """What one person made of the base: of each passage, and new in each gap."""

    became: list[list[str]]
    new: list[list[str]]
    # The gap that a passage went to unchanged, by its place in the base.
    moved: dict[int, int]

    @classmethod
    def of(cls, was: list[str], now: list[str]) -> "_Side":
        side = cls([[] for _one in was], [[] for _gap in range(len(was) + 1)], {})
        old, keys = [hash_of(one) for one in was], [hash_of(one) for one in now]
        matcher = SequenceMatcher(None, old, keys, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                side.became[a:b] = [[one] for one in now[c:d]]
            elif a == b:
                side.new[a] = now[c:d]
            else:
                side.rewrite(was, a, b, now[c:d])
        gaps = {hash_of(one): gap for gap, ones in enumerate(side.new) for one in ones}
        for place, key in enumerate(old):
            is_one = old.count(key) == keys.count(key) == 1
            if is_one and not side.became[place] and key in gaps:
                side.moved[place] = gaps[key]
        return side

    def rewrite(self, was: list[str], begin: int, end: int, now: list[str]) -> None:
        """Lay what replaced a run of passages beside them; what is left over follows its pair."""
        pairs = _paired(was[begin:end], now)
        at: int | None = None
        for place, one in enumerate(now):
            at = pairs.get(place, at)
            (self.new[begin] if at is None else self.became[begin + at]).append(one)

    def put_moved(self, place: int, key: str, rewritten: list[str]) -> None:
        """Put a passage as the other person rewrote it where this one moved it to."""
        gap = self.moved[place]
        self.new[gap] = [
            said for one in self.new[gap] for said in (rewritten if hash_of(one) == key else [one])
        ]


def _follow_moves(was: list[str], my: _Side, their: _Side) -> bool:
    """Let a rewritten passage go where the other moved it; False where that cannot be told."""
    for place, old in enumerate(was):
        for side, other in ((my, their), (their, my)):
            if place not in side.moved or _is_same(other.became[place], [old]):
                continue
            if other.became[place]:
                side.put_moved(place, hash_of(old), other.became[place])
                other.became[place] = []
            elif side.moved[place] != other.moved.get(place):
                return False
            break
    return True


def _paired(old: list[str], new: list[str]) -> dict[int, int]:
    """Return, by the place of a new passage, the old one it most likely was; order is kept."""
    if len(old) == len(new) or len(old) * len(new) > MOST_COMPARISONS:
        return {place: place for place in range(min(len(old), len(new)))}
    worth = _worth(old, new)
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = best[i + 1][j + 1] + worth[i][j]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = dict[int, int](), 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j + 1] + worth[i][j]:
            pairs[j] = i
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(old: list[str], new: list[str]) -> list[list[float]]:
    words = [words_of(one) for one in new]
    return [
        [LEAST_WORTH + SequenceMatcher(None, said, one).quick_ratio() for one in words]
        for said in map(words_of, old)
    ]


def _settled(place: str, base: list[str], mine: list[str], theirs: list[str]) -> Woven:
    """Return what stands in one place: what was changed by one, or by both alike; a dispute."""
    if _is_same(mine, theirs):
        # They differ in white space around passages at most.
        stands = mine if theirs == base else theirs if mine == base else min(mine, theirs)
        return [*stands]
    if _is_same(mine, base):
        return [*theirs]
    if _is_same(theirs, base):
        return [*mine]
    return [Dispute(place, "".join(base), "".join(mine), "".join(theirs))]


def _is_same(some: list[str], others: list[str]) -> bool:
    return [hash_of(one) for one in some] == [hash_of(one) for one in others]
