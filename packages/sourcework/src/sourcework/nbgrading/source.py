"""An assignment as nbgrader's source notebook, and as what students get of it.

Both are made of the same cells. Without the keys there is nothing to hide, so that the released
form is made without knowing them; nbgrader, which makes it from the source by taking regions out,
arrives at the same text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..assignments.blocks import Heading, Prose, QuestionBlock, blocks
from ..assignments.definition import Assignment
from ..assignments.presentation import asked
from ..assignments.questions import AssignedQuestion
from ..assignments.solutions import MarkerNotes, Solution
from ..editions.notebook import SETUP, how_to_answer, said
from ..scoring import full
from ..yaml_records import read_yaml

__all__ = [
    "CODE_STUB",
    "TEXT_STUB",
    "SourceCell",
    "SourceSolutions",
    "cells",
    "load_key",
    "notebook",
    "read_marker",
    "without_hidden",
]

CODE_STUB = "# Your code here"
TEXT_STUB = "*Your answer here, in place of this line.*"
_HOW = """*This notebook is run from top to bottom when it is marked.
Below each question is a cell in which you calculate its answer.
Give it the name that the cell says; the cell below shows your answer as it will be read.
Where the instructions say that answers are read and not run, they speak of the other notebook.
Here a calculated answer is as good as one that is written down.
You may add cells, and should leave those that are there.*"""
_FENCE = re.compile(r"^```python\n(.*?)^```$\n?", re.DOTALL | re.MULTILINE)
_MARKER = re.compile(
    r"\s*(?P<sign>#|<!--)\s*(?P<role>answer to|test of|work for)\s+(?P<item>\S+?)(?::|\s|$)"
)
_ROLES = {"answer to": "answer", "test of": "test", "work for": "work"}
_HIDDEN = re.compile(
    r"^### BEGIN (HIDDEN TESTS|MARK SCHEME)\n.*?^### END \1$\n?", re.DOTALL | re.MULTILINE
)

Role = Literal["text", "answer", "test", "task", "work", "written"]


@dataclass(frozen=True)
class SourceCell:
    """One cell.

    Attributes
    ----------
    id
        nbgrader's id of the cell and the notebook's; stable as long as the assignment's parts are.
    role
        `text`, `test` and `task` are locked. An `answer` holds code whose result the `test` after
        it shows. A `task` asks for what a person marks: the text in `written`, the code in `work`.
    item
        The item to which it belongs; empty for a text.
    """

    id: str
    kind: Literal["code", "markdown"]
    source: str
    role: Role
    item: str = ""
    points: float = 0

    @property
    def metadata(self) -> dict[str, Any]:
        """The cell's metadata: what nbgrader knows of it (its schema 3, without checksum)."""
        if self.role == "written":
            return {"dossier": {"written": self.item}}
        known: dict[str, Any] = {
            "grade": self.role == "test",
            "grade_id": self.id,
            "locked": self.role in ("text", "test", "task"),
            "schema_version": 3,
            "solution": self.role in ("answer", "work"),
            "task": self.role == "task",
        }
        return {
            "nbgrader": known | ({"points": self.points} if known["grade"] or known["task"] else {})
        }


@dataclass(frozen=True)
class SourceSolutions:
    """What only the source notebook has.

    Attributes
    ----------
    code
        By item the code that computes its answer, where `keys.yml` has some.
    """

    solution: Solution
    code: dict[str, str]


def load_key(assignment: Assignment, solution: Solution) -> SourceSolutions:
    """Join the keys with the code of `keys.yml` that computes answers."""
    path = assignment.folder / "keys.yml"
    records = read_yaml(path).content["keys"] if path.is_file() else []
    code = {each["id"]: str(each["solution"]) for each in records if each.get("solution")}
    return SourceSolutions(solution, code)


