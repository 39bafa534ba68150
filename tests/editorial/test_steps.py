"""What stands against an act before it is done."""

from editorial import actions
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.models import Edition
from editorial.steps import against, to_approve
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.factories import approved, draft


def review(edition: Edition) -> Review:
    row = NewsItem.objects.get(pk=edition.pk)
    return Review(row, {text.language: text for text in row.text_rows.all()}, database_moment())


def test_approving_and_releasing_what_is_approved_is_releasing(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    assert to_approve(review(edition), ["ru"]) == []
    assert against(review(edition), "approve_and_release", ["ru"], office.secretary) == []


def test_approving_settles_what_a_release_alone_would_be_refused_for(office: Office) -> None:
    edition = draft(office.writer)
    actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    found = against(review(edition), "release", ["ru"], office.secretary)
    assert [one.code for one in found] == ["wrong_state", "not_approved", "not_approved"]
    assert to_approve(review(edition), ["ru"]) == ["facts", "ru"]
    assert against(review(edition), "approve_and_release_at", ["ru"], office.secretary) == []


def test_what_nobody_submitted_is_not_approved_on_the_way_out(office: Office) -> None:
    found = against(review(draft(office.writer)), "approve_and_release", ["ru"], office.secretary)
    assert [one.code for one in found] == ["wrong_state", "nothing_in_review"]
