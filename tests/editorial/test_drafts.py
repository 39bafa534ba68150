"""What a person typed and has not saved: kept for him alone, offered again, merged on a save."""

from datetime import timedelta
from threading import Thread
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.desk import drafts
from editorial.models import Draft, Edition
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, sentences, signed_in, values_of
from tests.factories import draft, person

FORM = UUID("12345678-1234-5678-1234-567812345678")
ADD = "/admin/news/newsitem/add/"


@pytest.fixture
def writer(office: Office) -> Client:
    return signed_in(office.writer)


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer)


def autosave(client: Client, edition: Edition, sequence: int = 1, **changed: Any) -> Any:
    """Send what the form of the edition says, with these values changed, as its script does."""
    values = {**opened(client, edition), "draft-form": str(FORM), **changed}
    return client.post(address(edition, "draft"), {**values, "draft-sequence": str(sequence)})


def offered(client: Client, where: str) -> list[str]:
    """Return the sentences of the drafts that a page offers."""
    page = html.fromstring(client.get(where).content.decode())
    found = page.xpath("//section[@class='waiting-draft']/p")
    return [" ".join(one.text_content().split()) for one in found]


def take_up(client: Client, edition: Edition) -> Any:
    return client.post(address(edition, "draft_take"), {"draft": str(Draft.objects.get().pk)})


def test_what_is_typed_is_kept_and_offered_again(writer: Client, edition: Edition) -> None:
    answer = autosave(writer, edition, headline_ru="Новый заголовок")
    time = answer.json()["said"].removeprefix("Kept at ")
    assert offered(writer, address(edition)) == [f"You have unsaved words from {time}."]
    assert NewsItem.objects.get().headline_ru == "Встреча"


def test_a_draft_that_says_what_is_stored_is_not_offered(writer: Client, edition: Edition) -> None:
    autosave(writer, edition)
    assert Draft.objects.count() == 1
    assert offered(writer, address(edition)) == []


def test_taking_a_draft_up_shows_its_words_and_saves_nothing(
    writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Новый заголовок")
    page = take_up(writer, edition)
    form = page.context["form"]
    assert (page.status_code, form["headline_ru"].value()) == (200, "Новый заголовок")
    (said,) = errors(page)["__all__"]
    assert said.startswith("This is what you wrote by ")
    assert said.endswith(" It is not saved yet.")
    assert NewsItem.objects.get().headline_ru == "Встреча"
    assert Edition.objects.get().token == 1


def test_a_draft_taken_up_is_merged_with_what_a_colleague_saved_since(
    office: Office, writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Новый заголовок")
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"lead": "Лид коллеги"}}
    )
    values = values_of(take_up(writer, edition))
    assert values["token"] == "1"
    assert writer.post(address(edition), values).status_code == 302
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.lead_ru) == ("Новый заголовок", "Лид коллеги")
    assert offered(writer, address(edition)) == []


def test_a_draft_taken_up_that_clashes_comes_back_with_both(
    office: Office, writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Мой")
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"headline": "Коллеги"}}
    )
    response = writer.post(address(edition), values_of(take_up(writer, edition)))
    assert response.status_code == 409
    assert response.context["form"]["headline_ru"].value() == "Мой"
    assert NewsItem.objects.get().headline_ru == "Коллеги"


def test_a_draft_can_be_thrown_away(writer: Client, edition: Edition) -> None:
    autosave(writer, edition, headline_ru="Новый")
    key = str(Draft.objects.get().pk)
    response = writer.post(address(edition, "draft_throw"), {"draft": key}, follow=True)
    assert sentences(response) == ["Your unsaved words were thrown away."]
    assert offered(writer, address(edition)) == []


def test_a_save_leaves_no_draft_of_its_form(writer: Client, edition: Edition) -> None:
    changed = {"headline_ru": "Новый", "lead_ru": "Лид"}
    autosave(writer, edition, **changed)
    values = {**opened(writer, edition), **changed, "draft-form": str(FORM)}
    writer.post(address(edition), {**values, "lead_ru": "Иной лид", "draft-sequence": "2"})
    assert NewsItem.objects.get().lead_ru == "Иной лид"
    assert offered(writer, address(edition)) == []


