"""Script of the engine's tests: all that notebooks show of a book, with pydantic and without it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

asked, answer = map(Path, sys.argv[1:])
WITHOUT = json.loads(asked.read_text(encoding="utf-8"))
for module in ("pydantic", "pydantic_core") if WITHOUT else ():
    sys.modules[module] = None  # type: ignore[assignment]

from sourcework import answer_key, check, excerpt, exercise, figures, tables  # noqa: E402
from sourcework.assignments.definition import (  # noqa: E402
    assignment_names,
    load_assignment,
)
from sourcework.assignments.solutions import load_solution  # noqa: E402
from sourcework.excerpts import load_excerpts, load_speakers  # noqa: E402
from sourcework.item_bank import bank_version, load_items, load_objectives, overview  # noqa: E402
from sourcework.settings import settings  # noqa: E402
from sourcework.widgets.assigned import ask, hand_in  # noqa: E402
from sourcework.widgets.chain import Chain  # noqa: E402
from sourcework.widgets.hypotheses import Hypotheses  # noqa: E402
from sourcework.widgets.people import People  # noqa: E402
from sourcework.widgets.record import Record  # noqa: E402
from sourcework.widgets.timeline import TimeLine  # noqa: E402


def shown() -> dict[str, Any]:
    """Return what cells of the book show, and the records from which they have it."""
    items = [exercise(name) for name in load_items()]
    items[0].work = {"response": 40, "attempts": [{"at": "2031-03-01T10:00Z", "response": 40}]}
    assignments = [load_assignment(name) for name in assignment_names()]
    keys = [answer_key(one.chapter).html() for one in load_items().values()]
    widgets = (Hypotheses.for_key("bell/hypotheses"), Chain.for_key("ledger/chain"))
    widgets += (People(), TimeLine(), Record(), *(hand_in(one.name) for one in assignments))
    return {
        "excerpts": [excerpt(name)._repr_mimebundle_() for name in load_excerpts()],
        "items": [[each.data, each.fallback(), str(each.value)] for each in items],
        "asked": [ask(one.name, name).data for one in assignments for name in one.questions],
        "keys": keys,
        "widgets": [each.data for each in widgets],
        "tables": [tables.excerpts().to_csv(), tables.voices().to_csv(), overview().to_csv()],
        "lab": str(check("gauge/rise", 1)),
        "figures": figures.gauge().svg,
        "records": [
            repr(each)
            for each in (settings(), load_excerpts(), load_speakers(), load_items(), assignments)
        ],
        "versions": [bank_version(), *(one.version for one in assignments)],
        "zones": [one.due and one.due.tzname() for one in assignments],
        "objectives": load_objectives(),
        "solutions": [repr(load_solution(one)) for one in assignments],
    }


if __name__ == "__main__":
    found = shown()
    found["pydantic"] = any(
        name.startswith("pydantic") and sys.modules[name] for name in sys.modules
    )
    answer.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
