"""The files of the library: outside every public folder, under names of our own."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def place(picture: str, name: str) -> str:
    """Return where a file of a picture lies below the library's folder, with slashes."""
    return f"{picture[:2]}/{picture}/{name}"


def path_of(picture: str, name: str) -> Path:
    """Return the path of a file of a picture; nothing need be there."""
    return Path(settings.MEDIA_ROOT, "pictures", place(picture, name))


def write(path: Path, data: bytes) -> None:
    """Store a file whole or not at all, whoever reads it meanwhile and however this ends.

    Raises OSError where it cannot be stored; nothing of it is left then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        # The proxy may run as somebody else and reads the files itself.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