def test_w_02_an_autosave_that_arrives_after_the_save_raises_nothing_from_the_dead(
    writer: Client, edition: Edition
) -> None:
    old = opened(writer, edition)
    saved = {**old, "headline_ru": "Сохранён", "draft-form": str(FORM), "draft-sequence": "20"}
    assert writer.post(address(edition), saved).status_code == 302
    late = {**old, "headline_ru": "Опоздал", "draft-form": str(FORM), "draft-sequence": "19"}
    assert writer.post(address(edition, "draft"), late).status_code == 204
    assert offered(writer, address(edition)) == []
    assert NewsItem.objects.get().headline_ru == "Сохранён"


def test_an_autosave_that_was_overtaken_by_a_newer_one_changes_nothing(
    writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, sequence=7, headline_ru="Новее")
    assert autosave(writer, edition, sequence=6, headline_ru="Старее").status_code == 204
    assert take_up(writer, edition).context["form"]["headline_ru"].value() == "Новее"


def test_a_refused_save_keeps_the_draft(office: Office, writer: Client, edition: Edition) -> None:
    autosave(writer, edition, headline_ru="Мой")
    mine = {**opened(writer, edition), "headline_ru": "Мой", "draft-form": str(FORM)}
    actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"headline": "Коллеги"}}
    )
    back = writer.post(address(edition), {**mine, "draft-sequence": "2"})
    assert back.status_code == 409
    assert values_of(back)["draft-form"] == str(FORM)
    assert len(offered(writer, address(edition))) == 1


def test_the_draft_of_another_person_is_neither_shown_nor_taken_up_nor_thrown_away(
    office: Office, writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Тайное")
    key, colleague = {"draft": str(Draft.objects.get().pk)}, signed_in(office.editor)
    assert len(offered(writer, address(edition))) == 1
    assert "Тайное" not in colleague.get(address(edition)).content.decode()
    assert offered(colleague, address(edition)) == []
    for page in ("draft_take", "draft_throw"):
        assert colleague.post(address(edition, page), key).status_code == 404
    assert Draft.objects.get().fields["headline_ru"] == ["Тайное"]


def test_a_form_of_another_person_cannot_be_written_over(
    office: Office, writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Моё")
    autosave(signed_in(office.editor), edition, sequence=9, headline_ru="Чужое")
    mine = Draft.objects.get(by=office.writer)
    assert mine.fields["headline_ru"] == ["Моё"]


def test_a_person_who_may_not_write_keeps_no_draft(office: Office, edition: Edition) -> None:
    reader = signed_in(office.administrator)
    post = {"draft-form": str(FORM), "draft-sequence": "1"}
    assert reader.post(address(edition, "draft"), post).status_code == 403
    assert Draft.objects.count() == 0


def test_nothing_of_a_draft_happens_by_get(writer: Client, edition: Edition) -> None:
    autosave(writer, edition, headline_ru="Новый")
    pages = [writer.get(address(edition, f"draft{page}")) for page in ("", "_take", "_throw")]
    assert [page.status_code for page in pages] == [405, 405, 405]
    assert len(offered(writer, address(edition))) == 1


@pytest.mark.parametrize(
    ("form", "sequence"), [("", "1"), ("x", "1"), (str(FORM), ""), (str(FORM), "-1")]
)
def test_a_post_that_does_not_say_where_it_comes_from_is_not_kept(
    writer: Client, edition: Edition, form: str, sequence: str
) -> None:
    post = {"headline_ru": "Новый", "draft-form": form, "draft-sequence": sequence}
    assert writer.post(address(edition, "draft"), post).status_code == 204
    assert Draft.objects.count() == 0


def test_what_is_no_word_of_the_form_is_not_kept(writer: Client, edition: Edition) -> None:
    autosave(writer, edition, headline_ru="a\0b", _act="discard:", new_password="secret")
    fields = Draft.objects.get().fields
    assert fields["headline_ru"] == ["ab"]
    assert {"_act", "_save", "csrfmiddlewaretoken", "new_password"} & set(fields) == set()


def test_a_new_publication_is_kept_before_it_is_opened(office: Office, writer: Client) -> None:
    values = {**values_of(writer.get(ADD)), "headline_ru": "Новая"}
    sent = {**values, "draft-form": str(FORM), "draft-sequence": "1"}
    writer.post(reverse("admin:news_newsitem_new_draft"), sent)
    assert len(offered(writer, ADD)) == 1

    where = reverse("admin:news_newsitem_new_draft_take")
    back = values_of(writer.post(where, {"draft": str(Draft.objects.get().pk)}))
    assert (back["headline_ru"], back["opening_key"]) == ("Новая", values["opening_key"])
    assert writer.post(ADD, {**back, "draft-sequence": "2"}).status_code == 302
    assert NewsItem.objects.get().headline_ru == "Новая"
    assert offered(writer, ADD) == []


def test_a_draft_of_a_released_edition_is_offered_in_the_next_and_saved_there(
    office: Office, writer: Client
) -> None:
    edition = draft(office.writer)
    autosave(writer, edition, lead_ru="Мой лид")
    edition = actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])
    edition = actions.approve(edition=edition, by=office.editor, token=2, parts=["facts", "ru"])
    actions.release(edition=edition, by=office.secretary, token=3, languages=["ru"])
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    assert len(offered(writer, address(following))) == 1
    values = values_of(take_up(writer, edition))
    writer.post(address(edition), values)
    assert NewsItem.objects.get(closed_at=None).lead_ru == "Мой лид"


