"""The demo told to the database through the verbs that people use."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from editorial import actions
from editorial.choices import FACTS
from editorial.clock import database_moment
from editorial.contents.printing import print_text
from editorial.models import Edition, Publication
from ismi_cms.demo.content import Piece, moment, pieces
from ismi_cms.demo.records import Records, make_identity, make_users

SOURCE_LANGUAGE = "ru"
# The key of the advisory lock that lets one process load at a time; any constant would do.
LOADING_LOCK = 0x44454D4F
LONGEST_WAIT = "60s"


@dataclass(frozen=True)
class Office:
    """The people of the demo who act, and the moment at which they do."""

    writer: User
    translator: User
    editor: User
    secretary: User
    now: datetime

    @property
    def today(self) -> date:
        """The office's own day."""
        return self.now.astimezone(timezone.get_default_timezone()).date()

    def planned(self, piece: Piece) -> datetime:
        """Return the moment at which the piece goes out, or went out."""
        return moment(self.today, piece.day, piece.time)

    def past(self, planned: datetime) -> datetime:
        """Return the moment, or its hour on the day before while it has not come yet."""
        return planned if planned <= self.now else planned - timedelta(days=1)

    def shares(self, languages: Collection[str]) -> list[tuple[User, list[str]]]:
        """Return who writes which of these languages: the writer his own, the others go on."""
        own = [language for language in languages if language in self.writer.languages_written]
        others = [language for language in languages if language not in own]
        shares = ((self.writer, own), (self.translator, others))
        return [(by, share) for by, share in shares if share]


@transaction.atomic
def load() -> int:
    """Load what of the demo is not there yet; return how many publications that was.

    All or nothing. What people changed or withdrew since an earlier load stays as it is, and
    a second process that loads at the same time waits and then finds everything there.
    Raises Refused where an account of the same username stands without the role it needs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    told = pieces()
    keys = [piece.opening_key for piece in told]
    opened = Publication.objects.filter(opening_key__in=keys)
    known = {key: number for key, number in opened.values_list("opening_key", "pk") if key}
    missing = [piece for piece in told if piece.opening_key not in known]
    if missing:
        make_identity()
        office = _office()
        records = Records.make(today=office.today, by=office.writer, publications=known)
        for piece in missing:
            resolved = records.resolve(piece)
            edition = _written(resolved, office)
            records.publications[piece.opening_key] = edition.publication_id
            STAGES[piece.stage](resolved, edition, office)
    return len(missing)


def _office() -> Office:
    people = make_users()
    return Office(
        writer=people["writer"],
        translator=people["translator"],
        editor=people["editor"],
        secretary=people["secretary"],
        now=database_moment(),
    )


def _written(piece: Piece, office: Office) -> Edition:
    """Open the piece: the writer begins, the translator adds, who is still asked is named."""
    (writer, own), *others = office.shares(piece.texts)
    edition = actions.start_edition(
        by=writer,
        kind=piece.kind,
        source_language=SOURCE_LANGUAGE,
        facts=piece.facts,
        texts={language: piece.texts[language] for language in own},
        internal=piece.internal,
        opening_key=piece.opening_key,
    )
    for by, share in others:
        texts = {language: _completed(edition, language, piece) for language in share}
        edition = actions.save_edition(edition=edition, by=by, token=edition.token, texts=texts)
    if piece.assigned:
        asked = {
            language: {"assignee": User.objects.get(username=username).pk}
            for language, username in piece.assigned.items()
        }
        edition = actions.save_edition(
            edition=edition, by=writer, token=edition.token, handling=asked
        )
    return edition


def _completed(edition: Edition, language: str, piece: Piece) -> dict[str, Any]:
    """Return the text told, with the words that the record gave for people beside those told."""
    printed = print_text(edition, language)
    return {
        name: {**printed[name], **words} if isinstance(words, dict) else words
        for name, words in piece.texts[language].items()
    }


def _released(piece: Piece, edition: Edition, office: Office) -> None:
    _print(piece, edition, office, begins=office.past(office.planned(piece)))


def _changed(piece: Piece, edition: Edition, office: Office) -> None:
    """Release it as it was first, then as it became, with a note that says so."""
    later = timedelta(hours=piece.change["hours_later"])
    changed_at = office.past(office.planned(piece) + later)
    _print(piece, edition, office, begins=changed_at - later, ends=changed_at)
    edition = actions.start_edition(by=office.writer, publication=edition.publication)
    texts = piece.changed_texts()
    for by, share in office.shares(piece.texts):
        edition = actions.save_edition(
            edition=edition,
            by=by,
            token=edition.token,
            facts=piece.change["facts"],
            texts={language: texts[language] for language in share},
            handling={
                language: {"change": piece.change["kind"], "note": piece.change[language]["note"]}
                for language in share
            },
        )
    _print(piece, edition, office, begins=changed_at)


def _withdrawn(piece: Piece, edition: Edition, office: Office) -> None:
    told = piece.withdrawal
    withdrawn_at = office.past(moment(office.today, told["day"], told["time"]))
    begins = min(office.planned(piece), withdrawn_at - timedelta(hours=1))
    _print(piece, edition, office, begins=begins, ends=withdrawn_at)
    actions.backfill_withdrawal(
        edition=edition,
        by=office.secretary,
        begins=withdrawn_at,
        reason=told["reason"],
        explanation=told["explanation"],
    )


def _in_review(piece: Piece, edition: Edition, office: Office) -> Edition:
    for by, share in office.shares(piece.texts):
        edition = actions.submit(edition=edition, by=by, token=edition.token, languages=share)
    for told in piece.remarks:
        said = {name: value for name, value in told.items() if name != "by"}
        actions.remark(edition=edition, by=User.objects.get(username=told["by"]), **said)
    return edition


def _scheduled(piece: Piece, edition: Edition, office: Office) -> None:
    edition = _in_review(piece, edition, office)
    languages = list(piece.texts)
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=[FACTS, *languages]
    )
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=languages,
        at=office.planned(piece),
    )


STAGES: dict[str, Callable[[Piece, Edition, Office], object]] = {
    "released": _released,
    "changed": _changed,
    "scheduled": _scheduled,
    "in_review": _in_review,
    "withdrawn": _withdrawn,
}


def _print(
    piece: Piece,
    edition: Edition,
    office: Office,
    *,
    begins: datetime,
    ends: datetime | None = None,
) -> None:
    actions.backfill(
        edition=edition,
        by=office.secretary,
        approved_by=office.editor,
        languages=list(piece.texts),
        begins=begins,
        ends=ends,
    )
