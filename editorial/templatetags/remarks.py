"""The remarks beside a field, on a part, and how many are open there."""

from django import template

from editorial.desk.remarks import Remarks, Thread

register = template.Library()


@register.filter
def in_field(remarks: Remarks, name: str) -> list[Thread]:
    """Return the threads about a field of the form; none where there are no remarks yet."""
    return remarks.in_field(name) if remarks else []


@register.filter
def in_part(remarks: Remarks, part: str) -> list[Thread]:
    """Return the threads about a part as a whole."""
    return remarks.in_part(part) if remarks else []


@register.filter
def open_in(remarks: Remarks, part: str) -> int:
    """Return how many threads about a part are open."""
    return len(remarks.open_in(part)) if remarks else 0
