"""A source text as it is given at the desk: pasted, or in a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions import READ_BYTES, propose
from intake.decoding import Unreadable
from intake.reading import Proposal, read
from languages.choices import CHOICES

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SourceTextForm(forms.Form):
    """A text pasted or a file chosen, one of the two; valid once it can be read."""

    text = forms.CharField(
        label=gettext_lazy("Text of the release"),
        help_text=gettext_lazy(
            "The first line becomes the headline, the first paragraph the lead, the rest the body."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 16, "autofocus": True}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy(
            "A Word document (.docx), at most 20 MB, or plain text (.txt) in UTF-8, at most 1 MB."
        ),
        required=False,
        # The sentence about an empty file is the one that the shell gives.
        allow_empty_file=True,
        widget=forms.FileInput({"accept": f".docx,.txt,{_DOCX},text/plain"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("Detect automatically")), *CHOICES],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read what was given; what cannot be read is refused in the words of the shell."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                given["proposal"] = _proposal(given)
            except Unreadable as refusal:
                self.add_error("file" if given.get("file") else "text", refusal.sentence)
        return given

    @property
    def proposal(self) -> Proposal:
        """What the text of a valid form proposes."""
        proposal: Proposal = self.cleaned_data["proposal"]
        return proposal


def _proposal(given: dict[str, Any]) -> Proposal:
    text, file, language = given["text"], given["file"], given["language"] or None
    if file and text.strip():
        raise Unreadable(
            _(
                "Both a text and a file were given, and only one can be taken in. "
                "Send the text again alone, or empty it and choose the file."
            )
        )
    if file:
        return propose(file.read(READ_BYTES), language)
    if not text:
        raise Unreadable(_("Paste the text of the release, or choose a file with it."))
    return read(text, language)
