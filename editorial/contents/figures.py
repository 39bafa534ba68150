"""Pictures in rich text: the one form in which they stand, and how they are found.

A picture is a block of its own, as the desk's editor writes it:
`<figure class="image"><img src alt width height><figcaption>…</figcaption></figure>`.
Its source is an address of the house; one from anywhere else would tell a stranger who reads.
"""

import re

from django.conf import settings

PREFIX = "/pictures/"
PICTURE_ID = r"[0-9a-f]{32}"
# The attributes of a picture, in the order in which they are written.
IMAGE_ATTRIBUTES = ("src", "alt", "width", "height")

_ADDRESS = re.compile(rf"({PREFIX}{PICTURE_ID}/[1-9][0-9]{{0,3}})\.(?:jpg|webp)")
_LENGTH = re.compile(r"[1-9][0-9]{0,4}")
# The HTML cleaner writes attributes in double quotes, with < and > in them as references.
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_IMAGE = re.compile(r"<img\b([^>]*)>")
_CAPTION = r"(?:<figcaption>(?P<caption>(?:(?!</?fig)[\s\S])*)</figcaption>)?"
_FIGURE = rf'<figure class="image">\s*{{image}}\s*{_CAPTION}\s*</figure>'
_WHOLE = re.compile(_FIGURE.format(image="(?P<image><img [^>]*>)"))
_WITHOUT_IMAGE = re.compile(_FIGURE.format(image=""))
_LONE_PARAGRAPH = re.compile(r"<p>\s*(<img [^>]*>)\s*</p>")
_LONE_IMAGE = re.compile(r"(<img [^>]*>)")


def keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Return what stays of an attribute that the allow-list knows; None where it goes."""
    if tag != "img" or attribute == "alt":
        return value
    if attribute == "src":
        return own_address(value)
    return value if _LENGTH.fullmatch(value) else None


def own_address(source: str) -> str | None:
    """Return the source as a path of the house, to the JPEG; None for any other source."""
    found = _ADDRESS.fullmatch(source.strip().removeprefix(settings.SITE_URL))
    return f"{found[1]}.jpg" if found else None


def settle(html: str) -> str:
    """Return HTML that the cleaner wrote with every picture in its one form.

    A picture without a source goes with its figure and caption. One that stands elsewhere, in a
    paragraph say, gets a figure of its own. Settling what is settled changes nothing.
    """
    html = _WITHOUT_IMAGE.sub("", _IMAGE.sub(_rewritten, html))
    settled, end = [], 0
    for figure in _WHOLE.finditer(html):
        settled += [_loose(html[end : figure.start()]), _written(figure)]
        end = figure.end()
    return "".join([*settled, _loose(html[end:])])


def _rewritten(image: re.Match[str]) -> str:
    given = {"alt": "", **dict(_ATTRIBUTE.findall(image[1]))}
    if "src" not in given:
        return ""
    said = (f' {name}="{given[name]}"' for name in IMAGE_ATTRIBUTES if name in given)
    return f"<img{''.join(said)}>"


def _written(figure: re.Match[str]) -> str:
    caption = (figure["caption"] or "").strip()
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="image">{figure["image"]}{said}</figure>'


def _loose(html: str) -> str:
    """Give pictures outside a figure one of their own; a figure of anything else is plain."""
    html = html.replace('<figure class="image">', "<figure>")
    html = _LONE_PARAGRAPH.sub(r"\1", html)
    return _LONE_IMAGE.sub(r'<figure class="image">\1</figure>', html)
