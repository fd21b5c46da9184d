"""nbgrader's execution of a notebook, without the keys in the process of the student's code.

nbgrader's own hidden tests run where the student's code runs, which can read them or make them
true. Here the hidden part is taken out before the notebook is run; the test cell then only shows
an answer, and what the answer earns is worked out in this process. Everything that nbgrader does
afterwards, its gradebook and its feedback, finds the points where it looks for them.
"""

from __future__ import annotations

import json
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Dict, Integer

from ..scoring import score
from .answer_literals import MIME
from .source import without_hidden

__all__ = ["Outside"]

_LARGEST = 100_000  # characters of an answer


class Outside(Execute):  # type: ignore[misc]
    """Runs a notebook and marks what its test cells show."""

    rules = Dict(help="By the id of a test cell its item and the rule of scoring.").tag(config=True)
    most = Integer(2**20, help="Bytes of output of a cell that are kept.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> Any:
        """Run the notebook without hidden tests, and put the points where nbgrader looks."""
        tests = [cell for cell in nb.cells if is_grade(cell) and not is_solution(cell)]
        for cell in nb.cells:
            cell.source = without_hidden(cell.source)
        self._kept: dict[int, int] = {}
        nb, resources = super().preprocess(nb, resources, km)
        for cell in tests:
            self._mark(cell)
        return nb, resources

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Keep the first mebibyte that a cell puts out, and no more."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data"):
            kept = self._kept.get(cell_index, 0) + len(str(msg["content"]))
            self._kept[cell_index] = kept
            if kept > self.most:
                return None
        return super().process_message(msg, cell, cell_index)

    def _mark(self, cell: Any) -> None:
        known = self.rules.get(cell.metadata.nbgrader.grade_id)
        if known is None:
            return
        response = shown(cell.outputs, known["item"])
        answer = {"item": known["item"], "response": response}
        failed = [each for each in cell.outputs if each.output_type == "error"]
        cell.outputs = failed
        if failed:
            return
        told = "no answer" if response is None else f"answer: {json.dumps(response)}"
        data = {"text/plain": told, MIME: answer}
        _put_out(cell, "display_data", data)
        if known["rule"]:
            points = score(known["rule"], response, cell.metadata.nbgrader.points) or 0.0
            _put_out(cell, "execute_result", {"text/plain": str(points)}, execution_count=1)


def _put_out(cell: Any, kind: str, data: dict[str, Any], **more: int) -> None:
    output = {"output_type": kind, "data": data, "metadata": {}, **more}
    cell.outputs.append(from_dict(output))  # type: ignore[no-untyped-call]


def shown(outputs: Any, item: str) -> Any:
    """Return the last answer to an item among outputs, or None if there is none that can be read.

    What is not of this item, or too long, or no JSON, is passed over.
    """
    response = None
    for output in outputs:
        found = output.get("data", {}).get(MIME)
        if not isinstance(found, dict) or found.get("item") != item:
            continue
        try:
            text = json.dumps(found.get("response"), allow_nan=False)
        except (ValueError, TypeError, RecursionError):
            continue
        if len(text) <= _LARGEST:
            response = json.loads(text)
    return response
