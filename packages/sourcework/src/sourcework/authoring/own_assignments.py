"""A teacher's own assignments: a folder of folders, in which a form writes questions and keys."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..assignments.definition import assignment_names, load_assignment
from ..assignments.solutions import load_solution
from ..assignments.variants import variants
from ..chapters import known as known_chapters
from ..editions.build import build
from ..errors import DataError
from ..files import read_text, write_atomically, write_together
from ..identity import identify
from ..quantities import quantity
from ..yaml_records import read_yaml
from .question_draft import Draft, Record, Records, draft_of, mixed, unknown_fields
from .question_fields import KindOfQuestion

__all__ = ["Begun", "Doubt", "OwnAssignments"]

_HEADS = {
    "assignment": "# Published: what students get is made of this file and of questions.yml.",
    "questions": "# Published: what students are asked, without key and feedback.",
    "keys": "# Never published. What graders and instructors have beyond questions.yml.",
}
_DRAFT, _VARIANTS = "draft.json", "variants"
_PART = "Questions"


class Doubt(Exception):
    """Something that is done only when somebody who was asked has said so: `reasons` say what."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Begun:
    """An assignment that is not there yet: what students read of it, and its chapter's title."""

    title: str
    chapter: str
    time: str
    instructions: str

    def record(self) -> Record:
        """Return its definition, without a question."""
        return {
            "title": self.title,
            "summary": f"Questions on {self.chapter}.",
            "chapter": self.chapter,
            "time": self.time,
            "due": None,
            "instructions": self.instructions,
            "parts": [{"title": _PART, "excerpts": [], "items": []}],
        }


