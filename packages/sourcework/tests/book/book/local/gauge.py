"""Figure of the gauge, and questions of the data lab about it."""

from __future__ import annotations

from sourcework import tables
from sourcework.drawing import Sheet
from sourcework.figures import Figure
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import SingleNumber

__all__ = ["QUESTIONS", "gauge"]

_ROW = 28
_FOOT = 20  # in pixels


def gauge() -> Figure:
    """Draw a bar for each reading of the gauge."""
    readings = tables.readings()
    sheet = Sheet(380, _ROW * len(readings) + 8)
    for number, (_, row) in enumerate(readings.iterrows()):
        top = 6 + number * _ROW
        sheet.text(0, top + 14, f"{row['day'][-2:]} March, {row['hour']}")
        sheet.bar((120, top, row["feet"] * _FOOT, 18), role="blue")
    title = "What the gauge showed"
    alt = f"The river rose from {readings['feet'].min():g} to {readings['feet'].max():g} feet."
    return Figure(
        name="gauge",
        title=title,
        sheet=sheet,
        alt=alt,
        caption="A bar for each reading; its length is the height of the water.",
        table=readings[["day", "hour", "feet"]],
    )


QUESTIONS = [
    LabQuestion(
        name="gauge/rise",
        shape=SingleNumber(unit="feet"),
        answer=lambda: tables.readings()["feet"].max() - tables.readings()["feet"].min(),
        hint="Take the lowest reading from the highest.",
        means=lambda: "So much the river rose from the first reading to the last.",
        look="Look at the column `feet`.",
        mistakes=(
            Mistake(lambda: tables.readings()["feet"].max(), "This is the highest reading alone."),
        ),
    )
]
