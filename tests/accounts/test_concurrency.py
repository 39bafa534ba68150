"""Two people who save one record at the same moment, on real connections."""

import pytest

from accounts.roles import Role
from delegations.models import Person
from editorial.models import AuditEntry
from tests.editorial.desk import signed_in, values_of
from tests.editorial.test_concurrency import at_once
from tests.factories import person


@pytest.mark.django_db(transaction=True)
def test_of_four_saves_at_once_one_wins_and_the_others_come_back() -> None:
    one = Person.objects.create(name_en="Patrick Brian")
    page = f"/admin/delegations/person/{one.pk}/change/"
    desks = [signed_in(person(Role.EDITOR, desk_language="en")) for _number in range(4)]
    opened = values_of(desks[0].get(page))

    def save(number: int) -> int:
        posted = {**opened, "name_en": f"Name {number}"}
        return int(desks[number].post(page, posted).status_code)

    answers = at_once(4, save)

    assert sorted(map(str, answers)) == ["302", "409", "409", "409"]
    one.refresh_from_db()
    assert one.name_en == f"Name {answers.index(302)}"
    assert AuditEntry.objects.count() == 1
