"""Words of a page as its readers meet them: in order, with what hides each until it is answered."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NamedTuple

from .excerpts import load_excerpts
from .files import read_text
from .tables import slips_of

__all__ = ["Page", "Part", "read_page", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AFTER = re.compile(r"^[:`]{3,}\{after\} *(\S+)")
_END = re.compile(r"^[:`]{3,}\{after-end\}")
_DEEPER = re.compile(r"^[:`]{3,}\{deeper(?P<end>-end)?\} *(?P<title>.*)")
_STEP = re.compile(r"^([:`]{3,})\{reading-step\}")
_CELL = re.compile(r"^(`{3,}|~{3,}|:{3,})\{code-cell\}")
_FENCE = re.compile(r"^(?:`{3,}|~{3,}|:{3,})(?:\{[\w-]+\})?")
_CALL = re.compile(
    r"\b(?P<by>exercise|ask|excerpt|compare|omissions|answer_key|note_again|note|shares|evidence_slips)"
    r"\((?P<told>[^)]*)\)"
)
_SEAL = re.compile(r"""\bafter=\s*["']([^"']*)["']""")
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_HEADING = re.compile(r"^#{1,6} ")
# Roles and links are read by their words; works cited, labels, options and tags have none.
_UNREAD = re.compile(r"\{cite[\w:]*\}`[^`]*`|\]\([^)]*\)|<[^>]*>|^\([\w-]+\)=|^:[\w-]+:.*")
_NEW = re.compile(r"^(?:[-*+>|] ?|\d+\. )")


class Part(NamedTuple):
    """Part of a page that is read in one go.

    Attributes
    ----------
    what
        What a fault calls it.
    words
        Its words in small letters, each with its line.
    waits
        The questions, notes and slips for which it waits.
    folded
        Whether it stands in a fold.
    excerpt
        Of the title of an excerpt, the excerpt's id.
    """

    what: str
    words: tuple[tuple[str, int], ...]
    waits: frozenset[str]
    folded: bool
    excerpt: str = ""


class Page(NamedTuple):
    """Page: its parts, the lines where it asks something, and all for which something waits.

    `deeper` has what of it need not be done. What is found in a step comes last of the parts, with
    the line where it is written.
    """

    parts: tuple[Part, ...]
    asked: dict[str, int]
    deeper: frozenset[str]
    waited: frozenset[str]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters."""
    return tuple(_WORD.findall(text.replace("’", "'").lower()))


def read_page(path: Path) -> Page:
    """Read a page that is written in MyST."""
    reader = _Reader()
    lines = read_text(path).split("\n")
    start = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    reader.read(lines, start)
    waited, deeper = frozenset(reader.waited), frozenset(reader.deeper)
    return Page(tuple(reader.parts), reader.asked, deeper, waited)


