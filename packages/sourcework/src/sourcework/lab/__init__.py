"""Checks of the data lab: what a student made of the tables, and what is right and wrong about it.

`check("path/question", table)` reads an answer, compares it with one computed from the tables, and
says what is wrong in the words of the tables. It never fails, whatever it is given, and never runs
what it is given. The settings of a book name the modules that list its `QUESTIONS`; `question`
judges, `shapes` reads.
"""

from __future__ import annotations

import difflib
from functools import cache

from ..extensions import load
from ..settings import settings
from .question import LabQuestion, judge
from .verdict import Verdict

__all__ = ["Verdict", "check", "questions"]


@cache
def questions() -> dict[str, LabQuestion]:
    """Return the questions of this book by their names, in the order of its settings."""
    paths: list[list[LabQuestion]] = [load("lab", f"{path}.QUESTIONS") for path in settings().lab]
    return {question.name: question for path in paths for question in path}


def check(name: str, value: object = ...) -> Verdict:
    """Say what is right and what is wrong about an answer.

    Parameters
    ----------
    name
        The question, as the page has it: `delay/at-most`.
    value
        What was made: a DataFrame or Series, a list of ids, a number. A blank left as `...` gets a
        hint.

    Returns
    -------
    Verdict
        HTML in a notebook, plain text elsewhere. A wrong answer, of whatever kind, is no error.
    """
    if not isinstance(name, str):
        example = next(iter(questions()), "path/question")
        wrong = "The name of a check comes first, in quotation marks, and the answer after it."
        return Verdict("?", "wrong", wrong=(wrong,), look=(f'`check("{example}", answer)`',))
    known = questions()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        meant = f" Is `{near[0]}` meant?" if near else ""
        names = ", ".join(f"`{each}`" for each in known)
        wrong = f"There is no check of the name `{name[:40]}`.{meant}"
        return Verdict(name, "wrong", wrong=(wrong,), look=(f"The names are {names}.",))
    return judge(known[name], value)
