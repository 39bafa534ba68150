"""Questions asked about the people of the office."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.auth.models import Group, UserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.roles import Role, including
from languages.choices import CODES


class UserQuerySet(models.QuerySet):
    """Questions asked about the people of the office."""

    def holding(self, roles: Iterable[Role]) -> Self:
        """Active people who have one of these roles now, directly or included in another."""
        having = Q(groups__name__in=including(roles))
        if Role.DUTY in set(roles):
            having |= Q(duty_terms__since__lte=Now(), duty_terms__until__gt=Now())
        return self.filter(having, is_active=True).distinct()

    def reading(self, language: str) -> Self:
        """People who read this language."""
        return self.filter(languages_read__contains=[language])


class PeopleManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, and answers the questions above."""

    # Migrations must not import from the project.
    use_in_migrations = False

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> Any:
        """Make the first administrator, who makes all others; he reads every language."""
        fields = {"languages_read": list(CODES), **fields}
        with transaction.atomic(using=self.db):
            user = super().create_superuser(username, email, password, **fields)
            # There before the roles are seeded too, as on an empty database.
            group, _is_new = Group.objects.using(self.db).get_or_create(name=Role.ADMINISTRATOR)
            user.groups.add(group)
        return user


class DutyTermQuerySet(models.QuerySet):
    """Questions asked of terms of duty."""

    def running(self) -> Self:
        """Those that run now, by the database's clock."""
        return self.filter(since__lte=Now(), until__gt=Now())
