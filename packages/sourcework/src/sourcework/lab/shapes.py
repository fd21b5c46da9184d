"""Shapes of an answer, whatever a student made of it: a column, a set of labels, a number.

Reading never raises anything but `Unread`, which says in words what the answer is and should be.
Nothing is run and no text is evaluated.
"""

from __future__ import annotations

import contextlib
import difflib
import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from ..quantities import quantity

__all__ = ["Answer", "Column", "Ids", "Shape", "SingleNumber", "Unread", "is_blank", "some"]

Answer = Mapping[str, float | bool | None]
"""An answer once it is read: a number or yes and no by label; a set has yes for all its labels."""

_DAY = pd.Timedelta(days=1)
_WHOLE = "the answer"  # the only label of a number


class Unread(Exception):
    """An answer that cannot be compared, and why."""

    def __init__(self, why: str, look: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.look = look


def is_blank(value: object) -> bool:
    """Say whether a blank, `...`, is left anywhere in what a student made."""
    if value is ...:
        return True
    if isinstance(value, pd.DataFrame):
        return any(is_blank(value.iloc[:, place]) for place in range(value.shape[1]))
    if isinstance(value, pd.Series):
        return value.dtype == object and any(each is ... for each in value)
    if isinstance(value, Mapping):
        return any(each is ... for each in value.values())
    return isinstance(value, (list, tuple, set)) and any(each is ... for each in value)


def some(names: Iterable[str], most: int = 3) -> str:
    """List a few names as code, and say how many more there are."""
    listed = [f"`{name}`" for name in names]
    more = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True)
class Column:
    """A number, or yes and no, for each of several labels.

    Attributes
    ----------
    name
        How the column is called in a table.
    rows
        What the labels are, in words: `excerpts`.
    known
        Gives every label that could stand there, right or not.
    tolerance
        How far from the truth a number may be, in its own unit.
    yes_or_no
        Whether the values are True and False.
    scales
        By name of a wrong unit, how many of it make one of the right unit.
    """

    name: str
    rows: str
    known: Callable[[], Collection[str]]
    tolerance: float = 1e-6
    yes_or_no: bool = False
    scales: Mapping[str, float] | None = None

    def read(self, value: object) -> Answer:
        """Return the values by label; raise `Unread` for what has none."""
        if isinstance(value, Mapping):
            labels, values = list(map(str, value)), list(value.values())
        else:
            labels, values = self._labelled(value)
        if labels and set(labels).isdisjoint(self.known()):
            raise Unread(
                f"The rows are called {some(labels)}, and those are no {self.rows}.",
                f"Keep the ids as the index: {some(sorted(self.known()), 2)}. "
                "A `merge` on columns drops the index, `reset_index` makes it a column.",
            )
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise Unread(
                f"There are {len(labels)} rows for {quantity(len(set(labels)), self.rows)}: "
                f"{some(twice)} stand there more than once.",
                "A merge with several partners makes a row of each. "
                '`validate="many_to_one"` stops it, `drop_duplicates` or `groupby` mends it.',
            )
        if self.yes_or_no and (said := next((v for v in values if isinstance(v, str)), None)):
            raise Unread(
                f"`{self.name}` holds text: `{_short(said)}`. True and False were asked for.",
                "A comparison such as `<=` makes them.",
            )
        plain = [_plain(each, self.name) for each in values]
        if not self.yes_or_no and plain and all(isinstance(each, bool) for each in plain):
            raise Unread(
                f"`{self.name}` holds yes and no. Numbers were asked for.",
                "A comparison makes True and False; `.sum()` counts the True ones.",
            )
        return dict(zip(labels, plain, strict=True))

    def _labelled(self, value: object) -> tuple[list[str], list[object]]:
        if isinstance(value, pd.DataFrame):
            return self._of_table(value)
        if isinstance(value, pd.Series):
            return [str(label) for label in value.index], list(value)
        what = "a number by itself" if isinstance(value, Real) else _kind(value)
        raise Unread(
            f"This is {what}. A table or a Series was asked for, with one row for each of the "
            f"{self.rows}.",
        )

    def _of_table(self, table: pd.DataFrame) -> tuple[list[str], list[object]]:
        names = [str(name) for name in table.columns]
        places = [place for place, name in enumerate(names) if name == self.name]
        if len(places) > 1:
            raise Unread(f"The table has {len(places)} columns called `{self.name}`.")
        if not places and self.name in map(str, table.index):
            raise Unread(
                f"`{self.name}` is a row of this table, and a column was asked for.",
                "`.T` turns rows into columns; so does exchanging the two arguments of `crosstab`.",
            )
        if not places:
            near = difflib.get_close_matches(self.name, names, n=1)
            hint = f" Is `{near[0]}` meant?" if near else ""
            raise Unread(
                f"The table has no column `{self.name}`; it has {some(names, 8) or 'none'}.{hint}",
                f"Give the column that name: `.assign({self.name}=…)` or `.rename(columns=…)`.",
            )
        column = table.iloc[:, places[0]]
        known = set(self.known())
        if known.isdisjoint(map(str, table.index)):
            for place in range(table.shape[1]):
                labels = [str(label) for label in table.iloc[:, place]]
                if labels and known.issuperset(labels):
                    return labels, list(column)
        return self._labelled(column)

    def same(self, one: object, other: object) -> bool:
        """Say whether two values of the column are the same, within the tolerance."""
        if isinstance(one, (bool, int, float)) and isinstance(other, (bool, int, float)):
            return math.isclose(one, other, rel_tol=1e-9, abs_tol=self.tolerance)
        return one is other

    def what(self, value: object) -> str:
        """Write a value of the column."""
        if value is None:
            return "nothing"
        if self.yes_or_no and isinstance(value, (bool, int, float)):
            return str(bool(value))
        return f"{value:.6g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Ids:
    """A set of labels, in a list, a set, an index, or as the rows of a table."""

    rows: str
    known: Callable[[], Collection[str]]

    def read(self, value: object) -> Answer:
        """Return yes by label; raise `Unread` for what is no set of labels."""
        known = set(self.known())
        labels = [str(label) for label in self._labels(value, known)]
        strangers = [label for label in dict.fromkeys(labels) if label not in known]
        if strangers:
            raise Unread(
                f"{some(strangers)}: that is no id of one of the {self.rows}.",
                f"The ids look like {some(sorted(known), 2)}. "
                "They are the index of the table, so `.index` gives them.",
            )
        return dict.fromkeys(labels, True)

    def _labels(self, value: object, known: set[str]) -> Iterable[Hashable]:
        if isinstance(value, pd.DataFrame):
            columns = [value.iloc[:, place] for place in range(value.shape[1])]
            named = [column for column in columns if known.issuperset(map(str, column))]
            indexed = known.issuperset(map(str, value.index))
            return list(value.index if indexed or not named else named[0])
        if isinstance(value, pd.Series):
            if value.dtype == bool:
                return list(value.index[value.to_numpy()])
            return list(value if known.issuperset(map(str, value)) else value.index)
        if isinstance(value, str):
            return [value]
        if isinstance(value, np.ndarray):
            return value.ravel().tolist()
        if isinstance(value, (list, tuple, set, frozenset, Mapping, pd.Index)):
            return list(value)
        raise Unread(
            f"This is {_kind(value)}. The ids of the {self.rows} were asked for, in a "
            "list, a set or an index.",
        )

    def same(self, one: object, other: object) -> bool:
        """Say whether two labels are both there."""
        return one is other

    def what(self, value: object) -> str:
        """Write whether a label is there."""
        return "there" if value else "not there"


