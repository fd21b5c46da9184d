"""Additions to a book: what each needs is written into the files that must know of it.

All that is to be written is made before anything is, and then each file is replaced whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from ..chapters import chapter as chapter_named
from ..document import load_seed
from ..errors import DataError
from ..excerpts import cut, load_excerpts
from ..files import read_text, write_atomically
from ..item_bank import known_items, load_objectives
from ..paths import ASSIGNMENTS, BOOK, DATA, EXERCISES, ROOT
from ..settings import FILE, settings
from ..toc import listed, named, source
from .new import ASSIGNMENT_FILES, first_words
from .templates import PARTS, fill, scales, tables

__all__ = ["add_assignment", "add_chapter", "add_excerpt", "add_item", "add_table"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
_LISTED = re.compile(r"( *)- file: *(\S+) *(?:#.*)?")
_GLOSSARY = "glossary"
_CELL = """
```{{code-cell}} ipython3
:tags: [remove-input]
{code}
```
"""


def add_chapter(name: str, title: str) -> list[Path]:
    """Add a page with a first question, a line in the contents and in the settings.

    Raises
    ------
    DataError
        If there is such a page, the name is none, or there is no excerpt to ask about.
    """
    page = BOOK / f"{name}.md"
    _check_name(page, name)
    if page.exists():
        raise DataError(page, "whole file", "there is such a page already", "take another name")
    first, words = _first_excerpt()
    values = {"first": first, "words": words, "objective": next(iter(load_objectives()))}
    item = f"{name}/short-1"
    question = fill(PARTS / "item-short.yml", name=item, **values)
    text = fill(
        PARTS / "chapter.md",
        chapter_title=title,
        description=f"{title}: what this chapter asks, in a sentence.",
        shown=[first],
        items=[item],
    )
    phrase = json.dumps(title, ensure_ascii=False)
    files = {
        page: text,
        EXERCISES / f"{name}.yml": f"items:{question}",
        ROOT / "_toc.yml": _listed_in_contents(name, settings().chapters),
        ROOT / FILE: _under(ROOT / FILE, "chapters", f"  {name}: {{title: {phrase}}}"),
    }
    key = BOOK / "answers.md"
    if key.is_file():
        cell = _CELL.format(code=f'answer_key("{name}")')
        files[key] = f"{read_text(key).rstrip()}\n\n## {title}\n{cell}"
    return _write(files)


def add_excerpt(name: str, line: int | None, first: str | None, last: str | None) -> list[Path]:
    """Add an excerpt, a whole line of the document or a slice of it, and a cell that shows it.

    Without a line the excerpt is there already, and its page is to show it.

    Raises
    ------
    DataError
        If the id is none or has no page, the line does not have the words, or there is such an
        excerpt.
    """
    path = DATA / "excerpts.yml"
    place = f'excerpt "{name}"'
    if not _ID.fullmatch(name):
        cure = "write chapter/name in small letters, digits and hyphens"
        raise DataError(path, place, "it is no id of an excerpt", cure)
    page = _page_of(name.partition("/")[0])
    known = load_excerpts()
    if line is None:
        if name not in known:
            cure = "say which line of the document it is, with --line"
            raise DataError(path, place, "there is no such excerpt", cure)
        return _write(_shown(page, name))
    if name in known:
        cure = f"take another, or show it on its page: sourcework add excerpt {name}"
        raise DataError(path, place, "the id is taken already", cure)
    if (first is None) != (last is None):
        cure = "give both, or neither for the whole line"
        raise DataError(path, place, "from and to go together", cure)
    seed = load_seed()
    try:
        seed.line(line)
        text = cut(seed, line, first, last).text
    except IndexError as error:
        raise DataError(path, place, str(error), "name a line of it") from error
    except ValueError as error:
        problem, _, cure = str(error).partition("; ")
        raise DataError(path, place, problem, cure) from error
    ends = "".join(
        f", {key}: {json.dumps(words, ensure_ascii=False)}"
        for key, words in (("from", first), ("to", last))
        if words
    )
    layer = next(iter(_layers(path)))
    record = f"- id: {name}\n  title: {json.dumps(first_words(text.strip()), ensure_ascii=False)}\n"
    record += f"  layer: {layer}\n  lines: [{{line: {line}{ends}}}]\n"
    return _write({path: f"{read_text(path).rstrip()}\n{record}"} | _shown(page, name))


def _page_of(chapter: str) -> Path:
    """Return the file of a chapter's page, of whatever kind; raise `DataError` without one."""
    page = source(ROOT, f"book/{chapter}")
    if not page.is_file():
        cure = f"add it first: sourcework add chapter {chapter} --title TITLE"
        raise DataError(page, "whole file", "there is no such page", cure)
    return page


