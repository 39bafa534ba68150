"""Where renditions stand. Pure: a print and the texts of a release know all that is asked here."""

from django.urls import reverse

from editorial.contents.figures import PREFIX


def address(picture: str, width: int, ending: str) -> str:
    """Return the public path of a rendition; it answers while a live release names the picture."""
    return f"{PREFIX}{picture}/{width}.{ending}"


def desk_address(picture: str, width: int, ending: str) -> str:
    """Return the path of a rendition for signed-in people, whatever is released."""
    return reverse("library:desk_rendition", args=(picture, width, ending))
