"""How late each text became public."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..dates import spoken
from .svg import ROLES, Figure, canvas, finish

__all__ = ["delay"]

_WIDTH, _ROW, _TOP = 420, 46, 10
_LEFT, _RIGHT = 4, 330
_DAYS_PER_YEAR = 365.25


def delay() -> Figure:
    """Draw a bar for each quoted text: the years from its utterance to its first printing."""
    rows = _delays()
    figure, axes = canvas(_WIDTH, _TOP + _ROW * len(rows) + 6)
    longest = rows["years"].max()
    for number, (_, row) in enumerate(rows.iterrows()):
        y = _TOP + _ROW * number
        axes.text(_LEFT, y + 12, row["label"], size=12.5, color=ROLES["ink"])
        width = max(row["years"] / longest * (_RIGHT - _LEFT), 1.5)
        axes.fill_between(
            [_LEFT, _LEFT + width], y + 19, y + 31, facecolor=ROLES["accent"], linewidth=0
        )
        axes.text(_LEFT + width + 6, y + 30, row["said"], size=11.5, color=ROLES["faint"])
    first, last = rows.iloc[0], rows.iloc[-1]
    title = "How late each text became public"
    alt = (
        f"{len(rows)} texts, by the time from utterance to first printing. The longest wait was that of "
        f"{first['label']}: {first['said']}. The shortest was that of {last['label']}: {last['said']}."
    )
    return Figure(
        name="delay",
        title=title,
        alt=alt,
        caption="Each bar runs from the day of the words to the day on which they were first printed anywhere. "
        "Dates that are only about right make bars that are only about right.",
        svg=finish(figure, "delay", title, alt),
        table=rows[["label", "published_words", "said"]].rename(
            columns={"label": "Text", "published_words": "First printed", "said": "Delay"}
        ),
        least_width=300,
        most_width=460,
    )


def _delays() -> pd.DataFrame:
    texts = tables.excerpts().query("voice in ('quoted', 'remembered') and not furniture")
    texts = texts[texts["precision"] != "decade"].copy()
    texts = texts.drop_duplicates(["chain", "date", "published"])
    people = tables.people()["name"]
    by_day = (texts["precision"] == "day") & (texts["published_precision"] == "day")
    texts["label"] = [
        f"{people[row['speaker']].split()[-1]}, {spoken(row['written_date'], row['precision'])}"
        + (f": {row['title'].partition(',')[0].removeprefix('The ')}" if row["precision"] == "day" else "")
        for _, row in texts.iterrows()
    ]
    texts["label"] = [_short(label) for label in texts["label"]]
    days = (texts["published"] - texts["date"]).dt.days
    texts["years"] = days / _DAYS_PER_YEAR
    texts["said"] = [
        _wait(count, exact) for count, exact in zip(days, by_day, strict=True)
    ]
    texts["published_words"] = [f"{date.year}" for date in texts["published"]]
    return texts.sort_values("years", ascending=False, kind="stable")


def _wait(days: int, exact: bool) -> str:
    years = days / _DAYS_PER_YEAR
    if exact:
        return f"{days} days" if years < 1 else f"{years:.1f} years"
    return f"about {years:.0f} years" if round(years) else "the same year"


def _short(label: str) -> str:
    return label.partition(": ")[0] if len(label) > 52 else label
