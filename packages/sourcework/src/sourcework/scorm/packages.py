"""Content of a package: the page that a platform opens, with all that it needs, and its manifest.

A chapter is its built page, taken out of the book, and the pages to which its text leads and that
ask nothing: works, words, people. An assignment is its page that needs no book. Neither has a key
that a student must not have: there is none in what it is made of.
"""

from __future__ import annotations

import posixpath
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..assignments.definition import Assignment
from ..built_pages import refuse_older, taken, targets
from ..chapters import chapter
from ..editions.live import live_page
from ..identity import book_id, book_title
from ..quizzes.xml import packed as zipped
from ..settings import settings
from ..toc import listed
from ..widgets.bundling import script
from .asked import in_assignment, in_chapter, in_page

__all__ = ["Content", "Manifest", "of_assignment", "of_chapter", "packed", "reaching"]

_SCRIPT = "scorm.js"
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="?Content-Security-Policy"? content="')
_ANYWHERE = "connect-src http: https:;"
_PEEKED = "_static/peek/*.js"  # what can be shown of pages without going there


@dataclass(frozen=True)
class Content:
    """What is packed.

    Attributes
    ----------
    name
        Of the chapter or the assignment; stable for ever.
    title
        What a platform calls it.
    launch
        The page that a platform opens.
    files
        All files, by their paths.
    asks
        What its page asks, as `asked` has it.
    """

    name: str
    title: str
    launch: str
    files: dict[str, bytes]
    asks: dict[str, Any]

    @property
    def identifier(self) -> str:
        """Return a name that no other package of any book has, as XML has names."""
        return f"{book_id()}.{self.name}"

    @property
    def iri(self) -> str:
        """Return the same as an IRI."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:sourcework:{self.identifier}").urn

    @property
    def organisation(self) -> str:
        """Return what the package is called: the book, and what of it."""
        return f"{book_title()}: {self.title}"


Manifest = Callable[[Content], bytes]


def of_chapter(name: str, book: Path) -> Content:
    """Return the content of a chapter's package.

    Raises
    ------
    FileNotFoundError
        If the book, or this page of it, has not been built.
    ValueError
        If there is no such chapter.
    DataError
        If a question of it was changed since.
    """
    listing = {posixpath.basename(each): each for each in listed(book)}
    if name not in listing:
        raise ValueError(f"there is no page {name!r}; use one of {', '.join(listing)}")
    built = book / "_build/html"
    launch = f"{listing[name]}.html"
    if not (built / launch).is_file():
        raise FileNotFoundError(f"{built / launch}: it is not built; type `sourcework build` first")
    beside = _beside(built, launch)
    pages = [launch, *beside]
    names = [posixpath.basename(each).removesuffix(".html") for each in beside]
    files = taken(built, pages)
    refuse_older(files)
    asks = in_chapter(name, files[launch].decode(), names)
    return Content(name, chapter(name).title, launch, files, asks)


def of_assignment(assignment: Assignment) -> Content:
    """Return the content of an assignment's package.

    Raises
    ------
    ValueError
        If it is answered in a notebook.
    """
    if assignment.code:
        raise ValueError(f"{assignment.name}: it is answered in a notebook, so no page can hold it")
    files = {"index.html": live_page(assignment).encode()}
    return Content(
        assignment.name, assignment.title, "index.html", files, in_assignment(assignment)
    )


def reaching(content: Content) -> Content:
    """Return the content with a page that may ask whichever platform launches it."""
    page = content.files[content.launch].decode()
    allowed = _POLICY.sub(lambda found: found[0] + _ANYWHERE, page).encode()
    return replace(content, files=content.files | {content.launch: allowed})


def packed(content: Content, edition: str, file: str, manifest: Manifest) -> bytes:
    """Return the package: the content, its page joined with the script, and the manifest."""
    folder = posixpath.dirname(content.launch)
    up = posixpath.relpath(_SCRIPT, folder or ".")
    page = content.files[content.launch].decode()
    head = in_page(content.asks | {"iri": content.iri}, edition, up)
    whole = {
        content.launch: page.replace("</head>", f"{head}</head>", 1).encode(),
        _SCRIPT: script("scorm").encode(),
    }
    joined = replace(content, files=content.files | whole, asks={})
    return zipped({file: manifest(joined), **dict(sorted(joined.files.items()))})


def _beside(built: Path, launch: str) -> list[str]:
    """Return the pages to which the text of a page leads, and those that open in place there.

    Those that ask something, other chapters, are not among them, nor is the key to all of them.
    """
    folder = posixpath.dirname(launch)
    main = _MAIN.search((built / launch).read_text(encoding="utf-8"))
    linked = targets(main[0] if main else "", launch)
    linked |= {posixpath.join(folder, f"{each.stem}.html") for each in built.glob(_PEEKED)}
    linked -= {launch, posixpath.join(folder, f"{settings().pages.answers}.html")}
    found = (each for each in linked if each.endswith(".html") and (built / each).is_file())
    return sorted(each for each in found if not _asks(built / each))


def _asks(page: Path) -> bool:
    return "data-key=" in page.read_text(encoding="utf-8")
