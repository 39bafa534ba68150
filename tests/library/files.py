"""Files as people upload them: made here, each as small as its fault allows."""

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from library.actions import take_in
from library.models import Picture

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(width: int = 1200, height: int = 800, color: Any = RED, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), color)


def bytes_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def upload(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, bytes_of(drawn()) if data is None else data)


def taken_in(by: User, data: bytes | None = None, name: str = "photo.jpg") -> Picture:
    return take_in(upload(data, name), by=by)


def stored(media: Path, picture: Picture) -> dict[str, bytes]:
    """Return the files that are kept of a picture, by name."""
    return {path.name: path.read_bytes() for path in media.rglob(f"{picture.pk}/*")}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
