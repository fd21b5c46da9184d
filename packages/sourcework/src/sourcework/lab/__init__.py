"""Checks of the data lab: what a student made of the tables, and what is right and wrong about it.

`check("delay/at-most", table)` reads an answer, compares it with one computed from the tables, and
says what is wrong in the words of the tables. It never fails, whatever it is given, and never runs
what it is given. One module a path lists its questions; `question` judges, `shapes` reads.
"""

from __future__ import annotations

import difflib

from . import chains, delay, knowing, voices, witnesses
from .question import Question, judge
from .verdict import Verdict

__all__ = ["QUESTIONS", "Verdict", "check"]

QUESTIONS: dict[str, Question] = {
    question.name: question
    for path in (delay, knowing, witnesses, voices, chains)
    for question in path.QUESTIONS
}


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
        wrong = "The name of a check comes first, in quotation marks, and the answer after it."
        return Verdict("?", "wrong", wrong=(wrong,), look=('`check("delay/at-most", waits)`',))
    if name not in QUESTIONS:
        near = difflib.get_close_matches(name, QUESTIONS, n=1)
        meant = f" Is `{near[0]}` meant?" if near else ""
        known = ", ".join(f"`{each}`" for each in QUESTIONS)
        wrong = f"There is no check of the name `{name[:40]}`.{meant}"
        return Verdict(name, "wrong", wrong=(wrong,), look=(f"The names are {known}.",))
    return judge(QUESTIONS[name], value)
