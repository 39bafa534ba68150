"""Drafts: what a person typed into a form and has not saved, kept for him alone.

A form that is opened has a key, and everything that it sends has a number that grows: an
autosave that arrives late, after a save of the same form, changes nothing. Nothing here writes
an edition, and nobody is ever shown the draft of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from accounts.kept_posts import CSRF_FIELD
from accounts.models import User
from editorial.clock import database_moment
from editorial.contents.values import is_number
from editorial.models import Draft, Edition

FORM, SEQUENCE = "draft-form", "draft-sequence"
# What a button says is asked once, and is not taken up again with the words.
BUTTONS = frozenset({"_save", "_act"})
# The form that is opened next has a key of its own; the rest is bookkeeping of these pages.
LEFT_OUT = frozenset({CSRF_FIELD, FORM, SEQUENCE}) | BUTTONS
KEPT_FOR = timedelta(days=30)
# So many are offered at once: one for each window that was left with unsaved words.
MOST_OFFERED = 5


@dataclass(frozen=True)
class Sent:
    """Which form sent a post, and its number among all that this form has sent."""

    form: UUID
    # None where no script numbers what is sent.
    sequence: int | None

    @classmethod
    def read(cls, post: Mapping[str, Any]) -> "Sent | None":
        """Return what a post says of its form, None where it says nothing that can be read."""
        try:
            form = UUID(str(post.get(FORM, "")))
        except ValueError:
            return None
        sequence = str(post.get(SEQUENCE, ""))
        return cls(form, int(sequence) if is_number(sequence) else None)


def keep(*, by: User, kind: str, edition: Edition | None, post: QueryDict) -> datetime | None:
    """Keep what a form says as the person's draft; return when, None where it came too late.

    Too late is what the same form sent before something that was kept, saved or thrown away
    already, and a post that does not say which form it comes from.
    """
    sent = Sent.read(post)
    if sent is None or sent.sequence is None:
        return None
    token = str(post.get("token", ""))
    at = database_moment()
    draft = Draft(
        by=by,
        form=sent.form,
        sequence=sent.sequence,
        edition_id=edition.pk if edition else None,
        kind=kind,
        token=int(token) if is_number(token) else None,
        fields=_fields(post),
        saved_at=at,
    )
    return at if _put(draft) else None


def settle(*, by: User, kind: str, post: Mapping[str, Any]) -> None:
    """Forget the draft of the form that this post came from: its words are saved now.

    Must run in the transaction of the save, so that both or neither happen.
    """
    sent = Sent.read(post)
    if sent is None:
        return
    if sent.sequence is None:
        Draft.objects.filter(by=by, form=sent.form).update(fields=None)
        return
    at = database_moment()
    _put(Draft(by=by, form=sent.form, sequence=sent.sequence, kind=kind, saved_at=at))


def _put(draft: Draft) -> bool:
    """Store the draft of its form unless something newer of that form is stored; say whether."""
    older = Draft.objects.filter(
        by=draft.by, form=draft.form, kind=draft.kind, sequence__lt=draft.sequence
    )
    values = {
        "sequence": draft.sequence,
        "token": draft.token,
        "fields": draft.fields,
        "saved_at": draft.saved_at,
    }
    if older.update(**values):
        return True
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    # Stored a moment ago by another request of the same form, it may still be older.
    older.update(**values)
    stored = Draft.objects.filter(by=draft.by, form=draft.form, sequence=draft.sequence)
    return stored.exists()


def _fields(post: QueryDict) -> dict[str, list[str]]:
    """Return what is kept of a post: no button, no password, nothing the database refuses."""
    return {
        name: [value.replace("\0", "").replace("\r\n", "\n") for value in post.getlist(name)]
        for name in post
        if name not in LEFT_OUT and "password" not in name and "\0" not in name
    }


def posted(draft: Draft) -> QueryDict:
    """Return the draft as its form would post it, mutable."""
    post = QueryDict(mutable=True)
    for name, values in (draft.fields or {}).items():
        post.setlist(name, values)
    post[FORM] = str(draft.form)
    return post


def unsaved(*, by: User, kind: str, edition: Edition | None) -> list[Draft]:
    """Return the person's own drafts of a publication, or of new ones of a kind; newest first."""
    of_whom = Q(edition=None) if edition is None else Q(edition__publication=edition.publication_id)
    drafts = Draft.objects.filter(of_whom, by=by, kind=kind, fields__isnull=False)
    return list(drafts.order_by("-saved_at")[:MOST_OFFERED])


def throw_away(draft: Draft) -> None:
    """Forget the words of a draft. What its form sends later is kept anew."""
    Draft.objects.filter(pk=draft.pk).update(fields=None)


def forget_old_drafts(at: datetime | None = None) -> int:
    """Delete the drafts that nobody has touched for 30 days; return how many."""
    at = at or database_moment()
    deleted, _by_model = Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return deleted
