from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People of the office")

    def ready(self) -> None:
        from accounts.receivers import seed_roles

        post_migrate.connect(seed_roles, sender=self)
