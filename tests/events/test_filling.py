"""What a meeting takes over from the delegations that are linked to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from delegations.models import Organisation
from editorial import actions
from editorial.contents.printing import print_facts, print_text
from editorial.models import Edition
from tests.delegations.factories import delegation, meeting, row
from tests.editorial.conftest import Office

NAMES = {"ru": {"delegates": {"a": {"name": "Патрик Бриан", "post": "полковник"}}}}


@pytest.fixture
def visit(office: Office) -> Edition:
    delegates = [row("a", role="head"), row("b", role="interpreter")]
    return delegation(office.writer, country="FR", delegates=delegates, texts=NAMES)


def linked(office: Office, *visits: Edition, **facts: Any) -> Edition:
    numbers = [visit.publication_id for visit in visits]
    return meeting(office.writer, delegations=numbers, **facts)


def guests(edition: Edition) -> list[tuple[str, str, str, str]]:
    facts, said = print_facts(edition), print_text(edition, "ru")["participants"]
    return [
        (one["side"], one["role"], one["attendance"], said.get(one["key"], {}).get("post", ""))
        for one in facts["participants"]
    ]


def fresh(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_a_linked_delegation_brings_its_country_and_its_members_as_guests(
    office: Office, visit: Edition
) -> None:
    met = fresh(linked(office, visit, country="", participants=[row("h", side="host")]))
    assert print_facts(met)["country"] == "FR"
    assert guests(met) == [
        ("host", "member", "came", ""),
        ("guest", "head", "came", "полковник"),
        ("guest", "interpreter", "came", ""),
    ]


def test_guests_and_country_that_somebody_wrote_stay(office: Office, visit: Edition) -> None:
    met = fresh(linked(office, visit, country="DE", participants=[row("g", side="guest")]))
    assert print_facts(met)["country"] == "DE"
    assert guests(met) == [("guest", "member", "came", "")]


def test_guests_taken_out_afterwards_stay_out(office: Office, visit: Edition) -> None:
    met = fresh(linked(office, visit, country="", participants=[]))
    facts = {"participants": [], "country": ""}
    actions.save_edition(edition=met, by=office.writer, token=met.token, facts=facts)
    assert (guests(fresh(met)), print_facts(fresh(met))["country"]) == ([], "")


def test_of_two_delegations_one_head_leads_the_guests_and_no_country_is_guessed(
    office: Office, visit: Edition
) -> None:
    other = delegation(office.writer, country="JP", delegates=[row("a", role="head")])
    met = fresh(linked(office, visit, other, country="", participants=[]))
    assert print_facts(met)["country"] == ""
    assert [role for _side, role, _came, _post in guests(met)] == ["head", "member", "interpreter"]


def test_a_free_name_is_printed_with_the_organisation_that_was_chosen(office: Office) -> None:
    body = Organisation.objects.create(name_ru="Институт", name_en="Institute", country="UZ")
    host = row("h", side="host", organisation=body.pk)
    said = {"ru": {"participants": {"h": {"name": "Акрамжон Неъматов"}}}}
    met = fresh(meeting(office.writer, texts=said, participants=[host]))
    assert print_text(met, "ru")["participants"]["h"] == {
        "name": "Акрамжон Неъматов",
        "organisation_name": "Институт",
    }
    assert print_text(met, "en")["participants"] == {"h": {"organisation_name": "Institute"}}


@pytest.mark.parametrize(
    ("days_ahead", "said", "status"),
    [(1, "held", "planned"), (0, "held", "held"), (1, "cancelled", "cancelled")],
)
def test_a_meeting_whose_day_has_not_come_is_planned(
    office: Office, days_ahead: int, said: str, status: str
) -> None:
    day = timezone.localdate() + timedelta(days=days_ahead)
    met = meeting(office.writer, starts_on=day.isoformat(), status=said)
    assert print_facts(fresh(met))["status"] == status
