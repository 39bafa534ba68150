"""What is done with a source text, on the shell and at the desk alike."""

import json
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from editorial.actions import start_edition
from editorial.models import Edition
from intake.archives import MOST_BYTES, ZIP_SIGNATURE
from intake.decoding import decode
from intake.reading import Proposal, read, read_html
from intake.word import read_word
from news.models import NewsItem

# As much of a file as is worth reading: one byte more tells that it is too large.
READ_BYTES = MOST_BYTES + 1
# Under this name the opening keys of texts taken in are drawn (RFC 9562, version 5).
_KEYS = UUID("7d0b0a2e-5f5c-4c35-9f4e-0c1c6a3d8a51")


def propose(data: bytes, language: str | None = None) -> Proposal:
    """Return what a file proposes, a Word document (.docx) or a plain text. Nothing is stored.

    `language` is the code chosen for it; without it the language is recognised. Raises
    Unreadable with one sentence in the active language, KeyError for an unknown code.
    """
    if data.startswith(ZIP_SIGNATURE):
        text = read_word(data)
        return read_html(text.html, language, text.warnings)
    return read(decode(data), language)


def find_draft(proposal: Proposal, *, by: User) -> Edition | None:
    """Return the edition that this person made of the same text before, as it has become since.

    The latest one of its publication; None where there is none, or it was discarded.
    """
    items = NewsItem.objects.filter(publication__opening_key=_opening_key(proposal, by))
    return items.filter(discarded=False).order_by("-number").first()


def create_draft(proposal: Proposal, *, by: User) -> Edition:
    """Open a news item that holds the proposal as its text; return its edition.

    The same text taken in again by the same person, by a double click or after a step back in the
    browser, makes no second draft: what became of the first is returned. After that one was
    discarded, it makes a new one. All or nothing. Raises Refused where `by` may not start a piece.
    """
    known = find_draft(proposal, by=by)
    if known is not None:
        return known
    text = {
        "headline": proposal.headline,
        "lead": proposal.lead,
        "body": proposal.body,
    }
    return start_edition(
        by=by,
        kind=NewsItem.KIND,
        source_language=proposal.language,
        texts={proposal.language: text},
        opening_key=_opening_key(proposal, by),
    )


def desk_path(edition: Edition) -> str:
    """Return the path at which a news item's edition is worked on."""
    return reverse("admin:news_newsitem_change", args=(edition.pk,))


def desk_address(edition: Edition) -> str:
    """Return the whole address at which a news item's edition is worked on."""
    return f"{settings.SITE_URL}{desk_path(edition)}"


def _opening_key(proposal: Proposal, by: User) -> UUID:
    """Return the key under which this person's piece with this text is opened, or was."""
    words = (proposal.language, proposal.headline, proposal.lead, proposal.body)
    key = uuid5(_KEYS, json.dumps([by.pk, *words]))
    while _was_discarded(key):
        key = uuid5(key, "again")
    return key


def _was_discarded(key: UUID) -> bool:
    editions = Edition.objects.filter(publication__opening_key=key)
    discarded = editions.values_list("discarded", flat=True)
    return bool(discarded) and all(discarded)
