"""Figure of publication delay: the years until the words of the page could be read."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from .. import tables
from ..dates import first_day, last_day, precision, spoken
from ..display import excerpt
from ..drawing import Sheet, wrap
from ..quantities import quantity
from ..settings import settings
from .figure import Figure

__all__ = ["delay"]

_WIDTH = 380
_BEFORE = (
    0.5  # years; a chain that begins earlier than this before the utterance tells of something old
)
_LEADING = 17
_THICK = 12
_INDENT = 19


@dataclass(frozen=True)
class Wait:
    """The years between what is told, the telling, and the print.

    `least` is the part of `told` that a vague date cannot take away. All are in years, and so is
    `earlier`, from the telling to a print for some readers alone, of which `some` tells.
    """

    label: str
    texts: str
    printed: str
    before: float
    least: float
    told: float
    vague: bool
    earlier: float = 0.0
    some: str = ""

    @property
    def total(self) -> float:
        """The years from what is told to its print."""
        return self.before + self.told


def delay() -> Figure:
    """Draw, for each layer of quoted words on the page, how long it waited for print."""
    waits = sorted(_waits(), key=lambda wait: wait.total, reverse=True)
    title = "How long the words waited to be printed"
    longest = max(waits, key=lambda wait: wait.told)
    shortest = min((wait for wait in waits if not wait.vague), key=lambda wait: wait.told)
    older = [wait for wait in waits if wait.before]
    some = [wait for wait in waits if wait.some]
    alt = (
        f"The longest wait between utterance and print is {_told(longest)} ({longest.label}), "
        f"the shortest {_told(shortest)} ({shortest.label}). "
        + " ".join(
            f"{wait.label}, tells of {quantity(_passed(wait.before), 'years')} before."
            for wait in older
        )
        + "".join(f" {wait.label}: printed before for some readers ({wait.some})." for wait in some)
    ).strip()
    return Figure(
        name="delay",
        title=title,
        sheet=_draw(waits),
        alt=alt,
        caption=(
            "A full bar is the time from utterance to first print. "
            "The hollow bar before it is the time between the event that is told and the telling; "
            "a hollow end says that the date of the utterance is vague."
            + (
                " A diamond marks an earlier print for some readers, of which somebody tells."
                * bool(some)
            )
        ),
        table=_table(waits),
    )


def _waits() -> list[Wait]:
    frame = tables.excerpts()
    own = frame["chain"].isin(settings().narration)
    frame = frame[~frame["furniture"] & frame["chain"].notna() & ~own]
    groups = frame.groupby(["chain", "date", "published"], sort=False)
    return [_wait(list(group.index), group.iloc[0]) for _, group in groups]


def _wait(names: list[Hashable], row: pd.Series) -> Wait:
    links = tables.links()
    begins = links[links["chain"] == row["chain"]]["date"].min()
    before = _span(begins, row["date"])
    told = _span(row["date"], row["published"])
    shown = excerpt(str(names[0]))
    printed = shown.excerpt.published.date
    earlier = shown.excerpt.published.earlier
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return Wait(
        label=f"{shown.speaker.split(',')[0]}, {shown.when}",
        texts=f"{row['title']}{more}",
        printed=shown.published,
        before=before if before > _BEFORE else 0.0,
        least=max(told - 10, 0) if row["precision"] == "decade" else told,
        told=told,
        vague=row["precision"] != "day" or precision(printed) != "day",
        earlier=_span(row["date"], _middle(earlier.date)) if earlier else 0.0,
        some=f"{spoken(earlier.date)}, {earlier.where}" if earlier else "",
    )


def _passed(years: float) -> int:
    """Return the full years that have passed, as prose counts them; a year has no exact length."""
    return int(years + 0.01)


def _span(start: pd.Timestamp, end: pd.Timestamp) -> float:
    return float((end - start).days / 365.25)


def _middle(date: str) -> pd.Timestamp:
    first, last = pd.Timestamp(first_day(date)), pd.Timestamp(last_day(date))
    return first + (last - first) / 2


def _draw(waits: list[Wait]) -> Sheet:
    parts = [wrap(wait.texts, _WIDTH) for wait in waits]
    tops = [18.0]
    notes = [wrap(wait.some, _WIDTH - _INDENT) for wait in waits]
    for part, note in zip(parts, notes, strict=True):
        tops.append(tops[-1] + 50 + (len(part) + len(note)) * _LEADING)
    pixels = _WIDTH / max(wait.total for wait in waits)
    sheet = Sheet(_WIDTH, tops[-1] - 30)
    for wait, top, part, note in zip(waits, tops, parts, notes, strict=False):
        sheet.text(0, top, wait.label, bold=True)
        sheet.text(_WIDTH, top, _waited(wait), anchor="end")
        for row, words in enumerate(part, start=1):
            sheet.text(0, top + row * _LEADING, words, role="faint")
        bar = top + len(part) * _LEADING + 8
        _bars(sheet, wait, bar, pixels)
        if note:
            _earlier(sheet, wait, note, bar, pixels)
    return sheet


def _bars(sheet: Sheet, wait: Wait, top: float, pixels: float) -> None:
    """Draw the time before the telling, the sure wait, and what a vague date leaves open."""
    start, sure, end = (years * pixels for years in (wait.before, wait.least, wait.told))
    inset = 0.6  # half of an edge, so that it stays on the sheet
    sheet.line([(0, top - 2), (0, top + _THICK + 2)], role="rule")
    if start:
        sheet.bar((inset, top, start - 2 * inset, _THICK), role="paper", edge="ink", dashed=True)
    sheet.bar((start - (2 if start else 0), top, max(sure, 2), _THICK), role="red")
    if end > sure:
        box = (start + sure, top + inset, end - sure - inset, _THICK - 2 * inset)
        sheet.bar(box, role="paper", edge="red")


def _earlier(sheet: Sheet, wait: Wait, note: list[str], top: float, pixels: float) -> None:
    """Mark the print for some readers on the bar, and say beneath it what it was."""
    sheet.mark(
        (wait.before + wait.earlier) * pixels, top + _THICK / 2, shape="diamond", hollow=True
    )
    first = top + _THICK + _LEADING
    sheet.mark(7.5, first - 4, shape="diamond", hollow=True)
    for row, words in enumerate(note):
        sheet.text(_INDENT, first + row * _LEADING, words, role="faint")


def _waited(wait: Wait) -> str:
    return (
        f"{quantity(_passed(wait.before), 'years')} + {_told(wait)}" if wait.before else _told(wait)
    )


def _told(wait: Wait) -> str:
    """Return the wait from utterance to print in words, no more exact than its dates."""
    if wait.least < wait.told:
        return f"{wait.least:.0f} to {wait.told:.0f} years"
    if wait.vague:
        return f"about {quantity(round(wait.told), 'years')}" if wait.told >= 1 else "under a year"
    days = round(wait.told * 365.25)
    if days < 60:
        return quantity(days, "days")
    return f"{wait.told:.1f} years" if days > 600 else quantity(round(days / 30.44), "months")


def _table(waits: list[Wait]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "Who, and when": [wait.label for wait in waits],
            "Texts": [wait.texts for wait in waits],
            "First printed": [wait.printed for wait in waits],
            "Years from the event told to the telling": [
                str(_passed(wait.before)) for wait in waits
            ],
            "From telling to print": [_told(wait) for wait in waits],
        }
    )
    if any(wait.some for wait in waits):
        table.insert(3, "Printed before, for some readers", [wait.some or "–" for wait in waits])
    return table
