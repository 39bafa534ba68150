"""The field of a form in which one picture is chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from library.choices import UPLOAD_TYPES
from library.models import Picture
from library.uploading import too_large_sentence

# How many of the newest are offered at once.
OFFERED = 24


class PictureChooser(forms.Widget):
    """Radio buttons with thumbnails: none, the one chosen, and the newest in the library.

    It works without JavaScript. With it a picture can be uploaded from here, and older ones
    can be fetched. Two statements, however many pictures there are.
    """

    use_fieldset = True

    class Media:
        css = {"all": ["desk/pictures.css"]}
        js = ["desk/pictures.js"]

    # Who chooses: he is offered what he may see.
    shown_to: User | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        pictures = Picture.objects.all()
        shown = pictures.visible_to(self.shown_to) if self.shown_to else pictures
        newest = list(shown.newest_first()[: OFFERED + 1])
        offered = newest[:OFFERED]
        chosen = next((picture for picture in offered if picture.pk == value), None)
        if value and chosen is None:
            chosen = Picture.objects.named(str(value)).first()
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "chosen": chosen,
            "pictures": [picture for picture in offered if picture != chosen],
            "last": offered[-1] if len(newest) > OFFERED else None,
            "types": ",".join(UPLOAD_TYPES),
            "too_large": too_large_sentence(),
        }
        return render_to_string("library/picture_chooser.html", context)


class PictureField(forms.Field):
    """One picture of the library, by its id; None where none is chosen."""

    widget = PictureChooser
    default_error_messages = {"unknown": _("That picture is not there any more. Choose again.")}

    stored: str | None = None

    def asked_of(self, by: User, stored: Any) -> None:
        """Offer what this person may see, and keep what is stored."""
        self.widget.shown_to, self.stored = by, stored

    def in_words(self, value: Any) -> str:
        """Return what the library calls the picture, "" where none is chosen."""
        chosen = Picture.objects.named(str(value)).first() if value else None
        return str(chosen or "")

    def clean(self, value: Any) -> str | None:
        """Return the id. Raises ValidationError where there is no such picture."""
        chosen = super().clean(value)
        if not chosen:
            return None
        pictures, by = Picture.objects.named(str(chosen)), self.widget.shown_to
        if by is not None and chosen != self.stored:
            pictures = pictures.visible_to(by)
        if not pictures.exists():
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return str(chosen)


class PictureRecordField(PictureField):
    """One picture of the library, as its row: for the forms of plain records."""

    def clean(self, value: Any) -> Any:
        """Return the picture or None. Raises ValidationError where there is no such picture."""
        chosen = super().clean(value)
        return Picture.objects.get(pk=chosen) if chosen else None
