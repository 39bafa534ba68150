"""Fields as the desk's forms show them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Line(forms.Textarea):
    """One line of words, shown whole: the field wraps and grows with what is written.

    What is typed or pasted as several lines comes back as one.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vTextField line", "rows": 1, "cols": None, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was posted, its line breaks made spaces."""
        value = super().value_from_datadict(data, files, name)
        return value if value is None else " ".join(value.splitlines())


class DayAndTime(forms.SplitDateTimeWidget):
    """A moment as the browser's own fields for a day and a time, which a telephone knows."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day: dict[str, Any] = {"type": "date", "aria-label": _("Day")}
        time: dict[str, Any] = {"type": "time", "aria-label": _("Time")}
        super().__init__(
            attrs,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs=day,
            time_attrs=time,
        )
