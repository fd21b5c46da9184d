"""Means, variances and what they say of a test, gathered student by student.

Sums of squares of large numbers lose the small differences; the running means of Welford (1962)
do not. Memory grows with the square of the number of questions, and not with students.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

__all__ = ["Moments", "alpha_of", "interval"]

_GRAIN = 1000  # totals are counted to a thousandth of what can be earned
_FLAT = 1e-12


def alpha_of(covariance: np.ndarray[Any, np.dtype[np.float64]]) -> float | None:
    """Return Cronbach's alpha (1951) of items with these covariances.

    Items that do not vary add nothing to what the items have in common and are left out. None for
    fewer than two items that vary, or a total that does not.
    """
    varies = np.diag(covariance) > _FLAT
    kept = covariance[np.ix_(varies, varies)]
    k, total = len(kept), float(kept.sum())
    if k < 2 or total <= _FLAT:
        return None
    return k / (k - 1) * (1 - float(np.trace(kept)) / total)


def interval(alpha: float, items: int, students: int, level: float = 0.95) -> tuple[float, float]:
    """Return a confidence interval of Cronbach's alpha, as Bonett and Wright (2015) have it.

    The logarithm of 1 - alpha is nearly normal, with variance 2k / ((k - 1)(n - 2)); it is moved by
    ln(n / (n - 1)) for its bias. `items` (k) and `students` (n) must be 2 and 3 at least.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * math.sqrt(2 * items / ((items - 1) * (students - 2)))
    centre = math.log(max(1 - alpha, 1e-9)) - math.log(students / (students - 1))
    return 1 - math.exp(centre + spread), 1 - math.exp(centre - spread)


class Moments:
    """What is known of the points of some questions, over the students for whom all are known.

    Attributes
    ----------
    n
        Students so far.
    mean
        Mean points, shape (items,).
    """

    def __init__(self, worth: Sequence[float]) -> None:
        self.worth = np.array(worth, dtype=float)
        self.n = 0
        self.mean = np.zeros(len(worth))
        self._products = np.zeros((len(worth), len(worth)))
        self._totals: Counter[int] = Counter()

    def add(self, points: Sequence[float]) -> None:
        """Take in the points of one student, shape (items,)."""
        given = np.array(points, dtype=float)
        self.n += 1
        off = given - self.mean
        self.mean += off / self.n
        self._products += np.outer(off, given - self.mean)
        if self.possible:
            self._totals[round(_GRAIN * float(given.sum()) / self.possible)] += 1

    @property
    def possible(self) -> float:
        """What can be earned at most."""
        return float(self.worth.sum())

    @property
    def covariance(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Sample covariances, shape (items, items); zeros for fewer than two students."""
        symmetric: np.ndarray[Any, np.dtype[np.float64]] = self._products + self._products.T
        return symmetric / 2 / max(self.n - 1, 1)

    @property
    def varying(self) -> int:
        """How many questions did not earn everybody the same."""
        return int((np.diag(self.covariance) > _FLAT).sum())

    @property
    def deviation(self) -> float:
        """The standard deviation of the totals, in points."""
        return math.sqrt(max(float(self.covariance.sum()), 0))

    def rest(self, index: int) -> float | None:
        """Return the correlation of one question with the sum of all others, if both vary."""
        covariance = self.covariance
        own = float(covariance[index, index])
        shared = float(covariance[index].sum()) - own
        others = float(covariance.sum()) - own - 2 * shared
        if own <= _FLAT or others <= _FLAT:
            return None
        return max(-1.0, min(1.0, shared / math.sqrt(own * others)))

    def alpha(self, without: int | None = None) -> float | None:
        """Return Cronbach's alpha of all questions, or of all but one."""
        covariance = self.covariance
        if without is not None:
            covariance = np.delete(np.delete(covariance, without, 0), without, 1)
        return alpha_of(covariance)

    def quantile(self, share: float) -> float:
        """Return the total, in points, that this share of the students does not exceed.

        Exact to half a thousandth of what can be earned.
        """
        seen = 0
        for total in sorted(self._totals):
            seen += self._totals[total]
            if seen >= share * self.n - 1e-9:
                return total / _GRAIN * self.possible
        return 0.0

    def histogram(self, bins: int = 10) -> list[int]:
        """Count the students whose totals lie in equal steps of what can be earned."""
        counts = [0] * bins
        for total, students in self._totals.items():
            counts[min(total * bins // _GRAIN, bins - 1)] += students
        return counts
