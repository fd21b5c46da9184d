"""The code that the page for teachers shows: it runs as it stands there, on files as they come."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from contents import ROOT
from rules import key_of

from sourcework.answers import write_answers
from sourcework.item_bank import load_items

ITEMS = load_items()
BLOCKS = re.findall(
    r"^```python\n(.*?)^```",
    (ROOT / "book/teaching.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def record(*answers: tuple[str, Any]) -> dict[str, Any]:
    """Return a record with an attempt for each item and response, in their order."""
    items: dict[str, Any] = {}
    for name, response in answers:
        attempt = {"at": "2026-11-03T10:00:00Z", "response": response, "digest": ITEMS[name].digest}
        entry = items.setdefault(name, {"work": {"attempts": []}})
        entry["work"]["attempts"].append(attempt)
    return {"items": items}


def run(code: str, names: dict[str, Any]) -> Any:
    """Run code as a cell of a notebook: return the value of its last line, if it has one."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "teaching.md", "exec"), names)
    return eval(compile(ast.unparse(last), "teaching.md", "eval"), names) if last else None


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Hand in five files: whole, with two attempts, without answers, changed by hand, cut off."""
    key = key_of(ITEMS["poison/choice-1"].rule())
    folder = tmp_path / "answers"
    folder.mkdir()
    write_answers(
        record(("poison/choice-1", key), ("poison/short-1", "By Trotsky\nalone.")),
        folder / "anna.json",
    )
    write_answers(
        record(("poison/choice-1", "x"), ("poison/choice-1", key), ("georgia/estimate-1", 40)),
        folder / "ben.json",
    )
    write_answers(record(), folder / "carla.json")
    write_answers(record(("prologue/number-1", 4)), folder / "dan.json")
    changed = (folder / "dan.json").read_text(encoding="utf-8").replace(":4,", ":3,")
    (folder / "dan.json").write_text(changed, encoding="utf-8")
    (folder / "eva.json").write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return {}


def test_thirty_files_become_a_table_and_remarks(names: dict[str, Any]) -> None:
    table = run(BLOCKS[0], names)
    assert table.index.tolist() == ["anna", "ben", "carla", "dan"]
    points = ITEMS["poison/choice-1"].points
    assert table["poison"].tolist()[0] == points
    assert pd.isna(table["poison"]).tolist() == [False, True, True, True]
    assert pd.isna(table["georgia"]).all()
    assert list(names["remarks"]) == ["dan", "eva"]
    assert "eva.json" in names["remarks"]["eva"]


def test_written_answers_stand_under_each_other(
    names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    run(BLOCKS[0], names)
    run(BLOCKS[1], names)
    assert capsys.readouterr().out == "anna\nBy Trotsky\nalone.\n\n"
