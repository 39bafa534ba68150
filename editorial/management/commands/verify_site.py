"""`manage.py verify_site`: whether everything still is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.models import Publication
from editorial.proof.standing_guards import is_behind
from editorial.proof.verifying import Verification


class Command(BaseCommand):
    help = (
        "Recomputes the audit chain, compares every release with its digests, its approvals and "
        "its act, and looks whether the database's guards stand. Names each row that was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--publication", type=int, metavar="N", help="only this one, beside chain and guards"
        )
        parser.add_argument(
            "--expect",
            default="",
            metavar="HASH",
            help="a hash of the chain written down earlier: it must still stand in it",
        )

    def handle(self, *, publication: int | None, expect: str, **_options: Any) -> None:
        if is_behind():
            raise CommandError("The database waits for migrations: run manage.py migrate first.")
        if publication is not None and not Publication.objects.filter(pk=publication).exists():
            raise CommandError(f"There is no publication {publication}.")
        verification = Verification(publication, expect.strip().lower())
        count = 0
        for difference in verification.differences():
            count += 1
            self.stderr.write(str(difference))
        if count:
            raise CommandError(f"{count} differences: something was changed past the desk.")
        self.stdout.write(
            f"{verification.releases} releases, {verification.approvals} approvals, "
            f"{verification.entries} entries: all as they were written"
        )
        if verification.last_hash:
            self.stdout.write(f"The chain ends with {verification.last_hash}")
