"""What happens in this app after the signals of Django and of allauth."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import factors
from accounts.adapters import SIGNED_IN_AT
from accounts.models import User
from accounts.roles import LASTING, PERMISSIONS, Role, with_included


def seed_roles(using: str, **_kwargs: object) -> None:
    """Make the group of every role, with its permissions; runs after each migrate.

    In `post_migrate` and not in a migration, because Django's flush erases what
    migrations made.
    """
    for app in {name.split(".")[0] for names in PERMISSIONS.values() for name in names}:
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    for role in LASTING:
        group, _created = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(_permissions(role, using))


def _permissions(role: Role, using: str) -> list[Permission]:
    wanted = Q(pk__in=())
    for held in with_included([role]):
        for name in PERMISSIONS.get(held, ()):
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.using(using).filter(wanted))


@receiver(user_logged_in)
def note_moment(request: HttpRequest, **_kwargs: object) -> None:
    """Remember when someone signed in: for a while nothing asks again who it is."""
    request.session[SIGNED_IN_AT] = time.time()


@receiver(authenticator_used)
def note_use(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Remember that a second factor, or the recovery code of one, was shown."""
    factors.note_shown(request, user)


@receiver(authenticator_added)
def note_set_up(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object
) -> None:
    """Count a factor as shown when it is set up: setting it up takes having it in hand."""
    if authenticator.type in factors.STRONG:
        factors.note_shown(request, user)


@receiver(authenticator_removed)
def note_removal(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Ask for a new second factor once the last one is gone."""
    if not factors.is_set_up(user):
        factors.forget_shown(request)
