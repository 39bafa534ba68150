"""The desk: Django's admin, under a site class of this project."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "ismi_cms.desk.Desk"

    def ready(self) -> None:
        super().ready()
        from ismi_cms import checks as _registered  # noqa: F401 (registers them)
