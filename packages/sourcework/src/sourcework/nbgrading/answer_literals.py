"""Answer literals: the plain values for which the calls in test cells of a notebook stand.

This runs in the process of the student's code, and so can be tampered with; it decides nothing.
Whoever grades with `sourcework nbgrade run` has the value compared outside.
"""

from __future__ import annotations

import json
import math
from typing import Any

from ..scoring import score

__all__ = ["MIME", "plain", "points", "show"]

MIME = "application/vnd.sourcework.response+json"


def plain(answer: Any) -> Any:
    """Return an answer as JSON has it: lists for whatever is a row of values, Python's own numbers.

    Raises
    ------
    TypeError
        If it is a table, a function or whatever else nobody asked for.
    """
    kind = type(answer)
    if answer is None or kind in (bool, int, str):
        return answer
    if kind is float:
        return answer if math.isfinite(answer) else None
    if kind is dict:
        return {str(plain(key)): plain(value) for key, value in answer.items()}
    if kind in (list, tuple):
        return [plain(each) for each in answer]
    if kind in (set, frozenset):
        return sorted((plain(each) for each in answer), key=str)
    family = kind.__module__.partition(".")[0]
    if family in ("numpy", "pandas"):
        if kind.__name__ == "Series" and answer.index.dtype.kind in "OUT":
            return plain(answer.to_dict())
        if kind.__name__ in ("Index", "ndarray", "Series"):
            return plain(answer.tolist())
        if hasattr(answer, "item"):
            return plain(answer.item())
    problem = f"an answer is a text, a number, a list or a dict, and this is a {kind.__name__}"
    raise TypeError(problem)


def show(item: str, answer: Any) -> Any:
    """Show an answer as it will be read, and return it so."""
    from IPython.display import display

    response = plain(answer)
    told = "no answer yet" if response is None else f"read as {json.dumps(response)}"
    bundle = {"text/plain": f"{item}: {told}", MIME: {"item": item, "response": response}}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]
    return response


def points(rule: str, response: Any, worth: float) -> float:
    """Return the points of a response, which nbgrader takes from what a cell returns."""
    return score(json.loads(rule), response, worth) or 0.0
