"""What was decided about a clash: mine, theirs, both or what stood there before.

The form that came back after a clash carries, for every disputed passage, all three texts
and a choice. A post of it is turned into plain words of the field before the form reads it, so
choosing needs no script; whoever would rather write writes in the field and leaves "mine".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editorial.contents.cleaning import clean_html
from editorial.contents.differences import marked_blocks, marked_words
from editorial.contents.passages import hash_of, split
from editorial.contents.values import is_number
from editorial.contents.weaving import Dispute, Woven
from languages.characters import clean_block

# The names of the posted fields: `settle-0-field`, `settle-0-mine` and so on.
PREFIX = "settle"
_FIELD = re.compile(rf"{PREFIX}-([0-9]{{1,4}})-field")
MINE, THEIRS, BOTH, BASE = "mine", "theirs", "both", "base"


@dataclass(frozen=True)
class Choice:
    """One disputed passage on the page; what a place in it says, "" where it says nothing.

    `place` is that of a `Dispute`, "" for a field as a whole. `at` counts the passages of the
    field that stand before mine.
    """

    number: int
    field: str
    place: str
    is_rich: bool
    at: int
    base: str
    mine: str
    theirs: str
    chosen: str = MINE

    @classmethod
    def read(cls, post: Mapping[str, Any], number: int) -> Self | None:
        """Return the choice of this number as it was posted, None where there is none."""
        said = {
            name: str(post.get(f"{PREFIX}-{number}-{name}", ""))
            for name in ("field", "place", "rich", "at", BASE, MINE, THEIRS)
        }
        if not said["field"] or not is_number(said["at"]):
            return None
        return cls(
            number=number,
            field=said["field"],
            place=said["place"],
            is_rich=bool(said["rich"]),
            at=int(said["at"]),
            base=_clean(said[BASE], bool(said["rich"])),
            mine=_clean(said[MINE], bool(said["rich"])),
            theirs=_clean(said[THEIRS], bool(said["rich"])),
            chosen=str(post.get(f"{PREFIX}-{number}", MINE)),
        )

    @property
    def name(self) -> str:
        """The name that the posted fields of this choice begin with."""
        return f"{PREFIX}-{self.number}"

    @property
    def where(self) -> str:
        """Return in words which passage this is, "" for a field as a whole."""
        return place_in_words(self.place)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The values to choose from, and what they are called."""
        options = [(MINE, _("Mine")), (THEIRS, _("The colleague’s"))]
        if self.mine and self.theirs and (self.is_rich or "\n" in self.mine + self.theirs):
            options.append((BOTH, _("Both, mine last")))
        before = pgettext("text", "As it was before") if self.base else _("Neither")
        return [*options, (BASE, before)]

    @property
    def shown(self) -> list[tuple[str, SafeString | str]]:
        """What stood there, what I wrote, and the colleague's with the words that differ marked."""
        marked = marked_blocks if self.is_rich else marked_words
        theirs = marked(self.mine, self.theirs) if self.theirs else ""
        return [
            (pgettext("text", "Before"), self._safe(self.base)),
            (_("Mine"), self._safe(self.mine)),
            (_("The colleague’s"), theirs or self._safe(self.theirs)),
        ]

    def _safe(self, said: str) -> SafeString | str:
        # Cleaned where it came in.
        return mark_safe(said) if self.is_rich else said  # noqa: S308

    def settle(self, written: str) -> str | None:
        """Return the words of the field with the choice made; None where mine is not there.

        `written` are the words of the field as posted, which may have been changed by hand.
        """
        said = self.base if self.chosen == BASE else self.theirs
        if self.chosen == BOTH:
            said = self.theirs + ("" if self.is_rich else "\n") + self.mine
        if not self.place:
            is_mine = hash_of(_clean(written, self.is_rich)) == hash_of(self.mine)
            return said if is_mine else None
        passages, mine = split(clean_html(written)), [hash_of(one) for one in split(self.mine)]
        hashes = [hash_of(one) for one in passages]
        length = len(mine)
        places = [
            place
            for place in range(len(passages) - length + 1)
            if hashes[place : place + length] == mine
        ]
        if not places:
            return None
        place = min(places, key=lambda one: abs(one - self.at))
        passages[place : place + length] = [said]
        return "".join(passages)


def _clean(words: str, is_rich: bool) -> str:
    return clean_html(words) if is_rich else clean_block(words)


def place_in_words(place: str) -> str:
    """Return the place of a disputed passage in words, "" for a field as a whole."""
    number = place.strip("#+")
    if not number:
        return ""
    if not place.endswith("+"):
        return _("Paragraph %(number)s") % {"number": number}
    if number == "0":
        return _("At the beginning")
    return _("After paragraph %(number)s") % {"number": number}


def choices_of(woven: Woven, field: str, first: int) -> list[Choice]:
    """Return a choice for each dispute in a field of rich text, numbered from `first` on."""
    choices, at = list[Choice](), 0
    for one in woven:
        if not isinstance(one, Dispute):
            at += 1
            continue
        number = first + len(choices)
        choices.append(
            Choice(
                number=number,
                field=field,
                place=one.place,
                is_rich=True,
                at=at,
                base=one.base,
                mine=one.mine,
                theirs=one.theirs,
            )
        )
        at += len(split(one.mine))
    return choices


def settle_choices(post: Any, fields: Mapping[str, Any]) -> list[Choice]:
    """Make the choices of a mutable post; return those that were changed by hand as well.

    The last is made first, so that the places before it stay. A choice about anything but one
    of these fields is passed over.
    """
    left = list[Choice]()
    for number in sorted(_numbers(post), reverse=True):
        choice = Choice.read(post, number)
        if choice is None or choice.field not in fields or choice.field not in post:
            continue
        if choice.chosen not in (THEIRS, BOTH, BASE):
            continue
        settled = choice.settle(str(post[choice.field]))
        if settled is None:
            left.append(choice)
        else:
            post[choice.field] = settled
    return left[::-1]


def has_choices(post: Mapping[str, Any] | None) -> bool:
    """Whether a post carries choices."""
    return post is not None and bool(_numbers(post))


def _numbers(post: Mapping[str, Any]) -> list[int]:
    return [int(found[1]) for name in post if (found := _FIELD.fullmatch(name))]
