"""Readings of the gauge, with heights as numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sourcework import tables
from sourcework.errors import DataError
from sourcework.paths import DATA

__all__ = ["heights", "readings"]

_TOP = 15  # where the gauge ends


def readings() -> pd.DataFrame:
    """Return one row per reading; `feet` is a number."""
    return tables.ordered("readings").astype({"feet": "float64"})


def heights() -> Iterator[DataError]:
    """Find readings that the gauge could not show."""
    for row, feet in readings()["feet"].items():
        if feet > _TOP:
            problem = f"{feet:g} feet is above the top of the gauge"
            yield DataError(DATA / "readings.csv", f'row "{row}"', problem, "read the diary again")
