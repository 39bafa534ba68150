"""The office: one person of each role, so that every rule has someone to meet."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from accounts.roles import Role
from tests.factories import person


@dataclass
class Office:
    """One person of each role; the deputy is a writer on duty."""

    writer: User
    translator: User
    editor: User
    secretary: User
    administrator: User
    deputy: User


@pytest.fixture
def office(db: None) -> Office:
    return Office(
        writer=person(Role.WRITER, username="writer", desk_language="en"),
        translator=person(
            Role.TRANSLATOR, username="translator", writes=["en"], desk_language="en"
        ),
        editor=person(Role.EDITOR, username="editor", desk_language="en"),
        secretary=person(Role.PRESS_SECRETARY, username="secretary", desk_language="en"),
        administrator=person(Role.ADMINISTRATOR, username="administrator", desk_language="en"),
        deputy=person(Role.WRITER, Role.DUTY, username="deputy", desk_language="en"),
    )
