"""Script of the engine's tests: joins modules of widgets out of a folder that is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sourcework.errors import DataError
from sourcework.widgets.widget_base import module


def joined(name: str, folder: str) -> dict[str, str]:
    """Return the text of a module, or the error that there is instead."""
    try:
        return {"text": module(name, Path(folder))}
    except DataError as error:
        return {"error": str(error)}


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps([joined(*each) for each in asked]), encoding="utf-8")
