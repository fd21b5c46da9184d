"""The directive `{hub-link}`: a form that makes the link by which a school's hub opens a chapter.

It stands on one page, and only this page loads its script and its style. Without JavaScript it is
not seen; the page says in words how such a link is made. The link is the one that `launch.hub`
makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from ..launch import runs

__all__ = ["setup"]

_HERE = Path(__file__).resolve().parent
_TEMPLATES = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True)


class _Form(nodes.General, nodes.Element):  # type: ignore[misc]
    """Where the form stands; it is filled when all pages are known."""


class _HubLink(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["hub_link"] = True
        return [_Form()]


def _chapters(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield what is run and the title of every page that can be, in the order of the book."""
    for page in env.collect_relations():
        if source := runs(env, page):
            yield source, env.titles[page].astext()


def _write(writer: Any, _node: _Form) -> None:
    env: BuildEnvironment = writer.builder.env
    form = _TEMPLATES.get_template("form.html").render(
        repository=env.config.launch_repository,
        branch=env.config.launch_branch,
        chapters=list(_chapters(env)),
    )
    writer.body.append(form)
    raise nodes.SkipNode


def _leave_out(_writer: Any, _node: _Form) -> None:
    raise nodes.SkipNode


def _load(
    app: Sphinx, page: str, _template: str, _context: dict[str, Any], _doctree: object
) -> None:
    """Load script and style on the page with the form."""
    if app.env.metadata.get(page, {}).get("hub_link"):
        app.add_js_file("hub-link.js", loading_method="defer")
        app.add_css_file("hub-link.css")


def _serve(app: Sphinx) -> None:
    app.config.html_static_path.append(str(_HERE / "page"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("sourcework.sphinx.launch")
    app.add_node(_Form, html=(_write, None), text=(_leave_out, None), latex=(_leave_out, None))
    app.add_directive("hub-link", _HubLink)
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
