"""Sharing of a page's widgets between the host, the page and the scripts of Jupyter.

An anywidget is the host's. Of plain ipywidgets those that only show something, and boxes of what
can be shown without those scripts, are content of the page. All others live in Jupyter's scripts,
where a book loads them, and then whatever is linked with them, holds them or is held by them does
too: a state has one owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .content import BOXES, PLAIN, views_in
from .models import State, children, is_anywidget, links, named, reachable

__all__ = ["Sharing", "share"]


@dataclass
class Sharing:
    """The shown models by owner, in order; `controlled` has all that Jupyter's scripts need."""

    hosted: list[str] = field(default_factory=list)
    composed: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    controlled: list[str] = field(default_factory=list)


def share(states: dict[str, State], shown: Iterable[str], scripted: bool) -> Sharing:
    """Share out the models `shown`; only if the page is `scripted` are there scripts of Jupyter's.

    Without them, content is taken out of boxes that hold controls too.
    """
    roots = [model for model in dict.fromkeys(shown) if model in states]
    controlled = _controlled(states, roots) if scripted else set()
    found = Sharing()
    for model in roots:
        if is_anywidget(states[model]) and not controlled:
            found.hosted.append(model)
            continue
        parts = _parts(states, model)
        if controlled.intersection(parts):
            found.controls.append(model)
        elif is_anywidget(states[model]):
            found.hosted.append(model)
        elif any(_is_leaf(states[part]) for part in parts):
            found.composed.append(model)
            found.hosted += [part for part in parts if is_anywidget(states[part])]
    found.hosted = list(dict.fromkeys(found.hosted))
    if found.controls:
        joined = [link.model for link in links(states) if link.source[0] in controlled]
        found.controlled = reachable(states, [*found.controls, *joined], whole=True)
    return found


def _controlled(states: dict[str, State], roots: list[str]) -> set[str]:
    """Return the models that live in Jupyter's scripts: controls, and what has to do with them."""
    pairs = [link.ends for link in links(states)]
    linked = {model for pair in pairs for model in pair}
    found: set[str] = set()
    waiting = [model for model in roots if not _stands(states, model, linked)]
    while waiting:
        for model in waiting:
            found.update(_parts(states, model))
        beside = {end for pair in pairs if found.intersection(pair) for end in pair}
        holding = {model for model in roots if found.intersection(_parts(states, model))}
        waiting = list((beside | holding) - found)
    return found


def _stands(states: dict[str, State], model: str, linked: set[str]) -> bool:
    """Say whether a model can be shown, with all that it holds, without Jupyter's scripts."""
    saved = states[model]
    if is_anywidget(saved):
        return True
    if named(saved) in PLAIN:
        held = views_in(saved) if model not in linked else [model]
    else:
        held = children(saved) if named(saved) in BOXES else [model]
    return all(part != model and _stands(states, part, linked) for part in held if part in states)


def _is_leaf(saved: State) -> bool:
    return is_anywidget(saved) or named(saved) in PLAIN


def _parts(states: dict[str, State], model: str) -> list[str]:
    """Return a model and all that it refers to or shows."""
    return reachable(states, [model, *views_in(states[model])])
