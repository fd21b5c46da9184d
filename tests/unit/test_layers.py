"""The layers: what a part is made of knows nothing of it, and the drawing of them is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "packages/sourcework/src/sourcework"
HOST = ROOT / "packages/sphinx-live-widgets/src"
FACES = {"__init__", "__main__"}  # what others see of the package


def imported(path: Path) -> Iterator[str]:
    """Give the parts of the package, modules or packages, that a module imports."""
    home = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = home[: len(home) - node.level + 1]
            named = node.module.split(".") if node.module else [each.name for each in node.names]
            yield from above[:1] or (named[:1] if node.module else named)


def needs() -> dict[str, set[str]]:
    """Return by part of the engine what it imports of others."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part != "template":
            found.setdefault(part, set()).update(set(imported(path)) - {part} - FACES)
    return {part: parts for part, parts in found.items() if part not in FACES}


def drawn() -> dict[str, int]:
    """Return by part the row of the drawing in which it stands, 0 at the foot."""
    drawing = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("```")[1]
    rows: list[str] = []
    for line in drawing.splitlines():
        if row := re.match(r" │ ([a-z]+)? +(\S.*?) *│$", line):
            rows.append(row[2]) if row[1] else rows.append(f"{rows.pop()} {row[2]}")
    parts = [re.findall(r"[a-z_]+", re.sub(r":.*", "", row)) for row in reversed(rows)]
    return {part: height for height, row in enumerate(parts) for part in row}


def test_nothing_points_back() -> None:
    order = list(TopologicalSorter(needs()).static_order())  # it raises if there is a circle
    assert order.index("widgets") < order.index("grading") < order.index("nbgrading")


def test_a_part_imports_from_its_own_row_of_the_drawing_or_from_rows_below_it() -> None:
    heights = drawn()
    assert heights.keys() == needs().keys()
    above = [
        f"{part} imports {other}"
        for part, others in needs().items()
        for other in others
        if heights[other] > heights[part]
    ]
    assert above == []


def test_the_host_imports_no_engine_and_the_engine_no_book() -> None:
    for folder, names in ((HOST, "sourcework|dossier|local"), (PACKAGE, "local")):
        statement = re.compile(rf"^\s*(?:import|from) (?:{names})\b", re.MULTILINE)
        files = [path for path in folder.rglob("*.py") if "template" not in path.parts]
        assert files
        assert [f for f in files if statement.search(f.read_text(encoding="utf-8"))] == []
