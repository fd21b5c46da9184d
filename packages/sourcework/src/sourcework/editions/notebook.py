"""An assignment as a notebook whose answers are literals, so that a grader need not run them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..assignments.blocks import Block, Heading, Prose, QuestionBlock, Quoted, RubricBlock, blocks
from ..assignments.definition import LEVELS, Assignment, RubricRow
from ..assignments.presentation import asked, in_points
from ..assignments.questions import AssignedQuestion
from ..display import DisplayedExcerpt
from ..excerpts import load_excerpts
from ..items.interactions import ResponseForm

__all__ = ["SETUP", "handed_out", "how_to_answer", "notebook", "said"]

_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
_HOW = """*In this notebook you answer by writing after `answer =`, as each cell says.
Write the answer itself: a word in quotation marks, a number, a list, no calculation.
Answers are read and never run, so what you calculate belongs into cells of your own.
Leave `None` where you have no answer.*"""
_OWN = "# Your own work, as many cells as you like"
SETUP = "import pandas as pd\n\nfrom sourcework import tables"


def notebook(assignment: Assignment) -> str:
    """Return the notebook as JSON (nbformat 4.5); the same for the same assignment."""
    cells = [_text(f"# {assignment.title}\n\n{assignment.summary}"), _text(_HOW)]
    if assignment.code:
        cells.append(_code(SETUP))
    for block in blocks(assignment):
        cells += _block(assignment, block)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    whole = {
        "cells": cells,
        "metadata": {
            "dossier": {"assignment": assignment.name, "version": assignment.version},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def handed_out(assignment: Assignment) -> dict[str, str]:
    """Return the texts of the notebook, by text the item that it asks, or empty."""
    own = {f"# {assignment.title}\n\n{assignment.summary}": "", _HOW: "", _OWN: ""}
    asks = {
        said(assignment, each): each.question.id if isinstance(each, QuestionBlock) else ""
        for each in blocks(assignment)
    }
    return own | asks


def _block(assignment: Assignment, block: Block) -> Iterator[dict[str, Any]]:
    yield _text(said(assignment, block))
    if isinstance(block, QuestionBlock):
        question = block.question
        yield from [_code(f"{_OWN}\n")] * assignment.code
        source = _answer(question, asked(assignment, question))
        yield _code(source, {"dossier": {"item": question.id}})


def said(assignment: Assignment, block: Block) -> str:
    """Return what a notebook says of a block, in Markdown."""
    match block:
        case Heading(text):
            return f"## {text}"
        case Prose(text):
            return _LINK.sub(r"\1", text)
        case Quoted(excerpt):
            return DisplayedExcerpt(load_excerpts()[excerpt]).markdown()
        case QuestionBlock(question):
            return _question(assignment, question)
        case RubricBlock(name):
            criteria = assignment.rubrics[name].criteria
            rows = [
                f"- **{each.title}** ({in_points(each.points)}). {_levels(each)}"
                for each in criteria
            ]
            return "\n".join(["What it is marked by:", "", *rows])


def _levels(criterion: RubricRow) -> str:
    return " ".join(
        f"*Level {level}*: {text.removesuffix('.')}."
        for level, text in zip(LEVELS, criterion.levels, strict=True)
    )


def _question(assignment: Assignment, question: AssignedQuestion) -> str:
    shown = asked(assignment, question)
    worth = assignment.worth(question)
    label = f"**{shown['label']}**" + (f" ({in_points(worth)})" if worth else "")
    lines = [label, "", question.stem]
    if shown["passages"]:
        lines += ["", *(f"> {_passage(parts)}\n>" for parts in shown["passages"])]
    if shown["options"]:
        lines += ["", *(f"- `{each['id']}`: {each['text']}" for each in shown["options"])]
    if shown["targets"]:
        lines += ["", "To choose from:", ""]
        lines += [f"- `{each['id']}`: {each['text']}" for each in shown["targets"]]
    return "\n".join(lines)


def _passage(parts: list[dict[str, str]]) -> str:
    return "".join(
        f"**[{part['id']}:** {part['text']}**]**" if part["id"] else part["text"] for part in parts
    )


def _answer(question: AssignedQuestion, shown: dict[str, Any]) -> str:
    """Return a cell that says in a comment how its answer is written."""
    ids = [each["id"] for each in shown["options"]]
    blank = "answer = None"
    match question.form:
        case ResponseForm.PAIRS:
            rows = "".join(f'    "{each}": None,\n' for each in ids)
            blank = f"answer = {{\n{rows}}}"
        case ResponseForm.TEXT:
            blank = 'answer = """\n\n"""'
    return f"# answer to {question.id}: {how_to_answer(question, shown)}\n{blank}"


def how_to_answer(question: AssignedQuestion, shown: dict[str, Any], name: str = "answer") -> str:
    """Say how an answer is written.

    Parameters
    ----------
    shown
        The question as `asked` gives it.
    name
        What the answer is assigned to.
    """
    ids = [each["id"] for each in shown["options"]]
    to = shown["targets"][0]["id"] if shown["targets"] else ""
    match question.form:
        case ResponseForm.IDENTIFIER:
            return f'one of the words above in quotation marks, as in {name} = "{ids[0]}"'
        case ResponseForm.IDENTIFIERS:
            return f'a list of the words above, as in {name} = ["{ids[0]}", "{ids[1]}"]'
        case ResponseForm.ORDER:
            return f'all the words above in order, as in {name} = ["{ids[0]}", "{ids[1]}", ...]'
        case ResponseForm.PAIRS:
            return f'for each word one of those to choose from, as in "{ids[0]}": "{to}"'
        case ResponseForm.NUMBER:
            return f"a number ({question.unit})"
        case ResponseForm.PERCENTAGE:
            return "a number from 0 to 100"
        case ResponseForm.TEXT:
            return "your text between the quotation marks"


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata or {},
        "outputs": [],
        "source": source,
    }