def test_a_draft_of_a_discarded_edition_can_still_be_read(
    office: Office, writer: Client, edition: Edition
) -> None:
    autosave(writer, edition, headline_ru="Мои слова")
    actions.discard(edition=edition, by=office.editor, token=1)
    assert len(offered(writer, address(edition))) == 1
    page = take_up(writer, edition)
    assert page.context["form"]["headline_ru"].value() == "Мои слова"
    assert "Мои слова" in page.content.decode()


def test_drafts_are_forgotten_after_thirty_days(office: Office, edition: Edition) -> None:
    def kept(age: timedelta, by: User = office.writer) -> Draft:
        at = database_moment() - age
        return Draft.objects.create(
            by=by, form=uuid4(), sequence=1, kind="news", fields={}, saved_at=at
        )

    kept(timedelta(days=31))
    younger = kept(timedelta(days=29))
    assert drafts.forget_old_drafts() == 1
    assert list(Draft.objects.all()) == [younger]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_its_drafts_in_one_statement(
    office: Office, writer: Client, edition: Edition, count: int
) -> None:
    for number in range(count):
        post = QueryDict(mutable=True)
        post.update({"draft-form": str(uuid4()), "draft-sequence": "1", "lead_ru": str(number)})
        drafts.keep(by=office.writer, kind="news", edition=edition, post=post)
    with CaptureQueriesContext(connection) as captured:
        shown = offered(writer, address(edition))
    said = [
        query["sql"] for query in captured.captured_queries if '"editorial_draft"' in query["sql"]
    ]
    assert (len(shown), len(said)) == (count, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("late_by", [0, 0.02])
def test_w_02_whichever_of_an_autosave_and_a_save_comes_first_no_draft_is_left(
    late_by: float,
) -> None:
    by = person(Role.WRITER)
    for newest in range(2, 42, 2):

        def autosave_before(sequence: int = newest - 1) -> None:
            sleep(late_by)
            drafts.keep(by=by, kind="news", edition=None, post=sent(sequence))
            connection.close()

        racing = Thread(target=autosave_before)
        racing.start()
        with transaction.atomic():
            drafts.settle(by=by, kind="news", post=sent(newest))
        racing.join()
        assert list(Draft.objects.values_list("sequence", "fields")) == [(newest, None)]


def sent(sequence: int) -> QueryDict:
    """Return what a form says, by its number among all that it has sent."""
    return QueryDict(f"draft-form={FORM}&draft-sequence={sequence}&headline_ru=Words")
