"""The package's layers: what a part is made of knows nothing of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "packages/sourcework/src/sourcework"
FACES = {"__init__", "__main__"}  # what others see of the package


def imported(path: Path) -> Iterator[str]:
    """Give the parts of the package, modules or packages, that a module imports."""
    home = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = home[: len(home) - node.level + 1]
            named = node.module.split(".") if node.module else [each.name for each in node.names]
            yield from above[:1] or (named[:1] if node.module else named)


def test_nothing_points_back() -> None:
    needs: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        needs.setdefault(part, set()).update(set(imported(path)) - {part} - FACES)
    for face in FACES:
        needs.pop(face)
    order = list(TopologicalSorter(needs).static_order())  # it raises if there is a circle
    assert order.index("widgets") < order.index("grading") < order.index("nbgrading")
