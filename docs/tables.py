"""Count the bank and write the tables of docs/exercises.md: `make pictures`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from sourcework.item_bank import load_items, load_objectives, overview
from sourcework.items import KINDS
from sourcework.toc import listed

from .between import put_between

__all__ = ["PAGE", "main", "tables"]

PAGE = Path(__file__).with_name("exercises.md")
_ROOT = Path(__file__).resolve().parents[1]
_BEGIN, _END = "<!-- counted by docs/tables.py -->\n", "<!-- end of the counted -->\n"


def main() -> None:
    """Put the tables into the page, between its two comments."""
    put_between(PAGE, _BEGIN, _END, tables())


def tables() -> str:
    """Return the tables as Markdown: by chapter and kind, by objective and level, of feedback."""
    items = overview()
    items["chapter"] = pd.Categorical(items["chapter"], _chapters(set(items["chapter"])))
    parts = [_by_kind(items), _by_objective(items), _of_feedback(items)]
    return "\n" + "\n\n".join(parts) + "\n\n"


def _chapters(known: set[str]) -> list[str]:
    """Return the chapters that have items, in the order of the book."""
    names = [Path(page).name for page in listed(_ROOT)]
    return [name for name in names if name in known]


def _by_kind(items: pd.DataFrame) -> str:
    counts = pd.crosstab(items["chapter"], items["kind"]).reindex(columns=list(KINDS), fill_value=0)
    rows = [
        [f"`{chapter}`", *counts.loc[chapter], counts.loc[chapter].sum()]
        for chapter in counts.index
    ]
    rows.append(["**all**", *counts.sum(), len(items)])
    return _table(["Chapter", *(f"`{kind}`" for kind in KINDS), "all"], rows)


def _by_objective(items: pd.DataFrame) -> str:
    counts = pd.crosstab(items["objective"], items["level"])
    rows = [
        [f"`{name}`", said, *counts.loc[name], counts.loc[name].sum()]
        for name, said in load_objectives().items()
    ]
    rows.append(["**all**", "", *counts.sum(), len(items)])
    columns = ["Objective", "The reader can", "level 1", "level 2", "level 3", "all"]
    return _table(columns, rows)


def _of_feedback(items: pd.DataFrame) -> str:
    """Count what is told of the options; the criteria of written answers are none."""
    told = pd.DataFrame(
        [
            {
                "item": item.id,
                "option": item.kind != "short",
                "says": bool(each.feedback),
                "quotes": bool(each.words),
            }
            for item in load_items().values()
            for each in item.feedbacks().values()
        ]
    ).set_index("item")
    told["chapter"] = items["chapter"]
    groups = [(f"`{chapter}`", group) for chapter, group in told.groupby("chapter", observed=True)]
    rows = [_shares(name, group) for name, group in [*groups, ("**all**", told)]]
    columns = [
        "Chapter",
        "Options",
        "with feedback",
        "that quote the document",
        "Items",
        "that quote their evidence",
    ]
    return _table(columns, rows)


def _shares(name: str, told: pd.DataFrame) -> list[object]:
    options = told[told["option"]]
    quoting = told.groupby("item")["quotes"].any()
    shares = (options["says"].mean(), options["quotes"].mean(), quoting.mean())
    says, quotes, items = (f"{share * 100:.0f} %" for share in shares)
    return [name, len(options), says, quotes, len(quoting), items]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table, the numbers to the right, a dash for nothing."""
    cells = [["–" if cell == 0 else str(cell) for cell in row] for row in rows]
    rules = ["---:" if cell[:1].isdigit() else "---" for cell in cells[-1]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(columns), rules, *cells])


if __name__ == "__main__":
    main()
