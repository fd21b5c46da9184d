"""The widget models that Jupyter saves with a notebook, and how they refer to each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = [
    "JUPYTERS",
    "REFERENCE",
    "Link",
    "State",
    "children",
    "is_anywidget",
    "layout",
    "links",
    "named",
    "reachable",
    "referred",
]

State = dict[str, Any]

# What Jupyter keeps in every model for its own use.
JUPYTERS = {
    "_anywidget_id",
    "_css",
    "_dom_classes",
    "_esm",
    "_model_module",
    "_model_module_version",
    "_model_name",
    "_view_count",
    "_view_module",
    "_view_module_version",
    "_view_name",
    "layout",
    "tabbable",
    "tooltip",
}
REFERENCE = re.compile(r"(?:IPY_MODEL_|anywidget:)([0-9a-f]{32})")
_LINKS = {"LinkModel": True, "DirectionalLinkModel": False}


@dataclass(frozen=True)
class Link:
    """A trait of one model that follows a trait of another, or both each other (`both`)."""

    model: str
    source: tuple[str, str]
    target: tuple[str, str]
    both: bool

    @property
    def ends(self) -> tuple[str, str]:
        """The ids of the two models."""
        return self.source[0], self.target[0]


def is_anywidget(saved: State) -> bool:
    """Say whether a saved model brings its own front-end module."""
    return saved.get("model_module") == "anywidget" and "_esm" in saved["state"]


def named(saved: State) -> str:
    """Return the name of a plain ipywidget's class, without `Model`; empty for other packages'."""
    ours = saved.get("model_module") in ("@jupyter-widgets/controls", "@jupyter-widgets/output")
    return str(saved.get("model_name", "")).removesuffix("Model") if ours else ""


def referred(value: object) -> list[str]:
    """Return the ids of the models that a value refers to, in order."""
    return REFERENCE.findall(json.dumps(value))


def children(saved: State) -> list[str]:
    """Return the ids of what a box holds."""
    return referred(saved["state"].get("children", []))


def reachable(states: dict[str, State], starts: Iterable[str], whole: bool = False) -> list[str]:
    """Return `starts` and the models that their states refer to, directly or not, in order.

    What Jupyter keeps for its own use, a model's layout for one, counts only if it is `whole`.
    """
    seen: dict[str, None] = {}
    waiting = list(starts)
    while waiting:
        model = waiting.pop(0)
        if model in seen or model not in states:
            continue
        seen[model] = None
        state = states[model]["state"]
        waiting += referred({k: v for k, v in state.items() if whole or k not in JUPYTERS})
    return list(seen)


def layout(states: dict[str, State], model: str) -> dict[str, str]:
    """Return the properties of a widget's layout that are set, as CSS has them."""
    reference = states[model]["state"].get("layout")
    found = REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    state = states.get(found[1], {}).get("state", {}) if found else {}
    return {
        name.replace("_", "-"): value
        for name, value in state.items()
        if not name.startswith("_") and isinstance(value, str)
    }


def links(states: dict[str, State]) -> Iterator[Link]:
    """Yield what `jslink` and `jsdlink` joined."""
    for model, saved in states.items():
        name = str(saved.get("model_name"))
        if name in _LINKS and (ends := _ends(states, saved["state"])):
            yield Link(model, *ends, both=_LINKS[name])


def _ends(states: dict[str, State], state: State) -> tuple[tuple[str, str], tuple[str, str]] | None:
    ends = []
    for name in ("source", "target"):
        found = referred(state.get(name))
        if len(found) != 1 or found[0] not in states:
            return None
        ends.append((found[0], str(state[name][1])))
    return ends[0], ends[1]
