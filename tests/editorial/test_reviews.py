"""Reviews read together: they say what each says alone, in statements rows do not multiply."""

from datetime import timedelta
from typing import Any

import pytest

from editorial import actions
from editorial.choices import PARTS, WithdrawalReason
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.models import Edition
from editorial.reviews import current_rows, reviews_of
from languages.choices import CODES
from tests.editorial.conftest import Office
from tests.factories import approved, draft, released


@pytest.fixture
def editions(office: Office) -> list[Edition]:
    """One in work, one sent back, one approved, one scheduled, one withdrawn."""
    sent_back = draft(office.writer)
    actions.submit(edition=sent_back, by=office.writer, token=1, languages=["ru"])
    actions.send_back(
        edition=sent_back, by=office.editor, token=2, languages=["ru"], reason="Имя с ошибкой"
    )
    scheduled = approved(office.writer, office.editor)
    actions.release(
        edition=scheduled,
        by=office.secretary,
        token=scheduled.token,
        languages=["ru"],
        at=database_moment() + timedelta(days=1),
    )
    withdrawn = released(office.writer, office.editor, office.secretary)
    actions.withdraw(
        edition=withdrawn,
        by=office.secretary,
        token=Edition.objects.get(pk=withdrawn.pk).token,
        languages=["ru"],
        reason=WithdrawalReason.IN_ERROR,
    )
    ready = approved(office.writer, office.editor)
    return [draft(office.writer), sent_back, ready, scheduled, withdrawn]


def kinds(editions: list[Edition]) -> dict[int, str]:
    return {one.publication_id: "news" for one in editions}


def said(review: Review, office: Office) -> dict[str, Any]:
    """Return all that a review is asked."""
    return {
        "satisfied": [review.is_satisfied(part) for part in PARTS],
        "authors": [review.authors(part) for part in PARTS],
        "approvals": [[one.pk for one in review.approvals(part)] for part in PARTS],
        "may": [review.may_count(office.editor, part) for part in PARTS],
        "current": [review.is_current(code) for code in CODES],
        "live": [review.live(code) for code in CODES],
        "scheduled": [review.scheduled(code) for code in CODES],
        "withdrawn": [review.standing_withdrawal(code) for code in CODES],
    }


def test_a_review_read_with_others_says_what_it_says_alone(
    office: Office, editions: list[Edition]
) -> None:
    at = database_moment()
    together = reviews_of(current_rows(kinds(editions)), at)
    alone = [
        Review(one.edition, {text.language: text for text in one.edition.text_rows.all()}, at)
        for one in together
    ]
    assert len(together) == 5
    assert [said(one, office) for one in together] == [said(one, office) for one in alone]


def test_three_reviews_cost_as_much_as_one(
    office: Office, editions: list[Edition], django_assert_num_queries
) -> None:
    for some in (editions[:1], editions[:3]):
        with django_assert_num_queries(12):
            for review in reviews_of(current_rows(kinds(some)), database_moment()):
                said(review, office)
