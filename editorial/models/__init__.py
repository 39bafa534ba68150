"""The desk's rows, the record of what was done, and what the public reads."""

from editorial.models.children import Child
from editorial.models.desk import Edition, Publication, Text, Topic
from editorial.models.public import Mention, Release, Withdrawal
from editorial.models.record import Approval, AuditEntry, Version

__all__ = [
    "Approval",
    "AuditEntry",
    "Child",
    "Edition",
    "Mention",
    "Publication",
    "Release",
    "Text",
    "Topic",
    "Version",
    "Withdrawal",
]
