"""What the database keeps of posts and delegations."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from delegations.models import Appointment, Delegate, Person
from tests.delegations.factories import delegation, holder, institute, row
from tests.editorial.conftest import Office

JANUARY, JUNE, JULY = date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)


def posts_on(day: date) -> list[str]:
    return sorted(Appointment.objects.held_on(day).values_list("post_ru", flat=True))


def test_a_post_is_held_from_its_first_day_to_its_last(db: None) -> None:
    holder("А. Каримов", "директор", institute(), since=JANUARY, until=JUNE)
    held = [bool(posts_on(day)) for day in (date(2024, 12, 31), JANUARY, JUNE, JULY)]
    assert held == [False, True, True, False]


def test_a_post_without_an_end_or_a_beginning_holds_for_ever(db: None) -> None:
    organisation = institute()
    holder("А. Каримов", "директор", organisation, since=JANUARY)
    holder("Б. Алиев", "советник", organisation, until=JUNE)
    assert (posts_on(date(1990, 1, 1)), posts_on(date(2090, 1, 1))) == (["советник"], ["директор"])


def test_the_same_person_cannot_hold_the_same_post_twice_on_one_day(db: None) -> None:
    organisation = institute()
    person = holder("А. Каримов", "Директор", organisation, since=JANUARY)
    with pytest.raises(IntegrityError, match="held_once"), transaction.atomic():
        Appointment.objects.create(
            person=person, organisation=organisation, post_ru="директор", since=JULY
        )


def test_a_person_may_hold_a_post_again_and_another_one_beside_it(db: None) -> None:
    organisation = institute()
    person = holder("А. Каримов", "директор", organisation, since=JANUARY, until=JUNE)
    Appointment.objects.create(
        person=person, organisation=organisation, post_ru="директор", since=JULY
    )
    Appointment.objects.create(
        person=person, organisation=organisation, post_ru="профессор", since=JANUARY
    )
    assert posts_on(JULY) == ["директор", "профессор"]


def test_a_post_cannot_end_before_it_begins(db: None) -> None:
    with pytest.raises(IntegrityError, match="ends_after"), transaction.atomic():
        holder("А. Каримов", "директор", institute(), since=JULY, until=JUNE)


def test_present_posts_come_before_those_that_ended(db: None) -> None:
    organisation, person = institute(), Person.objects.create(name_ru="А. Каримов")
    for post, since, until in (
        ("первый", None, date(2020, 1, 1)),
        ("второй", date(2020, 1, 2), JUNE),
        ("третий", JULY, None),
    ):
        Appointment.objects.create(
            person=person, organisation=organisation, post_ru=post, since=since, until=until
        )
    found = person.appointments.latest_first().values_list("post_ru", flat=True)
    assert list(found) == ["третий", "второй", "первый"]


def test_the_database_lets_a_delegation_have_one_head(office: Office) -> None:
    edition = delegation(office.writer, delegates=[row("a", role="head"), row("b", role="member")])
    with pytest.raises(IntegrityError, match="delegation_head_is_one"), transaction.atomic():
        Delegate.objects.filter(edition=edition, key="b").update(role="head")


def test_the_database_lets_a_key_stand_once_in_an_edition(office: Office) -> None:
    edition = delegation(office.writer, delegates=[row("a"), row("b")])
    with pytest.raises(IntegrityError, match="key_is_one"), transaction.atomic():
        Delegate.objects.filter(edition=edition, key="b").update(key="a")
