"""The desk's list of news items."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.choices import TextState
from editorial.contents.cleaning import TAGS, clean_html
from editorial.countries import country_choices
from editorial.models import Text
from news.models import NewsItem, Section
from tests.factories import approved, draft, person, released, words

LIST = "/admin/news/newsitem/"


@pytest.fixture
def writer(db):
    return person(Role.WRITER, username="writer", desk_language="en")


@pytest.fixture
def secretary(db):
    return person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")


@pytest.fixture
def desk(writer) -> Client:
    client = Client()
    client.force_login(writer)
    client.get("/admin/")
    return client


def shown(response) -> list[int]:
    return [row.publication_id for row in response.context["cl"].result_list]


def marks(response, row: int = 0) -> list[str]:
    admin = response.context["cl"].model_admin
    from editorial.desk.change_list import marks_of

    assert admin.list_per_page == 50
    return [",".join(mark.codes) for mark in marks_of(response.context["cl"].result_list[row])]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    desk, writer, secretary, django_assert_num_queries, rows
) -> None:
    section = Section.objects.create(slug="events", name_en="Events")
    for _number in range(rows):
        edition = released(writer, secretary, secretary)
        following = actions.start_edition(by=writer, publication=edition.publication)
        actions.save_edition(edition=following, by=writer, token=1, facts={"section": section.pk})
    with django_assert_num_queries(12):
        response = desk.get(LIST)
    assert len(shown(response)) == rows


def test_a_publication_has_one_row_newest_first(desk, writer, secretary) -> None:
    first = released(writer, secretary, secretary)
    actions.start_edition(by=writer, publication=first.publication)
    second = draft(writer)
    thrown_away = draft(writer)
    actions.discard(edition=thrown_away, by=writer, token=1)
    assert shown(desk.get(LIST)) == [second.publication_id, first.publication_id]


def test_marks_say_how_far_each_language_is(desk, writer, secretary) -> None:
    edition = approved(writer, secretary, "ru", ru=words("Встреча"), en=words("Meeting"))
    assert marks(desk.get(LIST)) == ["empty", "empty", "approved", "in_work"]
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"])
    assert marks(desk.get(LIST)) == ["empty", "empty", "live", "in_work"]
    following = NewsItem.objects.get(closed_at=None)
    actions.save_edition(
        edition=following, by=writer, token=1, texts={"ru": {"headline": "Встреча и визит"}}
    )
    assert marks(desk.get(LIST)) == ["empty", "empty", "in_work,live", "in_work"]


def test_marks_are_words_for_those_who_hear_the_page(desk, writer) -> None:
    draft(writer)
    page = desk.get(LIST).content.decode()
    assert page.count('<span class="visually-hidden">Русский: in work. </span>') == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Встреча", 1),
        ("q=встреча", 1),
        ("q=meeting", 1),
        ("q=uchrashuv", 0),
        ("edition=open", 1),
        ("edition=closed", 0),
        ("text=in_review", 0),
        ("text=in_work", 1),
        ("text=nonsense", 1),
    ],
)
def test_search_and_filters_find_by_title_and_state(desk, writer, query, found) -> None:
    draft(writer, ru=words("Встреча"), en=words("Meeting"))
    assert len(shown(desk.get(f"{LIST}?{query}"))) == found


def test_a_number_finds_its_publication(desk, writer) -> None:
    wanted = draft(writer)
    draft(writer)
    assert shown(desk.get(f"{LIST}?q={wanted.publication_id}")) == [wanted.publication_id]


def test_a_publication_sought_by_its_number_stands_first(desk, writer) -> None:
    wanted = draft(writer)
    named = draft(writer, ru=words(f"Встреча {wanted.publication_id}"))
    found = [wanted.publication_id, named.publication_id]
    assert shown(desk.get(f"{LIST}?q={wanted.publication_id}")) == found


@pytest.mark.parametrize(("query", "ways_back"), [("", 0), ("?q=Встреча", 1)])
def test_all_are_offered_where_something_was_sought(desk, writer, query, ways_back) -> None:
    draft(writer)
    assert desk.get(f"{LIST}{query}").content.decode().count("Show all") == ways_back


def test_a_publication_without_a_word_is_not_opened(desk) -> None:
    values = {"source_language": "ru", "opening_key": "6f1ad9a4-5f6f-4a1c-8f2a-0e6a3a1f7c11"}
    response = desk.post(f"{LIST}add/", {**values, "headline_ru": " ", "body_ru": "<p>&nbsp;</p>"})
    assert response.context["form"].non_field_errors() == ["Write at least a headline."]
    assert NewsItem.objects.count() == 0


def test_a_form_opens_on_a_language_that_the_person_writes(db, writer) -> None:
    edition = draft(writer, ru=words("Встреча"))
    client = Client()
    client.force_login(person(Role.TRANSLATOR, writes=["en"], desk_language="en"))
    form = client.get(f"{LIST}{edition.pk}/change/").context["form"]
    assert [one.language.code for one in form.language_panels() if one.is_chosen] == ["en"]


def test_what_is_empty_is_shown_as_a_dash_to_those_who_only_read(db, writer) -> None:
    edition = draft(writer, ru=words("Встреча"))
    client = Client()
    client.force_login(person(Role.TRANSLATOR, writes=["en"], desk_language="en"))
    page = client.get(f"{LIST}{edition.pk}/change/").content.decode()
    assert page.count('<div class="stored" lang="ru">—</div>') == 4


def test_the_title_is_in_the_desk_s_language_or_the_source_s(desk, writer) -> None:
    draft(writer, ru=words("Встреча"), en=words("Meeting"))
    draft(writer, ru=words("Визит"))
    page = desk.get(LIST).content.decode()
    assert [page.count(f">{title}</a>") for title in ("Meeting", "Встреча", "Визит")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("uz", "2025-yil 26-noyabr, 14:30"),
        ("uz-cyrl", "2025 йил 26 ноябрь, 14:30"),
        ("ru", "26 ноября 2025, 14:30"),
        ("en", "26 November 2025, 14:30"),
    ],
)
def test_the_last_change_is_told_as_the_desk_s_language_tells_days(
    desk, writer, language, written
) -> None:
    edition = draft(writer)
    at = datetime(2025, 11, 26, 9, 30, tzinfo=UTC)
    NewsItem.objects.filter(pk=edition.pk).update(updated_at=at)
    User.objects.filter(pk=writer.pk).update(desk_language=language)
    page = desk.get(LIST).content.decode()
    assert re.findall(r'<td class="field-updated"><span>(.*?)</span>', page) == [written]


def test_a_page_is_called_by_the_headline_and_the_list_by_its_plural(desk, writer) -> None:
    edition = draft(writer, ru=words("Встреча"), en=words("Meeting"))
    untitled = draft(writer, ru={"lead": "Лид."})
    pages = [desk.get(f"{LIST}{end}").content.decode() for end in (
        "", f"{edition.pk}/change/", f"{untitled.pk}/change/", "add/"
    )]  # fmt: skip
    titles = [re.findall(r"<h[12]>(.*?)</h[12]>", page)[:1] for page in pages]
    assert titles == [["News items"], ["Meeting"], ["(no title yet)"], ["Add news item"]]


def test_nothing_is_done_to_several_rows_at_once(desk, writer) -> None:
    edition = draft(writer)
    values = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}
    desk.post(LIST, values)
    assert NewsItem.objects.count() == 1
    assert set(Text.objects.values_list("state", flat=True)) == {TextState.IN_WORK}


def test_countries_stand_in_the_order_of_the_desk_s_language() -> None:
    from django.utils import translation

    with translation.override("ru"):
        named = country_choices()
    assert (named[0], len(named)) == (("AU", "Австралия"), 249)


# What each button of the editor's toolbar writes.
WRITTEN_BY = {
    "heading": {"p", "h2", "h3"},
    "bold": {"strong"},
    "italic": {"i"},
    "link": {"a"},
    "bulletedList": {"ul", "li"},
    "numberedList": {"ol", "li"},
    "blockQuote": {"blockquote"},
    "uploadImage": {"figure", "img", "figcaption"},
    "insertTable": {"figure", "table", "thead", "tbody", "tr", "th", "td", "figcaption"},
    "horizontalLine": {"hr"},
    "subscript": {"sub"},
    "superscript": {"sup"},
    "removeFormat": set(),
    "undo": set(),
    "redo": set(),
}


def test_the_toolbar_writes_what_cleaning_lets_through_and_nothing_else() -> None:
    toolbar = [name for name in settings.CKEDITOR_5_CONFIGS["default"]["toolbar"] if name != "|"]
    written = set().union(*(WRITTEN_BY[name] for name in toolbar))
    # A line break is typed, not pressed.
    assert written | {"br"} == TAGS


def test_what_the_editor_writes_of_a_table_stays() -> None:
    table = (
        '<figure class="table"><table><thead><tr><th colspan="2">Год</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        "<figcaption>Итоги</figcaption></figure>"
    )
    assert clean_html(table) == table
