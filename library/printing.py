"""What a print keeps of a picture: enough to show it without asking the database."""

from typing import TypedDict

from library.models import Picture


class PrintedPicture(TypedDict):
    """A picture in the facts of a release; sides in pixels."""

    id: str
    width: int
    height: int
    credit: str


def print_picture(picture: Picture) -> PrintedPicture:
    """Return the picture as it stands in the facts of an edition."""
    return {
        "id": picture.id,
        "width": picture.width,
        "height": picture.height,
        "credit": picture.credit,
    }
