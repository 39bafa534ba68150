"""Moments as the desk says them: in the person's language and the office's time zone."""

from datetime import date, datetime, timedelta

from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.choices import BY_CODE, DEFAULT_CODE
from languages.dates import format_day, format_moment


def desk_language() -> str:
    """Return the code of the language the desk speaks now: one of the four."""
    code = get_language() or ""
    return code if code in BY_CODE else DEFAULT_CODE


def moment_in_words(moment: datetime) -> str:
    """Return a day and the time of day in Tashkent: "26 November 2025, 14:30"."""
    return format_moment(localtime(moment), desk_language())


def day_in_words(day: date | None) -> str:
    """Return a day, "" for none: "26 November 2025"."""
    return format_day(day, desk_language()) if day else ""


def age_in_words(moment: datetime, at: datetime) -> str:
    """Return how long before `at` something was: "3 hours ago", or that it was just now."""
    if at - moment < timedelta(minutes=1):
        return _("just now")
    age = timesince(moment, at, depth=1).replace("\xa0", " ")
    return _("%(age)s ago") % {"age": age}