class OwnAssignments:
    """The assignments of a folder, which is made when the first question is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of the assignments that are there."""
        return assignment_names(self.folder) if self.folder.is_dir() else []

    def overview(self) -> Iterator[Record]:
        """Give each assignment with its questions, as JSON; of one that is wrong, the fault."""
        for name in self.names():
            try:
                found = load_assignment(self.folder / name)
            except DataError as error:
                yield {"name": name, "title": name, "fault": str(error), "questions": []}
                continue
            asked = [each for each in found.questions.values() if each.id.startswith(f"{name}/")]
            questions = [{"id": each.id, "stem": each.stem} for each in asked]
            title = f"{found.title} ({quantity(found.points, 'points')})"
            yield {"name": name, "title": title, "fault": "", "questions": questions}

    def name_for(self, title: str) -> str:
        """Return the name that a new assignment of this title has; empty without a title."""
        whole = re.sub(r"[^\w']+", " ", title).strip()  # of a main title the rest would be left out
        name = identify(whole) if whole else ""
        return f"assignment-{name}" if name and not name[0].isalpha() else name

    def taken(self, name: str) -> str:
        """Say why no new assignment can have this name; nothing if it can."""
        if (self.folder / name).exists():
            return f"there is a folder {name} in {self.folder.name} already"
        if name in assignment_names() or name in known_chapters():
            return f'the book has an assignment or a chapter "{name}"'
        return ""

    def next_id(self, name: str, kind: str) -> str:
        """Return the id of a new question of an assignment."""
        ids = [each["id"] for part in ("questions", "keys") for each in self._list(name, part)]
        numbers = [int(found[1]) for each in ids if (found := re.search(rf"/{kind}-(\d+)$", each))]
        return f"{name}/{kind}-{max(numbers, default=0) + 1}"

    def draft(self, name: str, item: str, kinds: list[KindOfQuestion]) -> Draft:
        """Return the draft of a question that is there.

        Raises
        ------
        DataError
            If it is not there, or has fields that the form would lose.
        """
        question = self._record(name, "questions", item)
        key = self._record(name, "keys", item)
        kind = next((each for each in kinds if each["kind"] == question.get("kind")), None)
        where = self.folder / name / "keys.yml", f'key of "{item}"'
        if kind is None:
            problem = "the form has no such kind"
            raise DataError(*where, problem, "change the question in its file")
        lost = unknown_fields(question, key, kind)
        if lost:
            cure = "change the question in its files"
            problem = f"the form has no fields for {', '.join(lost)}, and would lose them"
            raise DataError(*where, problem, cure)
        definition = read_yaml(self.folder / name / "assignment.yml").content
        rubric = (definition.get("rubrics") or {}).get(question.get("rubric"))
        return draft_of(question, key, rubric, kind)

    def write(self, name: str, begun: Begun | None, made: Records, *, sure: bool) -> list[Path]:
        """Put a question into an assignment, in the place of the one with its id if there is one.

        All three files are written, or none; and only if the assignment is then without a fault.

        Parameters
        ----------
        begun
            Of an assignment that is not there yet.
        sure
            Whether what is there may be replaced.

        Raises
        ------
        Doubt
            If it may not.
        DataError
            If something of the assignment would be wrong.
        OSError
            If the files cannot be written; they are then as they were.
        """
        folder = self.folder / name
        doubts = [] if begun else [*self._replaced(name, made), *self._comments(folder)]
        if doubts and not sure:
            raise Doubt(doubts)
        item = made.question["id"]
        definition = begun.record() if begun else read_yaml(folder / "assignment.yml").content
        _place(definition, made)
        lists = {
            "questions": _with(self._list(name, "questions"), item, mixed(made.question)),
            "keys": _with(self._list(name, "keys"), item, made.key),
        }
        contents = {"assignment": definition} | {part: {part: each} for part, each in lists.items()}
        texts = {
            f"{part}.yml": _text(content, self._head(folder, part))
            for part, content in contents.items()
        }
        _try(name, texts)
        folder.mkdir(parents=True, exist_ok=True)
        files = {folder / file: text.encode() for file, text in texts.items()}
        write_together(files)
        return list(files)

    def variants(self, name: str, seed: str, count: int, *, sure: bool) -> list[str]:
        """Make variants of an assignment of the folder, or of the book; say of each what is new.

        Raises
        ------
        Doubt
            If a variant would replace another one of its name, and nobody is sure.
        DataError
            If the assignment or its keys are wrong.
        """
        source = self.folder / name if name in self.names() else Path(name)
        home = self.folder / _VARIANTS
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as shelf:
            made = list(variants(source, seed, count, Path(shelf)))
            changed = [
                each.folder.name
                for each in made
                if (home / each.folder.name).is_dir() and not _alike(each.folder, home)
            ]
            if changed and not sure:
                told = (
                    f"{', '.join(changed)}: there is such a variant, and it asks or keys otherwise."
                )
                raise Doubt([told])
            home.mkdir(exist_ok=True)
            for each in made:
                there = home / each.folder.name
                if there.exists():
                    shutil.rmtree(there)
                each.folder = each.folder.replace(there)
        return [str(each) for each in made]

    def editions(self, name: str) -> list[str]:
        """Write what students and the instructor get of an assignment; say what each file is."""
        out = self.folder / f"{name}-files"
        written = build(load_assignment(self.folder / name), out)
        return [f"{path}: {what}" for path, what in written.items()]

    def kept(self) -> Record:
        """Return what stood in the form last; what cannot be read is set aside.

        Raises
        ------
        DataError
            If it could not be read: says where it is now.
        """
        path = self.folder / _DRAFT
        if not path.is_file():
            return {}
        try:
            kept = json.loads(read_text(path))
        except (ValueError, DataError) as error:
            aside = path.with_name(f"{path.stem}-damaged{path.suffix}")
            path.replace(aside)
            cure = f"it is kept as {aside.name}, and the form begins anew"
            raise DataError(path, "whole file", "it is damaged", cure) from error
        return kept if isinstance(kept, dict) else {}

    def keep(self, work: Record) -> None:
        """Write what stands in the form, so that it is there again when Python is started anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(work, ensure_ascii=False, indent=1)
        write_atomically(self.folder / _DRAFT, text.encode())

    def _list(self, name: str, part: str) -> list[Record]:
        path = self.folder / name / f"{part}.yml"
        content = read_yaml(path).content if path.is_file() else {}
        found = content.get(part) if isinstance(content, dict) else None
        if found and not (isinstance(found, list) and all(isinstance(e, dict) for e in found)):
            raise DataError(path, "line 1", f"there is no list of {part}", f'begin with "{part}:"')
        return list(found or ())

    def _record(self, name: str, part: str, item: str) -> Record:
        found = (each for each in self._list(name, part) if each.get("id") == item)
        record = next(found, None)
        if record is None:
            path = self.folder / name / f"{part}.yml"
            raise DataError(path, f'question "{item}"', "it is not there", "choose another")
        return record

    def _replaced(self, name: str, made: Records) -> Iterator[str]:
        item = made.question["id"]
        for each in self._list(name, "questions"):
            if each.get("id") == item:
                yield f"{item} is there already, and asks: {each.get('stem', '')}"

    def _comments(self, folder: Path) -> Iterator[str]:
        for part in _HEADS:
            path = folder / f"{part}.yml"
            lines = read_text(path).split("\n") if path.is_file() else []
            below = lines[len(_comments_above(lines)) :]
            if any(line.lstrip().startswith("#") for line in below):
                yield f"{path.name} has comments between its lines, which would go."

    def _head(self, folder: Path, part: str) -> list[str]:
        path = folder / f"{part}.yml"
        own = _comments_above(read_text(path).split("\n")) if path.is_file() else []
        return own or [_HEADS[part]]


class _Dumper(yaml.SafeDumper):
    """Writer of YAML in which a text of several lines stands in lines."""


def _in_lines(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _in_lines)


def _text(content: Any, head: list[str]) -> str:
    written = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return "\n".join([*head, written])


def _comments_above(lines: list[str]) -> list[str]:
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:count]


def _with(records: list[Record], item: str, record: Record) -> list[Record]:
    """Return a list with a record, in the place of the one with its id, or at the end."""
    if any(each.get("id") == item for each in records):
        return [record if each.get("id") == item else each for each in records]
    return [*records, record]


def _place(definition: Record, made: Records) -> None:
    """Ask a question at the end of an assignment, with the passages that it is about."""
    item, parts = made.question["id"], definition["parts"]
    asked = [each for part in parts for each in _ids(part.get("items"))]
    last = parts[-1]
    if item not in asked:
        items = last.get("items") or []
        last["items"] = [*(items if isinstance(items, list) else [items]), item]
    shown = [each for part in parts for each in part.get("excerpts") or ()]
    new = [each for each in made.question["excerpts"] if each not in shown]
    if new:
        last["excerpts"] = [*(last.get("excerpts") or ()), *new]
    if made.rubric:
        rubrics = definition.get("rubrics") or {}
        definition["rubrics"] = rubrics | {made.question["rubric"]: made.rubric}


def _ids(items: Any) -> list[str]:
    several = items if isinstance(items, list) else [items] if items else []
    return [each["id"] if isinstance(each, dict) else str(each) for each in several]


def _try(name: str, texts: dict[str, str]) -> None:
    """Raise `DataError` if an assignment of these files is wrong, as `sourcework check` has it."""
    with tempfile.TemporaryDirectory() as shelf:
        folder = Path(shelf).resolve() / name
        folder.mkdir()
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        try:
            load_solution(load_assignment(folder))
        except DataError as error:
            said = str(error).replace(f"{folder}{os.sep}", "")
            raise DataError(
                Path(name), said.partition(": ")[0], error.problem, error.cure
            ) from error


def _alike(folder: Path, home: Path) -> bool:
    """Say whether a variant has the same files as the one of its name."""
    files = sorted(folder.iterdir())
    others = [home / folder.name / each.name for each in files]
    pairs = zip(files, others, strict=True)
    return all(o.is_file() and f.read_bytes() == o.read_bytes() for f, o in pairs)
