"""What the desk's searches by typing answer: records by all that tells them apart."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class RecordChoices(AutocompleteJsonView):
    """Records for a field that is filled in by typing a part of a name."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Return a record's key and what its admin calls it where one is chosen among many."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        choice_of = getattr(self.model_admin, "choice_of", None)
        return {**result, "text": choice_of(obj)} if choice_of else result
