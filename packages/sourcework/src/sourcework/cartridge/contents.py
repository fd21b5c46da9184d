"""Contents of a cartridge: pages or links in the order of the book, quizzes, assignments.

A quiz holds the practice questions of a chapter with their keys, as the book itself does. Of an
assignment there is what its page says: no key, no model, no note for whoever marks it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from markupsafe import Markup

from ..assignments.blocks import Heading, blocks
from ..assignments.definition import Assignment, assignment_names, load_assignment
from ..built_pages import refuse_older, taken
from ..chapters import chapter
from ..editions.paper import rendered
from ..identity import book_title
from ..item_bank import load_items
from ..items import Item
from ..paths import EXERCISES
from ..placeholders import refuse
from ..quizzes.cartridge_package import Entry, Folder, Resource, Version, assessment
from ..quizzes.prompts import identifier
from ..quizzes.report import Translation
from ..quizzes.xml import child, document, start
from ..settings import settings
from ..toc import listed
from ..typography import typeset
from ..yaml_records import read_yaml

__all__ = ["Contents", "gathered"]

_ASSIGNMENT = "http://www.imsglobal.org/xsd/imscc_extensions/assignment"
_FILES = "$IMS-CC-FILEBASE$"  # what stands in a cartridge for the place of its files
_TO_PAGE = Markup(
    '<p><a href="{}">{}</a>: answer there, save your answers to a file, and hand in that file here.'
    "</p>"
)
_TO_NOTEBOOK = Markup(
    '<p><a href="{}">{}</a>: take the notebook from there, and hand it in here.</p>'
)
_TO_GRADE = (
    "Leave what students hand in as it was downloaded. Whoever has the keys grades it: "
    "sourcework grade {} DOWNLOAD --gradebook EXPORT"
)


@dataclass
class Contents:
    """What stands in a cartridge.

    Attributes
    ----------
    folders, resources
        Its table of contents, a folder for each part of the book, and what that opens.
    files
        All files but the manifest, by their paths.
    report
        What became of each question.
    left
        What the version cannot say.
    """

    version: Version
    title: str
    language: str
    folders: list[Folder] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    report: list[Translation] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        """Return a name that no other book's cartridge has."""
        return f"i{identifier('cartridge')}"

    def add(self, folder: Folder, title: str, resource: Resource) -> None:
        """Add a line to a folder, and what it opens."""
        self.resources.append(resource)
        folder.entries.append(Entry(title, resource))


def gathered(version: Version, book: Path, address: str) -> Contents:
    """Return the contents of a cartridge; with an address, links in the place of the pages."""
    pages = listed(book)
    found = Contents(version, settings().title, _language(book))
    shared = "" if address else _take_pages(found, book, pages)
    practice = _practice()
    assigned = {name: load_assignment(name) for name in assignment_names()}
    folders: dict[str, Folder] = {}
    for page, caption in pages.items():
        name, published = posixpath.basename(page), f"{address.rstrip('/')}/{page}.html"
        items, work = practice.pop(name, []), assigned.pop(name, None)
        folder = folders.setdefault(caption, Folder(caption or book_title()))
        title = typeset(chapter(name).heading)
        outcomes = tuple(each.objective for each in items)
        shown = _page(version, page, shared, outcomes, is_assigned=work is not None)
        if address:
            found.files[shown.files[0]] = _link(version, title, published)
        found.add(folder, title, shown)
        if items:
            _add_quiz(found, folder, name, items)
        if work and version.has_assignments:
            _add_assignment(found, folder, work, shown if shared else published)
        elif work:
            found.left.append(f"{work.name}: no resource in this version; its page is there")
    found.folders = list(folders.values())
    found.left += [
        f"{each}: not there, as no page of the contents is called so" for each in assigned
    ]
    found.left += [f"{each}: its questions are not there, nor is its page" for each in practice]
    return found


def _language(book: Path) -> str:
    config = read_yaml(book / "_config.yml").content
    sphinx = config.get("sphinx") if isinstance(config, dict) else None
    return str(((sphinx or {}).get("config") or {}).get("language") or "en")


