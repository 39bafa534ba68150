"""`manage.py make_renditions`: make again what is missing on the disk."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library.actions import make_renditions
from library.models import Picture


class Command(BaseCommand):
    help = "Make the renditions of pictures that are missing on the disk"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all pictures; name each whose original is missing, and fail at the end."""
        made, lost = 0, 0
        for picture in Picture.objects.newest_first().iterator():
            try:
                made += make_renditions(picture)
            except OSError as error:
                lost += 1
                self.stderr.write(f"{picture.id}: {error}")
        self.stdout.write(f"{made} renditions made")
        if lost:
            raise CommandError(f"{lost} pictures could not be made: restore them from a backup")
