"""The two figures of the statistics page, as SVG that takes its colours from the page's style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

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
    parts = []
    for place, count in enumerate(counts):
        tall = (foot - top) * count / most
        x, y = left + place * step, foot - tall
        if count:
            parts.append(f'<rect class="bar" {_box(x + 1.5, y, step - 3, tall)}/>')
            parts.append(_text(x + step / 2, y - 6, str(count)))
    parts.append(f'<path class="axis" d="M{left} {foot + 0.5}H{_WIDTH - left}"/>')
    for tenth in range(0, len(counts) + 1, 2):
        x = left + tenth * step
        points = f"{possible * tenth / len(counts):.1f}".removesuffix(".0")
        parts.append(f'<path class="axis" d="M{x:.1f} {foot}v5"/>')
        parts.append(_text(x, foot + 20, points, "end" if tenth == len(counts) else "middle"))
    if possible and any(counts):
        x = left + median / possible * (_WIDTH - 2 * left)
        parts.append(f'<path class="median" d="M{x:.1f} {top - 14}V{foot}"/>')
    told = "; ".join(
        f"{_tenth(place, len(counts), possible)}: {count}" for place, count in enumerate(counts)
    )
    words = f"Students by points earned. {told}. The median is {median:.1f} points."
    return _svg("How many students earned how many points", words, foot + 28, parts)


def items(rows: Iterable[tuple[int, float | None, float | None]]) -> Markup:
    """Draw of each question the share of its points that was earned, and how it fits the rest."""
    rows = list(rows)
    top, foot = 30, 30 + _ROW * len(rows)
    fit = _LEFT + _SHARE + _GAP
    zero, weak = _across(0, fit), _across(_WEAK, fit)
    parts = [
        _text(_LEFT, 14, "Share of its points", "start"),
        _text(fit, 14, "Fits with the rest", "start"),
        f'<path class="grid" d="M{_LEFT} {top - 8}V{foot}M{_LEFT + _SHARE} {top - 8}V{foot}"/>',
        f'<path class="axis" d="M{zero:.1f} {top - 8}V{foot}"/>',
        f'<path class="weak" d="M{weak:.1f} {top - 8}V{foot}"/>',
    ]
    for place, (number, share, correlation) in enumerate(rows):
        y = top + _ROW * place + _ROW / 2
        parts.append(_text(_LEFT - 8, y + 4.5, str(number), "end"))
        if share is not None:
            parts.append(f'<rect class="bar" {_box(_LEFT, y - 6, _SHARE * share, 12)}/>')
        parts.append(_dot(correlation, fit, y))
    for x, label in ((_LEFT, "0"), (_LEFT + _SHARE, "100 %"), (zero, "0"), (weak, "0.2")):
        parts.append(_text(x, foot + 18, label))
    parts.append(_text(_across(_HIGHEST, fit), foot + 18, "1"))
    told = "; ".join(
        f"question {number}: {_percent(share)}, {_fits(correlation)}"
        for number, share, correlation in rows
    )
    title = "How hard each question was, and how it fits with the rest"
    return _svg(title, f"Share of points, correlation with the rest. {told}.", foot + 26, parts)


def _dot(correlation: float | None, fit: float, y: float) -> str:
    """Return a full dot, a hollow one for a weak correlation, a cross for a negative one."""
    if correlation is None:
        return _text(_across(0, fit) + 8, y + 4.5, "none", "start", "faint")
    x = _across(max(correlation, _LOWEST), fit)
    if correlation < 0:
        return f'<path class="cross" d="M{x - 5:.1f} {y - 5}l10 10m0 -10l-10 10"/>'
    kind = "dot" if correlation >= _WEAK else "dot hollow"
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'


def _across(correlation: float, fit: float) -> float:
    return fit + _FIT * (correlation - _LOWEST) / (_HIGHEST - _LOWEST)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'


def _text(x: float, y: float, words: str, anchor: str = "middle", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(title: str, words: str, height: float, parts: Iterable[str]) -> Markup:
    name = "figure-" + "".join(letter for letter in title.lower() if letter.isalpha())[:12]
    return Markup(
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(words)}</desc>{"".join(parts)}</svg>'
    )


def _tenth(place: int, bins: int, possible: float) -> str:
    low, high = possible * place / bins, possible * (place + 1) / bins
    return f"{low:.1f} to {high:.1f} points"


def _percent(share: float | None) -> str:
    return "not known" if share is None else f"{100 * share:.0f} %"


def _fits(correlation: float | None) -> str:
    return "no correlation" if correlation is None else f"{correlation:.2f}"
