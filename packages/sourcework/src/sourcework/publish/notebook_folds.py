"""What is closed in a page, as folds of a notebook.

A page is text with marks: `:::{after} bell/choice-1` to `:::{after-end}` around what waits for an
answer, `{deeper}` to `{deeper-end}` around what a first reading can do without, and in
`:::{reading-step} 6` what is found in a step. Jupytext makes cells of the text and knows no such
marks, so that all would stand open: here what they hold becomes folds, cell by cell, and the same
marks before it is saved.

Jupyter's server runs a copy of this file (`.binder/postBuild`); it imports nothing of the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any

__all__ = ["fold", "unfold"]

_MARK = re.compile(
    r"^(?P<mark>(?P<colons>:{3,})"
    r"\{(?:(?P<kind>after|deeper)\} *(?P<name>\S.*?)|(?:after|deeper)-end\})) *\n(?P=colons)$",
    re.MULTILINE,
)
_STEP = re.compile(
    r"^(?P<mark>(?P<colons>:{3,})\{reading-step\} *(?P<minutes>\d+)) *\n"
    r"(?P<found>(?s:.*?))\n(?P=colons)$",
    re.MULTILINE,
)
_BEGIN = '<details data-mark="{0}"><summary>{1}</summary>'
_END = "</details><!-- {0} -->"
# What stands in several cells, of which each is folded by itself.
_AGAIN = "<details data-again><summary>{0}</summary>\n\n"
_SO_FAR = "\n\n</details><!-- so far -->"
_FOUND = (
    '<details data-step="{0}"><summary>After this step ({1}): what you have found</summary>'
    "\n\n{2}\n\n</details><!-- step -->"
)

_EMPTY = re.compile(r"<details data-again>.*</summary>\n\n</details>(?=<!-- :)")
_BEGUN = re.compile(r'<details data-mark="((:+).*?)">.*</summary>')
_ENDED = re.compile(r"(?:</details>)?<!-- ((:+)\{\w+-end\}) -->")
_TOLD = re.compile(
    r'<details data-step="((:+).*?)"><summary>.*</summary>\n\n((?s:.*?))\n\n</details><!-- step -->'
)
_BETWEEN = re.compile(
    r"\A(?:<details data-again>.*</summary>\n\n)+|(?:\n\n</details><!-- so far -->)+\Z"
)
_COLLAPSED = ("source_hidden", "outputs_hidden")


def fold(cells: Iterable[dict[str, Any]], called: Callable[[str], str] = str) -> None:
    """Fold what is closed in the cells of a page, and collapse those with code.

    Parameters
    ----------
    called
        What a sentence calls the item, or the note, with an id.
    """
    begun: list[str] = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = _folded("".join(cell["source"]), begun, called)
        elif begun:
            cell["metadata"]["jupyter"] = dict.fromkeys(_COLLAPSED, True)


def unfold(cells: Iterable[dict[str, Any]]) -> None:
    """Put the marks back into the cells of a page that was folded."""
    depth = 0
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = _BETWEEN.sub("", "".join(cell["source"]))
            text = _TOLD.sub(lambda told: f"{told[1]}\n{told[3]}\n{told[2]}", text)
            text = _BEGUN.sub(lambda mark: f"{unescape(mark[1])}\n{mark[2]}", text)
            cell["source"] = text = _ENDED.sub(r"\1\n\2", text)
            depth += sum(1 if mark["kind"] else -1 for mark in _MARK.finditer(text))
        elif depth > 0:
            said = cell["metadata"].pop("jupyter", {})
            if kept := {name: each for name, each in said.items() if name not in _COLLAPSED}:
                cell["metadata"]["jupyter"] = kept


def _folded(text: str, begun: list[str], called: Callable[[str], str]) -> str:
    """Return the text of a cell in folds; `begun` has the words on those that are not ended."""

    def told(mark: re.Match[str]) -> str:
        if not mark["kind"]:
            return _END.format(mark["mark"]) if begun and begun.pop() else mark[0]
        name = mark["name"]
        words = f"After you have answered {called(name)}" if mark["kind"] == "after" else name
        begun.append(escape(words))
        return _BEGIN.format(escape(mark["mark"]), begun[-1])

    before = "".join(map(_AGAIN.format, begun))
    text = before + _MARK.sub(told, _STEP.sub(_found, text))
    return _EMPTY.sub("", text + _SO_FAR * len(begun))


def _found(step: re.Match[str]) -> str:
    minutes = int(step["minutes"])
    length = f"{minutes} minute{'s' * (minutes > 1)}"
    return _FOUND.format(step["mark"], length, step["found"])
