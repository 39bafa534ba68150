"""`manage.py intake FILE`: what a source text proposes, and a draft of it if one is wanted."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.models import Edition
from editorial.refusals import Refused
from intake.actions import READ_BYTES, create_draft, desk_address, propose
from intake.decoding import Unreadable
from intake.reading import Proposal
from languages.choices import CODES
from languages.choices import language as language_of

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = "Reads a source text and shows what it proposes; with --create, opens a draft of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="a Word document (.docx) or a plain text in UTF-8; - reads the input",
        )
        parser.add_argument("--language", help=f"one of {', '.join(CODES)}; recognised if not said")
        parser.add_argument("--create", action="store_true", help="open a draft of the text")
        parser.add_argument("--by", metavar="USERNAME", help="whose draft it is")
        parser.add_argument("--json", action="store_true", help="answer with one JSON document")

    def handle(self, *, json: bool, **asked: Any) -> None:
        try:
            proposal, draft = _take_in(**asked)
        except (Unreadable, Refused, CommandError) as refusal:
            if not json:
                raise CommandError(str(refusal)) from None
            self._write_json({"error": str(refusal)})
            raise SystemExit(1) from None
        if json:
            self._write_json(proposal.as_dict() | (_place_of(draft) if draft else {}))
            return
        for warning in proposal.warnings:
            self.stderr.write(warning)
        if draft:
            place = _place_of(draft)
            self.stdout.write(_("Draft %(number)s: %(address)s") % place)
        else:
            self._write_proposal(proposal)

    def _write_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def _write_proposal(self, proposal: Proposal) -> None:
        said = [
            (_("Language"), language_of(proposal.language).name),
            (_("Headline"), proposal.headline),
        ]
        if proposal.lead:
            said.append((_("Lead"), proposal.lead))
        head = "\n".join(f"{name}: {words}" for name, words in said)
        self.stdout.write("\n\n".join([head, *proposal.paragraphs]))


def _take_in(
    *, file: str, language: str | None, create: bool, by: str | None, **_options: Any
) -> tuple[Proposal, Edition | None]:
    """Return the proposal, and its draft where one is wanted; refuse with one sentence."""
    author = _author(by) if create else None
    with translation.override(author.desk_language) if author else nullcontext():
        if by and not create:
            raise CommandError(_("--by names whose draft it is. Say --create too, to open one."))
        if language not in (None, *CODES):
            raise CommandError(
                _("“%(language)s” is not a language of the office. Choose one of: %(codes)s.")
                % {"language": language, "codes": ", ".join(CODES)}
            )
        proposal = propose(_bytes_of(file), language)
        return proposal, create_draft(proposal, by=author) if author else None


def _author(username: str | None) -> User:
    if not username:
        raise CommandError(_("Say whose draft it is: --by USERNAME."))
    author: User | None = User.objects.filter(username=username).first()
    if author is None:
        raise CommandError(
            _("There is no person with the username “%(username)s”.") % {"username": username}
        )
    return author


def _bytes_of(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(READ_BYTES)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(READ_BYTES)
    except FileNotFoundError:
        sentence = _("There is no file %(file)s. Check its name and folder.")
    except IsADirectoryError:
        sentence = _("%(file)s is a folder. Name the file in it that holds the text.")
    except PermissionError:
        sentence = _("You have no right to read %(file)s. Ask its owner for it.")
    except OSError:
        sentence = _("%(file)s cannot be read. Check the disk it is on, and try again.")
    raise CommandError(sentence % {"file": file})


def _place_of(draft: Edition) -> dict[str, Any]:
    return {"number": draft.publication_id, "address": desk_address(draft)}
