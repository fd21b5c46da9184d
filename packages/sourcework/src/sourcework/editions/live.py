"""An assignment as one page of HTML that needs no book: for an LMS, a memory stick, a mail.

The page holds everything: text, style, the host of the widgets and their modules. It works from a
disk, keeps the answers in the browser, and saves them as the same file as the book's page does.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from markupsafe import Markup

from ..assignments.blocks import Block, Heading, QuestionBlock, blocks
from ..assignments.definition import Assignment
from ..widgets.assigned import Assigned, HandIn
from ..widgets.widget_base import QUESTION_STYLES, PageWidget, module, style
from .paper import document, rendered

__all__ = ["live_page"]

_NO_HOST = (
    "sphinx-live-widgets is not installed here, and the page that works everywhere needs it; "
    "install it, or the package as sourcework[build]."
)
_MOUNT = Markup(
    '<live-widget data-model="{}" data-module="{}">'
    '<div class="live-widget-fallback">{}</div></live-widget>'
)


def live_page(assignment: Assignment) -> str:
    """Return the page."""
    widgets: list[PageWidget] = []
    body = [_block(assignment, block, widgets) for block in blocks(assignment)]
    body += [rendered(assignment, Heading("Hand in")), _mount(HandIn(assignment), widgets)]
    try:
        from sphinx_live_widgets import HOST_SCRIPT
    except ImportError as error:  # told as what it is, something that is missing on this machine
        raise OSError(_NO_HOST) from error

    scripts = [HOST_SCRIPT.read_text(encoding="utf-8"), _modules(widgets), _states(widgets)]
    return document(assignment, "Assignment", body, room=False, scripts=tuple(scripts))


def _block(assignment: Assignment, block: Block, widgets: list[PageWidget]) -> Markup:
    if isinstance(block, QuestionBlock):
        return _mount(Assigned(assignment, block.question), widgets)
    return rendered(assignment, block)


def _mount(widget: PageWidget, widgets: list[PageWidget]) -> Markup:
    widgets.append(widget)
    return _MOUNT.format(len(widgets), _digest(widget), Markup(widget.fallback()))


def _assets(widget: PageWidget) -> tuple[str, str]:
    """Return module and style of a widget's class, which its own class is not: traits made it."""
    if isinstance(widget, Assigned):
        return module("exercise"), style(*QUESTION_STYLES)
    return module("hand_in"), style("opening", "hand_in")


def _digest(widget: PageWidget) -> str:
    return hashlib.sha256("\0".join(_assets(widget)).encode()).hexdigest()[:16]


def _modules(widgets: list[PageWidget]) -> str:
    assets = {_digest(widget): _assets(widget) for widget in widgets}
    return "".join(
        f"liveWidgets.define({_text(digest)}, {_text(code)}, {_text(looks)}, {{}});\n"
        for digest, (code, looks) in assets.items()
    )


def _states(widgets: list[PageWidget]) -> str:
    states: dict[str, Any] = {
        str(number): {
            "module": _digest(widget),
            "state": {"key": widget.key, "data": _text(widget.data), "work": {}},
        }
        for number, widget in enumerate(widgets, start=1)
    }
    return f"liveWidgets.restore({_text(states)});\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
