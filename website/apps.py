from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("The public site")

    def ready(self) -> None:
        from website.receivers import seed_identity

        post_migrate.connect(seed_identity, sender=self)
