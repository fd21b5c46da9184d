"""The two figures of the statistics page, as SVG that takes its colours from the page's style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ...drawing import Sheet, width_of

__all__ = ["histogram", "items"]

_WIDTH = 360  # of both, in pixels at their own size
_LEFT, _SHARE, _FIT, _ROW = 30, 130, 130, 27  # of the figure of questions, in the same unit
_GAP = 30
_LOWEST, _HIGHEST = -0.4, 1.0  # correlations that are drawn; what lies below stands at the edge
_WEAK = 0.2


def histogram(counts: Sequence[int], possible: float, median: float) -> Markup:
    """Draw how many students earned how much: a bar for each tenth of what can be earned."""
    top, foot, left = 26, 150, 10
    step = (_WIDTH - 2 * left) / len(counts)
    most = max([*counts, 1])
    sheet = Sheet(_WIDTH, foot + 28)
    tops = [foot - (foot - top) * count / most for count in counts]
    for place, y in enumerate(tops):
        if y < foot:
            sheet.bar((left + place * step + 1.5, y, step - 3, foot - y), role="rule")
    sheet.line([(left, foot + 0.5), (_WIDTH - left, foot + 0.5)], role="rule")
    for tenth in range(0, len(counts) + 1, 2):
        x = left + tenth * step
        points = f"{possible * tenth / len(counts):.1f}".removesuffix(".0")
        sheet.line([(x, foot), (x, foot + 5)], role="rule")
        sheet.text(x, foot + 20, points, anchor="end" if tenth == len(counts) else "middle")
    if possible and any(counts):
        x = left + median / possible * (_WIDTH - 2 * left)
        sheet.line([(x, top - 14), (x, foot)], role="red", width=2, dashed=True)
    for place, (count, y) in enumerate(zip(counts, tops, strict=True)):
        if count:
            x, wide = left + (place + 0.5) * step, width_of(str(count)) + 4
            sheet.bar((x - wide / 2, y - 18, wide, 15), role="paper")  # over the median
            sheet.text(x, y - 6, str(count), anchor="middle")
    told = "; ".join(
        f"{_tenth(place, len(counts), possible)}: {count}" for place, count in enumerate(counts)
    )
    words = f"Students by points earned. {told}. The median is {median:.1f} points."
    return _markup(sheet, "points", "How many students earned how many points", words)


def items(rows: Iterable[tuple[int, float | None, float | None]]) -> Markup:
    """Draw of each question the share of its points that was earned, and how it fits the rest."""
    rows = list(rows)
    top, foot = 22, 30 + _ROW * len(rows)
    fit = _LEFT + _SHARE + _GAP
    zero, weak = _across(0, fit), _across(_WEAK, fit)
    sheet = Sheet(_WIDTH, foot + 26)
    sheet.text(_LEFT, 14, "Share of its points")
    sheet.text(fit, 14, "Fits with the rest")
    for side in (_LEFT, _LEFT + _SHARE):
        sheet.line([(side, top), (side, foot)], role="wash")
    sheet.line([(zero, top), (zero, foot)], role="rule")
    sheet.line([(weak, top), (weak, foot)], role="rule", dashed=True)
    for place, (number, share, correlation) in enumerate(rows):
        y = 30 + _ROW * place + _ROW / 2
        sheet.text(_LEFT - 8, y + 4.5, str(number), anchor="end")
        if share is not None:
            sheet.bar((_LEFT, y - 6, _SHARE * share, 12), role="rule")
        _dot(sheet, correlation, fit, y)
    for x, label in ((_LEFT, "0"), (_LEFT + _SHARE, "100 %"), (zero, "0"), (weak, "0.2")):
        sheet.text(x, foot + 18, label, anchor="middle")
    sheet.text(_across(_HIGHEST, fit), foot + 18, "1", anchor="middle")
    told = "; ".join(
        f"question {number}: {_percent(share)}, {_fits(correlation)}"
        for number, share, correlation in rows
    )
    title = "How hard each question was, and how it fits with the rest"
    return _markup(sheet, "items", title, f"Share of points, correlation with the rest. {told}.")


def _dot(sheet: Sheet, correlation: float | None, fit: float, y: float) -> None:
    """Draw a full dot, a hollow one for a weak correlation, a cross for a negative one."""
    if correlation is None:
        sheet.text(_across(0, fit) + 8, y + 4.5, "none", role="faint")
        return
    shape, size = ("cross", 11) if correlation < 0 else ("circle", 10)
    hollow = 0 <= correlation < _WEAK
    x = _across(max(correlation, _LOWEST), fit)
    sheet.mark(x, y, shape=shape, role="red", size=size, hollow=hollow)


def _across(correlation: float, fit: float) -> float:
    return fit + _FIT * (correlation - _LOWEST) / (_HIGHEST - _LOWEST)


def _markup(sheet: Sheet, name: str, title: str, words: str) -> Markup:
    return Markup(sheet.svg(f"figure-{name}", title, words, alone=False))


def _tenth(place: int, bins: int, possible: float) -> str:
    low, high = possible * place / bins, possible * (place + 1) / bins
    return f"{low:.1f} to {high:.1f} points"


def _percent(share: float | None) -> str:
    return "not known" if share is None else f"{100 * share:.0f} %"


def _fits(correlation: float | None) -> str:
    return "no correlation" if correlation is None else f"{correlation:.2f}"
