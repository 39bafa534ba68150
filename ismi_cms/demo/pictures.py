"""Covers drawn by code: tilework, steppe, skyline, water and roads in the site's colours.

The same name gives the same picture, byte for byte, wherever it is drawn. Nobody's photograph
stands in the demo, so nobody's rights do either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
# Drawn twice as large and brought down: Pillow's own edges are jagged.
SCALE = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]

NIGHT, LAPIS, AZURE = (13, 33, 66), (27, 79, 148), (84, 137, 196)
DEEP_TEAL, TEAL, MIST = (8, 74, 84), (38, 138, 146), (176, 213, 211)
OCHRE, SAND, PAPER = (196, 136, 26), (231, 196, 128), (247, 241, 226)
# By the hour: sky above and below, far and near, and the one light.
HOURS: dict[str, tuple[Colour, ...]] = {
    "dawn": (SAND, PAPER, TEAL, DEEP_TEAL, OCHRE),
    "morning": (MIST, PAPER, AZURE, NIGHT, OCHRE),
    "noon": (PAPER, SAND, TEAL, LAPIS, OCHRE),
    "evening": (AZURE, MIST, LAPIS, NIGHT, SAND),
    "night": (NIGHT, LAPIS, TEAL, NIGHT, SAND),
}


def draw(motif: str, hour: str, name: str) -> bytes:
    """Return the picture of this motif, hour and name as a JPEG of 1600 by 900 pixels.

    Raises KeyError for what is none of MOTIFS or HOURS.
    """
    # Chance that tells the same twice; no secret hangs on it.
    chance = Random(f"{motif} {name}")  # noqa: S311
    large = MOTIFS[motif](chance, HOURS[hour])
    small = large.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    written = BytesIO()
    small.save(written, "JPEG", quality=92)
    return written.getvalue()


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _sky(above: Colour, below: Colour) -> Image.Image:
    """Return a canvas that goes from one colour to the other."""
    column = Image.new("RGB", (1, HEIGHT))
    column.putdata([_between(above, below, step / HEIGHT) for step in range(HEIGHT)])
    return column.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.NEAREST)


def _at(points: list[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    left_top, right_bottom = _at([(x - radius, y - radius), (x + radius, y + radius)])
    pen.ellipse([left_top, right_bottom], fill=colour)


def _star(x: float, y: float, radius: float, inner: float, turn: float = 0) -> list[Point]:
    """Return the corners of a star of eight points; `inner` is the share of the radius."""
    return [
        (
            x + cos(turn + step * pi / 8) * radius * (1 if step % 2 == 0 else inner),
            y + sin(turn + step * pi / 8) * radius * (1 if step % 2 == 0 else inner),
        )
        for step in range(16)
    ]


def _ridge(chance: Random, level: float, swing: float) -> list[Point]:
    """Return a line of hills from edge to edge, closed below the picture."""
    waves = [(chance.uniform(0.6, 1.6), chance.uniform(0, 2 * pi)), (chance.uniform(2, 4), 0.0)]
    line = [
        (
            x,
            level
            + swing * sin(waves[0][1] + waves[0][0] * 2 * pi * x / WIDTH)
            + swing / 4 * sin(waves[1][1] + waves[1][0] * 2 * pi * x / WIDTH),
        )
        for x in range(0, WIDTH + 1, 8)
    ]
    return [*line, (WIDTH, HEIGHT), (0, HEIGHT)]


def _tilework(chance: Random, palette: tuple[Colour, ...]) -> Image.Image:
    """Eight-pointed stars and crosses, as on a wall of glazed bricks."""
    above, _below, far, near, light = palette
    canvas = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), _between(near, far, 0.15))
    pen = ImageDraw.Draw(canvas)
    step = chance.choice((160, 200, 225))
    for row in range(HEIGHT // step + 2):
        for place in range(WIDTH // step + 2):
            x, y = place * step, row * step
            shade = _between(far, near, chance.uniform(0, 0.7))
            pen.polygon(_at(_star(x, y, step * 0.62, 0.765)), fill=shade)
            pen.polygon(_at(_star(x, y, step * 0.48, 0.765)), fill=_between(shade, above, 0.25))
            pen.polygon(_at(_star(x, y, step * 0.30, 0.54, pi / 8)), fill=light)
            _disc(pen, x, y, step * 0.07, near)
            _disc(pen, x + step / 2, y + step / 2, step * 0.06, light)
    return canvas


def _steppe(chance: Random, palette: tuple[Colour, ...]) -> Image.Image:
    """Hills behind hills under a low sun."""
    above, below, far, near, light = palette
    canvas = _sky(above, below)
    pen = ImageDraw.Draw(canvas)
    _disc(pen, chance.uniform(300, 1300), chance.uniform(230, 380), chance.uniform(70, 120), light)
    for layer in range(6):
        colour = _between(_between(far, below, 0.45), near, layer / 5)
        pen.polygon(_at(_ridge(chance, 420 + layer * 85, 60 - layer * 5)), fill=colour)
    return canvas


@dataclass(frozen=True)
class _Street:
    """A row of buildings; each verb draws one from `x` on and returns the width it takes."""

    pen: ImageDraw.ImageDraw
    ground: float
    colour: Colour
    lit: Colour
    chance: Random

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.pen.rectangle(_at([(left, top), (right, bottom)]), fill=colour)

    def house(self, x: float) -> float:
        """A low house with a row of windows."""
        width, top = self.chance.uniform(120, 220), self.ground - self.chance.uniform(80, 150)
        self.box(x, top, x + width, self.ground, self.colour)
        for window in range(int(width // 40)):
            left = x + 14 + window * 40
            self.box(left, top + 24, left + 14, top + 50, self.lit)
        return width

    def portal(self, x: float) -> float:
        """A portal with a pointed arch."""
        width, height = self.chance.uniform(170, 240), self.chance.uniform(250, 340)
        self.box(x, self.ground - height, x + width, self.ground, self.colour)
        middle, spring, half = x + width / 2, self.ground - height * 0.5, width * 0.3
        arch = [(middle - half, self.ground)]
        arch += [
            (middle - half * cos(step * pi / 16), spring - half * sin(step * pi / 16))
            for step in range(7)
        ]
        arch += [(2 * middle - px, py) for px, py in reversed(arch)]
        arch.insert(len(arch) // 2, (middle, spring - half * 1.2))
        self.pen.polygon(_at(arch), fill=self.lit)
        return width

    def minaret(self, x: float) -> float:
        """A minaret with two bands."""
        middle, height = x + 45, self.chance.uniform(340, 460)
        top = self.ground - height
        trunk = [(-30, self.ground), (-18, top), (18, top), (30, self.ground)]
        cap = [(-20, top - 22), (0, top - 62), (20, top - 22)]
        self.pen.polygon(_at([(middle + px, py) for px, py in trunk]), fill=self.colour)
        self.box(middle - 27, top - 22, middle + 27, top, self.colour)
        self.pen.polygon(_at([(middle + px, py) for px, py in cap]), fill=self.lit)
        for band in (0.2, 0.5):
            y, half = top + height * band, 18 + 12 * band
            self.box(middle - half, y, middle + half, y + 12, self.lit)
        return 90

    def dome(self, x: float) -> float:
        """A ribbed dome on its drum."""
        width, top = self.chance.uniform(150, 230), self.ground - self.chance.uniform(120, 220)
        middle = x + width / 2
        self.box(x + width * 0.12, top, x + width * 0.88, self.ground, self.colour)
        bulge = [(step / 20, sin(pi * (0.5 + step / 40)) ** 0.7) for step in range(21)]
        side = [(width * 0.46 * share, top - width * 0.62 * up) for up, share in bulge]
        right = [(middle + px, py) for px, py in side]
        left = [(middle - px, py) for px, py in reversed(side)]
        self.pen.polygon(_at([*right, *left]), fill=self.colour)
        for rib in (-0.6, -0.2, 0.2, 0.6):
            line = _at([(middle + px * rib, py) for px, py in side])
            self.pen.line(line, fill=self.lit, width=2 * SCALE)
        self.box(x + width * 0.12, top + 14, x + width * 0.88, top + 24, self.lit)
        return width


def _skyline(chance: Random, palette: tuple[Colour, ...]) -> Image.Image:
    """Portals, minarets and ribbed domes of an old town, in two rows."""
    above, below, far, near, light = palette
    canvas = _sky(above, below)
    pen = ImageDraw.Draw(canvas)
    _disc(pen, chance.uniform(200, 1400), chance.uniform(160, 260), chance.uniform(60, 90), light)
    for ground, colour in ((720, _between(far, below, 0.35)), (800, near)):
        street = _Street(pen, ground, colour, _between(colour, light, 0.55), chance)
        buildings = (street.dome, street.portal, street.minaret, street.house)
        x, last = chance.uniform(-80, 40), street.house
        while x < WIDTH:
            # Never two of a kind side by side: five minarets in a row are a fence.
            last = chance.choice([one for one in buildings if one != last])
            x += last(x)
        street.box(0, ground - 2, WIDTH, HEIGHT, colour)
    return canvas


def _water(chance: Random, palette: tuple[Colour, ...]) -> Image.Image:
    """A far shore, and the waves of a river before it."""
    above, below, far, near, light = palette
    canvas = _sky(above, below)
    pen = ImageDraw.Draw(canvas)
    _disc(pen, chance.uniform(400, 1200), 300, chance.uniform(60, 100), light)
    pen.polygon(_at(_ridge(chance, 360, 26)), fill=_between(far, below, 0.3))
    for layer in range(12):
        length, phase = chance.uniform(220, 380), chance.uniform(0, 2 * pi)
        level, swing = 430 + layer * 42, 6 + layer * 1.4
        line = [
            (float(x), level + swing * sin(phase + 2 * pi * x / length))
            for x in range(0, WIDTH + 1, 8)
        ]
        colour = _between(_between(far, below, 0.15), near, layer / 11)
        pen.polygon(_at([*line, (WIDTH, HEIGHT), (0, HEIGHT)]), fill=colour)
        if layer % 4 == 1:
            pen.line(_at(line), fill=_between(colour, light, 0.6), width=3 * SCALE)
    return canvas


def _roads(chance: Random, palette: tuple[Colour, ...]) -> Image.Image:
    """Lines that part and meet again, with stations where they do."""
    above, below, far, near, light = palette
    canvas = _sky(_between(near, far, 0.2), near)
    pen = ImageDraw.Draw(canvas)
    stations = [chance.uniform(220, 680) for _stop in range(6)]
    for line in range(9):
        colour = (far, light, above, below)[line % 4]
        offset = (line - 4) * 52
        points: list[Point] = []
        for x in range(0, WIDTH + 1, 8):
            place = x / WIDTH * (len(stations) - 1.001)
            index, share = int(place), place % 1
            ease = (1 - cos(pi * share)) / 2
            level = stations[index] + (stations[index + 1] - stations[index]) * ease
            points.append((x, level + offset * sin(pi * share) ** 2))
        pen.line(_at(points), fill=colour, width=7 * SCALE, joint="curve")
    for index, level in enumerate(stations):
        middle = index * WIDTH / (len(stations) - 1)
        _disc(pen, middle, level, 26, light)
        _disc(pen, middle, level, 13, near)
    return canvas


MOTIFS: dict[str, Callable[[Random, tuple[Colour, ...]], Image.Image]] = {
    "tilework": _tilework,
    "steppe": _steppe,
    "skyline": _skyline,
    "water": _water,
    "roads": _roads,
}
