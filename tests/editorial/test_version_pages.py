"""The desk's pages of versions: the list, the comparison, putting back, paper."""

import io
from typing import Any

import docx
import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from editorial import actions
from editorial.actions.access import limit_access
from editorial.models import AuditEntry, Edition, Version
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, sentences, signed_in
from tests.factories import draft, person, released, words

FIRST = "<p>Стороны обменялись мнениями.</p><p>Второй абзац.</p>"
SECOND = "<p>Стороны обменялись подарками.</p><p>Второй абзац.</p>"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


def saved(edition: Edition, office: Office, **texts: Any) -> Edition:
    edition = Edition.objects.get(pk=edition.pk)
    return actions.save_edition(edition=edition, by=office.writer, token=edition.token, texts=texts)


def twice(office: Office) -> Edition:
    """Return an open edition with two versions."""
    edition = draft(office.writer, ru=words("Встреча", FIRST))
    return saved(edition, office, ru=words("Встреча", SECOND))


def keys(edition: Edition) -> list[int]:
    found = Version.objects.filter(edition__publication=edition.publication_id)
    return list(found.order_by("edition", "token").values_list("pk", flat=True))


def page(edition: Edition, name: str = "", key: int = 0) -> str:
    place = f"{key}/{name}/" if key else name
    return address(edition, "versions") + place


