"""Rich text, as the desk writes it."""

from django_ckeditor_5.fields import CKEditor5Field


class RichTextField(CKEditor5Field):
    """HTML from the desk's editor. A verb cleans it before it is stored.

    A class of its own, because modeltranslation wants its name among the custom fields.
    """
