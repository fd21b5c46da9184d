"""Page widths: what in a page has a width of its own that is more than a phone has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

__all__ = ["wide"]

_PHONE = 320  # CSS pixels
_UNITS = {  # CSS pixels in each, as far as a page with text of ordinary size goes
    **{"px": 1.0, "em": 16.0, "rem": 16.0, "ch": 8.0, "ex": 8.0, "pt": 4 / 3, "pc": 16.0},
    **{"in": 96.0, "cm": 37.8, "mm": 3.78, "vw": 3.2, "%": 3.2},
}
_LENGTH = re.compile(rf"(?<![\w.-])(\d+(?:\.\d+)?)({'|'.join(_UNITS)})(?!\w)")
_FITTED = {"img", "svg", "video", "canvas", "iframe", "object", "embed", "input", "select"}
_OF_TABLES = {"table", "td", "th"}
_BOXES = {"wide", "table-box", "formula"}
_SCROLLED = re.compile(r"\boverflow(?:-x)?\s*:\s*(?:auto|scroll|hidden|clip)")
_LONG = 40  # letters that a phone has room for in a line


def wide(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Give what is wider than a phone and does not scroll by itself, and what makes it so."""
    for element in root.xpath("//article//*[@style or @width]"):
        why = _why(element, _declared(element.get("style", "")))
        boxes = _BOXES | ({"text_html"} if element.tag in _OF_TABLES else set())
        if why and not any(_scrolls(each, boxes) for each in _around(element)):
            yield element, why


def _why(element: html.HtmlElement, style: dict[str, str]) -> str:
    least = _most(style.get("min-width", ""), style.get("min-inline-size", ""))
    if least > _PHONE:
        return f"at least {least:.0f} pixels wide"
    if element.tag in _FITTED:  # the theme keeps these as narrow as the page
        return ""
    given = element.get("width", "").removesuffix("px") if element.tag in _OF_TABLES else ""
    flex = style.get("flex-basis", "") or style.get("flex", "")
    own = _most(style.get("width", ""), style.get("inline-size", ""), flex, f"{given}px")
    bound = _most(style.get("max-width", ""), style.get("max-inline-size", ""))
    pixels = min(own, bound) if bound else own
    pixels = max(pixels, _most(style.get("margin-left", ""), style.get("margin", "")))
    pixels = max(pixels, sum(_lengths(style.get("grid-template-columns", ""))))
    if pixels > _PHONE:
        return f"{pixels:.0f} pixels wide"
    long = len(element.text_content().strip()) > _LONG
    return "one line of more letters" if long and "nowrap" in style.get("white-space", "") else ""


def _declared(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _lengths(value: str) -> list[float]:
    if re.search(r"\b(?:calc|min|max|clamp|minmax|repeat|auto-fit|auto-fill)\b", value):
        return []
    return [float(number) * _UNITS[unit] for number, unit in _LENGTH.findall(value)]


def _most(*values: str) -> float:
    return max((each for value in values for each in _lengths(value)), default=0.0)


def _around(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _scrolls(element: html.HtmlElement, boxes: set[str]) -> bool:
    """Say whether an element scrolls by itself, by its style or as the theme has it."""
    classes = set(element.get("class", "").split())
    return bool(classes & boxes) or bool(_SCROLLED.search(element.get("style", "")))
