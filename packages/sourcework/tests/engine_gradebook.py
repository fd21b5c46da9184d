"""Script of the engine's tests: the gradebook of a platform that the engine does not know."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sourcework.errors import DataError
from sourcework.grading.gradebooks import EnteredMark, detect, fill, people
from sourcework.grading.gradebooks.books import Book, GradebookStudent, PointsColumn, register
from sourcework.grading.gradebooks.delimited_text import TableRow

TEXT = "Pupil,Named,Night watch,Other\r\nada,Żak,,7\r\nben,O'Dowd,,\r\n"


@register
class Slate(Book):
    """Gradebook of a platform that somebody wrote at school."""

    platform = "slate"
    label = "Slate"
    known_by = "begins with Pupil, Named"
    cure = "add the column in Slate and export again"

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header."""
        return list(row[:2]) == ["Pupil", "Named"]

    def columns(self) -> list[PointsColumn]:
        """Return all columns after the name."""
        return [PointsColumn(at, name, name) for at, name in enumerate(self.header) if at > 1]

    def student(self, record: TableRow) -> GradebookStudent:
        """Return whom a row is about."""
        return GradebookStudent(record.value(0), (), record.value(1))


if __name__ == "__main__":
    _, answer = map(Path, sys.argv[1:])
    book, out, unknown = Path("slate.csv"), Path("filled.csv"), Path("unknown.csv")
    book.write_bytes(TEXT.encode())
    unknown.write_text("a,b\n1,2\n", encoding="utf-8")
    try:
        detect(unknown)
    except DataError as error:
        refused = str(error)
    names = [row.name for row in people(book)]
    marks = {"ada": EnteredMark(9.5)}
    filled = fill(book, out, lambda row: marks.get(row.ids[0]), title="Night watch", points=17)
    kept = {
        "platform": detect(book),
        "names": names,
        "entered": filled.entered,
        "text": out.read_bytes().decode(),
        "refused": refused,
    }
    answer.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
