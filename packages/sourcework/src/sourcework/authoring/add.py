"""Additions to a book: what each needs is written into the files that must know of it.

All that is to be written is made before anything is, and then each file is replaced whole.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..document import load_seed
from ..editions.build import into_book
from ..errors import DataError
from ..excerpts import load_excerpts
from ..files import read_text, write_atomically
from ..item_bank import known_items, load_objectives
from ..paths import ASSIGNMENTS, BOOK, DATA, EXERCISES, ROOT
from ..settings import FILE, settings
from ..toc import listed
from .new import ASSIGNMENT_FILES, first_words
from .templates import PARTS, fill, scales, tables

__all__ = ["add_assignment", "add_chapter", "add_excerpt", "add_item", "add_table"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
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
        ROOT / "_toc.yml": _listed_in_contents(f"book/{name}"),
        ROOT / FILE: _under(ROOT / FILE, "chapters", f"  {name}: {{title: {phrase}}}"),
    }
    key = BOOK / "answers.md"
    if key.is_file():
        cell = _CELL.format(code=f'answer_key("{name}")')
        files[key] = f"{read_text(key).rstrip()}\n\n## {title}\n{cell}"
    return _write(files)


def add_excerpt(name: str, line: int, first: str | None, last: str | None) -> list[Path]:
    """Add an excerpt, a whole line of the document or a slice of it, and a cell that shows it.

    Raises
    ------
    DataError
        If the line does not have the words, or there is such an excerpt.
    """
    path = DATA / "excerpts.yml"
    if name in load_excerpts():
        raise DataError(path, f'excerpt "{name}"', "the id is taken already", "take another")
    try:
        text = load_seed().line(line)
    except IndexError as error:
        raise DataError(path, f'excerpt "{name}"', str(error), "name a line of it") from error
    for words in (first, last):
        if words and words not in text:
            problem = f"line {line} does not have {words!r}"
            raise DataError(path, f'excerpt "{name}"', problem, "copy the words from the document")
    ends = "".join(
        f", {key}: {json.dumps(words, ensure_ascii=False)}"
        for key, words in (("from", first), ("to", last))
        if words
    )
    layer = next(iter(_layers(path)))
    record = (
        f"- id: {name}\n  title: {json.dumps(first_words(first or text), ensure_ascii=False)}\n"
    )
    record += f"  layer: {layer}\n  lines: [{{line: {line}{ends}}}]\n"
    files = {path: f"{read_text(path).rstrip()}\n{record}"}
    page = BOOK / f"{name.partition('/')[0]}.md"
    if page.is_file():
        cell = _CELL.format(code=f'excerpt("{name}")')
        files[page] = f"{read_text(page).rstrip()}\n{cell}"
    return _write(files)


def add_item(chapter: str, kind: str) -> list[Path]:
    """Add a question to a chapter, to be filled in, and a cell that shows it at the page's end.

    Raises
    ------
    DataError
        If there is no page of this name.
    """
    page, path = BOOK / f"{chapter}.md", EXERCISES / f"{chapter}.yml"
    if not page.is_file():
        cure = f"add it first: sourcework add chapter {chapter} --title TITLE"
        raise DataError(page, "whole file", "there is no such page", cure)
    taken = [each for each in known_items() if each.startswith(f"{chapter}/{kind}-")]
    numbers = [int(each.rpartition("-")[2]) for each in taken]
    name = f"{chapter}/{kind}-{max(numbers, default=0) + 1}"
    first, words = _first_excerpt()
    objective = next(iter(load_objectives()))
    text = read_text(path).rstrip() + "\n" if path.is_file() else "items:"
    item = fill(
        PARTS / f"item-{kind}.yml", name=name, first=first, words=words, objective=objective
    )
    cell = _CELL.format(code=f'exercise("{name}")')
    return _write({path: text + item, page: f"{read_text(page).rstrip()}\n{cell}"})


def add_assignment(name: str, title: str) -> list[Path]:
    """Add an assignment with its keys, and its page and notebook in the book.

    Raises
    ------
    DataError
        If there is such an assignment, or the name is none.
    """
    from ..assignments.definition import load_assignment

    folder = ASSIGNMENTS / name
    _check_name(folder, name)
    if folder.exists():
        cure = "take another name"
        raise DataError(folder, "whole folder", "there is such an assignment already", cure)
    first, words = _first_excerpt()
    chapters = settings().chapters
    values = {
        "name": name,
        "heading": title,
        "chapter_title": next(iter(chapters.values())).title if chapters else title,
        "objective": next(iter(load_objectives())),
        "first": first,
        "words": words,
    }
    files = {
        folder / f"{written}.yml": fill(PARTS / f"assignment/{each}.yml", **values)
        for each, written in ASSIGNMENT_FILES.items()
    }
    contents = {ROOT / "_toc.yml": _listed_in_contents(f"book/{name}")}
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
        ROOT / "_toc.yml": _listed_in_contents(f"book/{_GLOSSARY}"),
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


def _first_excerpt() -> tuple[str, str]:
    """Return the id and the first words of the first excerpt: what a new question is about."""
    one = next(iter(load_excerpts().values()), None)
    if one is None:
        cure = "add one: sourcework add excerpt chapter/name --line 1"
        raise DataError(DATA / "excerpts.yml", "whole file", "there is no excerpt", cure)
    return one.id, first_words(one.passages[0].text.strip())


def _layers(path: Path) -> list[str]:
    from ..yaml_records import read_yaml

    return list(read_yaml(path).content["layers"])


def _listed_in_contents(page: str) -> str:
    """Return `_toc.yml` with a page behind the last one of its first list."""
    path = ROOT / "_toc.yml"
    if page in listed(ROOT):
        raise DataError(path, page, "it is listed already", "take another name")
    lines = read_text(path).split("\n")
    places = [n for n, line in enumerate(lines) if line.lstrip().startswith("- file:")]
    if not places:
        cure = f"add a line by hand: - file: {page}"
        raise DataError(path, "whole file", "there is no list of pages to add to", cure)
    last = places[0]
    while last + 1 in places:
        last += 1
    indent = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
    lines.insert(last + 1, f"{indent}- file: {page}")
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
