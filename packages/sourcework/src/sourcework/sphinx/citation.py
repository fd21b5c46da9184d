"""Sphinx extension: how a page is cited, and files of all works that the book cites.

The layout shows the citation at the foot of each page. The works are `_static/works.bib`,
`works.ris` and `works.json` (CSL), and

    ```{works-files}
    ```

links them.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from ..citing import CitedPage, works_bibtex, works_csl, works_ris
from ..identity import book_id
from ..paths import BIBLIOGRAPHY

__all__ = ["setup"]

_FILES = {
    "works.bib": ("BibTeX", works_bibtex),
    "works.ris": ("RIS", works_ris),
    "works.json": ("CSL-JSON", works_csl),
}


class works_files(nodes.General, nodes.Element):  # type: ignore[misc]
    """The links to the files of all works."""


class WorksFiles(SphinxDirective):
    """Link the files of all works that the book cites."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the links, whose address depends on the page."""
        if not BIBLIOGRAPHY.is_file():
            raise self.error(f"there are no works; write them into {BIBLIOGRAPHY.name} in book/")
        return [works_files()]


def _visit(writer: Any, _node: works_files) -> None:
    root = posixpath.relpath(".", posixpath.dirname(writer.builder.current_docname) or ".")
    links = (
        f'<a href="{root}/_static/{name}" download>{told}</a>' for name, (told, _) in _FILES.items()
    )
    writer.body.append(f"<p>All works as a file: {', '.join(links)}.")


def _depart(writer: Any, _node: works_files) -> None:
    writer.body.append("</p>\n")


def _pass(_writer: Any, _node: works_files) -> None:
    """Write nothing in formats that link no files."""


def _serve(app: Sphinx) -> None:
    """Write the works where Sphinx takes static files from."""
    if not BIBLIOGRAPHY.is_file():
        return
    folder = Path(app.doctreedir) / "works"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, written) in _FILES.items():
        (folder / name).write_text(written(), encoding="utf-8", newline="\n")
    app.config.html_static_path.append(str(folder))


def _cite(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the layout the citation of a page that somebody wrote."""
    if page not in app.env.titles:
        return
    context["citation"] = CitedPage(
        key=f"{book_id()}-{posixpath.basename(page)}",
        title=str(app.env.titles[page].astext()),
        book=str(app.config.html_title),
        author=str(app.config.author),
        day=str(app.config.edition_day),
        address=str(context.get("pageurl") or ""),
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_node(works_files, html=(_visit, _depart), text=(_pass, _pass), latex=(_pass, _pass))
    app.add_directive("works-files", WorksFiles)
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _cite, priority=900)  # when `metadata` has its address
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
