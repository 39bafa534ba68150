"""Who is public, with which picture, and who has begun in a post."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from delegations.models import Appointment, Person
from editorial.clock import database_moment
from library.querysets import is_public
from tests.delegations.factories import holder, institute
from tests.factories import person, printed
from tests.library.files import taken_in

pytestmark = pytest.mark.django_db


def _told_in(language: str) -> tuple[Person, str]:
    """A person whose biography in a language shows a picture, and the picture's id."""
    picture = taken_in(person(Role.WRITER)).pk
    one = Person.objects.create(name_en="Patrick Brian")
    shown = f'<p>Life.</p><figure class="image"><img src="/pictures/{picture}/960.jpg"></figure>'
    Person.objects.update(**{f"biography_{language}": shown})
    return one, picture


def _named(one: Person, language: str, **given: timedelta) -> None:
    printed(language, mentions=(("person", str(one.pk)),), **given)


def test_picture_of_a_biography_is_public_while_the_person_has_a_page_in_its_language() -> None:
    one, picture = _told_in("en")
    _named(one, "ru")
    _named(one, "en", begins=timedelta(hours=1))
    now = database_moment()

    assert is_public(picture) is False
    assert is_public(picture, now + timedelta(hours=2)) is True
    _named(one, "en")
    assert is_public(picture) is True
    Person.objects.update(is_closed=True)
    assert is_public(picture) is False


def test_portrait_is_public_while_the_person_has_a_page_in_any_language() -> None:
    one, picture = _told_in("en")
    Person.objects.update(biography_en="", picture=picture)

    assert is_public(picture) is False
    _named(one, "ru")
    assert is_public(picture) is True


def test_post_has_begun_from_its_first_day_on_whether_it_has_ended_or_not() -> None:
    body = institute()
    holder("А. Каримов", "директор", body, since=date(2025, 1, 1), until=date(2025, 6, 30))
    holder("Б. Алиев", "советник", body)
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2026, 1, 1))

    begun = [
        sorted(Appointment.objects.begun_by(day).values_list("post_ru", flat=True)) for day in days
    ]

    assert begun == [["советник"], ["директор", "советник"], ["директор", "советник"]]
