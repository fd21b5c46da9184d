"""From the widget states that Jupyter saves to what a page without a kernel needs of them."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Asset", "Page", "collect"]

State = dict[str, Any]

# What Jupyter keeps in every model for its own use.
_JUPYTERS = {
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
_REFERENCE = re.compile(r"(?:IPY_MODEL_|anywidget:)([0-9a-f]{32})")


@dataclass(frozen=True)
class Asset:
    """What all models of one widget class share: its module, its style, its traits' defaults."""

    module: str
    style: str
    defaults: str

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that name this content."""
        whole = "\0".join((self.module, self.style, self.defaults))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def filename(self) -> str:
        """The name under which the site keeps it."""
        return f"module-{self.digest}.js"

    @property
    def script(self) -> str:
        """A classic script that hands the content to the host: it loads from `file://` too."""
        module, style = json.dumps(self.module), json.dumps(self.style)
        return f'liveWidgets.define("{self.digest}", {module}, {style}, {self.defaults});\n'


@dataclass(frozen=True)
class Shown:
    """What the place of a view in the page names: a model, by its short name, and its asset.

    Its state, and all that this refers to, is in the page's parts up to number `part`.
    """

    name: str
    digest: str
    part: int


@dataclass
class Page:
    """The widgets of one page: states as JSON, assets, what is shown by model, what was refused.

    The states have two parts, of the first widget and of the others: a reader who has just come
    sees the first one at most.
    """

    parts: list[str] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    shown: dict[str, Shown] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def filenames(self) -> list[str]:
        """The names under which the site keeps the states, part by part: digests of them."""
        digests = (hashlib.sha256(part.encode()).hexdigest() for part in self.parts)
        return [f"states-{digest[:16]}.js" for digest in digests]

    def files(self) -> dict[str, str]:
        """Return what the host loads: classic scripts by name, the states and the modules."""
        modules = {asset.filename: asset.script for asset in self.assets}
        restored = [f"liveWidgets.restore({part});\n" for part in self.parts]
        return dict(zip(self.filenames, restored, strict=True)) | modules


def collect(states: dict[str, State], shown: Iterable[str]) -> Page:
    """Collect what the models `shown`, and all that these refer to, need in a page.

    Parameters
    ----------
    states
        What Jupyter saves in a notebook: model id → `state`, `model_module`, `buffers`.
    shown
        Ids of the models that have a view in the page, in order. Only anywidgets among them get a
        name; a plain ipywidget keeps its behaviour in a script of its own that needs a kernel.
    """
    page = Page()
    parts: list[dict[str, State]] = [{}, {}]
    names: dict[str, str] = {}
    first: set[str] = set()
    roots = [model for model in dict.fromkeys(shown) if _is_anywidget(states[model])]
    for model in roots:
        code = states[model]["state"].get("_esm", "")
        if code.startswith(("http://", "https://")):
            page.refused.append(f"a widget loads its module from {code}; keep it in the package")
            continue
        for each in _reachable(states, model):
            names.setdefault(each, str(len(names) + 1))
        first = first or set(names)
    for model, name in names.items():
        asset = _asset(states[model]["state"]) if _is_anywidget(states[model]) else None
        if asset and asset not in page.assets:
            page.assets.append(asset)
        record = _record(states, model, asset)
        part = int(model not in first)
        parts[part][name] = record
        if asset and model in roots:
            page.shown[model] = Shown(name, asset.digest, part)
    written = [json.dumps(part, separators=(",", ":")) for part in parts if part]
    page.parts = [_renamed(part, names) for part in written]
    return page


def _is_anywidget(saved: State) -> bool:
    return saved.get("model_module") == "anywidget" and "_esm" in saved["state"]


def _asset(state: State) -> Asset:
    defaults = _class_defaults(state.get("_anywidget_id", ""))
    written = json.dumps(defaults, sort_keys=True, separators=(",", ":"))
    return Asset(state["_esm"], state.get("_css", ""), written)


def _record(states: dict[str, State], model: str, asset: Asset | None) -> State:
    saved = states[model]
    defaults = json.loads(asset.defaults) if asset else {}
    own = {
        name: value
        for name, value in saved["state"].items()
        if name not in _JUPYTERS and not (name in defaults and defaults[name] == value)
    }
    record: State = {"state": own}
    if asset:
        record["module"] = asset.digest
    if saved.get("buffers"):
        record["buffers"] = [[each["path"], each["data"]] for each in saved["buffers"]]
    if classes := saved["state"].get("_dom_classes"):
        record["classes"] = classes
    if layout := _layout(states, saved["state"].get("layout")):
        record["layout"] = layout
    return record


def _layout(states: dict[str, State], reference: object) -> dict[str, str]:
    """Return the properties of a widget's layout model that are set, as CSS has them."""
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    state = states.get(found[1], {}).get("state", {}) if found else {}
    return {
        name.replace("_", "-"): value
        for name, value in state.items()
        if not name.startswith("_") and isinstance(value, str)
    }


def _reachable(states: dict[str, State], start: str) -> Iterator[str]:
    """Yield `start` and the models that its state refers to, directly or not."""
    seen: dict[str, None] = {}
    waiting = [start]
    while waiting:
        model = waiting.pop(0)
        if model in seen or model not in states:
            continue
        seen[model] = None
        own = {k: v for k, v in states[model]["state"].items() if k not in _JUPYTERS}
        waiting += _REFERENCE.findall(json.dumps(own))
    yield from seen


def _renamed(text: str, names: dict[str, str]) -> str:
    """Give models their short names: ids are new in every run, and pages would change for them."""

    def short(found: re.Match[str]) -> str:
        return found[0].replace(found[1], names.get(found[1], found[1]))

    return _REFERENCE.sub(short, text)


def _class_defaults(name: str) -> State:
    """Return the JSON defaults of the synchronised traits of the class with this full name.

    An unknown class (one that a notebook defined) has none: its models keep their whole state.
    """
    module, _, cls = name.rpartition(".")
    try:
        traits = getattr(importlib.import_module(module), cls).class_traits(sync=True)
    except (ImportError, AttributeError, ValueError):
        return {}
    defaults = {
        trait: value.default()
        for trait, value in traits.items()
        if trait not in _JUPYTERS and "to_json" not in value.metadata
    }
    return {trait: value for trait, value in defaults.items() if _is_json(value)}


def _is_json(value: object) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False
