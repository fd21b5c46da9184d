"""Everything that is made of the results, in one walk through them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...assignments.definition import Assignment
from ...assignments.solutions import Solution
from ..marking.marking_sheet import MarkingSheet, written
from ..marking.results import Result
from ..marking.totals import Standing, earned, standing
from ..progress import Progress
from ..reports.essays import Essays
from ..reports.feedback_pages import FeedbackPages
from ..reports.feedback_zips import Packets
from ..reports.statistics import GROUP, ItemStatistics
from .results_store import Ledger
from .spreadsheets import number, write_cells

__all__ = ["write_outputs"]


def write_outputs(
    assignment: Assignment,
    solution: Solution,
    ledger: Ledger,
    folder: Path,
    columns: list[str],
    progress: Progress,
    delimiter: str = ",",
) -> None:
    """Write results, feedback, written answers, marking sheet and statistics into a folder.

    `columns` are those that a teacher added to the marking sheet.
    """
    statistics = ItemStatistics(assignment, solution)

    def rows(packets: Packets) -> Iterator[list[str]]:
        for done, result in enumerate(ledger.results(), start=1):
            known = standing(assignment, result)
            ledger.settle(result.student, known.before, known.total)
            packets.add(result)
            statistics.add(result)
            progress.tell("students written:", done)
            yield [*_row(assignment, result, known), *_team(result.members, teams)]
        for each in ledger.blanks():
            blank = _blank(assignment, each.id, each.name)
            yield [*blank, *_team(ledger.members(each), teams)]

    teams = ledger.count("teams") > 0
    columns_of_results = [*_columns(assignment), *(["members"] if teams else [])]
    with Packets(folder, FeedbackPages(assignment, solution).page) as packets:
        write_cells(folder / "results.csv", columns_of_results, rows(packets), delimiter)
    _write_marking(assignment, solution, ledger, folder, columns, delimiter)
    _write_statistics(statistics, ledger, folder, delimiter)


def _write_marking(
    assignment: Assignment,
    solution: Solution,
    ledger: Ledger,
    folder: Path,
    columns: list[str],
    delimiter: str,
) -> None:
    """Write the marking sheet, and the pages with the texts and the work that led to them."""
    has_sheet = (
        bool(written(assignment))
        or ledger.count("waiting") > 0
        or next(ledger.notes.left(), None) is not None
    )
    if not has_sheet and not assignment.widgets and not ledger.count("unread"):
        return
    sheet = MarkingSheet(assignment, ledger, columns)
    essays = Essays(folder, assignment, solution, ledger)

    def rows() -> Iterator[list[str]]:
        for result in ledger.results():
            yield from sheet.rows(result, essays.add(result))
        yield from sheet.rows_left()

    if has_sheet:
        write_cells(folder / "marking.csv", sheet.columns, rows(), delimiter)
    else:
        for _ in rows():
            pass
    essays.close()


def _write_statistics(
    statistics: ItemStatistics, ledger: Ledger, folder: Path, delimiter: str
) -> None:
    most = round(GROUP * ledger.count("graded"))
    statistics.groups(ledger.ranked(most, highest=False), ledger.ranked(most, highest=True))
    report = statistics.finish()
    (folder / "statistics.html").write_text(report.html(), encoding="utf-8")
    (folder / "items.csv").write_text(report.csv(delimiter), encoding="utf-8-sig", newline="")


def _columns(assignment: Assignment) -> list[str]:
    return ["student", "name", *_earning(assignment), "lost to lateness, %", "total", "file"]


def _earning(assignment: Assignment) -> list[str]:
    return [each.id for each in assignment.questions.values() if assignment.worth(each)]


def _row(assignment: Assignment, result: Result, known: Standing) -> list[str]:
    points = [_cell(assignment, result, name) for name in _earning(assignment)]
    total = number(known.total)
    lost = number(result.lost * 100)
    return [result.student.id, result.student.name, *points, lost, total, result.file]


def _team(members: tuple[str, ...], teams: bool) -> list[str]:
    """Return the cell with the members of a team, where there are teams at all."""
    return ["; ".join(members)] if teams else []


def _cell(assignment: Assignment, result: Result, name: str) -> str:
    """Return the points of a question; empty if it was not answered, or not marked yet."""
    question = assignment.questions[name]
    if question.scored and name not in result.unread:
        return number(result.scores.get(name))
    handed_in = name in result.responses or name in result.unread
    return number(earned(assignment, result, question)) if handed_in else ""


def _blank(assignment: Assignment, student: str, name: str) -> list[str]:
    return [student, name, *[""] * (len(_earning(assignment)) + 3)]
