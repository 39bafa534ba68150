"""From a Word document (.docx) to clean HTML, and what was left out on the way."""

import json
import logging
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.contents.cleaning import clean_html
from intake.archives import refuse_damaged, text_parts
from intake.decoding import Unreadable

logger = logging.getLogger(__name__)

_CONVERTER = Path(__file__).with_name("converting.py")
# The converter ends itself after so much work; a busy machine may take longer for it.
_MOST_SECONDS_OF_WORK = 10
_MOST_SECONDS = 30
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL)

# What mammoth writes after a note, to lead back to its sign in the text.
_WAY_BACK = re.compile(r' ?<a href="#[^"]*-ref-[^"]*">↑</a>')
# A file on somebody's disk, a place within the document: nothing that a reader could open.
_LOST_ADDRESS = re.compile(r'<a href="(?!https?://|mailto:|tel:)[^"]*"', re.IGNORECASE)
_LINK_TO_NOTHING = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# First lines indented by spaces or tabs, and spaces left behind at the end.
_SPACE_AT_EDGE = re.compile(r"(?<=<p>)[ \t\n]+|[ \t\n]+(?=</(?:p|h[23]|li)>)")
_FIRST_BLOCK = re.compile(r"<(p|h[1-6])>.*?</\1>", re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-6])>")


@dataclass(frozen=True)
class WordText:
    """The text of a Word document as clean HTML; `warnings` are sentences on what is not in it."""

    html: str
    warnings: list[str]


def read_word(data: bytes) -> WordText:
    """Return the text of a Word document, its limits checked first.

    Raises Unreadable, with a sentence in the active language, as `text_parts` does, and for a
    document that takes too long to read.
    """
    converted = _convert(text_parts(data))
    html = _LOST_ADDRESS.sub("<a", _WAY_BACK.sub("", converted["html"]))
    warnings = _left_out(converted)
    cleaned = clean_html(_two_levels(html))
    linked = _LINK_TO_NOTHING.sub(r"\1", cleaned)
    return WordText(_SPACE_AT_EDGE.sub("", linked), warnings)


def _convert(parts: dict[str, bytes]) -> dict[str, Any]:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    try:
        done = subprocess.run(
            [sys.executable, "-I", _CONVERTER, str(_MOST_SECONDS_OF_WORK)],
            input=packed.getvalue(),
            capture_output=True,
            check=False,
            env={},
            timeout=_MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_takes_too_long()) from None
    if done.returncode in _STOPPED:
        raise Unreadable(_takes_too_long())
    if done.returncode:
        # The last line names the fault; those before may hold words of the document.
        logger.warning("A Word document was not read: %s", done.stderr.splitlines()[-1:])
        refuse_damaged()
    converted: dict[str, Any] = json.loads(done.stdout)
    return converted


def _takes_too_long() -> str:
    return _(
        "This Word document takes too long to read, so nothing was taken from it. "
        "Copy the text of the release and paste it here."
    )


def _left_out(converted: dict[str, Any]) -> list[str]:
    warnings = []
    if pictures := converted["pictures"]:
        warnings.append(
            ngettext(
                "%(count)s picture was left out: add it in the library.",
                "%(count)s pictures were left out: add them in the library.",
                pictures,
            )
            % {"count": pictures}
        )
    if converted["hidden"]:
        warnings.append(_("Words that the document hides were left out."))
    if "<s>" in converted["html"]:
        warnings.append(_("Words that are struck out stand in the text: check them."))
    return warnings


def _two_levels(html: str) -> str:
    """Return the HTML with its highest headings as h2 and all others as h3.

    The first paragraph is the headline, whatever its style, and counts for nothing here.
    """
    first = _FIRST_BLOCK.match(html)
    levels = {found[1] for found in _HEADING.findall(html, first.end() if first else 0)}
    highest = min(levels, default="1")
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{2 if tag[2] <= highest else 3}>", html)
