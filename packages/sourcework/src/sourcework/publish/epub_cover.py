"""Cover of an e-book: the title over the document, whose words are bars between its line numbers.

Words that the document quotes from others are red, its own are grey. Nothing can be read but the
title, so a cover tells nothing that a chapter asks. It is SVG, which EPUB 3 has every reader show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import sheet
from ..drawing import Sheet, in_light, width_of, wrap
from .printed_document import Title

__all__ = ["cover"]

_WIDE, _HIGH, _MARGIN = 800, 1200, 72
_NAME, _SUBJECT, _FINE = 74, 28, 17  # sizes of type
_STEP, _BAR = 25, 12  # from line to line, and how high the bars of one are
_LETTER = 15  # size of the type that the bars stand for
_SPACE = 6
_SERIF = 0.85  # how wide its type is beside that of which widths are known
_OWN = {"narrator", "gloss"}


def cover(title: Title) -> str:
    """Draw the cover of the book of that title, as SVG."""
    drawing = Sheet(_WIDE, _HIGH)
    drawing.bar((0, 0, _WIDE, _HIGH), role="paper")
    y = float(_MARGIN)
    for line in _set(title.name, _NAME):
        y += _NAME * 1.1
        drawing.text(_MARGIN, y, line, size=_NAME)
    y += 30
    for thick in (4, 1.5):
        drawing.line([(_MARGIN, y), (_WIDE - _MARGIN, y)], role="red", width=thick)
        y += 8
    y += 6
    for line in _set(title.subject, _SUBJECT):
        y += _SUBJECT * 1.35
        drawing.text(_MARGIN, y, line, role="faint", size=_SUBJECT)
    _page(drawing, y + 48)
    drawn = in_light(drawing.svg("cover", title.name, f"{title.name}. {title.subject}"))
    style = "font-family: Palatino, 'Palatino Linotype', 'Book Antiqua', Georgia, serif"
    return drawn.replace(
        "<svg ", f'<svg width="{2 * _WIDE}" height="{2 * _HIGH}" style="{style}" ', 1
    )


def _set(words: str, size: float) -> list[str]:
    return wrap(words, (_WIDE - 2 * _MARGIN) / _SERIF, size)


def _page(drawing: Sheet, top: float) -> None:
    """Draw the document as a sheet that goes on below the cover's edge."""
    right = _WIDE - _MARGIN
    drawing.bar((_MARGIN + 10, top + 10, right - _MARGIN, _HIGH), role="wash")
    drawing.bar((_MARGIN, top, right - _MARGIN, _HIGH), role="paper", edge="rule")
    y = top + 44
    for number, words in _lines():
        x = left = _MARGIN + 62.0
        drawing.text(left - 16, y + _BAR, str(number), role="faint", size=_FINE, anchor="end")
        for width, role in words:
            if x > left and x + width > right - 36:
                x, y = left, y + _STEP
            drawing.bar((x, y, width, _BAR), role=role)
            x += width + _SPACE
        y += _STEP * 1.5
        if y > _HIGH:
            return


def _lines() -> Iterator[tuple[int, Iterable[tuple[float, str]]]]:
    """Yield the document's lines: number, and how wide each word is and in which colour."""
    kinds = {voice.number: voice.kind for each in sheet.passages() for voice in each.voices}
    for line in sheet.lines():
        quoted = (
            (word, kinds.get(-1 if piece.voice is None else piece.voice, "narrator") not in _OWN)
            for piece in line.pieces
            for word in piece.text.split()
        )
        yield line.number, [(width_of(w, _LETTER), "red" if is_ else "rule") for w, is_ in quoted]
