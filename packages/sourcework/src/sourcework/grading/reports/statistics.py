"""Item statistics of a class: which questions are hard, which tell students apart, which mislead.

Results come one by one and are not kept, so that ten thousand need no more memory than ten. An
answer left out counts as 0, as it does in the gradebook; a written answer that is not marked yet
is not known, and a test in which one is open is judged by the questions that code scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from ...assignments.definition import Assignment
from ...assignments.questions import AssignedQuestion
from ...assignments.solutions import Solution
from ...quantities import quantity
from ...scoring import answered
from ..marking.results import Result
from ..marking.totals import earned
from .class_report import FEW, FEWEST, ItemReport, Report
from .reliability import Moments, interval
from .response_counts import Tally, tally

__all__ = ["GROUP", "ItemStatistics", "Report"]

GROUP = 0.27  # the share of students in the lowest and in the highest group


class ItemStatistics:
    """Gathers results one by one; `finish` says what they amount to."""

    def __init__(self, assignment: Assignment, solution: Solution) -> None:
        self.assignment = assignment
        self.solution = solution
        self.students = 0
        self._by_code = Moments([self._worth(each) for each in self._scored])
        self._whole = Moments([self._worth(each) for each in self._earning])
        self._known: defaultdict[str, int] = defaultdict(int)
        self._shares: defaultdict[str, float] = defaultdict(float)
        self._groups: list[dict[str, float | None]] = []
        self._tallies: dict[str, Tally] = {
            question.id: tally(
                question, solution.items.get(question.id), assignment.rubrics.get(question.rubric)
            )
            for question in assignment.questions.values()
        }

    def add(self, result: Result) -> None:
        """Take in one student's result."""
        self.students += 1
        points = self._points(result)
        by_code = [given for each in self._scored if (given := points[each.id]) is not None]
        if len(by_code) == len(self._scored):
            self._by_code.add(by_code)
        known = [each for each in points.values() if each is not None]
        if len(known) == len(points):
            self._whole.add(known)
        for name, given in points.items():
            if given is not None:
                self._known[name] += 1
                self._shares[name] += given / self._worths[name]
        for name, counting in self._tallies.items():
            response = result.responses.get(name)
            if answered(self._rules[name], response):
                counting.add(response, self._elsewhere(name, points))
            counting.mark(result.levels.get(name, {}))

    def groups(self, low: Iterable[Result], high: Iterable[Result]) -> None:
        """Take in, once more, the students with the lowest and with the highest totals.

        Each is some 27 % of all (`GROUP`); who belongs there is known only when all are graded.
        """
        self._groups = [self._mean_shares(low), self._mean_shares(high)]

    def finish(self) -> Report:
        """Say what all results amount to."""
        test = self._test
        alpha = test.alpha() if self._enough else None
        deviation = test.deviation
        return Report(
            title=self.assignment.title,
            students=self.students,
            counted=len(test.worth),
            possible=test.possible,
            mean=float(test.mean.sum()),
            deviation=deviation,
            quartiles=(test.quantile(0.25), test.quantile(0.5), test.quantile(0.75)),
            histogram=tuple(test.histogram()),
            alpha=alpha,
            interval=None if alpha is None else interval(alpha, test.varying, test.n),
            error=None if alpha is None else deviation * max(1 - alpha, 0) ** 0.5,
            items=tuple(self._item(n, each) for n, each in enumerate(self._questions, start=1)),
            warnings=tuple(self._warnings(alpha)),
        )

    @cached_property
    def _questions(self) -> list[AssignedQuestion]:
        return list(self.assignment.questions.values())

    @cached_property
    def _earning(self) -> list[AssignedQuestion]:
        return [each for each in self._questions if self._worth(each)]

    @cached_property
    def _scored(self) -> list[AssignedQuestion]:
        return [each for each in self._earning if each.scored]

    @cached_property
    def _worths(self) -> dict[str, float]:
        return {each.id: self._worth(each) for each in self._questions}

    @cached_property
    def _rules(self) -> dict[str, dict[str, Any]]:
        return {each.id: self.solution.rule(each) for each in self._questions}

    @property
    def _test(self) -> Moments:
        return self._whole if self._whole.n == self.students else self._by_code

    @property
    def _enough(self) -> bool:
        return self.students >= FEWEST and self._test.varying >= 3

    def _worth(self, question: AssignedQuestion) -> float:
        return self.assignment.worth(question)

    def _points(self, result: Result) -> dict[str, float | None]:
        return {each.id: earned(self.assignment, result, each) for each in self._earning}

    def _elsewhere(self, name: str, points: dict[str, float | None]) -> float:
        """Return the share that a student earned in the other questions that code scores."""
        others = [each.id for each in self._scored if each.id != name]
        possible = sum(self._worths[each] for each in others)
        return sum(points[each] or 0.0 for each in others) / possible if possible else 0.0

    def _mean_shares(self, results: Iterable[Result]) -> dict[str, float | None]:
        shares: defaultdict[str, float] = defaultdict(float)
        known: defaultdict[str, int] = defaultdict(int)
        for result in results:
            for name, points in self._points(result).items():
                if points is not None:
                    shares[name] += points / self._worths[name]
                    known[name] += 1
        return {each: shares[each] / count for each, count in known.items()}

    def _item(self, number: int, question: AssignedQuestion) -> ItemReport:
        name, worth = question.id, self._worths[question.id]
        known = self._known[name] if worth else self.students
        difficulty = self._shares[name] / known if worth and known else None
        rest, without = self._correlation(question)
        given = self._tallies[name].answered
        ends = [group.get(name) for group in self._groups]
        low, high = ends if len(ends) == 2 else (None, None)
        return ItemReport(
            number=number,
            question=question,
            worth=worth,
            students=known,
            answered=given,
            omitted=self.students - given,
            difficulty=difficulty,
            rest=rest,
            discrimination=None if low is None or high is None else high - low,
            alpha_without=without,
            lines=tuple(self._tallies[name].lines()),
        )

    def _correlation(self, question: AssignedQuestion) -> tuple[float | None, float | None]:
        """Return item-rest correlation, and alpha without the question, as far as there are any."""
        if not self._worths[question.id]:
            return None, None
        test, among = self._test, self._scored if self._test is self._by_code else self._earning
        if question not in among:
            test, among = self._whole, self._earning
        if test.n < FEWEST:
            return None, None
        index = among.index(question)
        without = test.alpha(index) if test is self._test and self._enough else None
        return test.rest(index), without if len(among) > 3 else None

    def _warnings(self, alpha: float | None) -> Iterator[str]:
        if self._test is not self._whole:
            yield (
                f"Written answers are left out of the numbers of the test: only "
                f"{self._whole.n} of {quantity(self.students, 'students')} "
                f"{'has' if self._whole.n == 1 else 'have'} all of theirs marked."
            )
        if self.students < FEWEST:
            yield (
                f"{quantity(self.students, 'students')} {'is' if self.students == 1 else 'are'} "
                f"too few for correlations. Look at what they chose, "
                f"and read their answers."
            )
        elif self.students < FEW:
            yield (
                f"With {self.students} students, fewer than {FEW}, correlations are mostly chance: "
                f"one student more or less can turn them round. Take them as a reason to look at a "
                f"question, never as a verdict on it."
            )
        if self.students >= FEWEST and len(self._test.worth) < 3:
            yield "For fewer than three questions there is no alpha."
        if alpha is not None and alpha < 0:
            yield (
                "Alpha is below zero: questions go against each other. Look first for a wrong key."
            )
