"""Script of the engine's tests: what a page shows of a note or an item, and what shows it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import sourcework

if __name__ == "__main__":
    kind, name = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    asked = getattr(sourcework, kind)(name)
    told = {"text": asked._esm, "style": asked._css, "data": asked.data}
    told |= {"fallback": asked.fallback()}
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")
