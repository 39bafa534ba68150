"""The desk's rows, the record of what was done, and what the public reads."""

from editorial.models.access import Access, OutsideAnswer, OutsideCheck
from editorial.models.children import Child
from editorial.models.desk import Edition, Publication, Text, Topic
from editorial.models.oversight import Preflight, Unreviewed
from editorial.models.public import Mention, Release, Withdrawal
from editorial.models.reading import Acknowledgement, SecondReader
from editorial.models.record import Approval, AuditEntry, Version
from editorial.models.remarks import Notice, Remark
from editorial.models.writing import Draft, Passage

__all__ = [
    "Access",
    "Acknowledgement",
    "Approval",
    "AuditEntry",
    "Child",
    "Draft",
    "Edition",
    "Mention",
    "Notice",
    "OutsideAnswer",
    "OutsideCheck",
    "Passage",
    "Preflight",
    "Publication",
    "Release",
    "Remark",
    "SecondReader",
    "Text",
    "Topic",
    "Unreviewed",
    "Version",
    "Withdrawal",
]
