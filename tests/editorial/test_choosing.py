"""A clash settled by choosing, passage by passage, without a script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from editorial import actions
from editorial.desk.choosing import Choice, has_choices, settle_choices
from editorial.models import Edition
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, signed_in, values_of
from tests.factories import draft, words


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


BODY = "<p>One.</p><p>Two.</p><p>Three.</p>"


def choice(**said: Any) -> Choice:
    """Return a choice about the second of three paragraphs."""
    values = {
        "number": 0,
        "field": "body_ru",
        "place": "#2",
        "is_rich": True,
        "at": 1,
        "base": "<p>Two.</p>",
        "mine": "<p>Mine.</p>",
        "theirs": "<p>Theirs.</p>",
    }
    return Choice(**{**values, **said})


@pytest.mark.parametrize(
    ("said", "written", "settled"),
    [
        ({"chosen": "theirs"}, "<p>1</p><p>Mine.</p>", "<p>1</p><p>Theirs.</p>"),
        ({"chosen": "base"}, "<p>1</p><p>Mine.</p>", "<p>1</p><p>Two.</p>"),
        ({"chosen": "both"}, "<p>Mine.</p><p>3</p>", "<p>Theirs.</p><p>Mine.</p><p>3</p>"),
        ({"chosen": "theirs", "theirs": ""}, "<p>1</p><p>Mine.</p>", "<p>1</p>"),
        ({"chosen": "theirs", "mine": ""}, "<p>1</p><p>3</p>", "<p>1</p><p>Theirs.</p><p>3</p>"),
        (
            {"chosen": "theirs", "mine": "<p>A</p><p>B</p>"},
            "<p>1</p><p>A</p><p>B</p>",
            "<p>1</p><p>Theirs.</p>",
        ),
        ({"chosen": "theirs", "at": 2}, "<p>Mine.</p><p>2</p><p>Mine.</p>", None),
        ({"chosen": "theirs"}, "<p>1</p><p>By hand.</p>", None),
    ],
)
def test_a_choice_is_made_where_the_passage_stands(
    said: dict[str, Any], written: str, settled: str | None
) -> None:
    made = choice(**said).settle(written)
    if said.get("at") == 2:
        settled = "<p>Mine.</p><p>2</p><p>Theirs.</p>"
    assert made == settled


@pytest.mark.parametrize(
    ("said", "written", "settled"),
    [
        ({"chosen": "theirs"}, "Mine", "Theirs"),
        ({"chosen": "base"}, "Mine", "Before"),
        ({"chosen": "theirs"}, "By hand", None),
    ],
)
def test_a_choice_about_a_plain_field_takes_its_place(
    said: dict[str, Any], written: str, settled: str | None
) -> None:
    plain = {"place": "", "is_rich": False, "base": "Before", "mine": "Mine", "theirs": "Theirs"}
    assert choice(**plain, **said).settle(written) == settled


def test_both_is_offered_only_where_two_texts_can_stand_together() -> None:
    line = {"place": "", "is_rich": False}
    offered = [choice(), choice(theirs=""), choice(**line, mine="a", theirs="b")]
    assert ["both" in dict(one.options) for one in offered] == [True, False, False]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("#2", "Paragraph 2"),
        ("#2+", "After paragraph 2"),
        ("#0+", "At the beginning"),
        ("", ""),
    ],
)
def test_a_passage_is_named_by_its_place(place: str, where: str) -> None:
    assert choice(place=place).where == where


def posted(*chosen: str) -> QueryDict:
    post = QueryDict(mutable=True)
    post["body_ru"] = "<p>M</p><p>M</p>"
    for number, one in enumerate(chosen):
        name = f"settle-{number}"
        post.update({name: one, f"{name}-field": "body_ru", f"{name}-place": f"#{number + 1}"})
        post.update({f"{name}-rich": "on", f"{name}-at": str(number), f"{name}-mine": "<p>M</p>"})
        post.update({f"{name}-theirs": f"<p>T{number}</p>", f"{name}-base": "<p>B</p>"})
    return post


def test_several_choices_in_one_field_are_all_made() -> None:
    post = posted("theirs", "both")
    assert settle_choices(post, {"body_ru": None}) == []
    assert post["body_ru"] == "<p>T0</p><p>T1</p><p>M</p>"


def test_a_choice_about_what_is_no_field_of_the_form_is_passed_over() -> None:
    post = posted("theirs")
    assert settle_choices(post, {"lead_ru": None}) == []
    assert post["body_ru"] == "<p>M</p><p>M</p>"


def test_what_is_chosen_is_clean() -> None:
    post = posted("theirs")
    post["settle-0-theirs"] = "<p onclick='x()'>T<script>x()</script></p>"
    settle_choices(post, {"body_ru": None})
    assert post["body_ru"] == "<p>T</p><p>M</p>"


def test_a_post_without_choices_has_none() -> None:
    assert (has_choices(None), has_choices(QueryDict("a=1")), has_choices(posted("mine"))) == (
        False,
        False,
        True,
    )


# The screen.


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer, ru=words("Встреча", BODY))


def clashed(office: Office, writer: Client, edition: Edition) -> Any:
    """Return the answer to a save of paragraphs 2 and 3 after a colleague changed 1 and 2."""
    mine = opened(writer, edition)
    theirs = "<p>Their one.</p><p>Their two.</p><p>Three.</p>"
    actions.save_edition(edition=edition, by=office.editor, token=1, texts={"ru": {"body": theirs}})
    body = "<p>One.</p><p>My two.</p><p>My three.</p>"
    return writer.post(address(edition), {**mine, "body_ru": body})


def stored() -> str:
    return str(NewsItem.objects.get().body_ru)


def test_w_01_a_second_save_is_refused_and_every_text_of_the_passage_is_shown(
    office: Office, writer: Client, edition: Edition
) -> None:
    response = clashed(office, writer, edition)
    assert response.status_code == 409
    form = response.context["form"]
    assert list(errors(response)) == ["body_ru", "__all__"]
    assert form["body_ru"].value() == "<p>Their one.</p><p>My two.</p><p>My three.</p>"
    (shown,) = form.choices
    assert (shown.where, shown.base, shown.mine, shown.theirs) == (
        "Paragraph 2",
        "<p>Two.</p>",
        "<p>My two.</p>",
        "<p>Their two.</p>",
    )
    assert stored() == "<p>Their one.</p><p>Their two.</p><p>Three.</p>"


def test_it_is_said_who_changed_what_since(
    office: Office, writer: Client, edition: Edition
) -> None:
    response = clashed(office, writer, edition)
    (since,) = response.context["form"].meanwhile
    assert (since.by, since.places) == (office.editor, ["Русский: Body, paragraphs 1, 2"])
    assert "Русский: Body, paragraphs 1, 2" in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "second"),
    [
        ("mine", "<p>My two.</p>"),
        ("theirs", "<p>Their two.</p>"),
        ("both", "<p>Their two.</p><p>My two.</p>"),
        ("base", "<p>Two.</p>"),
    ],
)
def test_a_choice_is_saved_and_takes_nothing_else_back(
    office: Office, writer: Client, edition: Edition, chosen: str, second: str
) -> None:
    values = values_of(clashed(office, writer, edition))
    assert writer.post(address(edition), {**values, "settle-0": chosen}).status_code == 302
    assert stored() == f"<p>Their one.</p>{second}<p>My three.</p>"


def test_a_choice_about_a_passage_changed_by_hand_is_asked_again(
    office: Office, writer: Client, edition: Edition
) -> None:
    values = values_of(clashed(office, writer, edition))
    by_hand = "<p>Their one.</p><p>Ours.</p><p>My three.</p>"
    response = writer.post(address(edition), {**values, "settle-0": "theirs", "body_ru": by_hand})
    assert errors(response)["body_ru"] == [
        "You have changed this place by hand too: settle it in the text."
    ]
    assert response.context["form"]["body_ru"].value() == by_hand
    again = {**values_of(response), "settle-0": "mine"}
    assert writer.post(address(edition), again).status_code == 302
    assert stored() == by_hand


def test_two_people_who_changed_different_paragraphs_both_win(
    office: Office, writer: Client, edition: Edition
) -> None:
    mine = {**opened(writer, edition), "body_ru": BODY.replace("Two", "My two")}
    theirs = {"body": BODY.replace("Three", "Their three")}
    actions.save_edition(edition=edition, by=office.editor, token=1, texts={"ru": theirs})
    assert writer.post(address(edition), mine).status_code == 302
    assert stored() == "<p>One.</p><p>My two.</p><p>Their three.</p>"


def test_the_same_words_from_two_windows_are_no_clash(
    office: Office, writer: Client, edition: Edition
) -> None:
    mine = {**opened(writer, edition), "body_ru": BODY.replace("Two", "My two")}
    answers = [writer.post(address(edition), mine).status_code for _window in range(2)]
    assert answers == [302, 302]
    assert Edition.objects.get().token == 2


def test_different_paragraphs_come_together_where_another_field_is_in_dispute(
    office: Office, writer: Client, edition: Edition
) -> None:
    mine = {**opened(writer, edition), "headline_ru": "Мой", "body_ru": BODY.replace("Two", "2")}
    theirs = {"headline": "Коллеги", "body": BODY.replace("Three", "3")}
    actions.save_edition(edition=edition, by=office.editor, token=1, texts={"ru": theirs})
    response = writer.post(address(edition), mine)
    assert response.status_code == 409
    values = values_of(response)
    assert values["body_ru"] == "<p>One.</p><p>2.</p><p>3.</p>"
    writer.post(address(edition), {**values, "settle-0": "theirs"})
    assert NewsItem.objects.get().headline_ru == "Коллеги"
    assert stored() == "<p>One.</p><p>2.</p><p>3.</p>"
