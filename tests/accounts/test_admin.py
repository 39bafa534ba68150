"""People at the desk: the administrator keeps them, and nobody else."""

from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.adapters import SIGNED_IN_AT
from accounts.models import User
from accounts.roles import Role
from tests.editorial.desk import values_of
from tests.factories import person

LIST = "/admin/accounts/user/"
PASSWORD = "yetti kun qishda"


@pytest.fixture
def administrator(db) -> Client:
    client = Client()
    client.force_login(person(Role.ADMINISTRATOR, username="boss", desk_language="en"))
    return client


def test_a_new_person_can_sign_in_and_work(administrator: Client, client: Client) -> None:
    role = Group.objects.get(name="editor")
    response = administrator.post(
        f"{LIST}add/",
        {
            "username": "malika",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "last_name": "Sobirova",
            "groups": [role.pk],
            "languages_read": ["ru", "en"],
            "languages_written": ["en"],
            "desk_language": "en",
        },
    )
    made = User.objects.get(username="malika")
    assert response.headers["Location"] == f"{LIST}{made.pk}/change/"
    assert (made.languages_read, made.languages_written) == (["ru", "en"], ["en"])
    assert made.roles == {Role.EDITOR, Role.WRITER}
    client.post("/admin/login/", {"login": "malika", "password": PASSWORD})
    assert client.get("/admin/news/newsitem/").status_code == 200
    assert LogEntry.objects.count() == 0


def test_a_change_gives_roles_and_no_more_power_than_they_have(administrator: Client) -> None:
    someone = person(Role.WRITER, username="someone")
    page = f"{LIST}{someone.pk}/change/"
    administrator.post(
        page,
        {
            "seen": values_of(administrator.get(page))["seen"],
            "username": "someone",
            "groups": [Group.objects.get(name="press_secretary").pk],
            "languages_read": ["ru"],
            "desk_language": "ru",
            "is_superuser": "on",
            "user_permissions": ["1"],
        },
    )
    someone = User.objects.get(pk=someone.pk)
    assert (someone.is_superuser, someone.user_permissions.count()) == (False, 0)
    assert set(someone.groups.values_list("name", flat=True)) == {"press_secretary"}
    # An unticked box closes the account.
    assert someone.is_active is False


def test_roles_are_shown_by_name(administrator: Client) -> None:
    person(Role.PRESS_SECRETARY, username="someone")
    page = administrator.get(LIST).content.decode()
    assert page.count('<td class="field-role_names">Press secretary</td>') == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    administrator: Client, django_assert_num_queries, rows: int
) -> None:
    for _number in range(rows - 1):
        person(Role.WRITER)
    administrator.get("/admin/")
    with django_assert_num_queries(10):
        administrator.get(LIST)


def test_nobody_is_deleted(administrator: Client) -> None:
    someone = person(Role.WRITER)
    response = administrator.post(f"{LIST}{someone.pk}/delete/", {"post": "yes"})
    assert (response.status_code, User.objects.filter(pk=someone.pk).count()) == (403, 1)


@pytest.mark.parametrize("role", [Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY])
def test_people_are_the_administrator_s_alone(db, client: Client, role: Role) -> None:
    me = person(role)
    client.force_login(me)
    pages = (LIST, f"{LIST}add/", f"{LIST}{me.pk}/change/", f"{LIST}{me.pk}/password/")
    assert [client.get(page).status_code for page in pages] == [403, 403, 403, 403]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.WRITER, 403), (Role.EDITOR, 200), (Role.PRESS_SECRETARY, 200)],
)
@pytest.mark.parametrize("page", ["news/section", "editorial/topic"])
def test_editors_keep_sections_and_topics(
    db, client: Client, role: Role, status: int, page: str
) -> None:
    client.force_login(person(role))
    statuses = [client.get(f"/admin/{page}/{end}").status_code for end in ("", "add/")]
    assert statuses == [status, status]


@pytest.mark.parametrize("page", ["news/section", "editorial/topic"])
def test_a_record_is_named_in_four_languages(db, client: Client, page: str) -> None:
    client.force_login(person(Role.EDITOR))
    names = {f"name_{suffix}": f"Name {suffix}" for suffix in ("uz", "uz_cyrl", "ru", "en")}
    response = client.post(f"/admin/{page}/add/", {**names, "slug": "economy", "order": "1"})
    assert response.headers["Location"] == f"/admin/{page}/"
    assert LogEntry.objects.count() == 0


def confirmed_long_ago(client: Client) -> None:
    session = client.session
    session[SIGNED_IN_AT] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()


@pytest.mark.parametrize("ending", ["add/", "{pk}/change/", "{pk}/password/"])
def test_after_a_while_accounts_are_opened_only_by_who_says_again_who_he_is(
    administrator: Client, ending: str
) -> None:
    address = f"{LIST}{ending}".format(pk=person(Role.WRITER).pk)
    confirmed_long_ago(administrator)
    answer = administrator.get(address)
    assert unquote(answer.headers["Location"]) == f"/admin/account/confirm/?next={address}"


def test_a_role_is_not_given_before_that_and_is_given_after(administrator: Client) -> None:
    User.objects.filter(username="boss").update(password=make_password(PASSWORD))
    administrator.force_login(User.objects.get(username="boss"))
    someone = person(Role.WRITER, username="someone")
    page = f"{LIST}{someone.pk}/change/"
    editor = Group.objects.get(name="editor")
    values = {"username": "someone", "is_active": "on", "groups": [editor.pk]}
    values |= {"desk_language": "ru", "seen": values_of(administrator.get(page))["seen"]}
    confirmed_long_ago(administrator)

    asked = administrator.post(page, values)
    assert someone.groups.get().name == "writer"
    answer = administrator.post(asked.headers["Location"], {"password": PASSWORD, "next": page})

    assert answer.headers["Location"] == LIST
    assert someone.groups.get().name == "editor"


def test_a_new_person_s_password_does_not_wait_in_the_session(administrator: Client) -> None:
    confirmed_long_ago(administrator)
    values = {"username": "malika", "password1": PASSWORD, "password2": PASSWORD}
    answer = administrator.post(f"{LIST}add/", values)
    assert answer.headers["Location"] == f"{LIST}add/"
    assert PASSWORD not in str(dict(administrator.session.items()))
    assert User.objects.filter(username="malika").count() == 0


def test_an_e_mail_address_leads_to_one_person(administrator: Client) -> None:
    person(Role.WRITER, email="one@ismi.example")
    values = {"username": "malika", "email": "ONE@ismi.example", "usable_password": "false"}
    answer = administrator.post(f"{LIST}add/", {**values, "desk_language": "en"})
    with translation.override("en"):
        said = list(answer.context["adminform"].form.errors["email"])
    assert said == ["Someone else has this e-mail address."]


def test_a_superuser_sees_people_and_no_groups(db, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password=PASSWORD, desk_language="en"))
    hidden = ("/admin/auth/group/", "/admin/mfa/authenticator/", "/admin/account/emailaddress/")
    pages = ("/admin/", LIST, f"{LIST}add/")
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert [client.get(page).status_code for page in hidden] == [404, 404, 404]


def test_the_first_administrator_comes_from_the_command_line(db, monkeypatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="root", email="", interactive=False, verbosity=0)
    root = User.objects.get(username="root")
    assert root.roles == {Role.ADMINISTRATOR}
    assert (root.languages_read, root.languages_written) == (["uz", "uz-cyrl", "ru", "en"], [])
