"""A program of its own, `converting.py SECONDS`: from a Word document's parts to their HTML.

It runs apart from the desk (see `intake.word`), so that a document made to take all memory or to
never end takes only this process. It needs nothing of the project.
"""

import json
import sys
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import mammoth  # type: ignore[import-untyped]

MOST_MEMORY_BYTES = 1024 * 1024 * 1024

# The two namespaces of WordprocessingML: ECMA-376, transitional and strict.
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# What mammoth passes over, with the words in it, under the name of what it reads.
_READ_AS = {
    "fldSimple": "smartTag", "dir": "smartTag", "bdo": "smartTag", "cr": "br", "ptab": "tab",
    "dstrike": "strike",
}  # fmt: skip
_OFF = ("0", "false", "off")
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
table => figure.table > table:fresh
"""


def convert(packed: bytes) -> dict[str, Any]:
    """Return the HTML of a Word document, and how many pictures and hidden runs it leaves out.

    Words inserted by a tracked change are in it, words deleted are not; comments are not.
    """
    shown, hidden = _as_shown(packed)
    pictures: list[object] = []

    def leave_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    converted = mammoth.convert_to_html(
        BytesIO(shown),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=leave_out,
        external_file_access=False,
    )
    return {"html": converted.value, "pictures": len(pictures), "hidden": hidden}


def _as_shown(packed: bytes) -> tuple[bytes, int]:
    """Return the document without hidden words and with those mammoth would miss."""
    answer, hidden = BytesIO(), 0
    with ZipFile(BytesIO(packed)) as given, ZipFile(answer, "w") as shown:
        for name in given.namelist():
            part = given.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                # Its caller has refused documents with a DTD.
                root = ET.fromstring(part)  # noqa: S314
                hidden += sum(_reveal(element) for element in root.iter())
                part = ET.tostring(root, encoding="utf-8")
            shown.writestr(name, part)
    return answer.getvalue(), hidden


def _reveal(element: ET.Element) -> bool:
    """Rename an element after what it shows; True where that is a hidden run with words."""
    namespace, brace, name = element.tag.rpartition("}")
    namespace += brace
    if namespace not in _NAMESPACES:
        return False
    if name in _READ_AS:
        element.tag = namespace + _READ_AS[name]
    vanish = element.find(f"{namespace}rPr/{namespace}vanish") if name == "r" else None
    if vanish is None or vanish.get(f"{namespace}val") in _OFF:
        return False
    element.tag = f"{namespace}del"
    return element.find(f"{namespace}t") is not None


def _limit_itself(seconds: int) -> None:
    # Not on every system: where it is missing, the caller's clock alone bounds the program.
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


if __name__ == "__main__":
    _limit_itself(int(sys.argv[1]))
    sys.stdout.write(json.dumps(convert(sys.stdin.buffer.read())))
