"""The verbs: everything that may happen to a publication, one function each.

Each takes the actor as `by` and the `token` he saw, runs in one transaction, and in it
locks, asks the rules, changes, tells the apps above, and writes one audit entry.
"""

from editorial.actions.access import limit_access, open_access
from editorial.actions.archive import backfill, backfill_withdrawal
from editorial.actions.locking import Member, lock_publications
from editorial.actions.night import confirm_unreviewed, release_unreviewed
from editorial.actions.outside import answer_outside, ask_outside, stop_asking
from editorial.actions.releasing import cancel_schedule, release, reschedule
from editorial.actions.remarking import remark, reopen, reply, resolve
from editorial.actions.review import approve, send_back, submit
from editorial.actions.suggesting import accept_suggestion, decline_suggestion
from editorial.actions.withdrawing import amend_withdrawal, restore, withdraw
from editorial.actions.writing import discard, save_edition, start_edition

__all__ = [
    "Member",
    "accept_suggestion",
    "amend_withdrawal",
    "answer_outside",
    "approve",
    "ask_outside",
    "backfill",
    "backfill_withdrawal",
    "cancel_schedule",
    "confirm_unreviewed",
    "decline_suggestion",
    "discard",
    "limit_access",
    "lock_publications",
    "open_access",
    "release",
    "release_unreviewed",
    "remark",
    "reopen",
    "reply",
    "reschedule",
    "resolve",
    "restore",
    "save_edition",
    "send_back",
    "start_edition",
    "stop_asking",
    "submit",
    "withdraw",
]