@dataclass(frozen=True)
class SingleNumber:
    """One number.

    Attributes
    ----------
    unit
        What it counts: `days`.
    tolerance
        How far from the truth it may be, in its unit.
    scales
        By name of a wrong unit, how many of it make one of the right unit.
    """

    unit: str
    tolerance: float = 1e-6
    scales: Mapping[str, float] | None = None

    def read(self, value: object) -> Answer:
        """Return the number under one label; raise `Unread` for what is none."""
        if isinstance(value, (pd.Series, pd.Index, np.ndarray)) and value.size == 1:
            value = np.asarray(value).item()
        if isinstance(value, (bool, np.bool_)):
            raise Unread(f"This is {value}. A number of {self.unit} was asked for.")
        if isinstance(value, (pd.DataFrame, pd.Series, pd.Index, np.ndarray)):
            size = quantity(len(value), "rows") if np.ndim(value) else "no rows"
            raise Unread(
                f"This is a whole {type(value).__name__} of {size}. "
                f"One number of {self.unit} was asked for.",
                "`.sum()` counts the True ones of a comparison; `len()` counts rows.",
            )
        if pd.api.types.is_scalar(value):
            number = _plain(value, "The answer")
            if number is None:
                raise Unread("The number is missing: this is an empty value.")
            return {_WHOLE: number}
        raise Unread(
            f"This is {_kind(value)}. One number of {self.unit} was asked for.",
            "`len()` counts what is in a list or a table.",
        )

    def same(self, one: object, other: object) -> bool:
        """Say whether two numbers are the same, within the tolerance."""
        if isinstance(one, (int, float)) and isinstance(other, (int, float)):
            return math.isclose(one, other, rel_tol=1e-9, abs_tol=self.tolerance)
        return one is other

    def what(self, value: object) -> str:
        """Write the number with its unit."""
        return quantity(value, self.unit) if isinstance(value, (int, float)) else str(value)


Shape = Column | Ids | SingleNumber


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else f"something of the type `{type(value).__name__}`"


def _short(value: object) -> str:
    return str(value)[:40].replace("`", "'")


def _plain(value: Any, where: str) -> float | bool | None:
    """Return a number, yes or no, or None for an empty value; a span of time becomes days."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (pd.Timedelta, np.timedelta64)):
        return None if pd.isna(value) else float(pd.Timedelta(value) / _DAY)
    if isinstance(value, Real):
        with contextlib.suppress(OverflowError):  # an integer too large for any question
            number = float(value)
            return None if math.isnan(number) else number
        return math.inf
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    raise Unread(
        f"{where if where == 'The answer' else f'`{where}`'} holds {_kind(value)}, not a number: "
        f"`{_short(value)}`.",
        "Text becomes a number by `pd.to_numeric`, and a date by `pd.to_datetime`.",
    )
