"""Pictures for papers: the smallest rendition of a picture that a text shows."""

import re

from editorial.contents.figures import PICTURE_ID, PREFIX
from library import files
from library.actions import make_renditions
from library.choices import widths_of
from library.models import Picture

_ADDRESS = re.compile(rf"{PREFIX}({PICTURE_ID})/[0-9]+\.jpg")


def small_jpeg(address: str) -> bytes | None:
    """Return the bytes of the smallest JPEG of the picture at this address of a text.

    One that is missing on the disk is made again. None where there is no such picture, or its
    file is lost.
    """
    found = _ADDRESS.fullmatch(address)
    picture = Picture.objects.named(found[1]).first() if found else None
    if picture is None:
        return None
    path = files.path_of(picture.pk, f"{widths_of(picture.width)[0]}.jpg")
    try:
        if not path.exists():
            make_renditions(picture)
        return path.read_bytes()
    except OSError:
        return None
