"""Sphinx extension: codes on paper that lead a telephone to the page, step by step.

Where the book has an address (`html_baseurl`, or the environment variable `BOOK_URL`), each step of
a page, or a page with questions that has no steps, carries a QR code of its own address with the
address in words beside it. Each code is a file, `_static/codes/PAGE-NUMBER.svg`, that a browser
asks for when it prints: on a screen nothing is seen of it. Its ground is white, quiet zone
included, whatever the theme.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import segno
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__all__ = ["FOLDER"]

FOLDER = "_static/codes"
_QUIET = 4  # modules of white on each side, as the standard asks
_STEP_HEAD = re.compile(r'<section id="([^"]+)"[^>]*>|<p class="step-head".*?</p>\n?', re.DOTALL)
_NAME_LINE = re.compile(r'<p class="handout-name">.*?</p>', re.DOTALL)


def add_codes(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put a code below the head of each step, or below the line for the name."""
    address = context.get("pageurl")
    if doctree is None or not address:
        return
    count, anchor = 0, ""

    def code(target: str) -> str:
        nonlocal count
        count += 1
        name = f"{FOLDER}/{page.replace('/', '-')}-{count}.svg"
        _draw(target, Path(app.outdir) / name)
        source = html.escape(context["pathto"](name, resource=True))
        return (
            f'<p class="paper-code"><img src="{source}" alt="QR code" loading="lazy">'
            f"<span>{html.escape(target)}</span></p>"
        )

    def after_head(found: re.Match[str]) -> str:
        nonlocal anchor
        if found[1]:
            anchor = html.unescape(found[1])
            return found[0]
        return found[0] + code(f"{address}#{anchor}")

    body = _STEP_HEAD.sub(after_head, context["body"])
    if not count:
        body = _NAME_LINE.sub(lambda found: found[0] + code(address), body, count=1)
    context["body"] = body


def _draw(text: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    code = segno.make(text, error="m", micro=False)
    code.save(str(path), border=_QUIET, light="#fff", xmldecl=False, nl=False, omitsize=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("html-page-context", add_codes, priority=810)  # when the page has its address
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
