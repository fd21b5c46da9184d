"""The defaults of widget classes, asked of a process of its own: to import is to run code.

`python -m sphinx_live_widgets.defaults NAME…` prints a line for each class, as soon as it knows.
A class that ends that process, or takes too long, costs its own answer and no other.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from .models import JUPYTERS

__all__ = ["defaults_of"]

_THIS = "sphinx_live_widgets.defaults"
_SECONDS = 60.0
_OWN = "__main__"  # the module of a class that a notebook defined


def defaults_of(names: Iterable[str], seconds: float = _SECONDS) -> dict[str, dict[str, Any]]:
    """Return the JSON defaults of the synchronised traits of the classes with these full names.

    A class that cannot be asked, or whose answer takes longer than `seconds`, is not in the answer:
    its models keep their whole state.
    """
    waiting = sorted({name for name in names if name.rpartition(".")[0].split(".")[-1] != _OWN})
    waiting = [name for name in waiting if "." in name]
    found: dict[str, dict[str, Any]] = {}
    while waiting:
        answers = _asked(waiting, seconds)
        found |= {name: answer for name, answer in answers.items() if answer is not None}
        waiting = waiting[len(answers) + 1 :]  # without the one after which no more was said
    return found


def _asked(names: list[str], seconds: float) -> dict[str, Any]:
    """Return the answers of one process, as far as it came."""
    path = os.pathsep.join(each or os.curdir for each in sys.path)
    try:
        said = subprocess.run(
            [sys.executable, "-m", _THIS, *names],
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    lines = said.decode(errors="replace").splitlines()[: len(names)]
    return dict(zip(names, map(_read, lines), strict=False))


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None  # the process ended within this line


def _class_defaults(name: str) -> dict[str, Any] | None:
    """Return the defaults of one class, if it is a widget's and lets itself be asked."""
    module, _, cls = name.rpartition(".")
    try:
        traits = getattr(importlib.import_module(module), cls).class_traits(sync=True)
        defaults = {
            trait: value.default()
            for trait, value in traits.items()
            if trait not in JUPYTERS and "to_json" not in value.metadata
        }
        return {trait: value for trait, value in defaults.items() if _is_json(value)}
    except Exception:  # whatever foreign code throws
        return None


def _is_json(value: object) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False


def _answer(names: list[str]) -> None:
    """Print the answers, while what foreign code prints goes elsewhere."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        for name in names:
            print(json.dumps(_class_defaults(name)), file=out, flush=True)


if __name__ == "__main__":
    _answer(sys.argv[1:])
    os._exit(0)  # whatever threads foreign code has started
