"""`manage.py draw_workflow`: the tables of docs/workflow.md, from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.proof.drawing import drawn


class Command(BaseCommand):
    help = "Draws the tables and the diagram of docs/workflow.md anew from the workflow's table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; the exit code is 1 where the paper says something else",
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        paper = Path(settings.BASE_DIR, "docs", "workflow.md")
        before = paper.read_text()
        after = drawn(before)
        if check and before != after:
            raise CommandError("docs/workflow.md is not what the code says: draw it anew.")
        if before != after:
            paper.write_text(after)
        self.stdout.write("docs/workflow.md says what the code says.")
