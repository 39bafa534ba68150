"""What happens in this app after Django's own signals."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from accounts.roles import PERMISSIONS, Role, with_included


def seed_roles(using: str, **_kwargs: object) -> None:
    """Make the group of every role, with its permissions; runs after each migrate.

    In `post_migrate` and not in a migration, because Django's flush erases what
    migrations made.
    """
    for app in {name.split(".")[0] for names in PERMISSIONS.values() for name in names}:
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    for role in Role:
        group, _created = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(_permissions(role, using))


def _permissions(role: Role, using: str) -> list[Permission]:
    wanted = Q(pk__in=())
    for held in with_included([role]):
        for name in PERMISSIONS.get(held, ()):
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.using(using).filter(wanted))
