"""Script of the engine's tests: what pages show of items, and the scripts and style that do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sourcework.item_bank import load_items
from sourcework.widgets.exercise import shown
from sourcework.widgets.widget_base import QUESTION_STYLES, module, style

if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    items = {name: shown(load_items()[name]) for name in asked}
    scripts = {"text": module("exercise"), "record": module("record")}
    told = scripts | {
        "style": style(*QUESTION_STYLES),
        "items": items,
    }
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")
