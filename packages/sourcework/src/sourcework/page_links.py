"""The pages of the book, as far as data link to them: which there are, and what they show.

Pages are read in a simple way. Where a page may show what it does not name, nothing is held
against it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from . import tables
from .assignments.definition import Assignment
from .errors import DataError
from .excerpts import load_excerpts
from .item_bank import known_items, load_items, retired
from .items import Feedback, Item
from .notes import FILE as NOTES
from .notes import load_notes
from .paths import DATA, EXERCISES, ROOT
from .settings import FILE, settings
from .toc import listed, source
from .yaml_records import read_yaml

__all__ = [
    *("hidden_excerpts", "load_pages", "misnamed"),
    *("unknown_names", "unlinked_excerpts", "unlinked_items", "unlinked_notes", "unlisted_terms"),
    *("unnamed_sheet", "waiting"),
]

_TOC = ROOT / "_toc.yml"
_NAME = re.compile(r"[a-z][a-z0-9-]*")
# In a notebook that is stored as JSON a backslash stands before a quotation mark.
_ITEM = re.compile(r"""["']([a-z][a-z0-9-]*/[a-z]+-\d+)\\?["']""")
_ANSWERED = re.compile(r"""\banswer_key\(\s*\\?["']([a-z0-9-]+)\\?["']""")
_EXCERPT = re.compile(r"""\bexcerpt\(\s*\\?["']([a-z][a-z0-9-]*/[a-z0-9-]+)\\?["']""")
_CELL = re.compile(
    r"^(?P<fence>`{3,}|~{3,}|:{3,})\{code-cell\}(?P<code>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL
)
# What a cell shows by name: an item, one or two excerpts, the answers of a chapter, a note, slips.
_NAMED = re.compile(
    r"""\b(?P<by>exercise|excerpt|compare|answer_key|note_again|note|shares|evidence_slips)\(\s*(?P<names>(?:["'][^"'\n]*["']\s*,?\s*)+)(?:after=[^)]*)?\)"""
)
# What waits for the answer to an item, what asks something, and where what waits ends.
_AFTER = re.compile(
    r"""^[:`]{3,}\{after\} *(?P<span>\S*)|(?P<end>^[:`]{3,}\{after-end\})"""
    r"""|\bexcerpt\([^)]*\bafter=\s*\\?["'](?P<sealed>[^"'\n\\]*)"""
    r"""|\b(?:exercise|ask|note|(?P<slips>evidence_slips))\(\s*\\?["'](?P<shown>[^"'\n\\]+)""",
    re.MULTILINE,
)
_QUOTED = re.compile(r"""["']([^"'\n]*)["']""")
_NOTE = re.compile(
    r"""(?:\b(?:note|shares)\(\s*\\?["']|\{first-guess\} *)"""
    r"""([a-z][a-z0-9-]*/[a-z-]+)(?:\\?["']|\s)"""
)
# A page that includes another, or computes what it shows.
_OPEN = re.compile(r"""\{include\}|\b(?:exercise|answer_key)\((?!\s*\\?["'])""")
_OPEN_NOTES = re.compile(r"""\{include\}|\b(?:note|shares)\((?!\s*\\?["'])""")
_SHEET = re.compile(r"^[:`]{3,}\{document-sheet\}", re.MULTILINE)
_OPEN_EXCERPTS = re.compile(r"""\{include\}|\bexcerpt\((?!\s*\\?["'])""")


def load_pages() -> dict[str, Path]:
    """Return the files of the pages that `_toc.yml` lists, by the last part of their names.

    Without that file, as where the package is installed, there are none, and nothing can be said
    of pages.

    Raises
    ------
    DataError
        If `_toc.yml` is not YAML.
    """
    if not _TOC.is_file():
        return {}
    return {Path(page).name: source(ROOT, page) for page in listed(ROOT)}


def unlinked_excerpts(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find excerpts whose links lead to no page."""
    for one in load_excerpts().values() if pages else ():
        if one.chapter not in pages:
            yield _no_page(DATA / "excerpts.yml", f'excerpt "{one.id}"', one.chapter, pages)


def hidden_excerpts(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find excerpts that feedback quotes or a caution is about, and that their page does not show.

    There the links of quotations and of the table of slips lead.
    """
    told: list[Feedback] = []
    for item in load_items().values():
        told += item.feedbacks().values()
        told += (each for row in item.feedbacks_by_choice().values() for each in row.values())
    linked = {excerpt for each in told for excerpt in each.words}
    for one in load_excerpts().values():
        page = pages.get(one.chapter)
        if page is None or not (one.id in linked or one.cautions):
            continue
        text = _text(page)
        if text and not _OPEN_EXCERPTS.search(text) and one.id not in _EXCERPT.findall(text):
            problem = f"{_relative(page)} does not show it, and quotations link there"
            cure = f'write excerpt("{one.id}") there as the last line of a cell'
            yield DataError(DATA / "excerpts.yml", f'excerpt "{one.id}"', problem, cure)


def unlinked_items(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find items whose links lead to no page or to no place in it, and those without answers."""
    chapters: dict[str, list[Item]] = {}
    for item in load_items().values() if pages else ():
        chapters.setdefault(item.chapter, []).append(item)
    for chapter, items in chapters.items():
        if chapter not in pages:
            yield _no_page(EXERCISES / f"{chapter}.yml", "whole file", chapter, pages)
            continue
        yield from _not_shown(pages[chapter], items)
        key = pages.get(settings().pages.answers)
        if key and any(item.mode == "practice" for item in items):
            yield from _not_answered(key, chapter)


def unlinked_notes(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find notes that their page does not show, and those that are asked for twice."""
    texts = {name: _text(page) for name, page in pages.items()}
    asked = [(page, name) for page, text in texts.items() for name in _NOTE.findall(text)]
    for note in load_notes().values() if pages else ():
        path, place = EXERCISES / NOTES, f'note "{note.id}"'
        if note.chapter not in pages:
            yield _no_page(path, place, note.chapter, pages)
            continue
        text, page = texts[note.chapter], _relative(pages[note.chapter])
        if text and not _OPEN_NOTES.search(text) and (note.chapter, note.id) not in asked:
            problem = f"{page} does not show it, and the reader's record links there"
            by = "shares" if note.between else "note"
            cure = f'write {by}("{note.id}") there in a cell'
            if note.choices:
                cure = f"write {{first-guess}} {note.id} there"
            yield DataError(path, place, problem, cure)
        if sum(name == note.id for _, name in asked) > 1:
            problem = "it is asked for twice, and the reader's record keeps one answer"
            yield DataError(path, place, problem, f'write note_again("{note.id}") where it is read')


def unknown_names(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find what a page shows by a name that no item, excerpt, note or chapter with items has."""
    items, excerpts = load_items(), load_excerpts()
    chapters = dict.fromkeys(item.chapter for item in items.values())
    known: dict[str, tuple[str, Iterable[str]]] = {
        "exercise": ("item", items),
        "excerpt": ("excerpt", excerpts),
        "compare": ("excerpt", excerpts),
        "answer_key": ("chapter with items", chapters),
        "note": ("note", load_notes()),
        "note_again": ("note", load_notes()),
        "shares": ("note", load_notes()),
        "evidence_slips": ("claim", tables.claims().index),
    }
    for page in pages.values():
        for place, code in _cells(page):
            for found in _NAMED.finditer(code):
                what, names = known[found["by"]]
                for name in set(_QUOTED.findall(found["names"])) - set(names):
                    line = code.count("\n", 0, found.start())
                    where = f"line {place + line}" if place else "a cell"
                    yield _no_name(page, f"{where}, {found['by']}", what, name, list(names))


def waiting(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find what waits in a page for the answer to an item that is not above it, or has no end."""
    for page in pages.values():
        text = _text(page)
        found = list(_AFTER.finditer(text))
        shown = {
            tables.slips_of(each["shown"]) if each["slips"] else each["shown"]: each.start()
            for each in found
            if each["shown"]
        }
        begun: list[str] = []
        for each in found:
            place = f"line {text.count(chr(10), 0, each.start()) + 1}"
            if each["end"] and not begun:
                cure = "write {after} with the id of a question before it, or take it away"
                yield DataError(page, place, "nothing begins that {after-end} could end", cure)
            elif each["end"]:
                begun.pop()
            elif each["span"] is not None:
                begun.append(place)
            item = each["span"] if each["span"] is not None else each["sealed"]
            if item is not None and not _OPEN.search(text):
                below = each["span"] is not None and shown.get(item, 0) > each.start()
                yield from _unasked(page, place, item, shown, below=below)
        for place in begun:
            cure = "write {after-end} behind what waits, and close it as {after} is closed"
            yield DataError(page, place, "what waits for an answer has no end", cure)


def _unasked(
    page: Path, place: str, item: str, shown: dict[str, int], *, below: bool
) -> Iterator[DataError]:
    items = load_items()
    show = f'exercise("{item}")'
    if item in load_notes():
        show = f'note("{item}")'
    elif tables.are_slips(item):
        show = f'evidence_slips("{item.rpartition("/")[0]}")'
    if told := _retired(item):
        yield DataError(page, place, f'it waits for "{item}": {told[0]}', told[1])
    elif item not in {*items, *load_notes()} and not tables.are_slips(item):
        problem = f'there is no item "{item}" to wait for'
        yield DataError(page, place, problem, _other(item, shown))
    elif item not in shown:
        problem = f'it waits for "{item}", which this page does not ask'
        yield DataError(page, place, problem, f"{_other(item, shown)}, or show it: {show}")
    elif below:
        problem = f'it waits for "{item}", which comes only below it'
        yield DataError(page, place, problem, f"move {show} above it")
    elif item in items and items[item].mode == "graded":
        problem = f'it waits for "{item}", which is graded, so that the page never knows the answer'
        yield DataError(page, place, problem, "wait for a question for practice")


def _other(item: str, shown: dict[str, int]) -> str:
    """Return the cure that names what a page shows and has a similar id."""
    known = {*load_items(), *load_notes()}
    here = [name for name in shown if name in known or tables.are_slips(name)]
    near = get_close_matches(item, here, 3, cutoff=0.6) or here[:3]
    return f"wait for one that is there, as {' or '.join(near)}" if near else "show one first"


def _retired(name: str) -> tuple[str, str] | None:
    """Return what is wrong where an item is asked or waited for that is retired, and the cure."""
    item = known_items().get(name)
    return retired(item.retired) if item and item.retired else None


def _no_name(page: Path, place: str, what: str, name: str, names: list[str]) -> DataError:
    if told := _retired(name):
        return DataError(page, place, f'it asks "{name}": {told[0]}', told[1])
    near = get_close_matches(name, names, 3, cutoff=0.6) or names[:3]
    other = f"write one that is there, as {' or '.join(near)}, or " if near else ""
    return DataError(page, place, f'there is no {what} "{name}"', f"{other}add it")


def _cells(page: Path) -> Iterator[tuple[int, str]]:
    """Give the code of a page's cells, each with the line where it begins, 0 where none is told."""
    text = _text(page)
    if page.suffix != ".ipynb":
        for cell in _CELL.finditer(text):
            yield text.count("\n", 0, cell.start("code")) + 1, cell["code"]
        return
    try:
        cells = json.loads(text or "{}").get("cells", [])
    except ValueError:  # the build says so, with the place
        return
    for cell in cells:
        yield 0, "".join(cell["source"]) if cell["cell_type"] == "code" else ""


def unlisted_terms(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find a glossary that no page shows, or only in part: links lead there."""
    name = settings().pages.glossary
    if not name:
        if len(tables.terms()):
            cure = f'write "glossary: PAGE" under pages in {FILE}, and term_list() in that page'
            yield DataError(DATA / "terms.csv", "whole file", "no page shows the terms", cure)
    elif pages and name not in pages:
        yield _no_page(ROOT / FILE, "field pages.glossary", name, pages)
    elif text := _text(pages[name]) if pages else "":
        for shown in ("term_list", "person_list"):
            if f"{shown}(" not in text and "{include}" not in text:
                problem = f"it does not show {shown}(), and first mentions link there"
                cure = f"write {shown}() there as the last line of a cell"
                yield DataError(pages[name], "whole file", problem, cure)


def unnamed_sheet(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find a page of the sheet that does not show it, or one that the settings do not name."""
    name = settings().pages.sheet
    if name and pages and name not in pages:
        yield _no_page(ROOT / FILE, "field pages.sheet", name, pages)
    for page, path in pages.items():
        shows = bool(_SHEET.search(_text(path)))
        if page == name and not shows and "{include}" not in _text(path):
            problem = "it does not show the document, and line numbers lead there"
            cure = "write :::{document-sheet} and ::: there on two lines"
            yield DataError(path, "whole file", problem, cure)
        elif shows and page != name:
            problem = "it shows the document, and no line number leads there"
            cure = f'write "sheet: {page}" under pages in {FILE}'
            yield DataError(path, "whole file", problem, cure)


def misnamed(assignment: Assignment, pages: dict[str, Path]) -> Iterator[DataError]:
    """Find an assignment whose chapter is nearly the name of a page; other words are free."""
    path, chapter = assignment.folder / "assignment.yml", assignment.chapter
    if _NAME.fullmatch(chapter) and chapter not in pages and _near(chapter, pages):
        line = read_yaml(path).line(("chapter",))
        yield _no_page(path, f"line {line}, field chapter", chapter, pages)


def _not_shown(page: Path, items: list[Item]) -> Iterator[DataError]:
    text = _text(page)
    shown = set(_ITEM.findall(text))
    for item in items if text and not _OPEN.search(text) else ():
        if item.id not in shown:
            problem = f"{_relative(page)} does not show it, and the reader's record links there"
            cure = f'write exercise("{item.id}") there as the last line of a cell'
            path = EXERCISES / f"{item.chapter}.yml"
            yield DataError(path, f'item "{item.id}"', problem, cure)


def _not_answered(key: Path, chapter: str) -> Iterator[DataError]:
    text = _text(key)
    if text and not _OPEN.search(text) and chapter not in _ANSWERED.findall(text):
        problem = f"there are no answers to the questions of {chapter}"
        cure = f'add a section with a cell whose last line is answer_key("{chapter}")'
        yield DataError(key, "whole file", problem, cure)


def _no_page(path: Path, place: str, name: str, pages: dict[str, Path]) -> DataError:
    near = _near(name, pages)
    other = f'write "{near[0]}", or ' if near else ""
    cure = f'{other}add the page with a line "- file: book/{name}" to _toc.yml'
    return DataError(path, place, f'there is no page "{name}"', cure)


def _near(name: str, pages: dict[str, Path]) -> list[str]:
    return get_close_matches(name, pages, 1, cutoff=0.8)


def _text(page: Path) -> str:
    """Return the text of a page; nothing if it is not there, which stops the build by itself."""
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def _relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()
