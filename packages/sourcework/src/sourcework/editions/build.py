"""Write the editions of an assignment: those of students, and apart from them the instructor's."""

from __future__ import annotations

from pathlib import Path

from ..assignments.definition import Assignment
from ..assignments.solutions import load_solution
from ..files import write_atomically
from .live import live_page
from .notebook import notebook
from .page import notebook_name, page
from .paper import instructors, worksheet

__all__ = ["build", "into_book", "stale"]


def build(assignment: Assignment, folder: Path) -> dict[Path, str]:
    """Write all editions.

    Parameters
    ----------
    folder
        Gets `students/` with what can be handed out, and `instructor/` with what must not be; the
        latter only where the assignment's `keys.yml` is.

    Returns
    -------
    dict
        What each file is, by its path.
    """
    name, students = assignment.name, folder / "students"
    texts = {
        students / f"{name}.ipynb": (notebook(assignment), "the same as a notebook"),
        students / f"{name}-worksheet.html": (worksheet(assignment), "the same on paper"),
    }
    if not assignment.code:  # which is answered in a notebook alone
        texts[students / f"{name}.html"] = (live_page(assignment), "a page that works everywhere")
    if (assignment.folder / "keys.yml").is_file():
        edition = instructors(assignment, load_solution(assignment))
        path = folder / "instructor" / f"{name}-instructor.html"
        texts[path] = (edition, "keys, model answers, marker's notes: not for students")
    return _write(texts)


def into_book(assignment: Assignment, folder: Path) -> dict[Path, str]:
    """Write the page of the book, which a line in `_toc.yml` shows, and the notebook beside it."""
    return _write(_for_book(assignment, folder))


def stale(assignment: Assignment, folder: Path) -> list[Path]:
    """Return what `into_book` wrote before the assignment, or the bank, was changed.

    An assignment that has no page in the book has nothing to grow stale.
    """
    if not (folder / f"{assignment.name}.md").is_file():
        return []
    texts = _for_book(assignment, folder)
    return [path for path, (text, _) in texts.items() if not _says(path, text)]


def _for_book(assignment: Assignment, folder: Path) -> dict[Path, tuple[str, str]]:
    return {
        folder / f"{assignment.name}.md": (page(assignment), "the page"),
        folder / notebook_name(assignment): (notebook(assignment), "the notebook"),
    }


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _write(texts: dict[Path, tuple[str, str]]) -> dict[Path, str]:
    for path, (text, _) in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode("utf-8"))
    return {path: what for path, (_, what) in texts.items()}
