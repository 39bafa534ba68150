"""From the bytes that somebody sent to pixels of our own. Nothing else of a file is kept.

What a file is, its header says: neither its name nor what the browser calls it. The header also
says how many pixels it holds, before one of them is decoded. Metadata (the place where a
photograph was taken, the camera's number, a thumbnail of what was cut off) and everything
hidden behind the picture go, because only pixels are written again.
"""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from editorial.refusals import Refused
from library.choices import LONGEST_SIDE, MOST_PIXELS, Format, height_at, widths_of
from library.refusals import refused

# What damaged files make Pillow raise.
DAMAGED: Final = (
    OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError,
    struct.error, MemoryError,
)  # fmt: skip
TOO_MANY_PIXELS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# How each ending is written. Quality is where one no longer sees a difference on a photograph.
ENCODERS: Final[dict[str, dict[str, Any]]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
}
ORIGINALS: Final[dict[str, dict[str, Any]]] = {
    Format.JPEG: {"format": "JPEG", "quality": 95, "subsampling": 0},
    Format.PNG: {"format": "PNG", "compress_level": 3},
}
SRGB: Final = ImageCms.createProfile("sRGB")
PAPER: Final = (255, 255, 255)

_one_at_a_time = threading.Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the turn to decode: a process has the pixels of one picture in memory, not of many."""
    with _one_at_a_time:
        yield


def read(file: IO[bytes]) -> tuple[Image.Image, Format]:
    """Return the picture that a file holds, upright, in sRGB, on white; and how to keep it.

    Raises Refused with a sentence where the file is no JPEG, PNG or WebP, has more than 40
    megapixels or a side of more than 16,000, moves, or is damaged.
    """
    try:
        image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
    except TOO_MANY_PIXELS:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise refused(
            "not_a_picture", _("This file is not a picture in JPEG, PNG or WebP.")
        ) from None
    except DAMAGED:
        raise _damaged() from None
    with image:
        _check_header(image)
        try:
            return _plain_pixels(image), _kept_as(image)
        except DAMAGED:
            raise _damaged() from None


def _check_header(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > LONGEST_SIDE:
        sentence = _("The picture is longer than %(limit)s pixels. Cut it and try again.")
        raise refused("too_long", sentence % {"limit": LONGEST_SIDE})
    # A phone's JPEG may carry a second picture for bright screens: the first one is the picture.
    if image.format != "MPO" and getattr(image, "n_frames", 1) != 1:
        raise refused("moving", _("The picture moves. Choose one that stands still."))


def _kept_as(image: Image.Image) -> Format:
    return Format.PNG if image.format == "PNG" else Format.JPEG


def _plain_pixels(image: Image.Image) -> Image.Image:
    pixels, profile = image, image.info.get("icc_profile")
    pixels.load()
    # Without a copy: the pixels of a large picture take 160 MB. Where the metadata is damaged,
    # nobody knows which side was up.
    with suppress(*DAMAGED):
        ImageOps.exif_transpose(pixels, in_place=True)
    if pixels.mode.startswith("I;16"):
        # Pillow would cut 16 bits off at 255 instead of bringing them down.
        pixels = pixels.point(lambda value: value / 256).convert("L")
    if pixels.has_transparency_data:
        pixels = _on_paper(_as(pixels, "RGBA"))
    elif pixels.mode not in ("L", "CMYK"):
        pixels = _as(pixels, "RGB")
    pixels = _in_srgb(pixels, profile)
    # What Pillow remembers of the file it would write again: comments, resolution, profile.
    pixels.info = {}
    return pixels


def _on_paper(pixels: Image.Image) -> Image.Image:
    """Return the picture on white: what shows through would differ from page to page."""
    paper = Image.new("RGB", pixels.size, PAPER)
    paper.paste(pixels, mask=pixels.getchannel("A"))
    return paper


def _in_srgb(pixels: Image.Image, profile: Any) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(pixels, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, *DAMAGED):
            # A profile that cannot be read says nothing; screens then take sRGB.
            converted = None
        if converted is not None:
            return converted
    return _as(pixels, "RGB")


def _as(pixels: Image.Image, mode: str) -> Image.Image:
    """Return the pixels in this mode; Pillow's own conversion copies even where none is needed."""
    return pixels if pixels.mode == mode else pixels.convert(mode)


def original(image: Image.Image, kept_as: Format) -> bytes:
    """Return the picture as it is kept, from which renditions can be made again."""
    return _encoded(image, ORIGINALS[kept_as])


def renditions(image: Image.Image) -> Iterator[tuple[int, str, bytes]]:
    """Yield width, ending and bytes of each rendition, the largest first."""
    smaller = image
    for width in reversed(widths_of(image.width)):
        if width != smaller.width:
            # From the next larger one: a quarter of the work, and nothing to be seen of it.
            size = (width, height_at(width, image.width, image.height))
            smaller = smaller.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        for ending, encoder in ENCODERS.items():
            yield width, ending, _encoded(smaller, encoder)


def _encoded(image: Image.Image, encoder: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    image.save(written, **encoder)
    return written.getvalue()


def _too_many_pixels() -> Refused:
    sentence = _("The picture has more than %(limit)s megapixels. Make it smaller and try again.")
    return refused("too_many_pixels", sentence % {"limit": MOST_PIXELS // 1_000_000})


def _damaged() -> Refused:
    return refused("damaged", _("The file is damaged: the picture in it cannot be read."))
