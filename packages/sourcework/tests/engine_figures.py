"""Script of the engine's tests: the figures of the book, as a notebook shows them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sourcework import figures

if __name__ == "__main__":
    drawn = [
        figures.delay(),
        figures.gauge(),
        figures.chain("ledger"),
        figures.chain("diary"),
    ]
    found = {
        each.name: {"svg": each.svg, "alt": each.alt, **each._repr_mimebundle_()} for each in drawn
    }
    Path(sys.argv[2]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
