"""Moodle: an assignment, *Submissions*, *Download grading worksheet*.

From `mod/assign/gradingtable.php` and `mod/assign/feedback/offline/` of Moodle: the columns are the
identifier, the full name and what else names a student, unless marking is anonymous; status; the
group and the marker, where there are any; grade; maximum grade, or the words of a scale; the state
of a marking workflow; whether the grade can be changed; when the submission was modified; the text
that was submitted; when the grade was modified; the feedback. Headers and the words of a cell are
in the language of whoever downloads, so most columns are found by what stands in them: the
identifier is a word and a number, the maximum the same number in every row, with the grade before
it.

The import looks for the identifier, the grade and *Last modified (grade)*, all three in the
language of whoever uploads. It skips a grade that is locked, above the maximum, or was given in
Moodle after the download, which it knows from the last of the three; so this stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ...errors import DataError
from .books import Book, GradebookStudent, PointsColumn, choose, listed, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["Moodle"]

_IDENTIFIER = re.compile(r"(\D*[^\W\d_]\D*?)\s*(\d+)")
# As read in Moodle's language packs; what is not here is found by structure, or left alone.
_IDENTIFIERS = frozenset(
    {"identifier", "id", "identifiant", "identificador", "identificativo", "identifikatzailea"}
    | {"идентификатор", "标识符", "識別碼"}
)
_MAXIMA = frozenset(
    {"maximum grade", "bestwertung", "note maximale", "nota máxima", "maksimum not"}
    | {"максимальная оценка"}
)
_CHANGEABLE = frozenset(
    {"grade can be changed", "bewertung kann geändert werden", "la note peut être modifiée"}
    | {"la calificación puede ser cambiada", "nota pode ser alterada", "betyg kan ändras"}
    | {"not değiştirilebilir"}
)
_COMMENTS = frozenset(
    {"feedback comments", "feedback als kommentar", "feedback par commentaires"}
    | {"comentarios de retroalimentación"}
)
_NAMES = frozenset(
    {"full name", "vollständiger name", "nom complet", "nombre completo", "nome completo"}
    | {"полное имя"}
)
_STATUS = frozenset({"status", "statut"})
_GROUPS = frozenset(
    {"group", "gruppe", "groupe", "grupo", "gruppo", "groep", "grupp", "grup", "grupa"}
    | {
        "группа",
        "skupina",
        "taldea",
        "ryhmä",
        "csoport",
        "ομάδα",
        "グループ",
        "小组",
        "群組",
        "그룹",
    }
)
_NO = frozenset({"no", "nein", "non", "não", "nej"})
_LONGEST = 300  # characters of a team's name; Moodle allows 254
_LEAST = 4  # columns: identifier, status, grade, maximum


@register
class Moodle(Book):
    """An offline grading worksheet of Moodle."""

    platform = "moodle"
    label = "Moodle"
    known_by = "has a grading worksheet, which begins with the identifier of a participant"
    cure = (
        "set the assignment to be graded with points, with grading worksheets and without a rubric "
        "or marking guide, and download the grading worksheet again"
    )

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        self._words = [name.strip().casefold() for name in header]
        self._numbers = [True] * len(header)  # nothing but numbers, or nothing at all
        self._constants: list[float | None] = [None] * len(header)
        self._varying = [False] * len(header)
        self._rows = 0

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header: it names an identifier, or rows after it begin with one."""
        if len(row) < _LEAST or _IDENTIFIER.fullmatch(row[0].strip()):
            return False
        first = next((each for each in after if any(cell.strip() for cell in each)), None)
        known = row[0].strip().casefold() in _IDENTIFIERS
        if first is None:
            return known and not _MAXIMA.isdisjoint(name.strip().casefold() for name in row)
        if not _IDENTIFIER.fullmatch(first[0].strip()):
            return False
        return known or any(number(cell) is not None for cell in first[2:])

    def learn(self, record: TableRow) -> None:
        """Note which columns have numbers, and which the same one in every row."""
        if len(record.cells) != len(self.header) or record.blank():
            return
        self._rows += 1
        for index, cell in enumerate(record.cells):
            if not self._numbers[index] and self._varying[index]:
                continue
            value = record.value(index) if cell.startswith('"') else cell
            found = number(value)
            if found is None:
                self._varying[index] = True
                self._numbers[index] &= not value.strip()
            elif self._constants[index] is None:
                self._constants[index] = found
            elif self._constants[index] != found:
                self._varying[index] = True

    def columns(self) -> list[PointsColumn]:
        """Return the column of grades, if it can be told from the others."""
        named = [at for at, word in enumerate(self._words) if at > 1 and word in _MAXIMA]
        return [
            PointsColumn(
                at - 1, self.header[at - 1], self.header[at - 1], maximum=self._constant(at)
            )
            for at in named or filter(self._may_be_maximum, range(2, len(self.header)))
        ]

    def choose(self, title: str, wanted: str | None) -> PointsColumn:
        """Return the column of grades; a worksheet is of one assignment and does not name it."""
        if wanted is not None:
            every = [self._column(at) for at in range(1, len(self.header))]
            return choose(self.path, every, title, wanted, self.cure)
        found = self.columns()
        if len(found) == 1:
            return found[0]
        if not self._rows:
            raise DataError(self.path, "whole file", "it has no student", self.cure)
        problem = f"which column holds the grades is not clear; there are: {listed(self.header)}"
        if not found:
            problem = (
                "no column has the same maximum grade in every row; the assignment may have a "
                f"scale, or no grade. There are: {listed(self.header)}"
            )
        raise DataError(
            self.path, "header", problem, f"name the column with --column, or {self.cure}"
        )

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about, by the number of the participant."""
        if record.blank():
            return None
        match = _IDENTIFIER.fullmatch(record.value(0).strip())
        main = "".join(str(unicodedata.decimal(digit)) for digit in match[2]) if match else ""
        second = self._words[1]
        label = record.value(0 if second in _STATUS else 1)
        # Where marking is anonymous the status comes second, and its words are nobody's name.
        alias = match[1].strip() if match else ""
        places = self._of_teams()
        teams = [record.value(at) for at in places]
        short = tuple(each for each in teams if each.strip() and len(each) <= _LONGEST)
        grouped = any(self._words[at] in _GROUPS for at in places)
        return GradebookStudent(main, (), label, second in _NAMES, alias, short, grouped)

    def locked(self, record: TableRow) -> bool:
        """Whether the column on changes says no, in a language that is known here."""
        return any(
            record.value(at).strip().casefold() in _NO
            for at, word in enumerate(self._words)
            if word in _CHANGEABLE
        )

    def numbers(self, column: PointsColumn) -> list[int]:
        """Return the places of grade and maximum grade."""
        return [column.index, column.index + 1]

    def remark(self) -> int | None:
        """Return the place of the feedback comments, if the header is known."""
        places = [at for at, word in enumerate(self._words) if word in _COMMENTS]
        return places[0] if len(places) == 1 else None

    def notes(self, column: PointsColumn) -> list[str]:
        """Say that the maximum is not known."""
        if column.maximum is None:
            return [f'The file does not say how many points "{column.header}" is worth in Moodle.']
        return []

    def _of_teams(self) -> range:
        """Return where a team can be named: between status and grade, where no student writes."""
        status = next((at for at, word in enumerate(self._words) if word in _STATUS), 1)
        grade = min((each.index for each in self.columns()), default=len(self.header))
        places = range(max(status + 1, 2), grade)
        known = [at for at in places if self._words[at] in _GROUPS]
        return range(known[0], known[0] + 1) if known else places

    def _column(self, at: int) -> PointsColumn:
        barred = "" if self._numbers[at] else "it has words, not points"
        if self._words[at] in _MAXIMA:
            barred = "it holds the maximum, not the students' points"
        name = self.header[at]
        return PointsColumn(at, name, name, maximum=self._constant(at + 1), barred=barred)

    def _constant(self, at: int) -> float | None:
        if at >= len(self.header) or self._varying[at]:
            return None
        return self._constants[at]

    def _may_be_maximum(self, at: int) -> bool:
        maximum = self._constant(at)
        words_follow = at + 1 == len(self.header) or not self._numbers[at + 1]
        return maximum is not None and maximum > 0 and self._numbers[at - 1] and words_follow
