import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from languages.dates import format_moment
from tests.factories import printed
from tests.website.pages import page, switch, withdrawn, words
from tests.website.prints import delegation_of, meeting_of, participant
from tests.website.stories import (
    DAY,
    FIRST_DAY,
    FIRST_SAID,
    SECOND_SAID,
    THIRD_SAID,
    story,
)

pytestmark = pytest.mark.django_db

ZONE = "(Tashkent, UTC+5)"


def _compared(tree: Any, anchor: str) -> list[tuple[str, str]]:
    """Return what a release changed: the label of each line, and its HTML without spoken marks."""
    (section,) = tree.xpath(f"//section[@id='{anchor}']")
    for unseen in section.xpath(".//span[@class='unseen']"):
        unseen.drop_tree()
    found = []
    for heading in section.xpath("./h3"):
        said = heading.getnext()
        marked = "".join(
            {"ins": "{+%s+}", "del": "{-%s-}"}.get(element.tag, "%s") % (element.text or "")
            + (element.tail or "")
            for element in said.iter()
            if element is not said
        )
        # On which side of a mark a space stands says nothing.
        spaced = re.sub(r"\s*([-+]\})\s*", r"\1 ", re.sub(r"\s*(\{[-+])\s*", r" \1", marked))
        found.append((heading.text, " ".join(spaced.split())))
    return found


def test_history_shows_every_text_readers_saw_newest_first(client: Client) -> None:
    releases = story(
        {"headline": "A meeting"},
        {"headline": "A meetin", "change": "minor"},
        {"headline": "A meeting", "change": "correction", "note": "The headline was wrong."},
    )

    tree = page(client, f"{releases[-1].get_absolute_url()}history/")

    assert words(tree, "//h1") == ["How this text changed"]
    assert words(tree, "//header[@class='item-head']//a") == ["A meeting"]
    assert words(tree, "//nav[@class='steps']//li") == [
        f"Corrected, {THIRD_SAID}",
        f"Small change, {SECOND_SAID}",
        f"First release, {FIRST_SAID}",
    ]
    assert words(tree, "//section[@class='step']/h2") == [
        "3. Corrected",
        "2. Small change",
        "1. First release",
    ]
    assert words(tree, "//section[@class='step']/p[@class='seen']") == [
        f"Seen by readers: {THIRD_SAID} – now {ZONE}",
        f"Seen by readers: {SECOND_SAID} – {THIRD_SAID} {ZONE}",
        f"Seen by readers: {FIRST_SAID} – {SECOND_SAID} {ZONE}",
    ]
    assert words(tree, "//p[@class='step-note']") == ["The headline was wrong."]


def test_places_in_a_history_stay_and_are_led_to(client: Client) -> None:
    releases = story({}, {"change": "minor"})
    path = f"{releases[-1].get_absolute_url()}history/"

    tree = page(client, path)

    assert tree.xpath("//nav[@class='steps']//a/@href") == ["#release-2", "#release-1"]
    assert tree.xpath("//section[@class='step']/@id") == ["release-2", "release-1"]
    assert tree.xpath("//p[@class='step-onward']/a/@href") == [f"{path}2/", f"{path}1/"]


def test_history_compares_word_by_word_and_counts_what_is_the_same(client: Client) -> None:
    releases = story(
        {
            "lead": "It took place on Monday.",
            "body": "<p>One.</p><p>Two.</p><p>They talked of water.</p><p>Gone away.</p>",
        },
        {
            "lead": "It took place on Tuesday.",
            "body": "<p>One.</p><p>Two.</p><p>They talked of clean water.</p>",
            "change": "correction",
        },
    )

    tree = page(client, f"{releases[-1].get_absolute_url()}history/")

    assert _compared(tree, "release-2") == [
        ("Lead", "It took place on {-Monday-} {+Tuesday+} ."),
        ("Body", "2 paragraphs unchangedThey talked of {+clean+} water. {-Gone away.-}"),
    ]
    assert _compared(tree, "release-1") == []


def test_marks_have_words_for_those_who_do_not_see_them(client: Client) -> None:
    releases = story({"headline": "On Monday"}, {"headline": "On Tuesday", "change": "minor"})

    tree = page(client, f"{releases[-1].get_absolute_url()}history/")

    assert words(tree, "//section[@id='release-2']//del") == ["[removed: Monday]"]
    assert words(tree, "//section[@id='release-2']//ins") == ["[added: Tuesday]"]


