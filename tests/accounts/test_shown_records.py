"""A form that was opened before a colleague's save overwrites nothing without a word."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial.models import AuditEntry
from tests.editorial.desk import signed_in, values_of
from tests.factories import person

REFUSAL = (
    "A colleague has changed this record since you opened it, so nothing is saved yet. "
    "Look at what it says now, then save again."
)
IN_THE_FORM = "It is in the form now."
YOURS = "The form keeps what you wrote."

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(person(Role.EDITOR, desk_language="en"))


@pytest.fixture
def brian() -> Person:
    body = Organisation.objects.create(name_en="Embassy", short_name_en="Emb", country="FR")
    one = Person.objects.create(name_en="Patrick Brian")
    Appointment.objects.create(person=one, organisation=body, post_en="attaché")
    return one


def page(one: Any) -> str:
    return f"/admin/{one._meta.app_label}/{one._meta.model_name}/{one.pk}/change/"


def news(answer: HttpResponse) -> list[tuple[str, str, str]]:
    return [(one.label, one.words, one.note) for one in answer.context["clash"].news]


def test_the_page_says_what_a_colleague_changed_and_saves_nothing(
    editor: Client, brian: Person
) -> None:
    opened = values_of(editor.get(page(brian)))
    editor.post(page(brian), {**opened, "biography_en": "<p>Born in <i>Paris</i>.</p>"})
    answer = editor.post(page(brian), {**opened, "name_en": "Patrick J. Brian"})

    brian.refresh_from_db()
    assert answer.status_code == 409
    assert list(answer.context["adminform"].form.non_field_errors()) == [REFUSAL]
    assert news(answer) == [("Biography (English)", "Born in Paris.", IN_THE_FORM)]
    assert (brian.name_en, brian.biography_en) == (
        "Patrick Brian",
        "<p>Born in <i>Paris</i>.</p>",
    )
    assert AuditEntry.objects.count() == 1


def test_saving_again_keeps_both_people_s_work(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    editor.post(page(brian), {**opened, "biography_en": "<p>Born in Paris.</p>"})
    answer = editor.post(page(brian), {**opened, "name_en": "Patrick J. Brian"})
    again = editor.post(page(brian), values_of(answer))

    brian.refresh_from_db()
    assert again.status_code == 302
    assert (brian.name_en, brian.biography_en) == ("Patrick J. Brian", "<p>Born in Paris.</p>")


def test_where_both_wrote_the_second_word_is_a_decision(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    editor.post(page(brian), {**opened, "name_en": "P. Brian", "is_closed": "on"})
    answer = editor.post(page(brian), {**opened, "name_en": "Patrick J. Brian"})
    came_back = values_of(answer)
    again = editor.post(page(brian), came_back)

    brian.refresh_from_db()
    assert news(answer) == [
        ("Name (English)", "P. Brian", YOURS),
        ("No page of its own", "yes", IN_THE_FORM),
    ]
    assert came_back["name_en"] == "Patrick J. Brian"
    assert again.status_code == 302
    assert (brian.name_en, brian.is_closed) == ("Patrick J. Brian", True)


def test_pressing_save_twice_is_no_clash_and_adds_no_row_twice(
    editor: Client, brian: Person
) -> None:
    opened = values_of(editor.get(page(brian)))
    posted = {**opened, "name_en": "P. Brian"}
    twice = [editor.post(page(brian), posted).status_code for _time in range(2)]
    row = {"organisation": str(Organisation.objects.get().pk), "post_en": "consul"}
    posted = {**values_of(editor.get(page(brian))), "appointments-TOTAL_FORMS": "2"}
    posted |= {f"appointments-1-{name}": value for name, value in row.items()}
    posted["appointments-1-person"] = str(brian.pk)
    with_a_row = [editor.post(page(brian), posted).status_code for _time in range(2)]
    assert (twice, with_a_row) == ([302, 302], [302, 409])
    assert Appointment.objects.filter(post_en="consul").count() == 1
    assert AuditEntry.objects.count() == 2


def test_a_third_save_in_between_is_refused_again(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    editor.post(page(brian), {**opened, "name_en": "P. Brian"})
    came_back = values_of(editor.post(page(brian), {**opened, "name_en": "Patrick J. Brian"}))
    Person.objects.update(name_en="Brian")
    answer = editor.post(page(brian), came_back)
    assert (answer.status_code, news(answer)) == (409, [("Name (English)", "Brian", YOURS)])


def test_rows_are_kept_as_fields_are(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    Appointment.objects.update(since="2025-01-01", post_en="military attaché")
    body = Organisation.objects.get()
    Appointment.objects.create(person=brian, organisation=body, post_en="observer")
    mine = {"name_en": "Patrick J. Brian", "appointments-0-post_en": "consul"}
    answer = editor.post(page(brian), {**opened, **mine})
    came_back = values_of(answer)

    assert (answer.status_code, news(answer)) == (
        409,
        [
            ("Patrick Brian: military attaché · Post (English)", "military attaché", YOURS),
            ("Patrick Brian: military attaché · Since", "2025-01-01", IN_THE_FORM),
            ("Appointment", "Patrick Brian: observer", "A colleague added it."),
        ],
    )
    assert editor.post(page(brian), came_back).status_code == 302
    posts = Appointment.objects.order_by("pk").values_list("post_en", "since")
    assert [(post, str(since or "")) for post, since in posts] == [
        ("consul", "2025-01-01"),
        ("observer", ""),
    ]


def test_links_and_choices_are_told_in_words(editor: Client) -> None:
    ministry = Organisation.objects.create(name_en="Ministry")
    one = Organisation.objects.create(name_en="Embassy", country="FR")
    opened = values_of(editor.get(page(one)))
    Organisation.objects.filter(pk=one.pk).update(country="JP", parent=ministry, aliases=["E."])
    answer = editor.post(page(one), {**opened, "name_en": "The Embassy"})
    assert news(answer) == [
        ("Country", "Japan", IN_THE_FORM),
        ("Part of", "Ministry", IN_THE_FORM),
        ("Other spellings", "E.", IN_THE_FORM),
    ]


def test_a_role_given_meanwhile_is_not_taken_back() -> None:
    desk = signed_in(person(Role.ADMINISTRATOR, desk_language="en"))
    someone = person(Role.WRITER, desk_language="en")
    opened = values_of(desk.get(page(someone)))
    someone.groups.add(Group.objects.get(name="translator"))
    answer = desk.post(page(someone), {**opened, "last_name": "Sobirova"})
    again = desk.post(page(someone), values_of(answer))
    someone = User.objects.get(pk=someone.pk)
    assert (answer.status_code, again.status_code) == (409, 302)
    assert news(answer) == [("Roles", "Writer, Translator", IN_THE_FORM)]
    assert (someone.last_name, someone.roles) == ("Sobirova", {Role.WRITER, Role.TRANSLATOR})


@pytest.mark.parametrize("seen", [None, "", "{", "[]", '{"name_en": 1}'])
def test_a_form_that_has_seen_nothing_saves_nothing(
    editor: Client, brian: Person, seen: str | None
) -> None:
    posted = {**values_of(editor.get(page(brian))), "name_en": "Forged"}
    posted.pop("seen")
    answer = editor.post(page(brian), posted if seen is None else {**posted, "seen": seen})
    brian.refresh_from_db()
    assert (answer.status_code, news(answer), brian.name_en) == (
        409,
        [("Name (English)", "Patrick Brian", YOURS)],
        "Patrick Brian",
    )


def test_a_form_with_a_mistake_keeps_what_it_was_opened_upon(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    mistaken = editor.post(page(brian), {**opened, "name_en": ""})
    Person.objects.update(name_ru="Патрик Бриан")
    answer = editor.post(page(brian), {**values_of(mistaken), "name_en": "Patrick Brian"})
    assert (mistaken.status_code, answer.status_code) == (200, 409)
    assert news(answer) == [("Name (Русский)", "Патрик Бриан", IN_THE_FORM)]


def test_markup_in_what_a_colleague_wrote_is_shown_as_written(
    editor: Client, brian: Person
) -> None:
    opened = values_of(editor.get(page(brian)))
    Person.objects.update(name_ru="<script>x</script>")
    answer = editor.post(page(brian), opened).content.decode()
    assert answer.count('<div class="stored">&lt;script&gt;x&lt;/script&gt;</div>') == 1


def test_the_row_is_locked_before_it_is_looked_at(editor: Client, brian: Person) -> None:
    opened = values_of(editor.get(page(brian)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        editor.post(page(brian), {**opened, "name_en": "P. Brian"})
    statements = [one["sql"] for one in asked.captured_queries]
    locked = [n for n, sql in enumerate(statements) if sql.endswith("FOR UPDATE")]
    read = [n for n, sql in enumerate(statements) if 'FROM "delegations_appointment"' in sql]
    assert len(locked) == 1
    assert locked[0] < read[-1]
