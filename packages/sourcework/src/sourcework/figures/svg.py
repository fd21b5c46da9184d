"""Drawings: a sheet to draw on, and what stands of it inside an HTML page.

matplotlib draws on a sheet whose unit is one CSS pixel, with y counted downwards. Every colour is a
role (`ink`, `rule`, `red`, …) that the page's style sheet may set, as `--figure-ink` etc.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from xml.etree import ElementTree

import matplotlib
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from ..display import STYLES, in_book, render
from ..errors import DataError
from ..listings import Listing
from ..paths import DATA
from ..typography import typeset

__all__ = ["ROLES", "SHAPES", "Figure", "bar", "finish", "line", "mark", "pick", "sheet"]
__all__ += ["text", "width_of", "wrap"]

ROLES = {  # the light colours; figures.css has them too, and the dark ones
    "ink": "#222222",
    "faint": "#56534c",
    "rule": "#8b8575",
    "paper": "#fbf9f4",
    "wash": "#ece5d3",
    "red": "#8f2a1d",
    "violet": "#5b3a8c",
    "green": "#1f6b3a",
    "blue": "#1d5f8a",
    "ochre": "#7d5200",
    "teal": "#0f6666",
}
SHAPES = {  # markers, for readers who do not see colours
    "circle": "o",
    "cross": "X",
    "square": "s",
    "triangle": "v",
    "diamond": "D",
    "plus": "P",
    "tick": "|",
}
_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LOOKS_OF_TEXT = {"font-size", "font-weight", "text-anchor", "fill"}
_JOINS = ' style="stroke-linejoin: round; stroke-linecap: butt"'  # of the whole; figures.css has it
_FALLBACK = re.compile(r"(?<=[a-z]), #[0-9a-f]{6}\)")
_COLOURS = {colour: f"var(--figure-{role}, {colour})" for role, colour in ROLES.items()}


@dataclass(frozen=True)
class Figure:
    """A drawing with its title, what it shows in words (`alt`), how to read it, and its table.

    In the book a figure links to its table where another page has that too: `elsewhere`.
    """

    name: str
    title: str
    svg: str
    alt: str
    caption: str
    table: pd.DataFrame
    wide: bool = False
    elsewhere: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        table = self._listing()._repr_mimebundle_()
        style = "" if in_book() else (STYLES / "figures.css").read_text(encoding="utf-8")
        html = render(
            "figure.html",
            figure=self,
            style=style,
            elsewhere=self.elsewhere if in_book() else "",
            svg=Markup(_inline(self.svg) if in_book() else self.svg),
            table=Markup(table["text/html"]),
        )
        return {
            "text/html": html,
            "text/markdown": f"**{self.title}**\n\n{self.alt}\n\n{table['text/markdown']}",
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        return f"{self.title}\n{self.alt}\n\n{self._listing()}"

    def __repr__(self) -> str:
        return f"<figure {self.name}>"

    def _listing(self) -> Listing:
        return Listing(self.title, self.table)


def _inline(svg: str) -> str:
    """Leave out what a drawing does not need inside the book, whose style knows every role."""
    for needless in (f' xmlns="{_SVG}"', _JOINS, "stroke-dashoffset: 0; "):
        svg = svg.replace(needless, "")
    return _FALLBACK.sub(")", svg)


def pick(frame: pd.DataFrame, ids: Iterable[str], table: str) -> pd.DataFrame:
    """Return the rows with these ids in their order; raise `DataError` for one that is missing."""
    for name in (ids := list(ids)):
        if name not in frame.index:
            cure = "restore the row, or take it out of the figure"
            raise DataError(DATA / table, f'row "{name}"', "a figure draws it, it is missing", cure)
    return frame.loc[ids]


def sheet(width: float, height: float) -> Axes:
    """Return an empty sheet of this many CSS pixels; x runs right and y runs down."""
    axes = Canvas(figsize=(width / 72, height / 72), dpi=72).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def text(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    *,
    role: str = "ink",
    size: float = 13,
    bold: bool = False,
    anchor: str = "left",
) -> None:
    """Write one line with its baseline at `y`; `anchor` is the side that stands at `x`."""
    weight = "bold" if bold else "normal"
    words = typeset(words)
    axes.text(x, y, words, color=ROLES[role], size=size, weight=weight, ha=anchor, parse_math=False)


def line(
    axes: Axes,
    points: Iterable[tuple[float, float]],
    *,
    role: str = "ink",
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Join the points by straight lines; dashes stand for what is not confirmed."""
    xs, ys = zip(*points, strict=True)
    style = (0, (4 / max(width, 1), 3 / max(width, 1))) if dashed else "solid"
    axes.plot(xs, ys, color=ROLES[role], lw=width, ls=style, clip_on=False, solid_capstyle="butt")


def bar(
    axes: Axes,
    box: tuple[float, float, float, float],
    *,
    role: str,
    edge: str | None = None,
    dashed: bool = False,
) -> None:
    """Draw a rectangle (left, top, width, height) filled with `role`, with an edge if named."""
    left, top, width, height = box
    axes.add_patch(
        Rectangle(
            (left, top),
            width,
            height,
            facecolor=ROLES[role],
            edgecolor=ROLES[edge] if edge else "none",
            linewidth=1.2 if edge else 0,
            linestyle=(0, (3, 2)) if dashed else "solid",
            clip_on=False,
            zorder=0.5 if role == "wash" else 2.5,
        )
    )


def mark(
    axes: Axes,
    x: float,
    y: float,
    *,
    shape: str = "o",
    role: str = "ink",
    size: float = 9,
    hollow: bool = False,
) -> None:
    """Set a marker; a hollow one stands for what is told, and not documented."""
    colour = ROLES[role]
    fill = ROLES["paper"] if hollow else colour
    (spot,) = axes.plot([x], [y], marker=shape, ms=size, ls="", clip_on=False, zorder=3)
    spot.set(markeredgecolor=colour, markerfacecolor=fill, markeredgewidth=1.5)


