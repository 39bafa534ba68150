"""Duty: a role for a time, given by somebody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from lxml import html

from accounts.factors import is_demanded
from accounts.models import DutyTerm, User
from accounts.roles import Role
from editorial.clock import database_moment
from editorial.models import AuditEntry
from tests.editorial.desk import signed_in
from tests.factories import on_duty, person

HOUR = timedelta(hours=1)
ADDING = "/admin/accounts/dutyterm/add/"


@pytest.mark.parametrize(
    ("since", "until", "is_on"), [(-2, -1, False), (-1, 1, True), (1, 2, False)]
)
def test_a_term_gives_the_role_while_it_runs(db: None, since: int, until: int, is_on: bool) -> None:
    writer = person(Role.WRITER)
    on_duty(writer, since=since * HOUR, until=until * HOUR)
    assert (Role.DUTY in writer.roles) is is_on
    assert list(User.objects.holding({Role.DUTY})) == ([writer] if is_on else [])


def test_roles_cost_one_statement_with_or_without_a_term(
    db: None, django_assert_num_queries
) -> None:
    for one in (person(Role.WRITER), person(Role.WRITER, Role.DUTY)):
        with django_assert_num_queries(1):
            assert Role.WRITER in one.roles


def test_a_closed_account_is_not_on_duty(db: None) -> None:
    one = person(Role.WRITER, Role.DUTY, is_active=False)
    assert one.roles == frozenset()


def test_who_is_on_duty_needs_a_second_factor(db: None, settings) -> None:
    settings.MFA_DEMANDED = True
    assert [is_demanded(person(Role.WRITER)), is_demanded(person(Role.WRITER, Role.DUTY))] == [
        False,
        True,
    ]


@pytest.mark.parametrize("hours", [0, -1, 32 * 24])
def test_a_term_ends_after_it_begins_and_within_a_month(db: None, hours: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        on_duty(person(Role.WRITER), since=timedelta(0), until=hours * HOUR)


def test_nobody_gives_duty_to_himself(db: None) -> None:
    one, now = person(Role.PRESS_SECRETARY), database_moment()
    own = DutyTerm(person=one, given_by=one, since=now, until=now + HOUR)
    with pytest.raises(ValidationError):
        own.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        own.save()


def given(person_: User) -> dict[str, str]:
    """Return what the form posts for a night of duty."""
    return {
        "person": str(person_.pk),
        "since_0": "2026-12-31",
        "since_1": "18:00",
        "until_0": "2027-01-01",
        "until_1": "09:00",
    }


@pytest.mark.parametrize("role", [Role.PRESS_SECRETARY, Role.ADMINISTRATOR])
def test_a_press_secretary_and_an_administrator_give_duty(db: None, role: Role) -> None:
    giver, writer = person(role, desk_language="en"), person(Role.WRITER)
    response = signed_in(giver).post(ADDING, given(writer))
    assert response.status_code == 302
    term = DutyTerm.objects.get()
    assert (term.person, term.given_by) == (writer, giver)
    assert AuditEntry.objects.latest("id").detail["record"] == "dutyterm"


def test_the_form_refuses_duty_for_oneself_in_words(db: None) -> None:
    giver = person(Role.PRESS_SECRETARY, desk_language="en")
    response = signed_in(giver).post(ADDING, given(giver))
    assert response.status_code == 200
    with translation.override("en"):
        said = [str(one) for errors in response.context["errors"] for one in errors]
    assert said == ["Nobody gives duty to himself: ask a colleague."]
    assert DutyTerm.objects.count() == 0


@pytest.mark.parametrize("role", [Role.WRITER, Role.TRANSLATOR, Role.EDITOR])
def test_no_other_role_gives_duty(db: None, role: Role) -> None:
    response = signed_in(person(role)).post(ADDING, given(person(Role.WRITER)))
    assert (response.status_code, DutyTerm.objects.count()) == (403, 0)


def test_the_list_says_who_is_on_duty_now(db: None) -> None:
    giver = person(Role.PRESS_SECRETARY, desk_language="en")
    for since, until in ((-2, -1), (-1, 1), (1, 2)):
        on_duty(person(Role.WRITER), since=since * HOUR, until=until * HOUR)
    page = html.fromstring(signed_in(giver).get("/admin/accounts/dutyterm/").content.decode())
    said = [one.text for one in page.xpath("//td[contains(@class, 'field-standing')]")]
    assert said == ["to come", "on duty now", "over"]


def test_the_form_asks_with_the_browsers_own_fields(db: None) -> None:
    giver = person(Role.PRESS_SECRETARY, desk_language="en")
    page = html.fromstring(signed_in(giver).get(ADDING).content.decode())
    fields = page.xpath("//input[starts-with(@name, 'since_')]")
    assert [(one.get("type"), one.get("aria-label")) for one in fields] == [
        ("date", "Day"),
        ("time", "Time"),
    ]


@pytest.mark.parametrize("hours", [1, -1])
def test_who_is_on_duty_reads_until_when_on_his_own_page(db: None, hours: int) -> None:
    one = person(Role.WRITER, desk_language="en")
    term = on_duty(one, since=-2 * HOUR, until=hours * HOUR)
    said = signed_in(one).get("/admin/account/").context["on_duty_until"]
    until = f"{timezone.localtime(term.until):%H:%M}"
    assert said[-5:] == (until if hours > 0 else "")
