"""No way round the verbs at the desk: forged posts, stolen pages, lists, addresses by GET.

What each test tries could be done if one guard were missing; after it, nothing is changed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.sites import all_sites
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.kinds import kind_models
from editorial.models import (
    Approval,
    AuditEntry,
    Edition,
    Mention,
    Release,
    Unreviewed,
    Withdrawal,
)
from editorial.workflow import VERBS
from tests.delegations.factories import meeting
from tests.editorial.conftest import Office
from tests.editorial.desk import address, opened, signed_in
from tests.editorial.test_every_case import MAY, STATES, World, everything_stored
from tests.editorial.test_no_way_round import CHANGES
from tests.factories import approved, draft, person


@pytest.fixture
def world(office: Office) -> World:
    return World(office.writer, office.editor, office.secretary, office.deputy)


# Where each verb would have something to do; the button that asks for it.
DUE = {
    "start_edition": ("live", "start_edition"),
    "save_edition": ("in_work", ""),
    "discard": ("in_work", "discard"),
    "submit": ("in_work", "submit:ru"),
    "send_back": ("in_review", "send_back:ru"),
    "approve": ("in_review", "approve:ru"),
    "release": ("approved", "release:ru"),
    "reschedule": ("scheduled", "reschedule:ru"),
    "cancel_schedule": ("scheduled", "cancel_schedule:ru"),
    "release_unreviewed": ("in_work", "release_unreviewed:ru"),
    "confirm_unreviewed": ("unreviewed", "confirm_unreviewed:ru"),
    "withdraw": ("live", "withdraw:ru"),
    "amend_withdrawal": ("withdrawn", "amend_withdrawal:ru"),
    "restore": ("withdrawn", "restore:ru"),
}


def posted(edition: Edition, act: str, **more: str) -> dict[str, str]:
    """Return what a forged form would post: the act, and all that it needs."""
    prefix = act.replace(":", "-")
    moment = (database_moment() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    return {
        "token": str(edition.token),
        "_act": act,
        f"{prefix}-reason": "in_error" if act.startswith("withdraw") else "Уточните.",
        f"{prefix}-moment": moment,
        f"{prefix}-explanation-ru": "Ошибка.",
        **more,
    }


@pytest.mark.parametrize("verb", DUE)
def test_w08_no_role_without_the_right_does_it_by_post(world: World, verb: str) -> None:
    assert set(DUE) == set(VERBS)
    state, act = DUE[verb]
    edition = STATES[state](world, "ru")
    for role in (*Role, None):
        if role in MAY[verb]:
            continue
        # A superuser without a role is nobody here.
        stranger = person(*([role] if role else []), is_superuser=role is None)
        client, before = signed_in(stranger), everything_stored()
        values = posted(edition, act)
        assert client.post(address(edition, "act"), values).status_code in (302, 400, 403)
        assert everything_stored() == before, (role, verb)
        # Whoever may save has what he typed saved first, and then hears why not.
        typed = {**values, "headline_ru": "Слово", "body_ru": "<p>Текст.</p>"}
        client.post(address(edition), typed)
        did = AuditEntry.objects.filter(by=stranger).values_list("verb", flat=True)
        assert set(did) <= ({"save_edition"} if role in MAY["save_edition"] else set())


@pytest.mark.parametrize("verb", DUE)
def test_w08_what_a_post_does_a_get_does_not(world: World, office: Office, verb: str) -> None:
    state, act = DUE[verb]
    edition = STATES[state](world, "ru")
    client = signed_in(office.secretary)
    before = everything_stored()
    values = posted(edition, act)
    assert client.get(address(edition, "act"), values).status_code == 405
    assert client.head(address(edition, "act"), values).status_code == 405
    assert client.put(address(edition, "act"), values).status_code == 405
    assert client.get(address(edition), values).status_code == 200
    assert everything_stored() == before


def test_w10_fields_that_no_form_has_change_nothing(office: Office) -> None:
    """Every column of everything, posted along with a true change of the headline."""
    edition, other = draft(office.writer), draft(office.editor)
    client = signed_in(office.writer)
    values = opened(client, edition)
    known = client.get(address(edition)).context["form"].fields
    forged = {
        name: value
        for model in CHANGES
        for field in model._meta.fields
        for name in (field.name, field.attname, f"{field.name}_ru", f"{field.name}-0")
        for value in _forged(field.name, other, office)
        if name not in values and name not in known
    }
    assert {"state", "state_ru", "closed_at", "live", "number", "released_by"} <= set(forged)
    response = client.post(
        address(edition), {**values, **forged, "headline_ru": "Верный заголовок"}
    )
    assert response.status_code == 302
    now = kind_models()["news"]._default_manager.get(pk=edition.pk)
    assert (now.headline_ru, now.token, now.closed_at, now.discarded) == (
        "Верный заголовок",
        2,
        None,
        False,
    )
    assert (now.publication_id, now.number, now.updated_by) == (
        edition.publication_id,
        1,
        office.writer,
    )
    texts = now.text_rows.values_list("state", "submitted_by", "change")
    assert set(texts) == {("in_work", None, "first")}
    rows = (Release, Approval, Withdrawal, Unreviewed, Mention)
    assert [model._base_manager.count() for model in rows] == [0] * 5
    assert Edition.objects.get(pk=other.pk).token == 1
    assert AuditEntry.objects.latest("id").verb == "save_edition"


def _forged(name: str, other: Edition, office: Office) -> list[str]:
    known = {
        "state": "approved",
        "change": "minor",
        "closed_at": "2026-01-01T00:00",
        "number": "7",
        "publication": str(other.publication_id),
        "edition": str(other.pk),
    }
    return [known.get(name, str(office.editor.pk))]


def test_w10_the_token_of_another_edition_opens_nothing(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    other = draft(office.writer)
    client = signed_in(office.secretary)
    before = everything_stored()
    for token in (str(other.token), "99", "-1", "x", str(10**40)):
        values = {**opened(client, edition), "token": token, "_act": "release:ru"}
        assert client.post(address(edition), values).status_code in (200, 302, 400, 409)
    assert everything_stored() == before


def test_w06_an_author_does_not_approve_by_post_whatever_else_he_is(office: Office) -> None:
    """The editor wrote with the writer: to the desk he is an author, not a reviewer."""
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition, by=office.editor, token=1, texts={"ru": {"lead": "Лид редактора"}}
    )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    client = signed_in(office.editor)
    for act in ("approve:ru", "approve:facts,ru", "approve_and_release:ru"):
        client.post(address(edition), {**opened(client, edition), "_act": act})
    assert (Approval.objects.count(), Release.objects.count()) == (0, 0)


def _loses_his_role(user: User) -> None:
    user.groups.clear()


def _is_closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _leaves_the_desk(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def _gets_another_password(user: User) -> None:
    user.set_password("another long password of 2026")
    user.save()


def asks_to_sign_in(answer: Any) -> bool:
    """Whether the answer leads to the page of signing in, what was posted kept until then."""
    return answer.status_code == 200 and 'type="password"' in answer.content.decode()


@pytest.mark.parametrize(
    "ends", [_loses_his_role, _is_closed, _leaves_the_desk, _gets_another_password]
)
def test_w11_who_may_no_more_releases_nothing_from_a_page_still_open(
    office: Office, ends: Callable[[User], None]
) -> None:
    edition = approved(office.writer, office.editor)
    client = signed_in(office.secretary)
    values = {**opened(client, edition), "_act": "release:ru"}
    ends(office.secretary)
    answer = client.post(address(edition), values)
    assert answer.status_code == 403 or asks_to_sign_in(answer)
    assert Release.objects.count() == 0


def test_w11_a_deleted_person_s_session_opens_nothing(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    newcomer = person(Role.PRESS_SECRETARY)
    client = signed_in(newcomer)
    values = {**opened(client, edition), "_act": "release:ru"}
    newcomer.delete()
    assert asks_to_sign_in(client.post(address(edition), values))
    assert Release.objects.count() == 0


@pytest.mark.parametrize("kind", ["news/newsitem", "events/meeting", "delegations/delegation"])
def test_w09_the_desk_has_no_bulk_acts(office: Office, kind: str) -> None:
    edition = draft(office.writer)
    client = signed_in(office.secretary)
    before = everything_stored()
    page = client.get(f"/admin/{kind}/").content.decode()
    assert 'name="action"' not in page
    for act in ("delete_selected", "release", "make_published"):
        client.post(f"/admin/{kind}/", {"action": act, "_selected_action": [edition.pk]})
    client.post(f"/admin/{kind}/", {"form-TOTAL_FORMS": "1", "form-0-id": edition.pk, "_save": "1"})
    assert everything_stored() == before


def test_w09_no_admin_edits_rows_in_its_list_or_has_pages_for_what_is_kept() -> None:
    pages = set()
    for site in all_sites:
        for model, desk in site._registry.items():
            assert not desk.list_editable, model
            if model in CHANGES:
                pages |= {str(one.name) for one in desk.get_urls()}
    assert pages == set()


def test_w09_django_s_own_permissions_open_no_edition(office: Office) -> None:
    """All permissions there are, and no role: enough for any stock admin, not for this desk."""
    edition = draft(office.writer)
    stranger = person()
    stranger.user_permissions.set(Permission.objects.all())
    client = signed_in(User.objects.get(pk=stranger.pk))
    assert client.get(address(edition)).status_code == 403
    assert client.post(address(edition), posted(edition, "submit:ru")).status_code == 403
    assert client.post(address(edition, "act"), posted(edition, "discard")).status_code == 403


def test_l18_the_autocomplete_offers_a_hidden_piece_to_those_named_alone(office: Office) -> None:
    hidden = meeting(office.writer, {"ru": {"title": "Закрытая встреча"}})
    actions.limit_access(edition=hidden, by=office.writer, people=[office.secretary])
    asked = {"app_label": "news", "model_name": "newsitem", "term": "Закрытая"}
    for field in ("meetings", "publication"):
        named, other = (
            signed_in(one).get("/admin/autocomplete/", {**asked, "field_name": field})
            for one in (office.secretary, office.editor)
        )
        assert [one["id"] for one in named.json()["results"]] == [str(hidden.publication_id)]
        assert other.json()["results"] == []
    about = {**asked, "app_label": "editorial", "model_name": "auditentry", "field_name": "edition"}
    assert signed_in(office.secretary).get("/admin/autocomplete/", about).status_code == 403


def test_w08_nobody_signed_in_is_nobody(office: Office, world: World) -> None:
    edition = approved(office.writer, office.editor)
    before = everything_stored()
    for verb, (_state, act) in DUE.items():
        answer = Client().post(address(edition, "act"), posted(edition, act))
        assert asks_to_sign_in(answer), verb
    assert everything_stored() == before
