"""Stories of the page on one sheet, from teller to teller, as the chapters' chains have them."""

from __future__ import annotations

from collections.abc import Hashable
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

import pandas as pd

from sourcework import tables
from sourcework.drawing import Sheet, wrap
from sourcework.errors import DataError
from sourcework.figures import Figure
from sourcework.paths import DATA
from sourcework.quantities import in_words, quantity
from sourcework.settings import settings

__all__ = ["tellings"]

Link = dict[Hashable, Any]  # one row of links.csv

_STORIES = ("testament", "poison", "georgia", "eavesdropping", "oath")
_WIDTH = 380
_NAMES = 140  # the width of a name
_FIRST = 151  # x of the first story
_COLUMN = 47
_STEP = 18  # between the names of two stories, which stand as on stairs
_LEADING = 16
_ROW = 24


def tellings() -> Figure:
    """Draw five stories side by side, each a line from teller to teller down to the web page."""
    links = tables.links()
    links = links[links["chain"].isin(_STORIES) & (links["hands_on"] == "yes")]
    stories = {story: links[links["chain"] == story] for story in _STORIES}
    tellers = _in_order(stories)
    counted = links.groupby("actor")["chain"].nunique()
    often = [f"{name} ({in_words(counted[name])})" for name in tellers if counted[name] > 1]
    return Figure(
        name="tellings",
        title=f"{in_words(len(stories)).capitalize()} stories, from teller to teller",
        sheet=_draw(stories, tellers),
        alt=(
            f"{quantity(len(tellers), 'tellers')} hand on {in_words(len(stories))} stories."
            f" In more than one of them stand: {', '.join(often)}."
        ),
        caption=(
            "Read each line downwards; beside a mark is the year in which the teller's part began."
            " It does not follow that one had it from the one above, and how sure each part is, the"
            " chapters say. Hollow: not checked by us."
        ),
        table=_table(stories),
    )


def _in_order(stories: dict[str, pd.DataFrame]) -> list[str]:
    """Return the tellers so that in each story nobody stands above who told it before them."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for rows in stories.values():
        for before, after in pairwise(dict.fromkeys(rows["actor"])):
            order.add(after, before)
    try:
        order.prepare()
    except CycleError as error:
        problem = f"no order of tellers suits all stories: {' > '.join(error.args[1])}"
        cure = "name one of them otherwise, or redraw the figure"
        raise DataError(DATA / "links.csv", "column actor", problem, cure) from error
    last = pd.concat(stories.values()).groupby("actor")["date"].max()
    ready: list[str] = []
    placed: list[str] = []
    while order.is_active():
        ready += order.get_ready()
        placed.append(min(ready, key=lambda teller: last[teller]))
        ready.remove(placed[-1])
        order.done(placed[-1])
    return placed


def _draw(stories: dict[str, pd.DataFrame], tellers: list[str]) -> Sheet:
    middles: dict[str, float] = {}
    top = len(stories) * _STEP + 8.0
    names = {teller: wrap(_capital(teller), _NAMES) for teller in tellers}
    sheet = Sheet(_WIDTH, top + sum(map(_height, names.values())))
    for teller, lines in names.items():
        middles[teller] = top + _height(lines) / 2
        for row, words in enumerate(lines):
            sheet.text(0, top + 17 + row * _LEADING, words)
        top += _height(lines)
    for place, (story, rows) in enumerate(stories.items()):
        x, head = _FIRST + place * _COLUMN, (len(stories) - place) * _STEP
        name = settings().themes[story].name
        sheet.text(x + 5, head - 5, _capital(name), bold=True, anchor="end")
        _story(sheet, story, rows, middles, (x, head))
    return sheet


def _height(lines: list[str]) -> float:
    return _ROW + (len(lines) - 1) * _LEADING


def _story(
    sheet: Sheet,
    story: str,
    rows: pd.DataFrame,
    middles: dict[str, float],
    start: tuple[float, float],
) -> None:
    """Draw a story's line from below its name, with a mark and a year at each of its tellers."""
    role, x = settings().themes[story].colour, start[0]
    sheet.line([start, (x, middles[rows["actor"].iloc[-1]])], role=role, width=2)
    for row in _parts(rows):
        y = middles[row["actor"]]
        sheet.mark(x, y, role=role, size=7, hollow=row["basis"] in tables.LACKING)
        sheet.text(x + 7, y + 5, _year(row), role="faint")


def _table(stories: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Story": [_capital(settings().themes[story].name) for story in stories],
            "Its tellers": [
                ", ".join(f"{row['actor']} {_year(row)}" for row in _parts(rows))
                for rows in stories.values()
            ],
        }
    )


def _parts(rows: pd.DataFrame) -> list[Link]:
    """Return the first link of each teller of a story."""
    return rows.drop_duplicates("actor").to_dict("records")


def _year(row: Link) -> str:
    return str(row["written_date"])[:4]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
