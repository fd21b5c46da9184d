"""A question of the data lab: its answer, computed from the tables, and the mistakes it invites.

A mistake is a computation too: the one that a student makes who makes it. So the explanation of a
wrong answer stays right when the tables change, and a test can make every mistake once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .shapes import Answer, Column, Shape, SingleNumber, Unread, is_blank, some
from .verdict import Verdict

__all__ = ["LabQuestion", "Mistake", "judge"]


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer, computed as one comes by it, and why it is wrong."""

    answer: Callable[[], object]
    why: str


@dataclass(frozen=True)
class LabQuestion:
    """A question that `check` knows.

    Attributes
    ----------
    name
        What a student calls it by, `path/question`; stable for ever.
    shape
        What kind of answer is asked for, and how to read it.
    answer
        Computes the right answer.
    hint
        What to put into the blank.
    means
        Says what the right answer shows, in a sentence from the tables.
    look
        Where to look when the answer is wrong.
    row
        Says what the tables have about one label.
    mistakes
        The typical ones, the likeliest first.
    """

    name: str
    shape: Shape
    answer: Callable[[], object]
    hint: str
    means: Callable[[], str]
    look: str
    row: Callable[[str], str] | None = None
    mistakes: tuple[Mistake, ...] = ()


def judge(question: LabQuestion, value: object) -> Verdict:
    """Compare what a student made with the answer, and say what is right and wrong about it."""
    shape = question.shape
    try:
        answer = _read(shape, value)
    except Unread as problem:
        look = (problem.look or question.look,)
        return Verdict(question.name, "wrong", wrong=(problem.why,), look=look)
    if answer is None:
        return Verdict(question.name, "blank", look=(question.hint,))
    truth = shape.read(question.answer())
    given = _without_gaps(answer, truth)
    if _agree(shape, given, truth):
        return Verdict(question.name, "right", right=(question.means(),))
    right = tuple(_so_far(shape, given, truth))
    wrong = tuple(_faults(question, given, truth))
    return Verdict(question.name, "wrong", right, wrong, (question.look,))


def _read(shape: Shape, value: object) -> Answer | None:
    """Read an answer, nothing if a blank is left; raise `Unread` whatever the object does."""
    try:
        return None if is_blank(value) else shape.read(value)
    except Unread:
        raise
    except Exception as error:  # an object of the student's own can fail in any way
        raise Unread(
            f"This cannot be read: whoever looks into it meets a `{type(error).__name__}`.",
            "Hand over a plain table, Series, list or number.",
        ) from error


def _without_gaps(given: Answer, truth: Answer) -> Answer:
    """Leave out the empty values of rows that need no answer."""
    return {key: value for key, value in given.items() if value is not None or key in truth}


def _faults(question: LabQuestion, given: Answer, truth: Answer) -> Iterator[str]:
    """Say what is wrong: by a mistake that explains it, by its unit, or row by row."""
    shape = question.shape
    made = [(mistake.why, shape.read(mistake.answer())) for mistake in question.mistakes]
    whole = [why for why, answer in made if _agree(shape, given, answer)]
    if whole or (unit := list(_unit(shape, given, truth))):
        yield from whole[:1] or unit
        return
    partly = [why for why, answer in made if _fits(shape, given, answer, truth)]
    yield from partly[:1]
    yield from _wrong_rows(question, given, truth)
    if not partly:
        yield from _wrong_values(question, given, truth)


def _same_labels(given: Answer, truth: Answer) -> bool:
    return given.keys() == truth.keys()


def _agree(shape: Shape, given: Answer, truth: Answer) -> bool:
    """Say whether two answers are the same."""
    return _same_labels(given, truth) and all(shape.same(given[key], truth[key]) for key in truth)


def _fits(shape: Shape, given: Answer, made: Answer, truth: Answer) -> bool:
    """Say whether a mistake explains the values of the rows that are right, and the truth not."""
    if not isinstance(shape, Column) or not _same_labels(made, truth):
        return False
    shared = given.keys() & truth.keys()
    fits = all(shape.same(given[key], made[key]) for key in shared)
    return fits and any(not shape.same(given[key], truth[key]) for key in shared)


def _unit(shape: Shape, given: Answer, truth: Answer) -> Iterator[str]:
    """Say which wrong unit or sign turns the answer into the truth."""
    if not isinstance(shape, (Column, SingleNumber)) or not _same_labels(given, truth):
        return
    factors = {f"These are {name}": how_many for name, how_many in (shape.scales or {}).items()}
    for name, factor in factors.items():
        if all(_close(given[key], truth[key], factor) for key in truth):
            yield f"{name}. The unit asked for is another: times {1 / factor:.6g} they are right."
            return
    if all(_close(given[key], truth[key], -1) for key in truth):
        yield (
            "The sign is turned round: the two were subtracted the wrong way. "
            "What came later comes first in a subtraction."
        )


def _close(given: object, truth: object, factor: float) -> bool:
    """Say whether a value is the true one in another unit, rounded or not."""
    if isinstance(given, (int, float)) and isinstance(truth, (int, float)):
        off = abs(given - truth * factor)
        return off <= max(0.06 * (factor < 1), 1e-6, 1e-3 * abs(given)) and math.isfinite(given)
    return given is truth


def _wrong_rows(question: LabQuestion, given: Answer, truth: Answer) -> Iterator[str]:
    """Say which rows are missing and which should not be there."""
    rows = getattr(question.shape, "rows", "")
    missing = [label for label in truth if label not in given]
    extra = [label for label in given if label not in truth]
    if len(given) != len(truth):
        yield f"There are {len(given)} {rows} here and {len(truth)} were expected."
    if missing:
        yield f"Missing: {some(missing)}.{_about(question, missing[0])}"
    if extra:
        yield f"Not asked for: {some(extra)}.{_about(question, extra[0])}"


def _wrong_values(question: LabQuestion, given: Answer, truth: Answer) -> Iterator[str]:
    """Say which values are missing and which are not those of the tables."""
    shape = question.shape
    off = [key for key in truth if key in given and not shape.same(given[key], truth[key])]
    if isinstance(shape, SingleNumber):
        yield f"It is not {shape.what(given[off[0]])}."
        return
    empty = [key for key in off if given[key] is None]
    if empty:
        yield f"No value (`NaN`) for {some(empty)}.{_about(question, empty[0])}"
    if off := [key for key in off if key not in empty]:
        have = f"For `{off[0]}` you have {shape.what(given[off[0]])}."
        yield f"Not what the tables give: {some(off)}. {have}{_about(question, off[0])}"


def _about(question: LabQuestion, label: str) -> str:
    known = isinstance(question.shape, SingleNumber) or label in question.shape.known()
    return f" {question.row(label)}" if question.row and known else ""


def _so_far(shape: Shape, given: Answer, truth: Answer) -> Iterator[str]:
    """Say what is right about a wrong answer."""
    if isinstance(shape, SingleNumber):
        return
    same = [key for key in truth if key in given and shape.same(given[key], truth[key])]
    if same:
        yield f"{len(same)} of the {len(truth)} {shape.rows} agree with the tables."
    elif isinstance(shape, Column) and _same_labels(given, truth):
        yield f"The {len(truth)} {shape.rows} are the right ones."
