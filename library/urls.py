"""The addresses of pictures: for readers, and below the desk's for the people who work there."""

from django.contrib import admin
from django.urls import path, register_converter

from editorial.contents.figures import PICTURE_ID, PREFIX
from library import views
from library.choices import RENDITION_TYPES


class PictureConverter:
    """The id of a picture."""

    regex = PICTURE_ID

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class WidthConverter:
    """A width in pixels."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class EndingConverter(PictureConverter):
    """The ending of a rendition's name."""

    regex = "|".join(RENDITION_TYPES)


register_converter(PictureConverter, "picture")
register_converter(WidthConverter, "width")
register_converter(EndingConverter, "rendition")

app_name = "library"
_RENDITION = "<picture:picture>/<width:width>.<rendition:ending>"
urlpatterns = [
    path(f"{PREFIX.lstrip('/')}{_RENDITION}", views.rendition, name="rendition"),
    path("admin/library/upload/", views.upload, name="upload"),
    path("admin/library/offered/", admin.site.admin_view(views.offered), name="offered"),
    path(
        f"admin/library/files/{_RENDITION}",
        # The view itself says that nobody may keep the answer.
        admin.site.admin_view(views.desk_rendition, cacheable=True),
        name="desk_rendition",
    ),
]
