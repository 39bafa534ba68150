"""Remarks as the desk shows them: each under the words it is about, in the edition looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.remarking import is_rich
from editorial.choices import FACTS
from editorial.contents.quoting import Quoted, find
from editorial.four_eyes import Review, part_name
from editorial.kinds import child_models, column, in_language, text_fields
from editorial.models import Edition, Remark
from editorial.models.remarks import LONGEST
from editorial.notices import colleagues
from editorial.refusals import Refused
from editorial.remark_rules import against_deciding, against_reopening, against_resolving
from languages.choices import BY_CODE, LANGUAGES, Language

# The field of the form for a new remark that a refusal is about, by the refusal's code.
REFUSED_FIELDS = {
    "not_a_text": "about",
    "nothing_said": "body",
    "quote_ambiguous": "quote",
    "quote_crosses_markup": "quote",
    "quote_missing": "quote",
    "quote_not_found": "quote",
}
WORDS = ("quote", "body", "replacement")


@dataclass(frozen=True)
class Thread:
    """A remark with its answers, and the place of its words in the edition shown.

    `place` is None where nothing is quoted, or the words stand there no more. What was typed
    as an answer and could not be stored is in `typed`.
    """

    remark: Remark
    replies: Sequence[Remark]
    label: str
    tag: str
    place: Quoted | None
    typed: str
    may_resolve: bool
    may_reopen: bool
    may_decide: bool

    @property
    def has_changed(self) -> bool:
        """Whether the passage it was said of is not there as it was."""
        return bool(self.remark.passage) and not (self.place and self.place.is_same)


@dataclass(frozen=True)
class Place:
    """One thing that a new remark can be about, and the form's field it is."""

    value: str
    label: str
    field: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class PlaceGroup:
    """The places of one part, under its name; hidden where the part says nothing yet."""

    name: str
    places: Sequence[Place]
    code: str = ""
    is_hidden: bool = False