def test_release_that_changed_no_word_says_so(client: Client) -> None:
    releases = story({"body": "<p>Words.</p>"}, {"body": "<h2>Words.</h2>", "change": "minor"})

    tree = page(client, f"{releases[-1].get_absolute_url()}history/")

    assert words(tree, "//section[@id='release-2']/p[@class='seen']")[1:] == [
        "No word was changed."
    ]
    assert len(tree.xpath("//section[@id='release-1']/p[@class='seen']")) == 1


def test_texts_of_a_history_are_words_and_never_markup(client: Client) -> None:
    attack = "<script>alert(1)</script><ins>\"' {{ 7|add:7 }} &amp;"
    releases = story(
        {"headline": attack, "lead": "x"},
        {"headline": f"{attack}!", "lead": attack, "note": attack, "change": "update"},
    )

    tree = page(client, f"{releases[-1].get_absolute_url()}history/")

    assert words(tree, "//header[@class='item-head']//a") == [f"{attack}!"]
    assert words(tree, "//p[@class='step-note']") == [attack]
    assert tree.xpath("//script") == []
    assert len(tree.xpath("//ins")) == 2


def test_history_of_a_meeting_tells_its_facts_in_words(client: Client) -> None:
    rows = [participant("h", "host", role="head"), participant("g", "guest")]
    names = {
        "h": {"name": "A. Nematov", "post": "director"},
        "g": {"name": "K. Martin", "organisation_name": "Embassy"},
    }
    first = meeting_of(
        "en",
        title="Talks",
        facts={"status": "planned", "starts_on": "2025-11-26", "participants": rows},
        text={"city": "Tashkent", "participants": names},
        begins=FIRST_DAY,
        ends=FIRST_DAY + DAY,
    )
    release = meeting_of(
        "en",
        title="Talks",
        publication=first.publication,
        facts={
            "status": "held",
            "starts_on": "2025-11-27",
            "starts_at": "10:30",
            "participants": rows,
        },
        text={
            "city": "Samarkand",
            "participants": {**names, "h": {"name": "A. Nematov", "post": "deputy director"}},
        },
        begins=FIRST_DAY + DAY,
        change="update",
    )

    tree = page(client, f"{release.get_absolute_url()}history/")

    assert _compared(tree, "release-2") == [
        ("Status", "{-Planned-} {+Held+}"),
        ("Day", "{-26-} {+27+} November 2025 {+, 10:30+}"),
        ("Place", "{-Tashkent-} {+Samarkand+}"),
        ("Host", "A. Nematov, {+deputy+} director, Head"),
    ]


def test_history_of_a_delegation_tells_its_days_and_its_members(client: Client) -> None:
    rows = [{"key": key, "role": "member", "person": None, "organisation": None} for key in "ab"]
    facts = {"country": "FR", "arrives_on": "2025-11-24", "delegates": rows}
    first = delegation_of(
        "en",
        facts={**facts, "leaves_on": "2025-11-26"},
        text={"delegates": {"a": {"name": "Anna"}, "b": {"name": "Boris"}}},
        begins=FIRST_DAY,
        ends=FIRST_DAY + DAY,
    )
    release = delegation_of(
        "en",
        publication=first.publication,
        facts={**facts, "leaves_on": "2025-11-27"},
        text={"delegates": {"a": {"name": "Anna"}}, "purpose": "Talks."},
        begins=FIRST_DAY + DAY,
        change="update",
    )

    tree = page(client, f"{release.get_absolute_url()}history/")

    assert _compared(tree, "release-2") == [
        ("Day", "24– {-26-} {+27+} November 2025"),
        ("Purpose", "{+Talks.+}"),
        ("Members of the delegation", "1 paragraph unchanged {-Boris-}"),
    ]


def test_history_shows_words_and_no_picture(client: Client) -> None:
    figure = (
        f'<figure class="image"><img src="/pictures/{"ab" * 16}/1200.jpg" alt="a > b" '
        'width="1200" height="800"><figcaption>{}</figcaption></figure>'
    )
    cover = {"id": "cd" * 16, "width": 1200, "height": 800, "credit": "Press service"}
    releases = story(
        {"body": f"<p>Words.</p>{figure.format('Before the talks.')}"},
        {"body": f"<p>Words.</p>{figure.format('After the talks.')}", "facts": {"cover": cover}},
    )
    path = f"{releases[-1].get_absolute_url()}history/"

    tree, whole = page(client, path), page(client, f"{path}2/")

    assert _compared(tree, "release-2") == [
        ("Body", "1 paragraph unchanged {-Before-} {+After+} the talks."),
        ("Credit", "{+Press service+}"),
    ]
    for one in (tree, whole):
        assert one.xpath("//main//img | //main//picture") == []
    assert words(whole, "//figcaption") == ["After the talks."]


