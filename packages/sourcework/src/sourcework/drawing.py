"""SVG of a drawing: a sheet with lines, bars, marks and words, and how wide words are.

Every colour is a role (`ink`, `rule`, `red`, …) that the page's style may set, as `--figure-ink`
etc. The typeface is the page's. `static/figures.css` has the colours, light and dark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from .typography import typeset

__all__ = ["ROLES", "SHAPES", "Anchor", "Sheet", "in_light", "width_of", "wrap"]

Anchor = Literal["start", "middle", "end"]
Look = str  # declarations of style
Drawn = tuple[Look, Element]

_STYLE = Path(__file__).with_name("static") / "figures.css"
_LIGHT = _STYLE.read_text(encoding="utf-8").partition("}")[0]
ROLES = dict(re.findall(r"--figure-(\w+): (#\w+);", _LIGHT))  # with the colour where no style is
_VARIABLE = re.compile(r"var\(--figure-(\w+)(?:, ?#\w+)?\)")
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {  # outlines of a mark whose size is 1
    "circle": (),
    "cross": (
        *((-0.25, -0.5), (0, -0.25), (0.25, -0.5), (0.5, -0.25), (0.25, 0), (0.5, 0.25)),
        *((0.25, 0.5), (0, 0.25), (-0.25, 0.5), (-0.5, 0.25), (-0.25, 0), (-0.5, -0.25)),
    ),
    "square": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "triangle": ((-0.5, -0.5), (0.5, -0.5), (0, 0.5)),
    "diamond": ((0, -0.7), (0.7, 0), (0, 0.7), (-0.7, 0)),
    "plus": (
        *((-0.17, -0.5), (0.17, -0.5), (0.17, -0.17), (0.5, -0.17), (0.5, 0.17), (0.17, 0.17)),
        *((0.17, 0.5), (-0.17, 0.5), (-0.17, 0.17), (-0.5, 0.17), (-0.5, -0.17), (-0.17, -0.17)),
    ),
    "tick": ((0, -0.5), (0, 0.5)),
    "arrow": ((-0.5, -0.5), (0.5, 0), (-0.5, 0.5)),
}
_FALLBACK = re.compile(r"(?<=var)\((--figure-\w+), #\w+\)")
# Of the characters of a wide sans-serif, DejaVu Sans, for a size of 1; most type is narrower.
_WIDTHS = {
    0.25: "'",
    0.3: " \u00a0,.IJijl‘’·",
    0.35: "-/:;\\f|",
    0.4: "!()[]rt",
    0.45: '"',
    0.5: "*_`sz“”–°§",
    0.55: "?Lc",
    0.6: "FPTYaekovxy«»",
    0.65: "$0123456789EKSbdghnpqu{}€£",
    0.7: "ABCRVXZ",
    0.75: "DGHNU",
    0.8: "&OQw",
    0.85: "#+<=>M^~×−",
    0.95: "%m",
    1.0: "@W—…",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER = 0.8  # of a letter of another script
_BOLD = 1.14  # times as wide


class Sheet:
    """Sheet of `width` by `height` CSS pixels; x runs right and y runs down.

    What is drawn later covers what was drawn before; marks lie above lines and bars, and words
    above all.
    """

    def __init__(self, width: float, height: float) -> None:
        self._size = (width, height)
        self._shapes: list[Drawn] = []
        self._marks: list[Drawn] = []
        self._words: list[Drawn] = []

    def line(
        self,
        points: Iterable[tuple[float, float]],
        *,
        role: str = "ink",
        width: float = 1,
        dashed: bool = False,
    ) -> None:
        """Join the points by straight lines; dashes stand for what was not checked."""
        way = "M" + "L".join(f"{_tenth(x)} {_tenth(y)}" for x, y in points)
        look = f"fill: none; stroke: {_colour(role)}"
        look += f"; stroke-width: {width:g}" if width != 1 else ""
        look += "; stroke-dasharray: 4 3" if dashed else ""
        self._shapes.append((look, Element("path", {"d": way})))

    def bar(
        self,
        box: tuple[float, float, float, float],
        *,
        role: str,
        edge: str | None = None,
        dashed: bool = False,
    ) -> None:
        """Draw a rectangle (left, top, width, height) filled with `role`, with an edge if named."""
        look = f"fill: {_colour(role)}"
        look += f"; stroke: {_colour(edge)}; stroke-width: 1.2" if edge else ""
        look += "; stroke-dasharray: 4 3" if dashed else ""
        places = zip(("x", "y", "width", "height"), map(_tenth, box), strict=True)
        self._shapes.append((look, Element("rect", dict(places))))

    def mark(
        self,
        x: float,
        y: float,
        *,
        shape: str = "circle",
        role: str = "ink",
        size: float = 9,
        hollow: bool = False,
    ) -> None:
        """Set a mark of `SHAPES`; a hollow one stands for what is told, and not documented."""
        fill = _colour("paper" if hollow else role)
        look = f"fill: {fill}; stroke: {_colour(role)}; stroke-width: 1.5"
        if shape == "circle":
            place = {"cx": _tenth(x), "cy": _tenth(y), "r": _tenth(size / 2)}
            self._marks.append((look, Element("circle", place)))
            return
        corners = [(round(size * dx, 1), round(size * dy, 1)) for dx, dy in SHAPES[shape]]
        steps = [
            f"{_tenth(right - left)} {_tenth(below - above)}"
            for (left, above), (right, below) in pairwise([(0.0, 0.0), *corners])
        ]
        way = f"M{_tenth(x)} {_tenth(y)}m{'l'.join(steps)}z"  # from its middle: all have one form
        self._marks.append((look, Element("path", {"d": way})))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        role: str = "ink",
        size: float = 13,
        bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Write one line with its baseline at `y`; `anchor` is what of it stands at `x`."""
        look = f"fill: {_colour(role)}; font-size: {size:g}px"
        look += "; font-weight: 700" if bold else ""
        look += f"; text-anchor: {anchor}" if anchor != "start" else ""
        element = Element("text", {"x": _tenth(x), "y": _tenth(y)})
        element.text = typeset(words)
        self._words.append((look, element))

    def svg(self, name: str, title: str, alt: str, *, alone: bool = True) -> str:
        """Return the drawing, with its title and what it shows in words; its ids begin with `name`.

        One that is not `alone` lies in a page whose style sets the roles.
        """
        box = " ".join(map(_tenth, (0, 0, *self._size)))
        labels = {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
        space = {"xmlns": "http://www.w3.org/2000/svg"} if alone else {}
        root = Element("svg", {**space, "viewBox": box, **labels})
        for tag, words in (("title", title), ("desc", alt)):
            SubElement(root, tag, {"id": f"{name}-{tag}"}).text = typeset(words)
        root.extend(_together(self._shapes))
        for layer in (self._marks, self._words):
            root.extend(_together(sorted(layer, key=lambda drawn: drawn[0])))
        written = tostring(root, encoding="unicode")
        return written if alone else _FALLBACK.sub(r"(\1)", written)


def _together(drawn: Iterable[Drawn]) -> Iterator[Element]:
    """Give neighbours that look alike as one path, if they are lines, and otherwise as a group."""
    for look, alike in groupby(drawn, key=lambda each: each[0]):
        elements = [element for _, element in alike]
        if look.startswith("fill: none"):
            way = "".join(element.get("d", "") for element in elements)
            yield Element("path", {"d": way, "style": look})
        elif len(elements) == 1:
            elements[0].set("style", look)
            yield elements[0]
        else:
            group = Element("g", {"style": look})
            group.extend(elements)
            yield group


def _colour(role: str) -> str:
    return f"var(--figure-{role}, {ROLES[role]})"


def _tenth(number: float) -> str:
    """Return a place to a tenth of a pixel: what is finer only weighs."""
    return f"{round(number, 1) + 0.0:g}"


@cache
def width_of(words: str, size: float = 13, bold: bool = False) -> float:
    """Return how many pixels a line takes at most in a typeface of usual width."""
    return size * (_BOLD if bold else 1) * sum(map(_wide, words))


def _wide(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    return _WIDTH.get(unicodedata.normalize("NFD", character)[0], _OTHER)


def wrap(words: str, width: float, size: float = 13, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `width` pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def in_light(style: str) -> str:
    """Return a style with the colours of a light page, for readers that know no variables."""
    return _VARIABLE.sub(lambda found: ROLES[found[1]], style)
