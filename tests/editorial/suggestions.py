"""What an office would do next, seen from the rows: for the random histories.

Languages, words and facts are few, so that the same content comes back and approvals carry over.
"""

from collections.abc import Iterator
from typing import Any

from editorial.models import Edition, Release, Unreviewed, Withdrawal

CODES = ("ru", "en", "uz")
TITLES = {"news": "headline", "meeting": "title", "delegation": "title"}
FACTS: dict[str, list[dict[str, Any]]] = {
    "news": [{"countries": []}, {"countries": ["JP"]}, {"countries": ["JP", "FR"]}],
    "meeting": [{"starts_on": "2025-11-26"}, {"starts_on": "2025-11-27"}],
    "delegation": [{"leaves_on": "2025-11-27"}, {"leaves_on": "2025-11-28"}],
}
HANDLING = (
    {"change": "minor", "note": ""},
    {"change": "correction", "note": "Исправлена дата."},
    {"change": "update", "note": "Дополнено."},
)
NEXT = {
    "submit": ("in_work",),
    "approve": ("in_review",),
    "release": ("approved",),
    "send_back": ("in_review",),
    "release_unreviewed": ("in_work", "in_review"),
}
# How often each is done beside the others (4 unless told), so that a history comes to its later
# chapters: what is sent back, discarded or withdrawn begins anew.
OFTEN = {
    "save_edition": 3,
    "submit": 6,
    "approve": 8,
    "release": 12,
    "send_back": 1,
    "release_unreviewed": 2,
    "confirm_unreviewed": 16,
    "restore": 16,
    "start_edition": 8,
    "cancel_schedule": 8,
    "discard": 0.3,
    "withdraw": 1,
    "amend_withdrawal": 1,
}
REVIEWERS, SECRETARY = ("editor", "secretary"), ("secretary",)
LIKELY = {
    "send_back": REVIEWERS,
    "approve": REVIEWERS,
    "release_unreviewed": ("writer", "secretary"),
    "release": SECRETARY,
    "reschedule": SECRETARY,
    "cancel_schedule": SECRETARY,
    "confirm_unreviewed": SECRETARY,
    "withdraw": SECRETARY,
    "amend_withdrawal": SECRETARY,
    "restore": SECRETARY,
}


def ripe(edition: Edition, verb: str) -> list[str]:
    """Return the languages that are written and in a state from which the verb goes on.

    Where readers have to be told whether they are told, that is said first.
    """
    title = f"{TITLES[edition.publication.kind]}_"
    rows = edition.text_rows.filter(state__in=NEXT[verb]).exclude(change="")
    found = set(rows.values_list("language", flat=True))
    return [code for code in CODES if code in found and getattr(edition, title + code)]


def unsaid(edition: Edition) -> list[str]:
    """Return the languages of which nobody has said yet what the next release will be."""
    found = set(edition.text_rows.filter(change="").values_list("language", flat=True))
    return [code for code in CODES if code in found]


def suggested(shown: Edition) -> dict[str, list[list[str]]]:
    """Return the acts that the rows suggest, each with languages it may be meant for."""
    found = dict(_at_the_desk(shown))
    for verb, codes in _in_public(shown.publication_id):
        if codes and (verb != "restore" or not shown.is_open):
            found[verb] = [codes, codes[:1]]
    return found


def _at_the_desk(shown: Edition) -> Iterator[tuple[str, list[list[str]]]]:
    """What may be done to the edition that is shown."""
    yield "save_edition", [[]]
    if not shown.is_open:
        yield "start_edition", [[]]
        return
    if shown.number > 1:
        yield "discard", [[]]
    for verb in NEXT:
        codes = ripe(shown, verb)
        if codes:
            yield verb, [codes, *([code] for code in codes)]


def _in_public(number: int) -> Iterator[tuple[str, list[str]]]:
    """What may be done about what is public, scheduled, unreviewed or withdrawn; where."""
    of_it = Release.objects.filter(publication=number)
    standing = Unreviewed.objects.filter(release__publication=number, confirmed_at=None)
    withdrawn = Withdrawal.objects.standing().filter(publication=number)
    for verbs, rows in (
        (("withdraw",), of_it.live()),
        (("reschedule", "cancel_schedule"), of_it.ahead()),
        (("confirm_unreviewed",), of_it.live().filter(unreviewed__in=standing)),
        (("amend_withdrawal", "restore"), withdrawn),
    ):
        found = set(rows.values_list("language", flat=True))
        for verb in verbs:
            yield verb, [code for code in CODES if code in found]
