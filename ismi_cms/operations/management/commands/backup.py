"""`manage.py backup DIR`: the database and the media files in a new directory."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ismi_cms.operations.backup import back_up
from ismi_cms.operations.refusals import NoBackup


class Command(BaseCommand):
    help = "Writes the database and the media files to a new directory, with a manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="must not exist yet")

    def handle(self, *, directory: Path, verbosity: int, **_options: Any) -> None:
        try:
            manifest = back_up(directory)
        except NoBackup as refusal:
            raise CommandError(str(refusal)) from None
        if verbosity:
            size = sum(file.size for file in manifest.files) / 1_000_000
            self.stdout.write(
                f"{directory}: {manifest.account.publications} publications, "
                f"{manifest.account.releases} releases, {len(manifest.files)} files, {size:.1f} MB."
            )
