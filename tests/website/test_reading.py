from datetime import UTC, datetime, timedelta

import pytest

from editorial.choices import WithdrawalReason
from editorial.models import Release
from news.models import Section
from tests.factories import printed
from tests.website.pages import withdrawn
from website.filters import Narrowing
from website.reading import (
    live_in_languages,
    newest_news,
    read_feed,
    read_list_page,
    replacement_of,
    sections_with_news,
    standing_withdrawal,
)

pytestmark = pytest.mark.django_db

BEGINS = datetime(2030, 1, 1, tzinfo=UTC)
BEFORE = BEGINS - timedelta(microseconds=1)


def _first_page(narrowing: Narrowing, at: datetime | None) -> list[Release]:
    live = Release.objects.live(at, "ru", "news")
    return read_list_page(live, "ru", narrowing, None, 20).releases


def test_scheduled_release_is_read_from_its_moment_on_and_not_sooner() -> None:
    section = Section.objects.create(slug="meetings")
    release = printed("ru", begins=BEGINS, mentions=(("section", str(section.pk)),))
    number, whole = release.publication_id, Narrowing()

    for at, expected in ((None, []), (BEFORE, []), (BEGINS, [release])):
        assert newest_news("ru", 9, at) == expected
        assert list(live_in_languages(number, "news", at).values()) == expected
        assert _first_page(whole, at) == expected
        assert read_feed("ru", "news", 30, at).releases == expected
        assert sections_with_news("ru", at) == {section: bool(expected)}


def test_languages_of_an_item_stand_in_the_order_of_the_switch() -> None:
    publication = printed("en").publication
    for code in ("ru", "uz-cyrl", "uz"):
        printed(code, publication=publication)

    assert list(live_in_languages(publication.pk, "news")) == ["uz", "uz-cyrl", "ru", "en"]


def test_withdrawal_is_read_while_it_stands() -> None:
    release = printed("ru")
    withdrawal = withdrawn(release)
    number, begins = release.publication_id, withdrawal.range.lower

    assert standing_withdrawal(number, "ru", "news") == withdrawal
    assert standing_withdrawal(number, "en", "news") is None
    assert standing_withdrawal(number, "ru", "news", begins - timedelta(microseconds=1)) is None


def test_replacement_is_followed_only_while_it_is_live() -> None:
    release, replacement = printed("ru"), printed("ru", begins=BEGINS)
    withdrawal = withdrawn(release, WithdrawalReason.REPLACED, redirect=replacement.publication)

    assert replacement_of(withdrawal) is None
    assert replacement_of(withdrawal, BEGINS) == replacement
