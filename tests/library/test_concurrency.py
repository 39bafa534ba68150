"""The same file from two people at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.roles import Role
from editorial.models import AuditEntry
from library.models import Picture
from tests.factories import person
from tests.library.files import taken_in


@pytest.mark.django_db(transaction=True)
def test_one_file_sent_by_three_at_once_is_one_picture() -> None:
    people = [person(Role.WRITER) for _ in range(3)]

    def send(place: int) -> str:
        try:
            return taken_in(people[place]).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        names = set(threads.map(send, range(3)))
    assert (len(names), Picture.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)