def test_scheduled_text_leaves_no_trace_in_a_history(client: Client) -> None:
    soon = database_moment() + timedelta(hours=1)
    releases = story({}, {"headline": "Now", "change": "update"}, ends=soon)
    printed(
        "en",
        headline="Secret",
        publication=releases[0].publication,
        begins=soon,
        change="correction",
        note="Secret",
    )
    path = f"{releases[-1].get_absolute_url()}history/"

    tree = page(client, path)

    assert len(tree.xpath("//section[@class='step']")) == 2
    assert words(tree, "//section[@id='release-2']/p[@class='seen']") == [
        f"Seen by readers: {SECOND_SAID} – now {ZONE}"
    ]
    answers = [client.get(path), client.get(f"{path}2/"), client.get(f"{path}3/")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    moment = format_moment(timezone.localtime(soon), "en")
    for answer in answers:
        said = answer.content.decode()
        assert [word for word in ("Secret", moment, soon.isoformat()) if word in said] == []
        assert "Last-Modified" not in answer.headers
    assert words(page(client, f"{path}2/"), "//p[@class='seen']") == [
        f"Seen by readers: {SECOND_SAID} – now {ZONE}"
    ]


def test_history_holds_one_language_alone(client: Client) -> None:
    english = story({"headline": "English"})[0]
    publication = english.publication
    story({"headline": "По-русски"}, {"headline": "Ещё"}, language="ru", publication=publication)
    printed("uz", publication=publication, begins=timedelta(hours=1))

    tree = page(client, f"{english.get_absolute_url()}history/")

    assert len(tree.xpath("//section[@class='step']")) == 1
    assert "По-русски" not in tree.text_content()
    assert switch(tree) == [
        ("Русский", f"/ru/news/{publication.pk}/text/history/"),
        ("English", f"/en/news/{publication.pk}/text/history/"),
    ]


@pytest.mark.parametrize("ending", ["history/", "history/1/", "history/2/"])
@pytest.mark.parametrize(
    ("reason", "status"),
    [(WithdrawalReason.IN_ERROR, 410), (WithdrawalReason.OUT_OF_DATE, 200)],
)
def test_history_of_a_withdrawn_text_is_hidden_with_it(
    client: Client, ending: str, reason: WithdrawalReason, status: int
) -> None:
    releases = story({"headline": "Secret"}, {"headline": "Secret", "change": "correction"})
    printed("ru", publication=releases[0].publication)
    path = releases[-1].get_absolute_url()
    withdrawn(releases[-1], reason, explanation="It was wrong.")

    tree = page(client, path + ending, status)

    assert words(tree, "//h1") == ["This publication has been withdrawn"]
    assert "Secret" not in tree.text_content()
    assert client.get(path + ending).content == client.get(path).content


def test_text_that_came_back_shows_all_that_readers_saw_and_when_they_saw_nothing(
    client: Client,
) -> None:
    (release,) = story({"headline": "Before"})
    withdrawal = withdrawn(release, WithdrawalReason.OUT_OF_DATE)
    begins = withdrawal.range.lower + timedelta(microseconds=1)
    again = printed(
        "en", headline="After", publication=release.publication, begins=begins, change="update"
    )

    tree = page(client, f"{again.get_absolute_url()}history/")

    day = format_moment(timezone.localtime(withdrawal.range.lower), "en")
    assert words(tree, "//p[@class='seen']") == [
        f"Seen by readers: {day} – now {ZONE}",
        f"Withdrawn before that: {day} – {day}",
        f"Seen by readers: {FIRST_SAID} – {day} {ZONE}",
    ]
    assert _compared(tree, "release-2")[0] == ("Headline", "{-Before-} {+After+}")


def test_history_is_asked_for_again_each_time_and_says_when_it_is_the_same(client: Client) -> None:
    path = f"{story({}, {'change': 'minor'})[-1].get_absolute_url()}history/"
    answer = client.get(path)

    again = client.get(path, headers={"If-None-Match": answer["ETag"]})

    assert answer["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("ending", ["history/", "history/1/"])
def test_history_costs_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, ending: str
) -> None:
    releases = story(
        *[{"headline": f"{row}", "facts": {"countries": ["JP"]}} for row in range(rows)]
    )
    for code in ("ru", "uz")[: rows - 1]:
        printed(code, publication=releases[0].publication)

    with django_assert_num_queries(3):
        client.get(releases[-1].get_absolute_url() + ending)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_history_is_told_in_every_language(client: Client, language: str) -> None:
    release = story({}, {"change": "correction", "note": "So."}, language=language)[-1]

    tree = page(client, f"{release.get_absolute_url()}history/")

    assert len(words(tree, "//section[@class='step']")) == 2
