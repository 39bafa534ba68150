"""What a picture may be, and the sizes that are made of it. Pure."""

from typing import Final

from django.db import models

# Bytes of a file as it is uploaded.
LARGEST_FILE: Final = 30 * 1024 * 1024
# Pixels that are decoded: four bytes of memory each.
MOST_PIXELS: Final = 40_000_000
# Pixels of one side; WebP knows no longer one than 16,383.
LONGEST_SIDE: Final = 16_000

# Widths of renditions in pixels: a phone, a column of text, a page.
WIDTHS: Final = (480, 960, 1600)
# What renditions are made in, by the ending of their names; browsers take the first they know.
RENDITION_TYPES: Final = {"webp": "image/webp", "jpg": "image/jpeg"}
UPLOAD_TYPES: Final = ("image/jpeg", "image/png", "image/webp")


class Format(models.TextChoices):
    """How an original is kept."""

    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"


def widths_of(width: int) -> list[int]:
    """Return the widths of the renditions of a picture this wide, in pixels, smallest first.

    The largest is the picture's own width, or 1600 where it is wider. So the widths of the
    largest rendition are those of the picture.
    """
    largest = min(width, WIDTHS[-1])
    return [*(each for each in WIDTHS if each < largest), largest]


def height_at(width: int, of_width: int, of_height: int) -> int:
    """Return the height, in pixels, of a picture of these sides when it is this wide."""
    return max(1, round(of_height * width / of_width))
