"""How the bytes of a rendition reach whoever may see it."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse

from library import files
from library.actions import make_renditions
from library.choices import RENDITION_TYPES, widths_of
from library.models import Picture

# A picture opened by itself is a picture and nothing else, whatever a browser makes of it.
POLICY = "default-src 'none'; sandbox"


def answer(picture: str, width: int, ending: str) -> HttpResponse:
    """Return a rendition under a strong ETag.

    One that is missing on the disk is made again. With PICTURES_ACCEL the proxy sends the file
    itself. Whether the reader may see it has been asked before. Raises Http404 where there is
    no such picture or size, or its file is lost.
    """
    name = f"{width}.{ending}"
    path = files.path_of(picture, name)
    if not path.exists():
        _make_again(picture, width)
    try:
        response = _sent(picture, name, path)
        stored = path.stat()
    except FileNotFoundError:
        raise Http404 from None
    # As nginx writes it, so that a reader's copy is known whoever sent it.
    response["ETag"] = f'"{int(stored.st_mtime):x}-{stored.st_size:x}"'
    response["Content-Type"] = RENDITION_TYPES[ending]
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sent(picture: str, name: str, path: Path) -> HttpResponse:
    if settings.PICTURES_ACCEL:
        where = f"{settings.PICTURES_ACCEL}{files.place(picture, name)}"
        return HttpResponse(headers={"X-Accel-Redirect": where})
    return HttpResponse(path.read_bytes())


def _make_again(picture: str, width: int) -> None:
    row = Picture.objects.filter(pk=picture).first()
    if row is None or width not in widths_of(row.width):
        raise Http404
    try:
        make_renditions(row)
    except OSError:
        raise Http404 from None
