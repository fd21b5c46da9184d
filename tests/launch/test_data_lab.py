"""The data lab as a student runs it: in a clean kernel, top to bottom, blanks filled or not."""

from __future__ import annotations

import re

import nbformat
import pytest
from contents import ROOT
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient

from sourcework.lab import questions

BOOK = ROOT / "book"
NEXT = re.compile(r"^(?:#{2,4} |:::\{deeper-end\})", re.MULTILINE)  # where a section of a page ends
SOLVED = {  # what a student puts into the blank of each chapter
    "testament": 'shares = pd.crosstab(clauses["about"], clauses["code"], normalize="index")',
    "poison": "alive = near.query(\"died > '1940-08-10'\")",
    "eavesdropping": 'lost = pieces.groupby("claim")["his"].all().sum()',
}


def read(page: str) -> nbformat.NotebookNode:
    text = (BOOK / f"{page}.md").read_text(encoding="utf-8")
    return read_myst_markdown_notebook(text, add_source_map=False)


def run(notebook: nbformat.NotebookNode) -> list[tuple[str, list[str], str]]:
    """Run a notebook in a kernel of its own: each cell of code, its tags, and what it shows."""
    place = {"metadata": {"path": str(BOOK)}}
    NotebookClient(notebook, timeout=120, resources=place).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(cell.source, cell.metadata.get("tags", []), shown(cell)) for cell in cells]


def shown(cell: nbformat.NotebookNode) -> str:
    return "\n".join(out.get("data", {}).get("text/plain", "") for out in cell.outputs)


@pytest.fixture(scope="module")
def ran() -> list[tuple[str, list[str], str]]:
    return run(read("data-lab"))


def asked(source: str) -> list[str]:
    return re.findall(r'^check\("([^"]+)"', source, re.MULTILINE)


def test_it_runs_top_to_bottom_with_the_blanks_as_they_are(
    ran: list[tuple[str, list[str], str]],
) -> None:
    blanks = {
        name: out for source, tags, out in ran if "solution" not in tags for name in asked(source)
    }
    assert len(blanks) == 11
    for name, out in blanks.items():
        assert out.startswith(f"Still to fill in ({name})"), out


def test_every_solution_passes_its_own_check(ran: list[tuple[str, list[str], str]]) -> None:
    solved = {
        name: out for source, tags, out in ran if "solution" in tags for name in asked(source)
    }
    assert len(solved) == 11
    for name, out in solved.items():
        assert out.startswith(f"That is right ({name})"), out


def test_every_check_is_asked_once_in_the_book(ran: list[tuple[str, list[str], str]]) -> None:
    names = [name for source, tags, _ in ran if "solution" not in tags for name in asked(source)]
    for chapter in SOLVED:
        names += [name for cell in read(chapter).cells for name in asked(cell.source)]
    assert sorted(names) == sorted(questions())


@pytest.mark.parametrize("chapter", SOLVED)
def test_the_blank_of_a_chapter_can_be_filled(chapter: str) -> None:
    notebook = read(chapter)
    start = next(n for n, cell in enumerate(notebook.cells) if "### With the data" in cell.source)
    after = notebook.cells[start + 1 :]
    end = next(n for n, cell in enumerate(after) if re.search(NEXT, cell.source))
    cells = [cell for cell in after[:end] if cell.cell_type == "code"]
    blank = next(cell for cell in cells if re.search(r"= \.\.\.", cell.source))
    blank.source = re.sub(r"^\w+ = \.\.\..*$", SOLVED[chapter], blank.source, flags=re.MULTILINE)
    imports = nbformat.v4.new_code_cell("from sourcework import tables")
    *_, (_, _, out) = run(nbformat.v4.new_notebook(cells=[imports, *cells]))
    assert out.startswith("That is right")
