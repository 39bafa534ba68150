"""The verbs: everything that may happen to a publication, one function each.

Each takes the actor as `by` and the `token` he saw, runs in one transaction, and in it
locks, asks the rules, changes, tells the apps above, and writes one audit entry.
"""

from editorial.actions.archive import backfill, backfill_withdrawal
from editorial.actions.locking import Member, lock_publications
from editorial.actions.releasing import cancel_schedule, release
from editorial.actions.review import approve, send_back, submit
from editorial.actions.withdrawing import withdraw
from editorial.actions.writing import discard, save_edition, start_edition

__all__ = [
    "Member",
    "approve",
    "backfill",
    "backfill_withdrawal",
    "cancel_schedule",
    "discard",
    "lock_publications",
    "release",
    "save_edition",
    "send_back",
    "start_edition",
    "submit",
    "withdraw",
]
