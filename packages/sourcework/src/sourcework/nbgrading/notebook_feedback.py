"""A student's page of feedback: the notebook as it was run, with what each answer earned.

It is one file that asks nothing of any host and runs nothing, whatever is in the notebook: text is
shown as text, pictures are in the page, and its policy forbids the rest.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from ..display import render
from ..grading.store.spreadsheets import number, printable

__all__ = ["page"]

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+=*\s*")
_PICTURES = ("image/png", "image/jpeg")


def page(name: str, cells: list[dict[str, Any]], scores: dict[str, float], rules: Any) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    cells
        Those of the notebook that was run.
    scores
        Points by item.
    rules
        By the id of a test cell `item` and `rule`.
    """
    shown = [_cell(cell, scores, rules) for cell in cells]
    return render("notebook.html", title=name, cells=shown)


def _cell(cell: dict[str, Any], scores: dict[str, float], rules: Any) -> dict[str, Any]:
    about = cell["metadata"].get("nbgrader", {})
    source = _joined(cell["source"])
    rule = rules.get(about.get("grade_id"))
    if rule:
        outputs = [each for each in cell["outputs"] if each["output_type"] != "execute_result"]
        points = number(scores.get(rule["item"])) if rule["rule"] else ""
        told = {"item": rule["item"], "points": points, "worth": number(about.get("points"))}
        return {"told": told, "source": "", "text": "", "outputs": list(_outputs(outputs))}
    if cell["cell_type"] != "code":
        return {"told": None, "source": "", "text": _marked_up(source), "outputs": []}
    outputs = list(_outputs(cell["outputs"]))
    return {"told": None, "source": printable(source), "text": "", "outputs": outputs}


def _marked_up(source: str) -> Markup:
    reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
    return Markup(reader.render(printable(source)))


def _outputs(outputs: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for output in outputs:
        data = output.get("data", {})
        if output["output_type"] == "stream":
            yield {"text": _plain(output["text"])}
        elif output["output_type"] == "error":
            yield {"text": _plain("\n".join(output["traceback"])), "kind": "error"}
        elif picture := _picture(data):
            yield {"picture": picture, "text": _plain(data.get("text/plain", ""))}
        elif "text/plain" in data:
            yield {"text": _plain(data["text/plain"])}


def _picture(data: dict[str, Any]) -> str:
    """Return a picture's address, which holds the picture."""
    for kind in _PICTURES:
        found = _joined(data.get(kind, ""))
        if found and _BASE64.fullmatch(found):
            return f"data:{kind};base64,{''.join(found.split())}"
    if "image/svg+xml" in data:
        drawn = _joined(data["image/svg+xml"]).encode("utf-8", "replace")
        return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
    return ""


def _plain(text: Any) -> str:
    return printable(_COLOURS.sub("", _joined(text)))


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
