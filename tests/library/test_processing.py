"""What a file must be, and what is left of it."""

import io
import random
import struct
import time
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from editorial.refusals import Refused
from library import processing
from library.choices import Format
from tests.library.files import BLUE, RED, bytes_of, drawn

# Pillow warns of damaged metadata, which nobody reads; a person is not told.
DAMAGED_METADATA = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def read(data: bytes) -> Image.Image:
    return processing.read(io.BytesIO(data))[0]


def refusal(data: bytes) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.codes


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is this large; all its pixels are black."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "kept_as"),
    [("JPEG", Format.JPEG), ("PNG", Format.PNG), ("WEBP", Format.JPEG)],
)
def test_three_formats_come_in(kind: str, kept_as: Format) -> None:
    image, found = processing.read(io.BytesIO(bytes_of(drawn(300, 200), kind)))
    assert (image.mode, image.size, found) == ("RGB", (300, 200), kept_as)


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"",
        bytes_of(drawn(8, 8), "GIF"),
        bytes_of(drawn(8, 8), "BMP"),
        bytes_of(drawn(8, 8), "TIFF"),
        bytes_of(drawn(8, 8), "AVIF"),
    ],
    ids=["svg", "html", "pdf", "zip", "empty", "gif", "bmp", "tiff", "avif"],
)
def test_any_other_file_is_refused(data: bytes) -> None:
    assert refusal(data) == ("not_a_picture",)


def test_41_megapixels_are_refused_by_the_header_alone() -> None:
    data = png_of(8200, 5001)
    tracemalloc.start()
    begun = time.perf_counter()
    codes = refusal(data)
    spent, (_now, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes == ("too_many_pixels",)
    assert (spent < 0.1, peak < 1_000_000) == (True, True)


@pytest.mark.parametrize(("width", "height"), [(14_000, 14_000), (65_000, 65_000)])
def test_a_bomb_of_48_kilobytes_is_refused(width: int, height: int) -> None:
    # The header is all that counts; the pixels that follow stop early.
    data = png_of(width, 100)
    size = struct.pack(">II", width, height)
    header = b"IHDR" + size + data[24:29]
    bomb = data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    assert len(bomb) < 48_000
    assert refusal(bomb) == ("too_many_pixels",)


def test_a_ribbon_is_refused() -> None:
    assert refusal(png_of(16_001, 10)) == ("too_long",)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_what_moves_is_refused(kind: str) -> None:
    frames = [drawn(20, 20, RED), drawn(20, 20, BLUE)]
    moving = bytes_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(moving) == ("moving",)


def test_a_telephone_s_jpeg_with_a_second_picture_behind_it_comes_in() -> None:
    both = bytes_of(drawn(60, 40, RED), "MPO", save_all=True, append_images=[drawn(30, 20, BLUE)])
    assert read(both).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_file_is_refused(kind: str) -> None:
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    data = bytes_of(noise, kind)
    assert refusal(data[: len(data) // 2]) == ("damaged",)


@DAMAGED_METADATA
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_damage_is_more_than_a_refusal(kind: str) -> None:
    chance = random.Random(7)
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = bytes_of(Image.effect_noise((60, 40), 80).convert("RGB"), kind, exif=exif)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(Refused):
            read(bytes(data))


def test_a_picture_stands_upright() -> None:
    image = drawn(60, 40, RED)
    ImageDraw.Draw(image).rectangle((0, 0, 29, 39), fill=BLUE)
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = read(bytes_of(image, "PNG", exif=exif))
    assert (upright.size, upright.getpixel((20, 5)), upright.getpixel((20, 55))) == (
        (40, 60),
        BLUE,
        RED,
    )


@DAMAGED_METADATA
def test_orientation_that_cannot_be_read_is_none() -> None:
    data = bytes_of(drawn(60, 40), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert read(data).size == (60, 40)


@pytest.mark.parametrize(
    ("mode", "color", "expected"),
    [
        ("L", 128, (128, 128, 128)),
        ("1", 1, (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("RGBA", (0, 0, 255, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 255, 255), (0, 0, 255)),
        ("LA", (0, 0), (255, 255, 255)),
        ("I;16", 32_768, (128, 128, 128)),
    ],
)
def test_every_kind_of_pixel_becomes_colour_on_white(
    mode: str, color: int | tuple[int, ...], expected: tuple[int, ...]
) -> None:
    pixels = read(bytes_of(drawn(8, 8, color, mode), "PNG"))
    assert (pixels.mode, pixels.getpixel((4, 4))) == ("RGB", expected)


def test_a_palette_s_transparent_colour_becomes_white() -> None:
    image = drawn(8, 8, 0, "P")
    image.putpalette([10, 20, 30])
    assert read(bytes_of(image, "PNG", transparency=0)).getpixel((4, 4)) == (255, 255, 255)


def test_printing_colours_come_near_those_of_the_screen() -> None:
    pixels = read(bytes_of(drawn(8, 8, (0, 255, 255, 0), "CMYK"), "JPEG", quality=100))
    red, green, blue = pixels.getpixel((4, 4))  # type: ignore[misc]
    assert (pixels.mode, red > 250, green < 5, blue < 5) == ("RGB", True, True, True)


def test_a_profile_is_applied_and_goes() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab, b"no profile at all"):
        pixels = read(bytes_of(drawn(8, 8), "PNG", icc_profile=profile))
        assert (pixels.info, pixels.mode) == ({}, "RGB")


def test_nothing_that_a_file_says_of_itself_is_written_again() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "kanareyka")
    said.add_itxt("XML:com.adobe.xmp", "<x>kanareyka</x>")
    image, kept_as = processing.read(
        io.BytesIO(bytes_of(drawn(700, 500), "PNG", pnginfo=said, dpi=(300, 300)))
    )
    written = [processing.original(image, kept_as)]
    written += [data for _width, _ending, data in processing.renditions(image)]
    assert len(written) == 5
    assert [b"kanareyka" in data or b"pHYs" in data for data in written] == [False] * 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_metadata_of_every_format_goes(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "kanareyka maker"
    more = {"save_all": True, "append_images": [drawn(30, 20)]} if kind == "MPO" else {}
    data = bytes_of(drawn(700, 500), kind, exif=exif, xmp=b"<x>kanareyka</x>", **more)
    assert b"kanareyka maker" in data
    image, kept_as = processing.read(io.BytesIO(data))
    written = [processing.original(image, kept_as)]
    written += [made for _width, _ending, made in processing.renditions(image)]
    assert image.size == (500, 700)
    assert [b"kanareyka" in made or b"xif" in made for made in written] == [False] * 5


def test_renditions_are_never_larger_than_the_picture() -> None:
    sizes = {
        width: [
            (rendition, ending)
            for rendition, ending, _data in processing.renditions(drawn(width, 10))
        ]
        for width in (300, 480, 1200, 2000)
    }
    assert sizes == {
        300: [(300, "webp"), (300, "jpg")],
        480: [(480, "webp"), (480, "jpg")],
        1200: [
            (1200, "webp"), (1200, "jpg"), (960, "webp"), (960, "jpg"), (480, "webp"),
            (480, "jpg"),
        ],
        2000: [
            (1600, "webp"), (1600, "jpg"), (960, "webp"), (960, "jpg"), (480, "webp"),
            (480, "jpg"),
        ],
    }  # fmt: skip
