"""Tables as a reader meets them, of this book alone."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from sourcework import tables
from sourcework.display import cite
from sourcework.listings import Listing, cells
from sourcework.typography import typeset

__all__ = ["plans_table"]


def plans_table(caption: str) -> Listing:
    """List the two plans of joining the republics side by side, article by article."""
    rows = tables.ordered("plans")
    columns: dict[str, list[object]] = {"Article": list(dict.fromkeys(rows["article"]))}
    for plan, plan_rows in rows.groupby("plan"):
        columns[str(plan).capitalize()] = cells(
            plan_rows,
            lambda row: Markup("{} {}").format(typeset(row["provision"]), cite(row["sources"])),
        )
    return Listing(caption, pd.DataFrame(columns))
