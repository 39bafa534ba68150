"""What a button beside a remark asks for, turned into a verb and a sentence about it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import actions
from editorial.contents.values import is_number
from editorial.desk.asked import UnknownAct
from editorial.models import Edition, Remark
from editorial.permissions import may


@dataclass(frozen=True)
class Wanted:
    """One act on remarks as it was posted: its name, the remark it is on, all fields."""

    name: str
    key: int | None
    post: QueryDict

    @classmethod
    def read(cls, post: QueryDict) -> "Wanted | None":
        """Return what the button pressed asks for, None where none of these was.

        Raises UnknownAct for anything that no button posts.
        """
        value = post.get("_remark")
        if value is None:
            return None
        name, _colon, key = value.partition(":")
        if name not in ACTS or (key and not is_number(key)) or bool(key) == (name in NEW):
            raise UnknownAct(value)
        return cls(name, int(key) if key else None, post)

    def written(self, name: str) -> str:
        """Return what was written in a field of the form for a new remark."""
        return self.post.get(f"remark-{name}", "")


@dataclass(frozen=True)
class Answered:
    """What was done: the edition to show, the place on its page, the sentence that says it."""

    edition: Edition
    place: str
    sentence: str


def answer(wanted: Wanted, *, edition: Edition, by: User, token: int) -> Answered:
    """Do what a button beside a remark asks for.

    Raises Refused with the reasons, UnknownAct for a remark or a place that is not there.
    """
    with translation.override(by.desk_language):
        return ACTS[wanted.name](wanted, edition, by, token)


def _new(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    made = _made(wanted, edition, by, replacement=None)
    return Answered(edition, f"remark-{made.pk}", _("Your remark was added."))


def _suggest(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    made = _made(wanted, edition, by, replacement=wanted.written("replacement"))
    return Answered(edition, f"remark-{made.pk}", _("Your suggestion was added."))


def _made(wanted: Wanted, edition: Edition, by: User, *, replacement: str | None) -> Remark:
    part, _slash, field = wanted.written("about").partition("/")
    people = wanted.post.getlist("remark-mention")
    try:
        return actions.remark(
            edition=edition,
            by=by,
            part=part,
            field=field,
            quote=wanted.written("quote"),
            body=wanted.written("body"),
            is_blocking="remark-blocking" in wanted.post,
            replacement=replacement,
            mentions=[int(key) for key in people if is_number(key)],
        )
    except KeyError as unknown:
        raise UnknownAct(wanted.written("about")) from unknown


def _reply(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    root = _remark(wanted, edition)
    actions.reply(remark=root, by=by, body=_typed(wanted))
    return Answered(edition, f"remark-{root.pk}", _("Your answer was added."))


def _resolve(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    root = actions.resolve(remark=_remark(wanted, edition), by=by)
    return Answered(edition, f"remark-{root.pk}", _("The remark is settled."))


def _reopen(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    root = actions.reopen(remark=_remark(wanted, edition), by=by)
    return Answered(edition, f"remark-{root.pk}", _("The remark is open again."))


def _accept(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    root = _remark(wanted, edition)
    saved = actions.accept_suggestion(remark=root, by=by, token=token)
    sentence = _("Accepted and saved: the suggested words stand in the text.")
    return Answered(saved, _next_place(root, by), sentence)


def _decline(wanted: Wanted, edition: Edition, by: User, token: int) -> Answered:
    root = _remark(wanted, edition)
    actions.decline_suggestion(remark=root, by=by, reason=_typed(wanted))
    return Answered(edition, _next_place(root, by), _("Declined: the text stays as it is."))


def _remark(wanted: Wanted, edition: Edition) -> Remark:
    roots = Remark.objects.filter(publication=edition.publication_id, parent__isnull=True)
    found = roots.filter(pk=wanted.key or 0).first()
    if found is None:
        raise UnknownAct(str(wanted.key))
    return found


def _typed(wanted: Wanted) -> str:
    return wanted.post.get(f"reply-{wanted.key}", "")


def _next_place(done: Remark, by: User) -> str:
    """Return the place of the next suggestion to decide on: one of the same text before others."""
    waiting = [
        one
        for one in Remark.objects.filter(
            publication=done.publication_id, replacement__isnull=False, resolved_at__isnull=True
        )
        if may(by, "save_edition", one.part)
    ]
    waiting.sort(key=lambda one: (one.part != done.part, one.pk < done.pk, one.pk))
    return f"remark-{waiting[0].pk}" if waiting else f"language-{done.part}"


# Acts that begin a thread; the others are on one.
NEW = frozenset({"new", "suggest"})
ACTS: dict[str, Callable[[Wanted, Edition, User, int], Answered]] = {
    "new": _new,
    "suggest": _suggest,
    "reply": _reply,
    "resolve": _resolve,
    "reopen": _reopen,
    "accept": _accept,
    "decline": _decline,
}
