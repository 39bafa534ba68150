"""Clean HTML: what the desk's editor can write, and nothing else.

The allow-list follows the toolbar in `CKEDITOR_5_CONFIGS`; a test holds the two together.
"""

from html import unescape

import nh3

from languages.characters import clean_markup, is_blank

TAGS = frozenset(
    {
        "p", "h2", "h3", "strong", "i", "a", "ul", "ol", "li", "blockquote", "br", "hr",
        "sub", "sup", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td",
    }
)  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
CLASSES: dict[str, set[str]] = {"figure": {"table"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What browsers and Word write for the editor's own two.
SYNONYMS = (("b", "strong"), ("em", "i"))


def clean_html(html: str) -> str:
    """Return the HTML with everything outside the allow-list taken out.

    Cleaning what is clean changes nothing. HTML without a word in it becomes "".
    """
    cleaned = _pass(html)
    # What a tag kept apart may join when the tag goes: a letter and its accent, say.
    while (again := _pass(cleaned)) != cleaned:
        cleaned = again
    return "" if is_blank(plain(cleaned)) else cleaned


def _pass(html: str) -> str:
    html = clean_markup(html)
    for written, kept in SYNONYMS:
        html = _rename(html, written, kept)
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=set(SCHEMES),
        link_rel=None,
    ).strip()


def plain(html: str) -> str:
    """Return the words of the HTML without its tags, paragraphs apart by a blank line."""
    for end in ("</p>", "</li>", "</h2>", "</h3>", "</blockquote>", "</tr>", "<br>"):
        html = html.replace(end, end + "\n\n")
    return unescape(nh3.clean(html, tags=set())).strip()


def _rename(html: str, written: str, kept: str) -> str:
    """Return the HTML with one simple tag under its other name."""
    return html.replace(f"<{written}>", f"<{kept}>").replace(f"</{written}>", f"</{kept}>")
