from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Register the checks; let papers show pictures, and look after those that go out soon."""
        from editorial import preflight
        from editorial.desk import log, paper_files
        from library import ahead, checks, paper, querysets  # noqa: F401

        paper_files.also_draw(paper.small_jpeg)
        log.also_hide(querysets.entries_hidden_from)
        preflight.also_look(ahead.missing_files)