def _practice() -> dict[str, list[Item]]:
    """Return the practice questions by chapter; those that are graded are no business of theirs."""
    found: dict[str, list[Item]] = {}
    for item in load_items().values():
        if item.mode == "practice":
            refuse(EXERCISES / f"{item.chapter}.yml", item.id, item)
            found.setdefault(item.chapter, []).append(item)
    return found


def _take_pages(found: Contents, book: Path, listing: Iterable[str]) -> str:
    """Add the built pages and what they share; return the identifier of that."""
    built = book / "_build/html"
    names = [f"{page}.html" for page in listing]
    for each in names:
        if not (built / each).is_file():
            raise FileNotFoundError(
                f"{built / each}: it is not built; type `sourcework build` first"
            )
    pages = taken(built, names, downloads=True)
    refuse_older(pages)
    found.files |= pages
    rest = tuple(sorted(set(found.files) - set(names)))
    shared = Resource(f"i{identifier('cartridge files')}", "webcontent", rest)
    found.resources.append(shared)
    return shared.identifier


def _page(
    version: Version, page: str, shared: str, outcomes: tuple[str, ...], *, is_assigned: bool
) -> Resource:
    """Return a page, or where there are no files that it shares, a link in its place."""
    name = posixpath.basename(page)
    is_page = bool(shared)
    return Resource(
        f"i{identifier('cartridge page' if is_page else 'cartridge link', name)}",
        "webcontent" if is_page else version.link,
        (f"{page}.html" if is_page else f"links/{name}.xml",),
        needs=shared,
        outcomes=outcomes,
        for_teachers=name == settings().pages.answers,
        is_assigned=is_page and is_assigned,
    )


def _link(version: Version, title: str, address: str) -> bytes:
    root = start(version.namespace(f"imswl_v1p{version.minor}"), "webLink")
    child(root, "title", title)
    child(root, "url", href=address, target="_blank")
    return document(root)


def _add_quiz(found: Contents, folder: Folder, name: str, items: list[Item]) -> None:
    title = f"{typeset(chapter(name).heading)} (questions)"
    file = f"quizzes/{name}.xml"
    found.files[file], report = assessment(items, title, name)
    found.report += report
    outcomes = tuple(item.objective for item in items)
    quiz = f"i{identifier('cartridge quiz', name)}"
    resource = Resource(quiz, found.version.quiz, (file,), outcomes=outcomes)
    found.add(folder, title, resource)


def _add_assignment(
    found: Contents, folder: Folder, work: Assignment, place: Resource | str
) -> None:
    for name, question in work.questions.items():
        refuse(work.folder / "questions.yml", name, question)
    title = f"Hand in: {work.title}"
    file = f"assignments/{work.name}.xml"
    resource = Resource(
        f"i{identifier('cartridge assignment', work.name)}",
        "assignment_xmlv1p0",
        (file,),
        place.identifier if isinstance(place, Resource) else "",
        tuple(question.objective for question in work.questions.values()),
    )
    address = f"{_FILES}/{place.files[0]}" if isinstance(place, Resource) else place
    found.files[file] = _assignment(work, title, resource.identifier, address)
    found.add(folder, title, resource)


def _assignment(work: Assignment, title: str, name: str, address: str) -> bytes:
    """Return an assignment as the page introduces it, with the points that it is worth."""
    root = start(_ASSIGNMENT, "assignment", identifier=name)
    before = takewhile(lambda block: not isinstance(block, Heading), blocks(work))
    said = Markup("").join(rendered(work, block) for block in before)
    child(root, "title", title)
    way = (_TO_NOTEBOOK if work.code else _TO_PAGE).format(address, work.title)
    child(root, "text", way + said, texttype="text/html")
    child(root, "instructor_text", _TO_GRADE.format(work.name), texttype="text/plain")
    child(root, "gradable", "true", points_possible=f"{work.points:g}")
    child(child(root, "submission_formats"), "format", type="file")
    return document(root)
