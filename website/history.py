"""The history of a publication in a language: what readers saw, from when to when, what changed.

Of a release that has not begun there is no trace, not even in the end of the one before it. Of
one whose words were withdrawn for good there is from when to when readers saw it, and no word.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby, pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext, pgettext

from editorial.contents.differences import marked_blocks, marked_words
from editorial.models import Release
from editorial.querysets import ReleaseQuerySet
from website.addresses import step_anchor
from website.story import are_words_withdrawn, change_name
from website.wording import Line, title_of, wording_of

# Releases never change, so neither do their comparisons; so many are kept ready.
COMPARISONS_KEPT = 256

_BLOCK = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """One line of a release that reads otherwise than in the one before it."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class Chapter:
    """A release that readers saw: from when to when, and what it changed.

    `ends` is None while they see it. `away_since` is when the one before it had ended, where
    the language was withdrawn in between. `differences` is None where it is compared with none.
    One that `is_withdrawn` shows nothing of what it said.
    """

    release: Release
    ordinal: int
    ends: datetime | None
    away_since: datetime | None = None
    differences: tuple[Difference, ...] | None = None
    is_withdrawn: bool = False

    @property
    def begins(self) -> datetime:
        begins: datetime = self.release.live.lower
        return begins

    @property
    def name(self) -> str:
        return change_name(self.release.change)

    @property
    def anchor(self) -> str:
        return step_anchor(self.ordinal)

    @property
    def title(self) -> str:
        return title_of(self.release)

    @property
    def note(self) -> str:
        """What readers were told of it; "" where nothing."""
        said: str = "" if self.is_withdrawn else self.release.note
        return said

    @property
    def lines(self) -> tuple[Line, ...]:
        """What it said, but for its title."""
        return wording_of(self.release)[1:]


def read_history(
    number: int, language: str, kind: str, at: datetime | None = None
) -> list[Chapter]:
    """Return the chapters of a publication in a language, newest first, in one statement.

    `at` is an aware moment; left out, the database's own clock decides.
    """
    begun = list(_begun(number, language, kind, at))
    if not begun:
        return []
    # Where the last one ends is nobody's business: what ends it is still ahead.
    ends = [*(release.live.upper for release in begun[:-1]), None]
    chapters = [Chapter(begun[0], 1, ends[0], is_withdrawn=begun[0].is_withdrawn)]
    for place, (before, release) in enumerate(pairwise(begun), start=1):
        is_away = before.live.upper < release.live.lower
        # Withdrawn words would come back as what a later text took out.
        is_compared = not before.is_withdrawn and not release.is_withdrawn
        chapters.append(
            Chapter(
                release,
                place + 1,
                ends[place],
                away_since=before.live.upper if is_away else None,
                differences=(
                    compared(wording_of(before), wording_of(release), language)
                    if is_compared
                    else None
                ),
                is_withdrawn=release.is_withdrawn,
            )
        )
    return chapters[::-1]


def read_chapter(
    number: int, language: str, kind: str, ordinal: int, at: datetime | None = None
) -> Chapter | None:
    """Return the chapter of this ordinal, compared with none; None where there is no such.

    One whose words were withdrawn for good is none.
    """
    found = list(_begun(number, language, kind, at)[ordinal - 1 : ordinal + 1])
    if not found or found[0].is_withdrawn:
        return None
    return Chapter(found[0], ordinal, found[0].live.upper if len(found) > 1 else None)


@lru_cache(maxsize=COMPARISONS_KEPT)
def compared(
    before: tuple[Line, ...], after: tuple[Line, ...], language: str
) -> tuple[Difference, ...]:
    """Return what reads otherwise after than before.

    `language` is the code of the active language, in whose words that is said.
    """
    old, new = ({line.name: line for line in lines} for lines in (before, after))
    found = []
    for name in dict.fromkeys([*new, *old]):
        line = new.get(name) or old[name]
        was, is_now = (lines[name].words if name in lines else "" for lines in (old, new))
        if was == is_now:
            continue
        html = _of_blocks(was, is_now) if line.is_rich else _of_words(was, is_now)
        if html:
            found.append(Difference(line.label, html))
    return tuple(found)


def _of_words(was: str, is_now: str) -> SafeString:
    return format_html("<p>{}</p>", _said_aloud(marked_words(was, is_now)))


def _of_blocks(was: str, is_now: str) -> SafeString:
    """The blocks that differ; those that do not are counted. Empty where all words are the same."""
    blocks = _BLOCK.findall(marked_blocks(was, is_now))
    parts = []
    for is_changed, run in groupby(blocks, key=_is_marked):
        if is_changed:
            parts += [f"<p>{_said_aloud(block)}</p>" for block in run]
        else:
            parts.append(_count_of_same(len(list(run))))
    is_same = not any(map(_is_marked, blocks))
    return mark_safe("" if is_same else "".join(parts))  # noqa: S308


def _is_marked(block: str) -> bool:
    return "<ins>" in block or "<del>" in block


def _count_of_same(count: int) -> SafeString:
    words = ngettext("%(count)s paragraph unchanged", "%(count)s paragraphs unchanged", count)
    return format_html('<p class="same">{}</p>', words % {"count": count})


def _said_aloud(marked: str) -> SafeString:
    """The marks with words for those who hear the page, or see no lines through and under it.

    Everything else in it is escaped already, so a tag can only be a mark.
    """
    for tag, name in (
        ("ins", pgettext("words of a text", "added:")),
        ("del", pgettext("words of a text", "removed:")),
    ):
        opens = format_html('<{}><span class="unseen"> [{} </span>', tag, name)
        marked = marked.replace(f"<{tag}>", opens)
        marked = marked.replace(f"</{tag}>", f'<span class="unseen">] </span></{tag}>')
    return mark_safe(marked)  # noqa: S308


def _begun(number: int, language: str, kind: str, at: datetime | None) -> ReleaseQuerySet:
    begun = Release.objects.begun(at, language, kind).filter(publication=number)
    marked = begun.annotate(is_withdrawn=are_words_withdrawn())
    ordered: ReleaseQuerySet = marked.order_by("live__startswith")
    return ordered
