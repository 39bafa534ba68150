"""Dates in templates, as each language writes them, by the office's own clock."""

from datetime import datetime

from django import template
from django.utils import timezone

from languages.dates import format_day, format_moment

register = template.Library()


@register.filter
def day(moment: datetime, language: str) -> str:
    """Return the day of a moment in words: "26 ноября 2025"."""
    return format_day(timezone.localdate(moment), language)


@register.filter
def day_and_time(moment: datetime, language: str) -> str:
    """Return the day and the time of day of a moment: "26 ноября 2025, 14:30"."""
    return format_moment(timezone.localtime(moment), language)
