"""What docs/look.md promises of colours, faces and weight, computed from the files themselves."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

STATIC = Path(__file__).parent.parent.parent / "ismi_cms" / "static" / "website"
SHEETS = [STATIC / "site.css", STATIC / "pages.css"]
FONTS = sorted((STATIC / "fonts").glob("*.woff2"))
LETTERS = "ЎўҚқҒғҲҳЁёЪъʻʼşŞğĞöÖçÇüÜ№«»“”„–—…→←"
ON_PAGE = ("ink", "soft-ink", "accent", "accent-strong", "host", "guest", "notice", "warning")
PAIRS = [
    *((text, ground) for text in ON_PAGE for ground in ("paper", "raised")),
    ("on-band", "band"),
    ("on-band-soft", "band"),
    # The button of a form, and the skip link.
    ("paper", "accent"),
    ("paper", "accent-strong"),
]


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by name."""
    css = SHEETS[0].read_text()
    layer = css[css.index("@layer tokens {") : css.index("@layer base {")]
    light, _, dark = layer.partition("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return colours | (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {}
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ranges(css: str) -> list[set[int]]:
    """Return the characters that each face with a range is declared for."""
    found = []
    for written in re.findall(r"unicode-range: ([^;]+);", css):
        declared: set[int] = set()
        for part in written.split(", "):
            first, _, last = part.removeprefix("U+").partition("-")
            declared |= set(range(int(first, 16), int(last or first, 16) + 1))
        found.append(declared)
    return found


def test_black_on_white_is_21_to_1() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = tokens(scheme)

    assert contrast(colours[text], colours[ground]) >= 4.5


def test_both_schemes_name_the_same_colours() -> None:
    assert set(tokens("light")) == set(tokens("dark")) >= set(ON_PAGE)
    assert all(tokens("light")[name] != tokens("dark")[name] for name in ON_PAGE)


def test_the_three_faces_weigh_less_than_120_kilobytes_together() -> None:
    assert [font.name for font in FONTS] == [
        "institute-sans.woff2",
        "institute-serif-italic.woff2",
        "institute-serif.woff2",
    ]
    assert sum(font.stat().st_size for font in FONTS) <= 120_000
    assert {font.read_bytes()[:4] for font in FONTS} == {b"wOF2"}


def test_every_letter_of_the_four_languages_is_declared_for_every_face() -> None:
    declared = ranges(SHEETS[0].read_text())

    assert len(declared) == 3
    for face in declared:
        assert [letter for letter in LETTERS if ord(letter) not in face] == []


def test_faces_are_swapped_in_and_their_licences_lie_beside_them() -> None:
    css = SHEETS[0].read_text()

    assert css.count("font-display: swap") == css.count('format("woff2")') == 3
    for name in ("OFL-serif.txt", "OFL-sans.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / name).read_text()


def test_the_two_faces_of_every_page_are_asked_for_at_once() -> None:
    source = get_template("website/page.html").template.source  # type: ignore[attr-defined]

    preloaded = re.findall(r"rel=\"preload\" href=\"{% static '([^']+)' %}\" as=\"font\"", source)
    assert preloaded == [
        "website/fonts/institute-serif.woff2",
        "website/fonts/institute-sans.woff2",
    ]


def test_styles_are_light_and_ask_nothing_of_another_origin() -> None:
    sheets = [sheet.read_text() for sheet in SHEETS]

    assert sum(len(sheet.encode()) for sheet in sheets) <= 30_000
    assert [sheet for sheet in sheets if "//" in sheet or "@import" in sheet] == []