class _Reader:
    """Reader of lines, which knows what has begun and not ended yet."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.asked: dict[str, int] = {}
        self.deeper: set[str] = set()
        self.waited: set[str] = set()
        self._waits: list[str] = []
        self._found: list[tuple[int, Part]] = []
        self._folds = 0
        self._deep = False
        self._open: list[tuple[str, int]] = []

    def read(self, lines: list[str], start: int) -> None:
        number = start
        while number < len(lines):
            line = lines[number]
            if box := _CELL.match(line) or _STEP.match(line):
                self._flush()
                end = next(
                    (n for n in range(number + 1, len(lines)) if lines[n] == box[1]), len(lines)
                )
                read = self._cell if box.re is _CELL else self._step
                read(lines[number + 1 : end], number + 2)
                number = end
            else:
                self._line(line, number + 1)
            number += 1
        self._flush()
        self._close_steps()

    def _line(self, line: str, number: int) -> None:
        mark = _AFTER.match(line)
        if mark or _END.match(line):
            self._flush()
            if mark:
                self._waits.append(mark[1])
                self.waited.add(mark[1])
            elif self._waits:
                self._waits.pop()
            return
        if deeper := _DEEPER.match(line):
            self._flush()
            self._open = [(word, number) for word in words_of(deeper["title"])]
            self._flush("title of what is deeper")
            self._folds = max(0, self._folds + (-1 if deeper["end"] else 1))
            self._deep = not deeper["end"]
            return
        heading, summary = _HEADING.match(line), "<summary>" in line
        if not line.strip() or heading or summary or _NEW.match(line) or _FENCE.match(line):
            self._flush()
        if "</details>" in line:
            self._flush()
            self._folds = max(0, self._folds - 1)
        shown = _UNREAD.sub(" ", _FENCE.sub("", line))
        self._open += [(word, number) for word in words_of(shown)]
        if heading:
            self._flush("heading")
        elif summary:
            self._flush("summary of a fold", folded=self._folds > 1)
        if "<details" in line:
            self._flush()
            self._folds += 1

    def _flush(self, what: str = "prose", *, folded: bool | None = None) -> None:
        if self._open:
            hidden = self._folds > 0 if folded is None else folded
            self.parts.append(Part(what, tuple(self._open), frozenset(self._waits), hidden))
        self._open = []

    def _step(self, lines: list[str], first: int) -> None:
        """Read what is found in a step, which is closed until all is done that the step asks."""
        numbered = enumerate(lines, start=first)
        shown = ((_UNREAD.sub(" ", line), number) for number, line in numbered)
        words = tuple((word, number) for text, number in shown for word in words_of(text))
        if words:
            self._found.append((first, Part("what is found in a step", words, frozenset(), True)))

    def _close_steps(self) -> None:
        """Have what is found in each step wait for what the step asks outside of what is deeper."""
        starts = [0, *(first for first, _ in self._found[1:])]
        ends = [*starts[1:], math.inf]
        for (_, part), start, end in zip(self._found, starts, ends, strict=False):
            asked = {name for name, line in self.asked.items() if start <= line < end}
            self.parts.append(part._replace(waits=frozenset(asked - self.deeper)))

    def _cell(self, lines: list[str], first: int) -> None:
        code = "\n".join(lines)

        def at(place: int) -> int:
            return first + code.count("\n", 0, place)

        for call in _CALL.finditer(code):
            seal = _SEAL.search(call["told"])
            names = _strings(_SEAL.sub("", call["told"]))
            if seal:
                self.waited.add(seal[1])
            if call["by"] in {"excerpt", "compare"}:
                self._titles(names, at(call.start()), seal[1] if seal else "")
            elif call["by"] == "evidence_slips":
                self._ask([slips_of(name) for name in names[:1]], at(call.start()))
            elif call["by"] == "omissions":
                self._omissions(names, at(call.start()))
            elif call["by"] != "note_again":
                self._ask(names, at(call.start()))
        other = _CALL.sub(lambda call: re.sub(r"[^\n]", " ", call[0]), code)
        for string in _STRING.finditer(other):
            said = words_of(string[1] or string[2] or "")
            if " " in string[0] and said:
                self._open = [(word, at(string.start())) for word in said]
                self._flush("words of a cell")

    def _ask(self, names: list[str], line: int) -> None:
        self.asked |= dict.fromkeys(names, line)
        if self._deep:
            self.deeper.update(names)

    def _titles(self, names: list[str], line: int, seal: str) -> None:
        waits = frozenset([*self._waits, seal] if seal else self._waits)
        for name in names:
            if name in load_excerpts():
                title = tuple((word, line) for word in words_of(load_excerpts()[name].title))
                what = f'title of excerpt "{name}"'
                self.parts.append(Part(what, title, waits, self._folds > 0, name))

    def _omissions(self, names: list[str], line: int) -> None:
        """Read what was cut out of excerpts, which one touch shows."""
        for name in names:
            for omission in load_excerpts()[name].omissions if name in load_excerpts() else ():
                self._open = [(word, line) for word in words_of(omission.told)]
                self._flush(f'what was cut out of excerpt "{name}"')


def _strings(code: str) -> list[str]:
    return [one or other for one, other in _STRING.findall(code)]
