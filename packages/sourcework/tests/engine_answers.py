"""Script of the engine's tests: score and feedback of responses to the items of a book."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.item_bank import load_items
from sourcework.scoring import feedback_for
from sourcework.widgets.exercise import exercise


def judged(name: str, response: object) -> dict[str, Any]:
    """Return what a page says of a response to an item for practice."""
    widget = exercise(name)
    attempt = {"at": "2031-03-01T10:00:00Z", "response": response, "confidence": 70}
    widget.work = {"response": response, "attempts": [attempt]}
    feedback = load_items()[name].feedbacks()
    return {
        "kind": widget.item.kind,
        "score": widget.score,
        "rows": len(widget.value),
        "told": [feedback[each].feedback for each in feedback_for(widget.item.rule(), response)],
    }


if __name__ == "__main__":
    asked, answer = map(Path, sys.argv[1:])
    cases = json.loads(asked.read_text(encoding="utf-8"))
    graded = load_solution(load_assignment("night-watch"))
    kinds = {item.kind for item in load_items().values()}
    kept = {
        "bank": sorted(kinds),
        "graded": sorted({each.kind for each in graded.items.values()}),
        "judged": [judged(*case) for case in cases],
    }
    answer.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
