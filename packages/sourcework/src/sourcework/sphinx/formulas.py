"""Formulas: TeX becomes MathML, which browsers draw without a script and without another host."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

__all__ = ["mathml", "setup"]

_LOGGER = getLogger(__name__)
_NAME = "mathml"
_EMPTY = re.compile(r"<(\w+)([^<>]*?)\s*/>")  # closed in full, since HTML may lose the stroke


def mathml(tex: str, *, block: bool = False) -> str:
    """Return a formula as MathML.

    Raises
    ------
    ValueError
        If it is no TeX that can be converted.
    """
    try:
        text = str(convert(tex, display="block" if block else "inline"))
    except Exception as error:  # the converter has no error of its own above all of its kinds
        raise ValueError(f"{type(error).__name__}: {error}") from error
    return _EMPTY.sub(r"<\1\2></\1>", text)


def _drawn(node: nodes.Element, *, block: bool) -> str:
    try:
        return mathml(node.astext(), block=block)
    except ValueError as error:
        cure = "write it in plainer TeX; until then readers see the TeX itself"
        _LOGGER.warning(
            "the formula %r cannot be drawn (%s); %s", node.astext(), error, cure, location=node
        )
        return f"<code>{escape(node.astext())}</code>"


def _inline(writer: Any, node: nodes.Element) -> None:
    writer.body.append(_drawn(node, block=False))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.Element) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    names = "".join(f'<span id="{escape(each)}"></span>' for each in node.get("ids", []))
    drawn = _drawn(node, block=True)
    writer.body.append(f'<div class="formula">{names}{number}{drawn}</div>\n')
    raise nodes.SkipNode


def _choose(_app: Sphinx, config: Config) -> None:
    config.html_math_renderer = _NAME


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer, and take it instead of one that loads scripts."""
    app.add_html_math_renderer(_NAME, (_inline, None), (_block, None))
    app.connect("config-inited", _choose, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
