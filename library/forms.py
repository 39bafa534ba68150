"""The library's own page for a new picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from library.choices import UPLOAD_TYPES


class UploadForm(forms.Form):
    """One file, as large as the door lets through."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG or WebP, up to 30 MB and 40 megapixels. Only what is to be seen is kept: "
            "the place and the camera that a photograph names are taken out."
        ),
        # The door says what is wrong with a file, an empty one too.
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(UPLOAD_TYPES)}),
    )
