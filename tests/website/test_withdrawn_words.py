"""Words withdrawn for good stay so on every page, also once the text has come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone

from editorial.choices import WithdrawalReason
from editorial.models import Release, Withdrawal
from languages.dates import format_moment
from tests.factories import printed
from tests.website.pages import headlines, page, withdrawn, words
from tests.website.stories import FIRST_SAID, SECOND_SAID, story
from website.history import read_chapter, read_history

pytestmark = pytest.mark.django_db

FOR_GOOD = [WithdrawalReason.LEGAL, WithdrawalReason.IN_ERROR, WithdrawalReason.INACCURATE]
NOT_FOR_GOOD = [WithdrawalReason.OUT_OF_DATE, WithdrawalReason.REPLACED]
CANARY = {"headline": "CANARY", "lead": "CANARY", "body": "<p>CANARY</p>"}
FORMS = ("rss", "atom", "json")


def come_back(reason: WithdrawalReason, **given: Any) -> Release:
    """Return the live release of a text whose first two releases were withdrawn for a reason."""
    seen = story(CANARY, {**CANARY, "change": "correction", "note": "CANARY note"})
    redirect = printed("en", headline="Another").publication
    is_replaced = reason == WithdrawalReason.REPLACED
    withdrawal = withdrawn(seen[-1], reason, redirect=redirect if is_replaced else None)
    begins = withdrawal.range.lower + timedelta(microseconds=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        Withdrawal.objects.filter(pk=withdrawal.pk).update(
            range=DateTimeTZRange(withdrawal.range.lower, begins, "[)")
        )
        cursor.execute("SELECT set_config('ismi.backfill', '', true)")
    given = {"headline": "Mended", "change": "update", "note": "It is mended.", **given}
    return printed("en", publication=seen[0].publication, begins=begins, **given)


def everything_of(client: Client, release: Release) -> dict[str, str]:
    """Return what readers get at every address that tells how the text changed."""
    path = release.get_absolute_url()
    paths = [path, f"{path}history/", f"{path}history/3/", "/en/corrections/"]
    paths += [f"/en/corrections/feed.{form}" for form in FORMS]
    return {one: client.get(one).content.decode() for one in paths}


@pytest.mark.parametrize("reason", FOR_GOOD)
def test_words_withdrawn_for_good_are_nowhere_when_the_text_has_come_back(
    client: Client, reason: WithdrawalReason
) -> None:
    release = come_back(reason)

    said = everything_of(client, release)

    assert [path for path, answer in said.items() if "CANARY" in answer] == []
    assert headlines(client, "/en/corrections/") == []


@pytest.mark.parametrize("reason", NOT_FOR_GOOD)
def test_words_withdrawn_for_another_reason_come_back_with_the_text(
    client: Client, reason: WithdrawalReason
) -> None:
    release = come_back(reason)
    path = release.get_absolute_url()

    said = everything_of(client, release)

    with_note = [path, f"{path}history/", "/en/corrections/"]
    with_note += [f"/en/corrections/feed.{form}" for form in FORMS]
    assert [one for one, answer in said.items() if "CANARY note" in answer] == with_note
    assert words(page(client, f"{path}history/1/"), "//h1") == ["CANARY"]
    assert words(page(client, f"{path}history/"), "//del") != []


@pytest.mark.parametrize("reason", FOR_GOOD)
def test_history_tells_from_when_to_when_withdrawn_words_were_seen_and_no_more(
    client: Client, reason: WithdrawalReason
) -> None:
    release = come_back(reason)

    tree = page(client, f"{release.get_absolute_url()}history/")

    hidden = "These words were withdrawn."
    (withdrawal,) = release.publication.withdrawals.all()
    day = format_moment(timezone.localtime(withdrawal.range.lower), "en")
    assert words(tree, "//section[@id='release-2']/*") == [
        "2. Corrected",
        f"Seen by readers: {SECOND_SAID} – {day} (Tashkent, UTC+5)",
        hidden,
    ]
    assert words(tree, "//section[@id='release-1']/*") == [
        "1. First release",
        f"Seen by readers: {FIRST_SAID} – {SECOND_SAID} (Tashkent, UTC+5)",
        hidden,
    ]
    # What follows them is compared with nothing: it would tell what was taken out.
    assert words(tree, "//section[@id='release-3']/*") == [
        "3. Updated",
        f"Seen by readers: {day} – now (Tashkent, UTC+5)",
        f"Withdrawn before that: {day} – {day}",
        "It is mended.",
        "Release 3 in whole",
    ]


@pytest.mark.parametrize("ordinal", [1, 2])
def test_a_withdrawn_text_is_at_no_address_as_one_that_never_was(
    client: Client, settings: Any, ordinal: int
) -> None:
    settings.DEBUG = False
    path = come_back(WithdrawalReason.LEGAL).get_absolute_url()

    hidden, unknown = client.get(f"{path}history/{ordinal}/"), client.get(f"{path}history/9/")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content


def test_chapters_of_withdrawn_words_hold_no_note_and_no_comparison() -> None:
    release = come_back(WithdrawalReason.LEGAL)
    number = release.publication_id

    told = [
        (one.ordinal, one.is_withdrawn, one.note, one.differences)
        for one in read_history(number, "en", "news")
    ]

    assert told == [(3, False, "It is mended.", None), (2, True, "", None), (1, True, "", None)]
    assert [bool(read_chapter(number, "en", "news", one)) for one in (1, 2, 3)] == [0, 0, 1]


def test_what_follows_withdrawn_words_is_told_and_compared_as_ever(client: Client) -> None:
    release = come_back(WithdrawalReason.LEGAL, change="correction", note="The post was wrong.")
    path = release.get_absolute_url()

    assert words(page(client, path), "//aside[@class='notice']/p")[1] == "The post was wrong."
    corrections = page(client, "/en/corrections/")
    assert corrections.xpath("//article//a/@href") == [f"{path}history/#release-3"]


def test_a_withdrawal_hides_no_words_of_another_language_or_publication(client: Client) -> None:
    correction = {"change": "correction", "note": "So."}
    release = come_back(WithdrawalReason.LEGAL)
    own = story(
        {"headline": "По-русски"}, correction, language="ru", publication=release.publication
    )
    other = story({"headline": "Other"}, {"headline": "Other", **correction})

    for one in (own, other):
        first = f"{one[-1].get_absolute_url()}history/1/"
        assert client.get(first).status_code == 200
    assert headlines(client, "/en/corrections/") == ["Other"]
    assert len(headlines(client, "/ru/corrections/")) == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_with_the_feed_gets_it_anew_when_a_text_came_back_without_its_correction(
    client: Client, form: str
) -> None:
    """Else the withdrawn note would stay with whoever asks by date alone."""
    path = f"/en/corrections/feed.{form}"
    story({}, {"change": "correction", "note": "So."})
    modified = client.get(path)["Last-Modified"]
    come_back(WithdrawalReason.LEGAL)

    again = client.get(path, headers={"If-Modified-Since": modified})

    assert (again.status_code, "CANARY" in again.content.decode()) == (200, False)
