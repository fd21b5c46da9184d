"""Class report on an assignment, for a teacher: one page of HTML, and one row a question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...assignments.questions import AssignedQuestion
from ...display import render
from ...items.interactions import OTHERWISE, ResponseForm
from ..store.spreadsheets import guarded, number
from . import plots
from .response_counts import OptionCount

__all__ = ["FEW", "FEWEST", "ItemReport", "Report"]

FEW = 30  # students below which correlations are mostly chance
FEWEST = 10  # students below which none is given
_WEAK = 0.2  # an item-rest correlation below which a question hardly tells students apart
_MANY_OMIT = 0.2
_SOME_CHOSE = 5  # fewer say nothing about those who choose an option
_NEAR = 1e-9
_COLUMNS = [
    *("item", "kind", "stem", "points", "students", "answered", "omitted", "difficulty"),
    *("item_rest", "discrimination_27", "alpha_without", "options", "warnings"),
]


@dataclass(frozen=True)
class ItemReport:
    """What a class made of one question.

    Attributes
    ----------
    students
        Whose points are known.
    difficulty
        The mean share of the points, 0 to 1; what was left out counts as 0. None of an opinion.
    rest
        Correlation with the points of all other questions, -1 to 1.
    discrimination
        The mean share in the highest 27 % less that in the lowest, -1 to 1.
    alpha_without
        Cronbach's alpha of the test without this question.
    lines
        Its options, rows or criteria.
    """

    number: int
    question: AssignedQuestion
    worth: float
    students: int
    answered: int
    omitted: int
    difficulty: float | None
    rest: float | None
    discrimination: float | None
    alpha_without: float | None
    lines: tuple[OptionCount, ...]

    @property
    def warnings(self) -> list[str]:
        """What whoever wrote the question should look at, a sentence or two for each matter."""
        return [*self._of_points(), *self._of_options()]

    def _of_points(self) -> Iterator[str]:
        if self.difficulty is not None and self.students >= FEWEST:
            if self.difficulty > 1 - _NEAR:
                yield "Everybody earned all its points, so it tells nobody from anybody."
            elif self.difficulty < _NEAR:
                yield "Nobody earned a point. Check the key first, then what the question asks."
        if self.rest is not None and self.rest < 0:
            yield (
                "Who does well elsewhere does worse here. Check the key first, then whether "
                "another answer can be defended."
            )
        elif self.rest is not None and self.rest < _WEAK and self.students >= FEW:
            yield "It hardly tells apart who does well elsewhere from who does not."
        answering = self.answered + self.omitted
        if answering >= FEWEST and self.omitted > _MANY_OMIT * answering:
            yield f"{self.omitted} of {answering} left it out. Is it clear what is asked?"

    def _of_options(self) -> Iterator[str]:
        if self.answered < FEWEST:
            return
        for line in self.lines:
            if line.count == 0 and line.right is False and line.id != OTHERWISE:
                yield f"Nobody chose this distractor: {line.text}"
        if self.question.form is not ResponseForm.IDENTIFIER:
            return
        key = next((line.rest for line in self.lines if line.right), None)
        for line in self.lines:
            if line.right or line.rest is None or line.count < _SOME_CHOSE:
                continue
            if key is not None and line.rest > key:
                yield (
                    "Check whether this answer can be defended, since who chose it does better "
                    f"elsewhere than who chose the key: {line.text}"
                )


@dataclass(frozen=True)
class Report:
    """What a class made of an assignment.

    Attributes
    ----------
    students
        How many handed in.
    counted, possible
        How many questions the numbers of the test are about, and what these can earn.
    mean, deviation, quartiles
        Of the totals, in points; the quartiles are the first, the median and the third.
    histogram
        How many students earned up to 10 %, 20 %, … 100 % of the points.
    alpha, interval, error
        Cronbach's alpha, its 95 % interval, and the standard error of measurement in points; None
        for fewer than 3 questions or 10 students, or where nobody differs.
    """

    title: str
    students: int
    counted: int
    possible: float
    mean: float
    deviation: float
    quartiles: tuple[float, float, float]
    histogram: tuple[int, ...]
    alpha: float | None
    interval: tuple[float, float] | None
    error: float | None
    items: tuple[ItemReport, ...]
    warnings: tuple[str, ...]

    def html(self) -> str:
        """Return one page that needs nothing else: figures, tables, and what they mean."""
        return render(
            "statistics.html",
            report=self,
            histogram=plots.histogram(self.histogram, self.possible, self.quartiles[1]),
            items=plots.items(
                [(item.number, item.difficulty, item.rest) for item in self.items if item.worth]
            ),
            number=number,
            few=FEW,
            fewest=FEWEST,
        )

    def csv(self, delimiter: str = ",") -> str:
        """Return one row for each question; what a spreadsheet takes for a formula is a text."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for item in self.items:
            writer.writerow([_cell(value) for value in _row(item)])
        return buffer.getvalue()


def _row(item: ItemReport) -> list[Any]:
    question = item.question
    options = "; ".join(f"{line.text}: {_count(line)}" for line in item.lines)
    return [
        *(question.id, question.kind, question.stem, number(item.worth)),
        *(item.students, item.answered, item.omitted, item.difficulty),
        *(item.rest, item.discrimination, item.alpha_without, options, " ".join(item.warnings)),
    ]


def _count(line: OptionCount) -> str:
    return f"{line.share:.2f}" if line.right is None else str(line.count)


def _cell(value: object) -> str:
    """Return a cell; a text that a spreadsheet would calculate begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return guarded(str(value))
