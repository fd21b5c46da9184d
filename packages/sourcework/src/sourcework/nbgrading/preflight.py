"""A look at every file before nbgrader sees it.

One notebook with a cell copied ends nbgrader's whole run, and a file that it cannot read looks
like a zero in its table. So a notebook is read here first, as JSON and without running anything,
and written anew: the cells of the assignment as they were handed out, with the student's answers in
them, and the student's own cells; outputs, kernel names and whatever else came along are left out.
What cannot be put right without a guess is put aside, with the reason, and nothing is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..assignments.definition import Assignment
from ..grading.intake.answer_notebooks import ELSEWHERE, loose_texts
from ..grading.reports.problems import Unreadable
from .source import TEXT_STUB, SourceCell, cells, read_marker

__all__ = ["LARGEST", "Checked", "Checker"]

LARGEST = 64 << 20  # bytes of a file: 50 MB of output are nothing unusual
_LONGEST = 500_000  # characters of a cell
_MOST = 2_000  # cells
_DEEPEST = 60  # levels of JSON; a notebook with output has some ten
_EDITED = ("answer", "work", "written")
_AGAIN = "have it handed in again"
_SAVE = "have it opened in Jupyter, saved and handed in again"

Json = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """A notebook that can be run.

    Attributes
    ----------
    status
        `ok`, or `repaired` if anything was put right.
    notes
        What was put right or is odd, each a clause.
    notebook
        What nbgrader is to run.
    written
        By item, the written answers.
    lost
        Items whose answer cell is not there: they have no points until somebody has looked.
    """

    status: Literal["ok", "repaired"]
    notes: tuple[str, ...]
    notebook: bytes
    written: dict[str, str]
    lost: tuple[str, ...]


class Checker:
    """Checks the notebooks of one assignment."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._cells = list(cells(assignment))
        self._known = {cell.id: cell for cell in self._cells}
        self._given = {
            cell.source: cell.item for cell in self._cells if cell.role in ("text", "task", "work")
        }

    def check(self, data: bytes) -> Checked:
        """Read a notebook and write it anew.

        Raises
        ------
        Unreadable
            If it has to be put aside.
        """
        notes: list[str] = []
        content = _read(data, notes)
        self._check_assignment(content, notes)
        found = [_cell(each, place) for place, each in enumerate(content["cells"], start=1)]
        pairs = self._single(self._recognised(found, notes), notes)
        if not any(cell and cell.role == "answer" for cell, _ in pairs):
            problem = "none of its cells can be known for one of the assignment's"
            raise Unreadable(problem, f"{_SAVE}, begun from the notebook that was given out")
        lost = self._restore(pairs, notes)
        _tell_kernel(content, notes)
        written = self._texts(pairs, lost, notes)
        return Checked(
            status="repaired" if notes else "ok",
            notes=tuple(notes),
            notebook=self._written_anew(pairs),
            written=written,
            lost=tuple(lost),
        )

    def _check_assignment(self, content: Json, notes: list[str]) -> None:
        about = _mapping(_mapping(content.get("metadata")).get("dossier"))
        name, version = about.get("assignment"), about.get("version")
        if isinstance(name, str) and name != self._assignment.name:
            problem = f"it is of another assignment, {name[:60]}"
            raise Unreadable(problem, f"have {self._assignment.name} handed in")
        if isinstance(version, str) and version != self._assignment.version:
            notes.append("it was begun with another edition of the questions")

    def _recognised(
        self, found: list[Json], notes: list[str]
    ) -> list[tuple[SourceCell | None, Json]]:
        """Say of each cell which one of the assignment's it is, if any."""
        pairs: list[tuple[SourceCell | None, Json]] = []
        stripped = 0
        for each in found:
            cell = self._by_metadata(each)
            if cell is None:
                cell = self._by_text(each)
                stripped += cell is not None
            pairs.append((cell, each))
        if stripped:
            notes.append(f"{stripped} cells had lost what nbgrader knows them by")
        return pairs

    def _by_metadata(self, each: Json) -> SourceCell | None:
        metadata = _mapping(each.get("metadata"))
        name = _mapping(metadata.get("nbgrader")).get("grade_id")
        item = _mapping(metadata.get("dossier")).get("written")
        if isinstance(name, str) and name in self._known:
            return self._known[name]
        return self._of("written", item) if isinstance(item, str) else None

    def _by_text(self, each: Json) -> SourceCell | None:
        role, item = read_marker(each["source"])
        return self._of(role, item) if role else None

    def _of(self, role: str, item: str) -> SourceCell | None:
        return next((c for c in self._cells if c.role == role and c.item == item), None)

    def _single(
        self, pairs: list[tuple[SourceCell | None, Json]], notes: list[str]
    ) -> list[tuple[SourceCell | None, Json]]:
        """Leave each of the assignment's cells there once.

        Jupyter copies what nbgrader knows of a cell when a cell is divided. The further pieces
        become cells of the student's own, so that the notebook runs as it ran at home.
        """
        sources: dict[str, list[str]] = {}
        kept: list[tuple[SourceCell | None, Json]] = []
        for cell, each in pairs:
            before = sources.setdefault(cell.id, []) if cell else []
            if cell and before:
                again = each["source"].strip() not in before
                if cell.role == "written" and again:
                    problem = f"the cell {cell.id} is there twice, with different texts"
                    raise Unreadable(problem, "ask which one counts, and take the other out")
                if cell.role in ("answer", "work"):
                    kept.append((None, each))
            else:
                kept.append((cell, each))
            before.append(each["source"].strip())
        for name, said in sources.items():
            if len(said) > 1:
                notes.append(f"the cell {name} was there {len(said)} times")
        return kept

    def _restore(self, pairs: list[tuple[SourceCell | None, Json]], notes: list[str]) -> list[str]:
        """Put missing and changed cells right; return the items whose answers are lost."""
        for cell, each in pairs:
            if cell and each["cell_type"] != cell.kind:
                notes.append(f"the cell {cell.id} had become {each['cell_type']}")
            if cell and cell.role == "test" and each["source"].strip() != cell.source.strip():
                notes.append(f"the test {cell.id} had been changed")
        lost = []
        there = {cell.id for cell, _ in pairs if cell}
        for place, cell in enumerate(self._cells):
            if cell.id in there:
                continue
            if cell.role in ("answer", "written"):
                lost.append(cell.item)
                notes.append(f"the cell {cell.id} is missing, and its answer with it")
            elif cell.role == "test":
                notes.append(f"the test {cell.id} was missing")
            _put_after(pairs, self._cells[place - 1] if place else None, cell)
            there.add(cell.id)
        return lost

    def _texts(
        self, pairs: list[tuple[SourceCell | None, Json]], lost: list[str], notes: list[str]
    ) -> dict[str, str]:
        """Return the written answers, and with each what stands elsewhere for it.

        Whoever reads it has to see that; of what nobody wrote there is nothing.
        """
        written = {
            cell.item: _written(each["source"])
            for cell, each in pairs
            if cell and cell.role == "written" and cell.item not in lost
        }
        own: dict[str, list[str]] = {}
        more: list[str] = []
        for each in loose_texts(list(self._as_read(pairs)), self._given):
            if each.item in written:
                if each.answers or not written[each.item]:
                    own.setdefault(each.item, []).append(each.text)
            elif each.long:
                more.append(each.text)
        for item, text in written.items():
            beside = own.get(item, []) or ([] if text else more)
            if beside:
                written[item] = "\n\n".join([*([text] if text else []), ELSEWHERE, *beside])
                notes.append(f"a text for {item} stands in another cell, and was taken along")
        return {item: text for item, text in written.items() if text}

    def _as_read(self, pairs: list[tuple[SourceCell | None, Json]]) -> Iterator[Json]:
        """Give cells as the reader of loose texts knows them: those for answers have their item."""
        for cell, each in pairs:
            item = cell.item if cell and cell.role in ("answer", "test", "written") else ""
            yield each | {"metadata": {"dossier": {"item": item}} if item else {}}

    def _written_anew(self, pairs: list[tuple[SourceCell | None, Json]]) -> bytes:
        made = []
        for number, (cell, each) in enumerate(pairs, start=1):
            kind = cell.kind if cell else each["cell_type"]
            source = each["source"]
            if cell and cell.role not in _EDITED:
                source = cell.source
            own: Json = {
                "cell_type": kind,
                "id": cell.id if cell else f"own-{number}",
                "metadata": cell.metadata if cell else {},
                "source": source,
            }
            made.append(own | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
        about = {"assignment": self._assignment.name, "version": self._assignment.version}
        whole = {
            "cells": made,
            "metadata": {
                "dossier": about,
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _put_after(
    pairs: list[tuple[SourceCell | None, Json]], before: SourceCell | None, cell: SourceCell
) -> None:
    ids = [each.id if each else "" for each, _ in pairs]
    place = ids.index(before.id) + 1 if before else 0
    pairs.insert(place, (cell, {"cell_type": cell.kind, "source": cell.source}))


def _read(data: bytes, notes: list[str]) -> Json:
    """Parse a notebook and make sure that it is one, as far as it matters here."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("it is empty", _AGAIN)
    try:
        content = json.loads(_decoded(data, notes))
    except UnicodeError as error:
        raise Unreadable("its characters are not UTF-8", _SAVE) from error
    except RecursionError as error:
        raise Unreadable(
            "it is nested deeper than any notebook is", "ask how it was made"
        ) from error
    except ValueError as error:
        raise Unreadable("it is cut off, or no notebook", _AGAIN) from error
    if not isinstance(content, dict):
        raise Unreadable("it is no notebook", _AGAIN)
    if content.get("nbformat") != 4 or not isinstance(content.get("cells"), list):
        shape = content.get("nbformat")
        if shape in (1, 2, 3):
            problem = f"it has the form {shape} of notebooks, which is out of use since 2015"
            raise Unreadable(problem, _SAVE)
        raise Unreadable("it is no notebook", _AGAIN)
    if len(content["cells"]) > _MOST:
        raise Unreadable(f"it has more than {_MOST:,} cells", "ask how it was made")
    if _deeper_than(content, _DEEPEST):
        raise Unreadable("it is nested deeper than any notebook is", "ask how it was made")
    return content


def _decoded(data: bytes, notes: list[str]) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        notes.append("its characters were UTF-16")
        return data.decode("utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("it began with a mark that notebooks do not have")
    return data.decode("utf-8-sig")


def _deeper_than(content: object, levels: int) -> bool:
    layer: list[object] = [content]
    for _ in range(levels):
        layer = [inner for each in layer for inner in _inside(each)]
        if not layer:
            return False
    return True


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _cell(each: object, place: int) -> Json:
    """Return type, source and metadata of a cell, or refuse the notebook."""
    own = _mapping(each)
    source = own.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    kind = own.get("cell_type")
    if kind not in ("code", "markdown", "raw") or not isinstance(source, str):
        raise Unreadable(f"its cell {place} is none that a notebook can have", _SAVE)
    if len(source) > _LONGEST:
        raise Unreadable(f"its cell {place} is longer than {_LONGEST:,} characters", _SAVE)
    # Half of a pair of characters, as an emoji that was cut, cannot be written to a file.
    source = source.encode("utf-8", "replace").decode("utf-8")
    return {"cell_type": kind, "source": source, "metadata": own.get("metadata")}


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _tell_kernel(content: Json, notes: list[str]) -> None:
    name = _mapping(_mapping(content.get("metadata")).get("kernelspec")).get("name")
    if isinstance(name, str) and name != "python3":
        notes.append(f"its kernel was called {name[:40]!r}")


def _written(source: str) -> str:
    """Return a written answer without its marker and what stood in its place."""
    role, _ = read_marker(source)
    text = source.partition("\n")[2] if role else source
    return text.replace(TEXT_STUB, "").strip()