class Remarks:
    """The remarks on the reviewed edition, for one person; what he typed and sent in vain.

    An open edition shows everything still open, from earlier editions too, and what was said
    of itself; a closed one what was said of it. `asked` is the form's field that the address
    asks for a remark on, `refusal` why what was posted was not stored.
    """

    def __init__(
        self,
        review: Review,
        by: User,
        posted: Mapping[str, Any],
        asked: str = "",
        refusal: Refused | None = None,
    ) -> None:
        self.review, self.by, self.posted = review, by, posted
        self.asked, self.refusal = asked, refusal
        self.edition: Edition = review.edition
        self._model = type(review.edition)

    @cached_property
    def threads(self) -> list[Thread]:
        """All threads, in the order in which they were begun."""
        rows = list(self._rows())
        return [
            self._thread(root, [row for row in rows if row.parent_id == root.pk])
            for root in rows
            if root.parent_id is None
        ]

    def in_field(self, name: str) -> list[Thread]:
        """Return the threads about a field of the form, named as it is there."""
        return [one for one in self.threads if _form_name(one.remark) == name]

    def in_part(self, part: str) -> list[Thread]:
        """Return the threads about a part as a whole; of the facts, all."""
        return [
            one
            for one in self.threads
            if one.remark.part == part and (part == FACTS or not self._is_beside_a_field(one))
        ]

    def open_in(self, part: str) -> list[Thread]:
        """Return the open threads about a part and anything in it."""
        return [one for one in self.threads if one.remark.part == part and one.remark.is_open]

    def places(self) -> list[PlaceGroup]:
        """Return what a new remark can be about, by the name of the part.

        Chosen is what was posted or asked for, else the text in the source language.
        """
        whole = self._place("", "", _("The edition as a whole"))
        facts = self._place(FACTS, "", _("The facts as a whole"))
        fields = self._places(FACTS, (*self._model.FACT_FIELDS, *self._model.CHILDREN))
        return [
            PlaceGroup("", [whole]),
            *(self._texts_places(language) for language in LANGUAGES),
            PlaceGroup(part_name(FACTS), [facts, *fields]),
        ]

    def people(self) -> list[tuple[User, bool]]:
        """Return whom a remark can name, and whether he was ticked."""
        ticked = self._all_posted("remark-mention")
        others = colleagues(self.edition.publication_id).exclude(pk=self.by.pk)
        return [(one, str(one.pk) in ticked) for one in others]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed in the form for a new remark and could not be stored."""
        return {name: str(self.posted.get(f"remark-{name}", "")) for name in (*WORDS, "blocking")}

    @property
    def is_begun(self) -> bool:
        """Whether the form for a new remark was asked for, sent in vain or typed in."""
        return bool(self.asked or self._is_sent or any(self.typed.values()))

    @cached_property
    def wrong(self) -> dict[str, str]:
        """Why what was sent could not be stored, by the field of the form it is about."""
        if not self._is_sent or self.refusal is None:
            return {}
        too_long = next((name for name in WORDS if len(self.typed[name]) > LONGEST), "body")
        fields = {**REFUSED_FIELDS, "too_long": too_long}
        found = [one for one in self.refusal.refusals if one.code in fields]
        return {fields[one.code]: str(one) for one in reversed(found)}

    @property
    def _is_sent(self) -> bool:
        return self.posted.get("_remark") in ("new", "suggest")

    @property
    def _chosen(self) -> str:
        """The value of the place that was posted or asked for, else the source text's."""
        name, _underscore, code = self.asked.rpartition("_")
        asked = f"{code}/{name}" if code in BY_CODE else ""
        return str(self.posted.get("remark-about") or asked or f"{self.edition.source_language}/")

    def _rows(self) -> "QuerySet[Remark]":
        shown = Q(edition=self.edition.pk)
        if self.edition.is_open:
            shown |= Q(resolved_at__isnull=True)
        roots = Remark.objects.filter(
            shown, publication=self.edition.publication_id, parent__isnull=True
        )
        rows = Remark.objects.filter(Q(pk__in=roots) | Q(parent__in=roots))
        return rows.select_related("by", "resolved_by").order_by("id")

    def _thread(self, root: Remark, replies: Sequence[Remark]) -> Thread:
        is_decided = root.is_suggestion and root.part in BY_CODE
        return Thread(
            remark=root,
            replies=replies,
            label=self._label(root.field),
            tag=BY_CODE[root.part].tag if root.part in BY_CODE else "",
            place=self._place_of(root) if root.is_open else None,
            typed=str(self.posted.get(f"reply-{root.pk}", "")),
            may_resolve=not any(against_resolving(root, self.by, self.review)),
            may_reopen=not any(against_reopening(root, self.by)),
            may_decide=is_decided
            and self.edition.is_open
            and not any(against_deciding(root, self.by)),
        )

    def _place_of(self, root: Remark) -> Quoted | None:
        if not root.quote or not _form_name(root) or root.field in self._model.CHILDREN:
            return None
        text = self.review.printed[root.part][root.field]
        rich = is_rich(self._model, root.field)
        return find(text, root.quote, is_rich=rich, passage=root.passage)

    def _is_beside_a_field(self, thread: Thread) -> bool:
        return thread.remark.field in text_fields(self._model)

    def _texts_places(self, language: Language) -> PlaceGroup:
        code = language.code
        whole = self._place(code, "", _("The text as a whole"))
        fields = self._places(code, text_fields(self._model))
        is_chosen = self._chosen.startswith(f"{code}/")
        says_something = any(self.review.printed[code].values())
        return PlaceGroup(language.name, [whole, *fields], code, not (is_chosen or says_something))

    def _places(self, part: str, fields: Sequence[str]) -> list[Place]:
        return [self._place(part, name, self._label(name)) for name in fields]

    def _place(self, part: str, field: str, label: str) -> Place:
        value = f"{part}/{field}"
        name = in_language(field, part) if part in BY_CODE and field else field
        return Place(value, label, name, value == self._chosen)

    def _label(self, field: str) -> str:
        """Return what the form calls a field or a list of rows, "" for none."""
        if not field:
            return ""
        if field in self._model.CHILDREN:
            return str(capfirst(child_models(self._model)[field]._meta.verbose_name_plural))
        return str(capfirst(column(self._model, field).verbose_name))

    def _all_posted(self, name: str) -> list[str]:
        return self.posted.getlist(name) if isinstance(self.posted, QueryDict) else []


def _form_name(remark: Remark) -> str:
    """Return the name of the form's field that a remark on a text is about, "" for others."""
    if remark.part not in BY_CODE or not remark.field:
        return ""
    return in_language(remark.field, remark.part)
