"""Clean words of every kind of column; clean HTML: what the desk's editor can write, no more.

The allow-list follows the toolbar in `CKEDITOR_5_CONFIGS`; a test holds the two together.
"""

from html import unescape
from typing import Any

import nh3
from django.db import models

from editorial.contents.figures import IMAGE_ATTRIBUTES, keep_attribute, settle
from editorial.fields import RichTextField
from languages.characters import clean_block, clean_line, clean_markup, is_blank

TAGS = frozenset(
    {
        "p", "h2", "h3", "strong", "i", "a", "ul", "ol", "li", "blockquote", "br", "hr",
        "sub", "sup", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td",
        "img",
    }
)  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "img": set(IMAGE_ATTRIBUTES),
}
CLASSES: dict[str, set[str]] = {"figure": {"table", "image"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What browsers and Word write for the editor's own two.
SYNONYMS = (("b", "strong"), ("em", "i"))
ENDS_OF_BLOCKS = (
    "</p>", "</li>", "</h2>", "</h3>", "</blockquote>", "</tr>", "</figcaption>", "<br>",
)  # fmt: skip


def clean_html(html: str) -> str:
    """Return the HTML with everything outside the allow-list taken out.

    Cleaning what is clean changes nothing. HTML without a word or a picture in it becomes "".
    """
    cleaned = _pass(html)
    # What a tag kept apart may join when the tag goes: a letter and its accent, say.
    while (again := _pass(cleaned)) != cleaned:
        cleaned = again
    return "" if is_blank(plain(cleaned)) and "<img " not in cleaned else cleaned


def clean_words(field: "models.Field[Any, Any]", words: str) -> str:
    """Return the words as a column of this kind keeps them: HTML, a block of lines, or a line."""
    if isinstance(field, RichTextField):
        return clean_html(words)
    if isinstance(field, models.TextField):
        return clean_block(words).strip()
    return clean_line(words)


def _pass(html: str) -> str:
    html = clean_markup(html)
    for written, kept in SYNONYMS:
        html = _rename(html, written, kept)
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_keep_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return settle(cleaned).strip()


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    # A place within the page, as of Word's notes (`#_ftn1`): no place in it bears a name.
    if attribute == "href" and value.lstrip().startswith("#"):
        return None
    return keep_attribute(tag, attribute, value)


def plain(html: str) -> str:
    """Return the words of the HTML without its tags, paragraphs apart by a blank line."""
    for end in ENDS_OF_BLOCKS:
        html = html.replace(end, end + "\n\n")
    return unescape(nh3.clean(html, tags=set())).strip()


def _rename(html: str, written: str, kept: str) -> str:
    """Return the HTML with one simple tag under its other name."""
    return html.replace(f"<{written}>", f"<{kept}>").replace(f"</{written}>", f"</{kept}>")
