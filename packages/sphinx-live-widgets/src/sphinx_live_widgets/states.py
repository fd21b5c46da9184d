"""From the widget states that Jupyter saves to what a page without a kernel needs of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .models import JUPYTERS, REFERENCE, Link, State, is_anywidget, layout, links, reachable

__all__ = ["Asset", "Page", "ViewReference", "collect", "restored"]

_PARSED = "JSON.parse("
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Asset:
    """What all models of one widget class share: its module, its style, its traits' defaults."""

    module: str
    style: str
    defaults: str

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that name this content, since every view of a page has them."""
        whole = "\0".join((self.module, self.style, self.defaults))
        return hashlib.sha256(whole.encode()).hexdigest()[:8]

    @property
    def filename(self) -> str:
        """The name under which the site keeps it."""
        return f"module-{self.digest}.js"

    @property
    def script(self) -> str:
        """A classic script that hands the content to the host: it loads from `file://` too."""
        module, style = json.dumps(self.module), json.dumps(self.style)
        defaults = _literal(self.defaults)
        return f'liveWidgets.define("{self.digest}", {module}, {style}, {defaults});\n'


@dataclass(frozen=True)
class ViewReference:
    """What the place of a view in the page names: a model, by its short name, and its asset.

    Its state, and all that this refers to, is in the page's parts up to number `part`.
    """

    name: str
    digest: str
    part: int


@dataclass
class Page:
    """The widgets of one page: states by model, short names, assets, what is shown by model.

    The states have two parts, of the first widget and of the others: a reader who has just come
    sees the first one at most.
    """

    parts: list[dict[str, State]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    assets: list[Asset] = field(default_factory=list)
    shown: dict[str, ViewReference] = field(default_factory=dict)

    @cached_property
    def scripts(self) -> list[str]:
        """Classic scripts that hand the states to the host, part by part."""
        texts = (_renamed(part, self.names) for part in self.parts)
        return [f"liveWidgets.restore({_literal(text)});\n" for text in texts]

    @property
    def filenames(self) -> list[str]:
        """The names under which the site keeps the states: digests of them."""
        texts = (script[len("liveWidgets.restore(") : -len(");\n")] for script in self.scripts)
        digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
        return [f"states-{digest[:16]}.js" for digest in digests]

    def files(self) -> dict[str, str]:
        """Return what the host loads: classic scripts by name, the states and the modules."""
        modules = {asset.filename: asset.script for asset in self.assets}
        return dict(zip(self.filenames, self.scripts, strict=True)) | modules

    def joined(self, prefix: str, parts: int) -> Page:
        """Return this page for where several become one: behind `parts` of others' states."""
        names = {model: prefix + name for model, name in self.names.items()}
        shown = {
            model: ViewReference(prefix + each.name, each.digest, parts + each.part)
            for model, each in self.shown.items()
        }
        return Page(self.parts, names, self.assets, shown)


def collect(states: dict[str, State], shown: Iterable[str], defaults: Mapping[str, State]) -> Page:
    """Collect what the anywidgets `shown`, and all that these refer to, need in a page.

    Parameters
    ----------
    states
        What Jupyter saves in a notebook: model id → `state`, `model_module`, `buffers`.
    shown
        Ids of the anywidgets that have a view in the page, in order.
    defaults
        Full name of a widget class → the defaults of its traits; classes may be missing.
    """
    page = Page()
    roots = list(shown)
    first: set[str] = set()
    for model in roots:
        for each in reachable(states, [model]):
            page.names.setdefault(each, str(len(page.names) + 1))
        first = first or set(page.names)
    joined = _joined(states, page.names)
    parts: list[dict[str, State]] = [{}, {}]
    for model, name in page.names.items():
        saved = states[model]
        asset = _asset(saved["state"], defaults) if is_anywidget(saved) else None
        if asset and asset not in page.assets:
            page.assets.append(asset)
        part = int(model not in first)
        parts[part][model] = _record(states, model, asset)
        if asset and model in roots:
            page.shown[model] = ViewReference(name, asset.digest, part)
    for link in joined:
        parts[int(first.isdisjoint(link.ends))][link.model] = _link(link)
        page.names[link.model] = str(len(page.names) + 1)
    page.parts = [part for part in parts if part]
    return page


def _asset(state: State, defaults: Mapping[str, State]) -> Asset:
    own = defaults.get(state.get("_anywidget_id", ""), {})
    written = json.dumps(own, sort_keys=True, separators=(",", ":"))
    module: str = state["_esm"]
    if _ADDRESS.fullmatch(module):
        module = f'const its = await import("{module}");\nexport default its.default ?? its;\n'
    return Asset(module, state.get("_css", ""), written)


def _record(states: dict[str, State], model: str, asset: Asset | None) -> State:
    saved = states[model]
    defaults = json.loads(asset.defaults) if asset else {}
    own = {
        name: value
        for name, value in saved["state"].items()
        if name not in JUPYTERS and not (name in defaults and _same(defaults[name], value))
    }
    record: State = {"state": own}
    if asset:
        record["module"] = asset.digest
    if saved.get("buffers"):
        record["buffers"] = [[each["path"], each["data"]] for each in saved["buffers"]]
    if classes := saved["state"].get("_dom_classes"):
        record["classes"] = classes
    if properties := layout(states, model):
        record["layout"] = properties
    return record


def _joined(states: dict[str, State], names: dict[str, str]) -> list[Link]:
    """Return the links of models that have names, and name those at the other ends."""
    found: dict[str, Link] = {}
    while new := [
        link
        for link in links(states)
        if link.model not in found and not names.keys().isdisjoint(link.ends)
    ]:
        found |= {link.model: link for link in new}
        for each in reachable(states, (end for link in new for end in link.ends)):
            names.setdefault(each, str(len(names) + 1))
    return list(found.values())


def _link(link: Link) -> State:
    ends = [[f"IPY_MODEL_{model}", trait] for model, trait in (link.source, link.target)]
    return {"state": {}, "link": ends, "both": link.both}


def _same(a: object, b: object) -> bool:
    """Say whether two JSON values are the same in JavaScript, where 1 is not true."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def _renamed(part: dict[str, State], names: Mapping[str, str]) -> str:
    """Give models their short names: ids are new in every run, and pages would change for them."""

    def short(found: re.Match[str]) -> str:
        return found[0].replace(found[1], names.get(found[1], found[1]))

    named = {names[model]: record for model, record in part.items()}
    return REFERENCE.sub(short, json.dumps(named, separators=(",", ":")))


def restored(script: str) -> dict[str, Any]:
    """Return the states that a script of `Page.scripts` hands to the host, by their names there."""
    text = script.strip().removeprefix("liveWidgets.restore(").removesuffix(";").removesuffix(")")
    if text.startswith(_PARSED):
        text = json.loads(text.removeprefix(_PARSED).removesuffix(")"))
    states: dict[str, Any] = json.loads(text)
    return states


def _literal(text: str) -> str:
    """Return JSON as JavaScript; as a literal, `__proto__` would not be a name like others."""
    return f"{_PARSED}{json.dumps(text)})" if '"__proto__"' in text else text