def notebook(assignment: Assignment, key: SourceSolutions | None = None) -> dict[str, Any]:
    """Return the notebook (nbformat 4.5): the source with a key, what students get without."""
    return {
        "cells": [_as_json(cell) for cell in cells(assignment, key)],
        "metadata": {
            "dossier": {"assignment": assignment.name, "version": assignment.version},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _as_json(cell: SourceCell) -> dict[str, Any]:
    own: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": cell.metadata,
        "source": cell.source,
    }
    return own | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


def cells(assignment: Assignment, key: SourceSolutions | None = None) -> Iterator[SourceCell]:
    """Yield the cells in their order; with a key also what students do not get."""
    yield SourceCell("title", "markdown", f"# {assignment.title}\n\n{assignment.summary}", "text")
    yield SourceCell("how", "markdown", _HOW, "text")
    yield SourceCell("setup", "code", SETUP, "text")
    part = number = 0
    for block in blocks(assignment):
        if isinstance(block, Heading):
            part, number = part + 1, 0
        if isinstance(block, QuestionBlock):
            yield from _question(assignment, block.question, key)
            continue
        text = said(assignment, block)
        pieces = _FENCE.split(text) if isinstance(block, Prose) else [text]
        for place, piece in enumerate(pieces):
            if piece.strip():
                number += 1
                kind: Literal["code", "markdown"] = "code" if place % 2 else "markdown"
                yield SourceCell(f"part-{part}-{number}", kind, piece.strip("\n"), "text")


def _question(
    assignment: Assignment, question: AssignedQuestion, key: SourceSolutions | None
) -> Iterator[SourceCell]:
    if question.written:
        yield from _written(assignment, question, key)
        return
    name = question.id.replace("/", "-")
    text = said(assignment, QuestionBlock(question))
    yield SourceCell(f"question-{name}", "markdown", text, "text", question.id)
    variable = _variable(assignment, question)
    shown = asked(assignment, question)
    how = how_to_answer(question, shown, variable)
    head = f"# answer to {question.id}: {how}\n{variable} = None\n"
    code = _solution(question, variable, key) if key else ""
    yield SourceCell(
        f"answer-{name}", "code", head + _region("SOLUTION", code, CODE_STUB), "answer", question.id
    )
    worth = float(assignment.worth(question))
    test = _test(question, variable, worth, key)
    yield SourceCell(f"test-{name}", "code", test, "test", question.id, worth)


def _variable(assignment: Assignment, question: AssignedQuestion) -> str:
    own = question.id.removeprefix(f"{assignment.name}/")
    return "answer_" + re.sub(r"\W", "_", own)


def _region(name: str, inside: str, stub: str) -> str:
    """Return a region that nbgrader takes out, or what it leaves there."""
    return f"### BEGIN {name}\n{inside.rstrip()}\n### END {name}" if inside else stub


def _solution(question: AssignedQuestion, variable: str, key: SourceSolutions) -> str:
    if question.id in key.code:
        return f"{key.code[question.id].rstrip()}\n{variable} = answer"
    return f"{variable} = {full(key.solution.items[question.id].rule())!r}"


def _test(
    question: AssignedQuestion, variable: str, worth: float, key: SourceSolutions | None
) -> str:
    """Return the cell that shows an answer; its hidden part gives nbgrader the points."""
    shows = (
        f"# test of {question.id}\n"
        "from sourcework.nbgrading.answer_literals import show\n\n"
        f'response = show("{question.id}", {variable})'
    )
    if not key or not question.scored:
        return shows
    rule = key.solution.items[question.id].rule()
    # As a text on a line, since nbgrader takes the region out line by line.
    hidden = "from sourcework.nbgrading.answer_literals import points\n\n"
    hidden += f"points({json.dumps(rule, ensure_ascii=False)!r}, response, {worth})"
    return f"{shows}\n{_region('HIDDEN TESTS', hidden, '')}"


def _written(
    assignment: Assignment, question: AssignedQuestion, key: SourceSolutions | None
) -> Iterator[SourceCell]:
    name = question.id.replace("/", "-")
    text = said(assignment, QuestionBlock(question))
    if key:
        scheme = _mark_scheme(assignment, question, key.solution.notes[question.id])
        text += f"\n{_region('MARK SCHEME', scheme, '')}"
    worth = float(assignment.worth(question))
    yield SourceCell(f"question-{name}", "markdown", text, "task", question.id, worth)
    if assignment.code:
        # Where there is no region, nbgrader would take the whole cell for one.
        code = key.code.get(question.id, "# No code is needed.") if key else ""
        source = f"# work for {question.id}\n{_region('SOLUTION', code, CODE_STUB)}"
        yield SourceCell(f"work-{name}", "code", source, "work", question.id)
    source = f"<!-- answer to {question.id} -->\n{TEXT_STUB}"
    yield SourceCell(f"written-{name}", "markdown", source, "written", question.id)


def _mark_scheme(assignment: Assignment, question: AssignedQuestion, notes: MarkerNotes) -> str:
    lines = []
    criteria = assignment.rubrics[question.rubric].criteria if question.rubric else ()
    for each in criteria:
        lines.append(f"- **{each.title}** ({each.points:g}): {notes.notes[each.id].strip()}")
        lines += [f"  - {each.earned(4 - at):g}: {text}" for at, text in enumerate(each.levels)]
    return "\n".join([*lines, "", f"**A model answer.** {notes.model.strip()}"])


def read_marker(source: str) -> tuple[str, str]:
    """Return role and item of a cell by its first line, where its metadata are lost; else empty."""
    found = _MARKER.match(source[:300])
    if not found:
        return "", ""
    if found["sign"] == "<!--":
        return "written", found["item"]
    return _ROLES[found["role"]], found["item"]


def without_hidden(source: str) -> str:
    """Return a cell's source without its hidden tests or mark scheme."""
    return _HIDDEN.sub("", source + "\n").rstrip("\n")