def read(client: Client, path: str, **query: Any) -> Any:
    response = client.get(path, query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def said(tree: Any, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def links(tree: Any, words_of_link: str) -> list[str]:
    return [
        str(one.get("href")) for one in tree.xpath("//a") if one.text_content() == words_of_link
    ]


# The list.


def test_every_version_is_listed_newest_first_with_who_and_what(
    office: Office, writer: Client
) -> None:
    tree = read(writer, page(twice(office)))
    assert said(tree, "//ol[@class='kept']//strong") == ["Version 2", "Version 1"]
    assert said(tree, "//ol[@class='kept']//div[@class='told']/p[1]") == [
        "Changed: Русский",
        "Changed: Facts, Русский",
    ]


def test_editions_show_their_releases_and_whether_they_count(
    office: Office, writer: Client
) -> None:
    first = released(office.writer, office.editor, office.secretary)
    second = actions.start_edition(by=office.writer, publication=first.publication)
    actions.discard(edition=second, by=office.writer, token=second.token)
    tree = read(writer, page(first))
    assert said(tree, "//form[@class='versions']//h2") == [
        "Edition 2 discarded",
        "Edition 1 closed",
    ]
    assert said(tree, "//ul[@class='kept releases']//strong") == ["Released: Русский"]
    assert said(tree, "//span[@class='mark live']") == ["● live"]


def test_the_comparisons_asked_for_most_are_one_click_away(office: Office, writer: Client) -> None:
    first = released(office.writer, office.editor, office.secretary)
    second = actions.start_edition(by=office.writer, publication=first.publication)
    saved(second, office, ru={"lead": "Лид"})
    release, (one, two, three) = first.publication.releases.get(), keys(first)
    tree, goal = read(writer, page(second)), page(second, "compare/")
    assert links(tree, "What readers see in Русский with the open edition") == [
        f"{goal}?before=r{release.pk}&after=v{three}"
    ]
    assert links(tree, "Edition 1 with edition 2") == [f"{goal}?before=v{one}&after=v{three}"]
    assert links(tree, "With the one before") == [
        f"{goal}?before=v{two}&after=v{three}",
        f"{goal}?before=v{one}&after=v{two}",
    ]


def test_the_newest_two_are_chosen_to_begin_with(office: Office, writer: Client) -> None:
    edition = twice(office)
    first, second = keys(edition)
    tree = read(writer, page(edition))
    assert [(one.get("name"), one.get("value")) for one in tree.xpath("//input[@checked]")] == [
        ("after", f"v{second}"),
        ("before", f"v{first}"),
    ]


@pytest.mark.parametrize("saves", [1, 3])
def test_the_list_costs_the_same_however_many_versions_there_are(
    office: Office, writer: Client, saves: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = draft(office.writer)
    for number in range(saves):
        saved(edition, office, ru={"lead": f"Лид {number}"})
    writer.get(page(edition))
    with django_assert_num_queries(11):
        writer.get(page(edition))


@pytest.mark.parametrize("saves", [1, 3])
def test_a_comparison_costs_the_same_however_many_versions_there_are(
    office: Office, writer: Client, saves: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = draft(office.writer)
    for number in range(saves):
        saved(edition, office, ru={"lead": f"Лид {number}"})
    query = {"before": f"v{keys(edition)[0]}", "after": f"v{keys(edition)[-1]}"}
    writer.get(page(edition, "compare/"), query)
    with django_assert_num_queries(12):
        writer.get(page(edition, "compare/"), query)


def test_the_form_of_an_edition_leads_to_its_versions(office: Office, writer: Client) -> None:
    edition = twice(office)
    tree = read(writer, address(edition))
    assert links(tree, "Versions") == [page(edition)]


# The comparison.


def test_two_versions_are_shown_as_one_text_or_side_by_side(office: Office, writer: Client) -> None:
    edition = twice(office)
    first, second = keys(edition)
    query = {"before": f"v{first}", "after": f"v{second}"}
    tree = read(writer, page(edition, "compare/"), **query)
    assert said(tree, "//div[@class='blocks']//del | //div[@class='blocks']//ins") == [
        "мнениями",
        "подарками",
    ]
    assert said(tree, "//details[@class='same']/summary") == [
        "1 paragraph unchanged",
        "2 fields unchanged",
    ]
    beside = read(writer, page(edition, "compare/"), **query, view="beside")
    assert said(beside, "//div[@class='left']") == ["Стороны обменялись мнениями."]
    assert said(beside, "//div[@class='right']") == ["Стороны обменялись подарками."]


def test_words_of_a_text_are_never_markup(office: Office, writer: Client) -> None:
    edition = twice(office)
    saved(edition, office, ru={"headline": NASTY})
    _first, second, third = keys(edition)
    query = {"before": f"v{second}", "after": f"v{third}"}
    answers = [
        writer.get(page(edition, "compare/"), query),
        writer.get(page(edition, "print", third)),
        writer.get(page(edition, "restore", second)),
    ]
    assert ["alert(1)" in one.content.decode() for one in answers] == [True] * 3
    assert [NASTY in one.content.decode() for one in answers] == [False] * 3


@pytest.mark.parametrize(("before", "after"), [("", ""), ("v{}", ""), ("v{}", "v0"), ("x1", "v{}")])
def test_what_is_no_version_of_the_publication_is_not_found(
    office: Office, writer: Client, before: str, after: str
) -> None:
    edition = twice(office)
    (first, _second), (other, *_others) = keys(edition), keys(twice(office))
    query = {"before": before.format(first), "after": after.format(first)}
    assert writer.get(page(edition, "compare/"), query).status_code == 404
    query = {"before": f"v{first}", "after": f"v{other}"}
    assert writer.get(page(edition, "compare/"), query).status_code == 404


# Putting back.


def restoring(client: Client, upon: Edition, key: int, *parts: str, **changed: Any) -> Any:
    stored = Edition.objects.get(pk=upon.pk)
    values = {"edition": stored.pk, "token": stored.token, "part": list(parts), **changed}
    return client.post(page(upon, "restore", key), values, follow=True)


def test_a_look_at_what_would_come_back_changes_nothing(office: Office, writer: Client) -> None:
    edition = twice(office)
    before = Version.objects.count(), AuditEntry.objects.count()
    tree = read(writer, page(edition, "restore", keys(edition)[0]))
    assert [one.get("value") for one in tree.xpath("//input[@name='part']")] == ["ru"]
    assert (Version.objects.count(), AuditEntry.objects.count()) == before


def test_ticked_parts_come_back_and_the_page_says_so(office: Office, writer: Client) -> None:
    edition = twice(office)
    response = restoring(writer, edition, keys(edition)[0], "ru")
    assert NewsItem.objects.get().body_ru == FIRST
    (told,) = sentences(response)
    assert told == (
        "Restored from edition 1, version 1: Русский. "
        "What stood there before is kept among the versions."
    )
    assert response.redirect_chain == [(address(edition), 302)]


def test_a_refusal_and_a_clash_come_back_with_the_page_as_it_is_now(
    office: Office, writer: Client
) -> None:
    edition = twice(office)
    seen = Edition.objects.get(pk=edition.pk)
    nothing = restoring(writer, edition, keys(edition)[0])
    assert (nothing.status_code, sentences(nothing)) == (400, ["Choose what is to be restored."])
    saved(edition, office, ru=words("Встреча", SECOND.replace("подарками", "книгами")))
    clash = restoring(writer, edition, keys(edition)[0], "ru", token=seen.token)
    assert clash.status_code == 409
    tree = html.fromstring(clash.content.decode())
    now = Edition.objects.get(pk=edition.pk)
    assert [one.get("value") for one in tree.xpath("//input[@name='token']")] == [str(now.token)]
    assert NewsItem.objects.get().body_ru == SECOND.replace("подарками", "книгами")


@pytest.mark.parametrize("changed", [{"token": "x"}, {"edition": "x"}, {"edition": "99999999"}])
def test_a_form_that_no_page_made_restores_nothing(
    office: Office, writer: Client, changed: dict[str, str]
) -> None:
    edition = twice(office)
    response = restoring(writer, edition, keys(edition)[0], "ru", **changed)
    assert response.status_code in (400, 404)
    assert NewsItem.objects.get().body_ru == SECOND


# Paper.


def test_paper_tells_what_it_is_and_shows_no_part_of_the_office(
    office: Office, writer: Client
) -> None:
    edition = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={"starts_on": "2025-11-26"},
        texts={"ru": {"title": "Встреча"}, "en": {"title": "Meeting"}},
        internal={"notes": "Только для своих"},
    )
    tree = read(writer, page(edition, "print", keys(edition)[0]))
    assert said(tree, "//p[@class='standing']") == ["NOT RELEASED"]
    assert said(tree, "//section/h2") == ["Facts", "Русский", "English"]
    assert "Только для своих" not in tree.text_content()
    chosen = read(writer, page(edition, "print", keys(edition)[0]), language="en")
    assert said(chosen, "//section/h2") == ["Facts", "English"]


def test_a_word_file_holds_the_same(office: Office, writer: Client) -> None:
    edition = twice(office)
    response = writer.get(page(edition, "docx", keys(edition)[1]))
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{edition.publication_id}-1-2.docx"'
    )
    document = docx.Document(io.BytesIO(response.content))
    assert [one.text for one in document.paragraphs if "подарками" in one.text] == [
        "Стороны обменялись подарками."
    ]


@pytest.mark.parametrize("name", ["print", "docx"])
def test_nobody_keeps_a_copy_of_paper(office: Office, writer: Client, name: str) -> None:
    edition = twice(office)
    response = writer.get(page(edition, name, keys(edition)[0]))
    kept = {one.strip() for one in response.headers["Cache-Control"].split(",")}
    assert {"no-store", "private"} <= kept


# Who may.


def every_page(edition: Edition) -> list[str]:
    first, second = keys(edition)[:2]
    names = ("restore", "print", "docx")
    comparison = f"compare/?before=v{first}&after=v{second}"
    return [page(edition), page(edition, comparison), *(page(edition, n, first) for n in names)]


def test_whoever_has_no_business_with_publications_sees_none_of_it(office: Office) -> None:
    pages = every_page(twice(office))
    outsider = signed_in(office.administrator)
    insider = signed_in(office.editor)
    assert [outsider.get(one).status_code for one in pages] == [403] * 5
    assert [insider.get(one).status_code for one in pages] == [200] * 5


def test_a_piece_for_named_people_has_no_pages_for_others(office: Office, writer: Client) -> None:
    edition = twice(office)
    limit_access(edition=edition, by=office.writer, people=[office.secretary])
    other = signed_in(person(Role.EDITOR))
    assert [other.get(one).status_code for one in every_page(edition)] == [404] * 5
    assert [writer.get(one).status_code for one in every_page(edition)] == [200] * 5
