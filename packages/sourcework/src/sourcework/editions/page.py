"""An assignment as a page of the book, in MyST Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..assignments.blocks import Block, Heading, Prose, QuestionBlock, Quoted, RubricBlock, blocks
from ..assignments.definition import Assignment

__all__ = ["notebook_name", "page"]

_HEADER = """---
description: >-
  {summary}
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
notebook: {notebook}
---
% Written by `sourcework assignment build`; what is changed here is lost. Change {source} instead.
# {title}

{summary}
{way}

```{{code-cell}} ipython3
:tags: [remove-input]
from sourcework import excerpt
from sourcework.widgets.assigned import ask, hand_in, rubric
```
"""
_IN_PAGE = """You answer on this page, and hand in the file that it saves for you at its end.
There is {{download}}`a notebook <{notebook}>` with the same questions, which will do as well."""
_IN_NOTEBOOK = """You work in {{download}}`a notebook <{notebook}>` and hand it in.
Its questions are those of this page."""
_HAND_IN = "## Hand in\n\n"
_SAVE = "Run the notebook from top to bottom, save it, and hand in the file where you were told to."


def page(assignment: Assignment) -> str:
    """Return the source of the page."""
    name = notebook_name(assignment)
    header = _HEADER.format(
        summary=" ".join(assignment.summary.split()),
        title=assignment.title,
        source=f"assignments/{assignment.name}",
        way=(_IN_NOTEBOOK if assignment.code else _IN_PAGE).format(notebook=name),
        notebook=name,
    )
    body = [text for block in blocks(assignment) for text in _block(assignment, block)]
    ending = _SAVE if assignment.code else _cell(f"hand_in({json.dumps(assignment.name)})")
    body.append(_HAND_IN + ending)
    return header + "\n" + "\n\n".join(text.strip("\n") for text in body) + "\n"


def notebook_name(assignment: Assignment) -> str:
    """Return the name of the notebook that lies beside the page."""
    return f"{assignment.name}-answers.ipynb"


def _block(assignment: Assignment, block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {text}"
        case Prose(text):
            yield text
        case Quoted(excerpt):
            yield _cell(f"excerpt({json.dumps(excerpt)})")
        case QuestionBlock(question):
            yield _cell(f"ask({json.dumps(assignment.name)}, {json.dumps(question.id)})")
        case RubricBlock(name):
            yield _cell(f"rubric({json.dumps(assignment.name)}, {json.dumps(name)})")


def _cell(code: str) -> str:
    return f"```{{code-cell}} ipython3\n:tags: [remove-input]\n{code}\n```"
