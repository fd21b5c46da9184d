"""Who was in the Politburo elected in April 1923, and what became of them."""

from __future__ import annotations

import pandas as pd

from .. import tables
from .svg import ROLES, Figure, canvas, finish

__all__ = ["politburo"]

_WIDTH, _ROW, _TOP = 400, 30, 40
_LEFT, _RIGHT = 128, 386
_FIRST, _LAST = 1920, 1990
_MARKS = {"shot": "x", "suicide": "^", "murdered": "s", "natural": "o"}
_WORDS = {"shot": "shot", "suicide": "own hand", "murdered": "murdered", "natural": "natural"}
_APART = ["lenin", "stalin"]  # the man who died and the man who decided


def politburo() -> Figure:
    """Draw a life line from 1923 to death for each member and candidate, Lenin and Stalin set apart."""
    people = tables.people()
    sat = people[people["politburo_1923"] != ""].copy()
    sat["year"] = sat["died"].str[:4].astype(int)
    others = sat.drop(index=_APART).sort_values(["died", "name"])
    order = pd.concat([others, sat.loc[_APART]])
    figure, axes = canvas(_WIDTH, _TOP + _ROW * (len(order) + 1) + 34)
    _axis(axes, _TOP + _ROW * (len(order) + 1))
    for number, (_, person) in enumerate(order.iterrows()):
        row = number + (1 if number >= len(others) else 0)
        _life(axes, _TOP + _ROW * row, person)
    shot = others.loc[others["fate"] == "shot", "year"]
    title = "The Politburo of April 1923 and what became of it"
    alt = (
        f"Of the {len(others)} members and candidates beside Lenin and Stalin, {len(shot)} were shot, "
        f"the first in {shot.min()}, the last in {shot.max()}; "
        f"{int((others['fate'] == 'suicide').sum())} took his own life, "
        f"{int((others['fate'] == 'murdered').sum())} was murdered and "
        f"{int((others['fate'] == 'natural').sum())} died naturally."
    )
    table = order[["name", "politburo_1923", "fate", "died"]].rename(
        columns={"name": "Who", "politburo_1923": "In 1923", "fate": "Fate", "died": "Died"}
    )
    return Figure(
        name="politburo",
        title=title,
        alt=alt,
        caption="Each line runs from 1923 to a death. A cross: shot; a triangle: by his own hand; a square: murdered; "
        "a circle: natural. Candidates, who had no vote, stand in italics.",
        svg=finish(figure, "politburo", title, alt),
        table=table,
        least_width=300,
        most_width=460,
    )


def _x(year: float) -> float:
    return _LEFT + (year - _FIRST) / (_LAST - _FIRST) * (_RIGHT - _LEFT)


def _axis(axes, bottom: float) -> None:  # type: ignore[no-untyped-def]
    for year in range(_FIRST, _LAST + 1, 20):
        axes.plot([_x(year)] * 2, [_TOP - 22, bottom], color=ROLES["wash"], lw=1)
        axes.text(_x(year), bottom + 18, str(year), size=11.5, color=ROLES["faint"], ha="center")
    axes.text(0, bottom - _ROW * 2.55, "Set apart", size=11.5, color=ROLES["faint"], style="italic")


def _life(axes, y: float, person: pd.Series) -> None:  # type: ignore[no-untyped-def]
    candidate = person["politburo_1923"] == "candidate"
    name = str(person["name"]).split()[-1]
    axes.text(0, y + 4, name, size=12.5, color=ROLES["ink"], style="italic" if candidate else "normal")
    end = _x(person["year"])
    axes.plot([_x(1923), end], [y, y], color=ROLES["rule"], lw=1.5)
    mark = _MARKS[person["fate"]]
    filled = {} if mark == "x" else {"facecolor": ROLES["paper"]}
    colour = {"color": ROLES["accent"]} if mark == "x" else {"edgecolor": ROLES["accent"]}
    axes.scatter([end], [y], s=52, marker=mark, linewidth=1.8, zorder=3, **filled, **colour)
    words = f"{_WORDS[person['fate']]} {person['year']}"
    late = end > _x(1960)
    axes.text(
        end + (-9 if late else 9), y + (-8 if late else 4), words,
        size=11, color=ROLES["faint"], ha="right" if late else "left",
    )
