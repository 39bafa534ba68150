"""What happens in this app after Django's own signals."""

from django.apps import apps as all_apps
from django.apps.registry import Apps

from website.identity import FIRST_WORDS
from website.models import ONLY, SiteIdentity


def seed_identity(using: str, apps: Apps = all_apps, **_kwargs: object) -> None:
    """Give a new site its first names; runs after each migrate, and changes nothing later.

    In `post_migrate` and not in a migration, because Django's flush erases what
    migrations made. Migrating backwards leaves no table to write in.
    """
    try:
        apps.get_model("website", "SiteIdentity")
    except LookupError:
        return
    rows = SiteIdentity.objects.using(using)
    if not rows.filter(pk=ONLY).exists():
        rows.create(pk=ONLY, **FIRST_WORDS)