def _shown(page: Path, excerpt: str) -> dict[Path, str]:
    """Return a page of Markdown with a cell that shows an excerpt, above the first question.

    It stands before the heading of the first question's section, or at the page's end where a
    passage stands below that heading too.
    """
    code = f'excerpt("{excerpt}")'
    if page.suffix != ".md":
        return {}
    text = read_text(page)
    if code in text:
        problem = f"book/{page.name} shows it already"
        raise DataError(DATA / "excerpts.yml", f'excerpt "{excerpt}"', problem, "move the cell")
    cell = _CELL.format(code=code)
    question = text.find('\nexercise("')
    place = text.rfind("\n## ", 0, question) if question >= 0 else -1
    if place < 0 or '\nexcerpt("' in text[place:]:
        return {page: f"{text.rstrip()}\n{cell}"}
    return {page: f"{text[:place].rstrip()}\n{cell}{text[place:]}"}


def add_item(chapter: str, kind: str) -> list[Path]:
    """Add a question to a chapter, to be filled in, and a cell that shows it at the page's end.

    Raises
    ------
    DataError
        If there is no page of this name.
    """
    page, path = _page_of(chapter), EXERCISES / f"{chapter}.yml"
    taken = [each for each in known_items() if each.startswith(f"{chapter}/{kind}-")]
    numbers = [int(each.rpartition("-")[2]) for each in taken]
    name = f"{chapter}/{kind}-{max(numbers, default=0) + 1}"
    first, words = _first_excerpt(chapter)
    objective = next(iter(load_objectives()))
    text = read_text(path).rstrip() + "\n" if path.is_file() else "items:"
    item = fill(
        PARTS / f"item-{kind}.yml", name=name, first=first, words=words, objective=objective
    )
    cell = _CELL.format(code=f'exercise("{name}")')
    shown = {page: f"{read_text(page).rstrip()}\n{cell}"} if page.suffix == ".md" else {}
    return _write({path: text + item} | shown)


def add_assignment(name: str, title: str, chapter: str = "") -> list[Path]:
    """Add an assignment on a chapter, the first one if none is named, with its keys and its page.

    Raises
    ------
    DataError
        If there is such an assignment, the name is none, or there is no such chapter.
    """
    from ..assignments.definition import assignment_names, load_assignment
    from ..editions.build import into_book

    folder = ASSIGNMENTS / name
    _check_name(folder, name)
    if folder.exists():
        cure = "take another name"
        raise DataError(folder, "whole folder", "there is such an assignment already", cure)
    if chapter:
        _page_of(chapter)
    about = chapter or next(iter(settings().chapters), "")
    first, words = _first_excerpt(about)
    values = {
        "name": name,
        "heading": title,
        "chapter_title": chapter_named(about).title if about else title,
        "objective": next(iter(load_objectives())),
        "first": first,
        "words": words,
    }
    files = {
        folder / f"{written}.yml": fill(PARTS / f"assignment/{each}.yml", **values)
        for each, written in ASSIGNMENT_FILES.items()
    }
    contents = {ROOT / "_toc.yml": _listed_in_contents(name, assignment_names())}
    written = _write(files)
    return [*written, *into_book(load_assignment(name), BOOK), *_write(contents)]


