"""Pictures as HTML, from a print or from a cleaned text alone. Pure.

`responsive` and the rest read the one form of pictures that `editorial.contents.figures`
writes; what has not been through `editorial.contents.cleaning.clean_html` must not come here.
"""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from editorial.contents.figures import PICTURE_ID, PREFIX
from library.choices import RENDITION_TYPES, height_at, widths_of
from library.printing import PrintedPicture
from library.sizes import address

# A column of text: the whole screen of a phone, 42 rem at most.
COLUMN_SIZES = "(min-width: 44rem) 42rem, 100vw"

_IMAGE = re.compile(
    rf'<img src="{PREFIX}(?P<id>{PICTURE_ID})/(?P<width>[0-9]+)\.jpg" alt="(?P<alt>[^"]*)"'
    r"(?P<sides>[^>]*)>"
)


def pictures_in(html: str) -> list[str]:
    """Return the ids of the pictures in a cleaned text, each once, in their order."""
    return list(dict.fromkeys(image["id"] for image in _IMAGE.finditer(html)))


def lacking_alternatives(html: str) -> int:
    """Return how many pictures of a cleaned text say nothing to those who cannot see them."""
    return sum(not image["alt"].strip() for image in _IMAGE.finditer(html))


def lacking_alternatives_in(html: str) -> list[str]:
    """Return what a cleaned text lacks for those who cannot see: at most one entry, in words."""
    count = lacking_alternatives(html)
    if not count:
        return []
    return [
        ngettext(
            "alternative text of %(count)s picture",
            "alternative texts of %(count)s pictures",
            count,
        )
        % {"count": count}
    ]


def responsive(html: str, sizes: str = COLUMN_SIZES) -> str:
    """Return a cleaned text whose pictures come in the size and format that a browser needs.

    `sizes` is how wide they are shown, in the words of HTML's attribute. The answer is for
    readers only; it is not stored.
    """
    return _IMAGE.sub(lambda image: _responsive(image, sizes), html)


def _responsive(image: re.Match[str], sizes: str) -> str:
    # Alternative text and sides were escaped and checked when the text was cleaned.
    attributes = f'alt="{image["alt"]}"{image["sides"]} loading="lazy" decoding="async"'
    width = int(image["width"])
    return _picture(image["id"], widths_of(width), mark_safe(attributes), sizes)  # noqa: S308


def picture_markup(
    printed: PrintedPicture, alt: str, sizes: str = COLUMN_SIZES, *, is_first: bool = False
) -> SafeString:
    """Return the HTML of a printed picture, in WebP with JPEG for older browsers.

    `is_first` is for the one picture that a page opens with: it is fetched at once, others
    when they come near.
    """
    widths = widths_of(printed["width"])
    attributes = format_html(
        'alt="{}" width="{}" height="{}" {}',
        alt,
        widths[-1],
        height_at(widths[-1], printed["width"], printed["height"]),
        mark_safe('fetchpriority="high"' if is_first else 'loading="lazy" decoding="async"'),  # noqa: S308
    )
    return _picture(printed["id"], widths, attributes, sizes)


def _picture(picture: str, widths: list[int], attributes: SafeString, sizes: str) -> SafeString:
    by_ending = {
        ending: ", ".join(f"{address(picture, width, ending)} {width}w" for width in widths)
        for ending in RENDITION_TYPES
    }
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="{}">'
        '<img src="{}" srcset="{}" sizes="{}" {}></picture>',
        by_ending["webp"],
        sizes,
        address(picture, widths[-1], "jpg"),
        by_ending["jpg"],
        sizes,
        attributes,
    )
