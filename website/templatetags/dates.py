"""Dates in templates, as each language writes them, by the office's own clock."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from languages.dates import format_day, format_moment
from website.printed import When

register = template.Library()


@register.filter
def day(moment: datetime, language: str) -> str:
    """Return the day of a moment in words: "26 ноября 2025"."""
    return format_day(timezone.localdate(moment), language)


@register.filter
def day_and_time(moment: datetime, language: str) -> str:
    """Return the day and the time of day of a moment: "26 ноября 2025, 14:30"."""
    return format_moment(timezone.localtime(moment), language)


@register.filter
def in_full(given: date, language: str) -> str:
    """Return a day in words: "26 ноября 2025"."""
    return format_day(given, language)


@register.filter
def days(when: When, language: str) -> str:
    """Return the days of an event in words: "24–26 ноября 2025"."""
    return when.days(language)


@register.filter
def month(when: When, language: str) -> str:
    """Return the name of the month in which an event begins: "ноября"."""
    return when.month(language)


@register.filter
def weekday(when: When, language: str) -> str:
    """Return the weekday of an event of one day, the empty string for several days."""
    return when.weekday(language)
