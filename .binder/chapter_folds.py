"""What waits in a chapter for an answer, as folds of a notebook.

A chapter is text with marks, `:::{after} georgia/choice-2` and `:::{after-end}`, of which the book
makes folds. Jupytext makes cells of the text and knows no such marks, so that all would stand open:
here what stands between them becomes folds, cell by cell, and the same marks before it is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

__all__ = ["fold", "unfold"]

_MARK = re.compile(r"^:::\{after(?:\} (?P<item>\S+)|-end\})\n:::$", re.MULTILINE)
_BEGIN = '<details data-after="{0}"><summary>After you have answered {0}</summary>'
_END = "</details><!-- after-end -->"
# What waits in several cells, of which each is folded by itself.
_AGAIN = '<details data-again="{0}"><summary>After you have answered {0}</summary>\n\n'
_SO_FAR = "\n\n</details><!-- so far -->"

_EMPTY = re.compile(r'<details data-again="\S+">.*</summary>\n\n</details>(?=<!-- after-end -->)')
_BEGUN = re.compile(r'<details data-after="(\S+)">.*</summary>')
_ENDED = re.compile(r"(?:</details>)?<!-- after-end -->")
_BETWEEN = re.compile(
    r'\A(?:<details data-again="\S+">.*</summary>\n\n)+|(?:\n\n</details><!-- so far -->)+\Z'
)
_COLLAPSED = ("source_hidden", "outputs_hidden")


def fold(cells: Iterable[dict[str, Any]]) -> None:
    """Fold what waits in the cells of a chapter, and collapse those with code."""
    begun: list[str] = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = _folded("".join(cell["source"]), begun)
        elif begun:
            cell["metadata"]["jupyter"] = dict.fromkeys(_COLLAPSED, True)


def unfold(cells: Iterable[dict[str, Any]]) -> None:
    """Put the marks back into the cells of a chapter that was folded."""
    depth = 0
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = _BETWEEN.sub("", "".join(cell["source"]))
            text = _BEGUN.sub(r":::{after} \1\n:::", text)
            cell["source"] = text = _ENDED.sub(":::{after-end}\n:::", text)
            depth += sum(1 if mark["item"] else -1 for mark in _MARK.finditer(text))
        elif depth > 0:
            said = cell["metadata"].pop("jupyter", {})
            if kept := {name: each for name, each in said.items() if name not in _COLLAPSED}:
                cell["metadata"]["jupyter"] = kept


def _folded(text: str, begun: list[str]) -> str:
    """Return the text of a cell in folds; `begun` has for what it waits, and then the next one."""

    def told(mark: re.Match[str]) -> str:
        if mark["item"]:
            begun.append(mark["item"])
            return _BEGIN.format(mark["item"])
        return _END if begun and begun.pop() else mark[0]

    before = "".join(map(_AGAIN.format, begun))
    text = before + _MARK.sub(told, text)
    return _EMPTY.sub("", text + _SO_FAR * len(begun))