@cache
def width_of(words: str, size: float = 13, bold: bool = False) -> float:
    """Return the width of a line in pixels, in a wide sans-serif; most type is narrower."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width)


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


def finish(name: str, axes: Axes, title: str, alt: str) -> str:
    """Return the sheet as SVG for an HTML page; its ids begin with `name`."""
    canvas = axes.get_figure()  # as browsers have it: their matplotlib is 3.8
    assert isinstance(canvas, Canvas)
    canvas.patch.set_visible(False)
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas.savefig(buffer, format="svg", metadata=nothing)
    root = ElementTree.fromstring(buffer.getvalue())
    _drop(root, {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"})
    _rename(root, name)
    for element in root.iter():
        _plain(element)
        _round(element)
    _unwrap(root)
    _gather(root)
    _describe(root, name, title, alt)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


def _drop(parent: ElementTree.Element, tags: set[str]) -> None:
    for child in list(parent):
        _drop(child, tags)
        if child.tag in tags or (child.tag == f"{{{_SVG}}}defs" and not len(child)):
            parent.remove(child)


def _rename(root: ElementTree.Element, name: str) -> None:
    """Give numbers to the ids that the drawing refers to, and drop the rest."""
    references = [element.get(_HREF, "#")[1:] for element in root.iter()]
    short = {key: f"{name}-{n}" for n, key in enumerate(dict.fromkeys(references))}
    for element in root.iter():
        key = element.attrib.pop("id", "")
        if key and key in short:
            element.set("id", short[key])
        if target := element.attrib.pop(_HREF, None):
            element.set("href", f"#{short[target[1:]]}")


def _plain(element: ElementTree.Element) -> None:
    """Turn colours into roles, and leave the choice of the typeface to the page."""
    declared = [part.partition(":") for part in element.get("style", "").split(";") if part.strip()]
    looks = {key.strip(): value.strip() for key, _, value in declared}
    if element.tag == f"{{{_SVG}}}text":
        if shorthand := looks.pop("font", None):
            looks |= _font(shorthand)
        looks = {key: value for key, value in looks.items() if key in _LOOKS_OF_TEXT}
        if looks.get("text-anchor") == "start":
            del looks["text-anchor"]
        element.attrib.pop("transform", None)
    for key in ("fill", "stroke"):
        if key in looks:
            looks[key] = _COLOURS.get(looks[key], looks[key])
    if looks:
        element.set("style", "; ".join(f"{key}: {value}" for key, value in looks.items()))


def _round(element: ElementTree.Element) -> None:
    """Give places to a tenth of a pixel: what is finer only weighs."""
    for key in {"d", "x", "y"} & element.attrib.keys():
        words = element.get(key, "").split()
        element.set(key, " ".join(word if word.isalpha() else _tenth(word) for word in words))


def _tenth(number: str) -> str:
    return f"{float(number):.1f}".removesuffix(".0")


def _unwrap(parent: ElementTree.Element) -> None:
    """Put the children of groups that say nothing in the groups' places."""
    children = list(parent)
    for child in children:
        _unwrap(child)
        child.tail = None
    if len(parent) and parent.tag != f"{{{_SVG}}}text":
        parent.text = None
    parent[:] = [
        each
        for child in children
        for each in ([*child] if child.tag == f"{{{_SVG}}}g" and not child.attrib else [child])
    ]


def _gather(root: ElementTree.Element) -> None:
    """Put what is drawn alike into groups that say so once; markers and then words come last.

    Nothing lies on a marker or on words, so their order among themselves is free. The shape of a
    marker looks as each use of it says.
    """
    order = {f"{{{_SVG}}}{tag}": place for place, tag in enumerate(("defs", "path", "use", "text"))}

    def key(element: ElementTree.Element) -> tuple[int, str]:
        free = element.tag in (f"{{{_SVG}}}use", f"{{{_SVG}}}text")
        return order.get(element.tag, 1), element.get("style", "") if free else ""

    for shape in root.iterfind(f"{{{_SVG}}}defs/*"):
        shape.attrib.pop("style", None)
    gathered = []
    for style, alike in groupby(sorted(root, key=key), lambda each: each.get("style", "")):
        elements = list(alike)
        if style and len(elements) > 1:
            elements = [_together(elements, style)]
        gathered += elements
    root[:] = gathered


def _together(alike: list[ElementTree.Element], style: str) -> ElementTree.Element:
    """Return what is drawn alike as one path, if it is lines alone, and otherwise as a group."""
    if style.startswith("fill: none") and all(
        each.attrib.keys() == {"d", "style"} for each in alike
    ):
        places = " ".join(each.get("d", "") for each in alike)
        return ElementTree.Element(f"{{{_SVG}}}path", {"d": places, "style": style})
    for each in alike:
        del each.attrib["style"]
    group = ElementTree.Element(f"{{{_SVG}}}g", {"style": style})
    group.extend(alike)
    return group


def _font(shorthand: str) -> dict[str, str]:
    """Take size and weight out of matplotlib's font shorthand, "bold 13px 'DejaVu Sans', …"."""
    before, _, _ = shorthand.partition("px")
    *words, size = before.split()
    weight = {"font-weight": "bold"} if {"bold", "700"} & set(words) else {}
    return {"font-size": f"{size}px"} | weight


def _describe(root: ElementTree.Element, name: str, title: str, alt: str) -> None:
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    for position, (tag, words) in enumerate((("title", typeset(title)), ("desc", typeset(alt)))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = words
        root.insert(position, element)
