"""Fields as the desk's forms show them."""

from typing import Any

from django import forms


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