def add_table(name: str) -> list[Path]:
    """Add a table that the engine knows, and those that its rows refer to; to terms a glossary.

    Raises
    ------
    DataError
        If the engine knows no such table, or the book has it.
    """
    path = DATA / "datapackage.json"
    known = tables()
    if name not in known:
        cure = f"use one of {', '.join(known)}, or describe one of your own there"
        raise DataError(path, f'table "{name}"', "the engine knows no such table", cure)
    package = json.loads(read_text(path))
    have = [each["name"] for each in package["resources"]]
    if name in have:
        raise DataError(path, f'table "{name}"', "the book has it already", "fill its rows")
    files: dict[Path, str] = {}
    for each in [*_referred_to(name, have), name]:
        package["resources"].append(known[each])
        columns = [field["name"] for field in known[each]["schema"]["fields"]]
        text = scales() if each == "scales" else f"{','.join(columns)}\n"
        files[DATA / f"{each}.csv"] = text
    files[path] = f"{json.dumps(package, ensure_ascii=False, indent=1)}\n"
    return _write(files | (_glossary() if name == "terms" else {}))


def _glossary() -> dict[Path, str]:
    """Return the page of the glossary and the files that name it; nothing if there is a page."""
    page, path = BOOK / f"{_GLOSSARY}.md", ROOT / FILE
    if page.is_file():
        return {}
    files = {
        page: fill(PARTS / "glossary.md"),
        ROOT / "_toc.yml": _listed_in_contents(_GLOSSARY, (settings().pages.sources,)),
    }
    named = [line for line in read_text(path).split("\n") if line.startswith("pages:")]
    if named in ([], ["pages:"]):  # else the check says what to write
        files[path] = _under(path, "pages", f"  glossary: {_GLOSSARY}")
    return files


def _referred_to(name: str, have: list[str]) -> list[str]:
    """Return the tables that this one refers to and the book lacks, each after what it needs."""
    needed: list[str] = []
    for key in tables()[name]["schema"].get("foreignKeys", []):
        other = str(key["reference"]["resource"])
        if other not in (*have, *needed, name):
            needed += [*_referred_to(other, [*have, *needed]), other]
    return needed


def _check_name(path: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        cure = "write small letters, digits and hyphens"
        raise DataError(path, f'name "{name}"', "it is no name", cure)


def _first_excerpt(chapter: str = "") -> tuple[str, str]:
    """Return id and first words of what a new question is about: a chapter's excerpt, or any."""
    known = load_excerpts().values()
    own = (each for each in known if each.chapter == chapter)
    one = next(own, next(iter(known), None))
    if one is None:
        cure = "add one: sourcework add excerpt chapter/name --line 1"
        raise DataError(DATA / "excerpts.yml", "whole file", "there is no excerpt", cure)
    return one.id, first_words(one.passages[0].text.strip())


def _layers(path: Path) -> list[str]:
    from ..yaml_records import read_yaml

    return list(read_yaml(path).content["layers"])


def _listed_in_contents(name: str, alike: Iterable[str]) -> str:
    """Return `_toc.yml` with a page behind the last one of its kind, or else of the whole list.

    Parameters
    ----------
    alike
        Names of the pages with which it belongs, without folder and ending.
    """
    path, page = ROOT / "_toc.yml", f"book/{name}"
    if page in listed(ROOT):
        raise DataError(path, page, "it is listed already", "take another name")
    lines = read_text(path).split("\n")
    pages = [(n, found) for n, line in enumerate(lines) if (found := _LISTED.fullmatch(line))]
    if not pages:
        cure = f"add a line by hand: - file: {page}"
        raise DataError(path, "whole file", "there is no list of pages to add to", cure)
    kind = {f"book/{each}" for each in alike}
    last, found = next((e for e in reversed(pages) if named(e[1][2]) in kind), pages[-1])
    indent = found[1]
    below = last + 1  # past what belongs to that page: its title, pages below it
    while below < len(lines) and lines[below].startswith(f"{indent} "):
        below += 1
    lines.insert(below, f"{indent}- file: {page}")
    return "\n".join(lines)


def _under(path: Path, section: str, line: str) -> str:
    """Return a YAML file with a line at the end of a section that is written in lines."""
    lines = read_text(path).split("\n")
    if f"{section}:" not in lines:
        lines = [*(each for each in lines if each or each is not lines[-1]), f"{section}:", ""]
    place = lines.index(f"{section}:") + 1
    while place < len(lines) and lines[place].startswith(" "):
        place += 1
    return "\n".join([*lines[:place], line, *lines[place:]])


def _write(files: dict[Path, str]) -> list[Path]:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    return list(files)
