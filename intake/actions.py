"""What is done with a source text, on the shell and at the desk alike."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from editorial.actions import start_edition
from editorial.models import Edition
from intake.decoding import decode
from intake.reading import Proposal, read, to_html
from news.models import NewsItem


def propose(data: bytes, language: str | None = None) -> Proposal:
    """Return what a plain-text file proposes. Nothing is stored.

    `language` is the code chosen for it; without it the language is recognised. Raises
    Unreadable with one sentence in the active language, KeyError for an unknown code.
    """
    return read(decode(data), language)


def create_draft(proposal: Proposal, *, by: User, opening_key: UUID | None = None) -> Edition:
    """Open a news item that holds the proposal as its text; return its edition.

    The same `opening_key` opens one draft, however often it is sent. All or nothing.
    Raises Refused where `by` may not start a piece.
    """
    text = {
        "headline": proposal.headline,
        "lead": proposal.lead,
        "body": to_html(proposal.paragraphs),
    }
    return start_edition(
        by=by,
        kind=NewsItem.KIND,
        source_language=proposal.language,
        texts={proposal.language: text},
        opening_key=opening_key,
    )


def desk_path(edition: Edition) -> str:
    """Return the path at which a news item's edition is worked on."""
    return reverse("admin:news_newsitem_change", args=(edition.pk,))


def desk_address(edition: Edition) -> str:
    """Return the whole address at which a news item's edition is worked on."""
    return f"{settings.SITE_URL}{desk_path(edition)}"
