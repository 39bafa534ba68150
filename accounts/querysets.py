"""Questions asked about the people of the office."""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import UserManager
from django.db import models

from accounts.roles import Role, including


class UserQuerySet(models.QuerySet):
    """Questions asked about the people of the office."""

    def holding(self, roles: Iterable[Role]) -> Self:
        """Active people who have one of these roles, directly or included in another."""
        return self.filter(is_active=True, groups__name__in=including(roles)).distinct()

    def reading(self, language: str) -> Self:
        """People who read this language."""
        return self.filter(languages_read__contains=[language])


class PeopleManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, and answers the questions above."""

    # Migrations must not import from the project.
    use_in_migrations = False
