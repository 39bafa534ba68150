"""Whether pictures lie where nobody but the application hands them out."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def pictures_lie_outside_every_public_folder(**_: Any) -> list[CheckMessage]:
    """A picture in a folder that the server serves would be public before its release."""
    media = Path(settings.MEDIA_ROOT).resolve()
    public = [
        Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)
    ]
    return [
        Error(
            f"MEDIA_ROOT lies in {folder}, where every file is public.",
            hint="Name a folder of its own, for example MEDIA_ROOT=/var/lib/ismi/media.",
            id="library.E001",
        )
        for folder in public
        if media.is_relative_to(folder)
    ]
