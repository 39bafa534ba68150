"""`manage.py load_demo`: a newsroom, its records and its publications to try the system with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.models import Publication
from editorial.refusals import Refused
from ismi_cms.demo.loading import load


class Command(BaseCommand):
    help = "Loads the demo newsroom and its publications; what is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes",
            action="store_true",
            help="load it into a production database too, as long as that holds no publication",
        )

    def handle(self, *, yes: bool, verbosity: int, **_options: Any) -> None:
        if not settings.DEBUG:
            _refuse_in_production(is_meant=yes)
        try:
            loaded = load()
        except Refused as refusal:
            raise CommandError(f"The demo was not loaded. {refusal}") from None
        if verbosity:
            self.stdout.write(
                f"Loaded {loaded} publications of the demo."
                if loaded
                else "The demo is loaded already; nothing was changed."
            )


def _refuse_in_production(*, is_meant: bool) -> None:
    if Publication.objects.exists():
        raise CommandError(
            "This is production (DEBUG is off) and publications exist: the demo's invented news "
            "would stand among them. Load it into an empty database."
        )
    if not is_meant:
        raise CommandError(
            "This is production (DEBUG is off): the demo would publish invented news here. "
            "If that is meant, repeat the command with --yes."
        )
