"""What holds after every act, whoever did it, and whatever was cut off in its middle.

`assert_all` looks at what is stored; a `Watch` also compares it with what was stored before.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection

from accounts.models import User
from accounts.roles import Role
from editorial import audit
from editorial.kinds import kind_row, printing_of
from editorial.models import (
    AuditEntry,
    Edition,
    Mention,
    Publication,
    Release,
    Unreviewed,
    Version,
    Withdrawal,
)
from tests.editorial.retold import Story, told
from tests.editorial.test_guards import tables_of_an_edition

TICK = timedelta(microseconds=1)
Span = tuple[datetime, datetime | None]


def assert_all(publications: Iterable[int] | None = None) -> None:
    """Assert everything that must hold of these publications (of all, unless named)."""
    numbers = list(publications or Publication.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # What is only checked at the end of a transaction is checked now.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert audit.first_break() is None
    open_ones = Edition.objects.open().filter(publication__in=numbers)
    opened = list(open_ones.values_list("publication", flat=True))
    assert len(opened) == len(set(opened))
    releases = _by_publication(Release.objects.filter(publication__in=numbers))
    withdrawals = _by_publication(Withdrawal.objects.filter(publication__in=numbers))
    stories = _stories(numbers)
    unreviewed = set(Unreviewed.objects.filter(confirmed_at=None).values_list("release", flat=True))
    for number in numbers:
        _assert_timeline(releases[number], withdrawals[number])
        _assert_as_told(stories[number], releases[number], withdrawals[number], unreviewed)
        for release in releases[number]:
            assert release.facts_digest == digest_of(release.content["facts"])
            assert release.text_digest == digest_of(release.content["text"])
    _assert_mentions([one for number in numbers for one in releases[number]])


def digest_of(printed: dict[str, Any]) -> str:
    """The digest as design has it: canonical JSON of what is said, names of records left out."""
    said = {
        name: value
        for name, value in printed.items()
        if name != "names" and (value or value in (0, False)) and value is not None
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _by_publication(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.publication_id].append(row)
    return found


def _stories(numbers: list[int]) -> dict[int, Story]:
    approving = (Role.EDITOR.value, Role.PRESS_SECRETARY.value)
    people = User.objects.filter(is_active=True, groups__name__in=approving)
    readers = dict(people.values_list("pk", "languages_read"))
    entries = _by_publication(AuditEntry.objects.filter(publication__in=numbers).order_by("id"))
    versions = defaultdict(list)
    kept = Version.objects.filter(edition__publication__in=numbers).order_by("id")
    for version in kept.select_related("edition").defer("facts", "texts", "internal"):
        versions[version.edition.publication_id].append(version)
    return {number: told(entries[number], versions[number], readers) for number in numbers}


def _assert_timeline(releases: list[Release], withdrawals: list[Withdrawal]) -> None:
    """In each language: never two at a moment, and no gap that no withdrawal explains."""
    for language in {one.language for one in releases}:
        shown = [_span(one.live) for one in releases if one.language == language]
        notices = [_span(one.range) for one in withdrawals if one.language == language]
        spans = sorted(shown + notices, key=lambda span: span[0])
        boundaries = {moment for span in spans for moment in span if moment}
        for moment in (one + step for one in boundaries for step in (-TICK, 0 * TICK, TICK)):
            assert sum(_holds(span, moment) for span in spans) <= 1, (language, moment, spans)
        # From the first release on, readers find either a release or a notice, for ever.
        assert spans[0] in shown
        for earlier, later in pairwise(spans):
            assert earlier[1] == later[0], (language, spans)
        assert spans[-1][1] is None, (language, spans)


def _span(live: Any) -> Span:
    assert (live.lower_inc, live.upper_inc) == (True, False)
    return live.lower, live.upper


def _holds(span: Span, moment: datetime) -> bool:
    return span[0] <= moment and (span[1] is None or moment < span[1])


def _assert_as_told(
    story: Story,
    releases: list[Release],
    withdrawals: list[Withdrawal],
    unreviewed: set[int],
) -> None:
    """What is stored is what the record tells, and nothing of it went out by one hand."""
    assert story.flaws == []
    stored = [
        (
            one.language,
            *_span(one.live),
            one.facts_digest,
            one.text_digest,
            one.change,
            one.note,
            one.released_by_id,
            one.released_at,
            one.pk in unreviewed,
        )
        for one in releases
    ]
    as_told = [
        (
            one.language,
            one.begins,
            one.ends,
            one.facts_digest,
            one.text_digest,
            one.change,
            one.note,
            one.by,
            one.at,
            one.is_unreviewed,
        )
        for one in story.releases
    ]
    assert sorted(stored, key=str) == sorted(as_told, key=str)
    notices = [(one.language, *_span(one.range), one.whole) for one in withdrawals]
    said = [(one.language, one.begins, one.ends, one.is_whole) for one in story.notices]
    assert sorted(notices, key=str) == sorted(said, key=str)


def _assert_mentions(releases: list[Release]) -> None:
    """Each release is found by the records it names, and by no others."""
    found = defaultdict(set)
    for one in Mention.objects.filter(release__in=releases):
        found[one.release_id].add(
            (one.record_type, one.record_key, one.language, one.first_shown_at)
        )
    printings: dict[int, Any] = {}
    for release in releases:
        if release.publication_id not in printings:
            printings[release.publication_id] = printing_of(kind_row(release.edition))
        printing = printings[release.publication_id]
        named = printing.mentions(release.content["facts"], release.content["text"])
        assert found[release.pk] == {
            (*one, release.language, release.first_shown_at) for one in named
        }


class Watch:
    """What was stored when last looked at, so that the next look sees what an act changed."""

    def __init__(self) -> None:
        self.closed = closed_editions()
        self.tokens = _tokens()
        self.entries = AuditEntry.objects.count()
        self.shown = _shown()

    def assert_after(self, *, acts: int, withdrawn: Iterable[tuple[int, str]] = ()) -> None:
        """Assert what holds of the acts done since the last look, as many as this.

        `withdrawn` are the publications and languages that these acts meant to withdraw.
        """
        before, now = self, Watch()
        assert now.entries == before.entries + acts
        assert {key: now.closed[key] for key in before.closed} == before.closed
        assert [key for key, token in before.tokens.items() if now.tokens[key] < token] == []
        assert before.shown - now.shown <= set(withdrawn)
        self.__dict__ = now.__dict__


def closed_editions() -> dict[int, list[tuple[str, str]]]:
    """Return, by edition, a hash of its rows in each table, of all editions that are closed.

    But for its token, which grows with what is done to its releases.
    """
    tables = {"editorial_edition": "id", **tables_of_an_edition()}
    each = " UNION ALL ".join(
        f"SELECT e.id, '{table}', md5(string_agg((to_jsonb(t) - 'token')::text, ',' "
        f"ORDER BY (to_jsonb(t) - 'token')::text)) FROM {table} t JOIN editorial_edition e "
        f"ON e.id = t.{column} WHERE e.closed_at IS NOT NULL GROUP BY e.id"
        for table, column in tables.items()
    )
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"{each} ORDER BY 1, 2")
        for key, table, hashed in cursor.fetchall():
            found[key].append((table, hashed))
    return dict(found)


def _tokens() -> dict[int, int]:
    return dict(Edition.objects.values_list("pk", "token"))


def _shown() -> set[tuple[int, str]]:
    return set(Release.objects.live().values_list("publication", "language"))
