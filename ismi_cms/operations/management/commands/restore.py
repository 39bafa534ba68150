"""`manage.py restore DIR`: a backup into an empty database and an empty media folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ismi_cms.operations.refusals import NoRestore
from ismi_cms.operations.restoring import restore


class Command(BaseCommand):
    help = "Restores a backup into an empty database and media folder, and checks the result."
    # Before the restore there are no tables to compare migrations with.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="what `manage.py backup` wrote")

    def handle(self, *, directory: Path, verbosity: int, **_options: Any) -> None:
        try:
            verified = restore(directory)
        except NoRestore as refusal:
            raise CommandError(str(refusal)) from None
        if verbosity:
            self.stdout.write("\n".join(["Restored. Verified:", *verified]))
            self.stdout.write("Nobody is signed in: sessions are not part of a backup.")
