"""No act forgotten: what is written of plain records stands in the audit chain."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.roles import Role
from delegations.models import Organisation, Person
from editorial import audit
from editorial.models import AuditEntry, Topic
from news.models import Section
from tests.editorial.desk import signed_in, values_of
from tests.factories import person
from website.models import Channel

IDENTITY = "/admin/website/siteidentity/1/change/"
PASSWORD = "yetti kun qishda"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(person(Role.EDITOR, desk_language="en"))


@pytest.fixture
def administrator() -> Client:
    return signed_in(person(Role.ADMINISTRATOR, desk_language="en"))


def save(desk: Client, address: str, **changed: Any) -> None:
    """Open a page of the desk, change these values, save it."""
    answer = desk.post(address, {**values_of(desk.get(address)), **changed})
    assert answer.status_code == 302, answer.context["errors"]


def entries() -> list[tuple[str, dict[str, Any]]]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", "detail"))


def told(record: str, key: int, *fields: str) -> dict[str, Any]:
    return {"record": record, "key": key, "fields": list(fields)}


def test_the_site_s_public_name_is_not_changed_in_secret(editor: Client) -> None:
    save(editor, IDENTITY, name_ru="Другое имя", phone="+998 71 200")
    assert entries() == [("change_record", told("siteidentity", 1, "name_ru", "phone"))]


def test_new_records_are_told_of(editor: Client) -> None:
    save(editor, "/admin/news/section/add/", slug="meetings", name_en="Meetings")
    save(editor, "/admin/editorial/topic/add/", slug="water", name_ru="Вода")
    channel = {"kind": "telegram", "label": "Telegram", "url": "https://t.example"}
    save(editor, "/admin/website/channel/add/", **channel)
    assert entries() == [
        ("add_record", told("section", Section.objects.get().pk, "name_en", "slug", "order")),
        ("add_record", told("topic", Topic.objects.get().pk, "name_ru", "slug")),
        (
            "add_record",
            told("channel", Channel.objects.get().pk, "kind", "label", "url", "order", "is_shown"),
        ),
    ]


def test_changes_of_sections_topics_and_channels_are_told_of(editor: Client) -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    topic = Topic.objects.create(slug="water", name_en="Water")
    channel = Channel.objects.create(kind="telegram", label="Telegram", url="https://t.example")
    save(editor, f"/admin/news/section/{section.pk}/change/", slug="events")
    save(editor, f"/admin/editorial/topic/{topic.pk}/change/", name_ru="Вода")
    save(editor, f"/admin/website/channel/{channel.pk}/change/", is_shown=[])
    assert entries() == [
        ("change_record", told("section", section.pk, "slug")),
        ("change_record", told("topic", topic.pk, "name_ru")),
        ("change_record", told("channel", channel.pk, "is_shown")),
    ]


def test_a_post_that_is_added_to_a_person_is_told_of(editor: Client) -> None:
    body = Organisation.objects.create(name_en="Embassy")
    one = Person.objects.create(name_en="Patrick Brian")
    row = {"appointments-TOTAL_FORMS": "1", "appointments-0-organisation": str(body.pk)}
    row |= {"appointments-0-post_en": "attaché", "appointments-0-person": str(one.pk)}
    save(editor, f"/admin/delegations/person/{one.pk}/change/", **row)
    assert entries() == [("change_record", told("person", one.pk, "organisation", "post_en"))]


def test_a_form_saved_untouched_is_no_act(editor: Client) -> None:
    one = Person.objects.create(name_en="Patrick Brian", biography_en="<p>Born in Paris.</p>")
    save(editor, f"/admin/delegations/person/{one.pk}/change/", name_en=" Patrick\u200b  Brian ")
    save(editor, IDENTITY)
    assert entries() == []


def test_who_was_made_press_secretary_and_by_whom_stays_known(administrator: Client) -> None:
    someone = person(Role.WRITER, username="someone")
    secretary = Group.objects.get(name="press_secretary")
    save(administrator, f"/admin/accounts/user/{someone.pk}/change/", groups=[secretary.pk])
    told_of = told("user", someone.pk, "groups")
    roles = {"given": ["press_secretary"], "taken": ["writer"]}
    assert entries() == [("change_record", {**told_of, **roles})]
    assert AuditEntry.objects.get().by.roles == {Role.ADMINISTRATOR}


def test_a_new_colleague_is_told_of_and_his_password_is_not(administrator: Client) -> None:
    editor = Group.objects.get(name="editor")
    save(
        administrator,
        "/admin/accounts/user/add/",
        username="malika",
        usable_password="true",
        password1=PASSWORD,
        password2=PASSWORD,
        groups=[editor.pk],
    )
    ((verb, detail),) = entries()
    assert verb == "add_record"
    assert detail["fields"] == ["username", "groups", "desk_language"]
    assert (detail["given"], detail["taken"]) == (["editor"], [])
    assert PASSWORD not in str(detail)


def test_a_password_set_for_a_colleague_is_told_of(administrator: Client) -> None:
    someone = person(Role.WRITER)
    words = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    page = f"/admin/accounts/user/{someone.pk}/password/"
    refused = administrator.post(page, {**words, "password2": "another", "set-password": "on"})
    answer = administrator.post(page, {**words, "set-password": "on"})
    assert (refused.status_code, answer.status_code) == (200, 302)
    assert entries() == [("change_record", told("user", someone.pk, "password"))]


def test_the_chain_holds_with_entries_of_records(editor: Client) -> None:
    save(editor, IDENTITY, name_ru="Другое имя")
    save(editor, IDENTITY, name_ru="Третье имя")
    assert AuditEntry.objects.count() == 2
    assert audit.first_break() is None
