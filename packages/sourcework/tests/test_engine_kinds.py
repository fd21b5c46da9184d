"""Tests of kinds of item: a ninth is one module and one line, and nothing above knows a kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy

ENGINE = Path(__file__).resolve().parents[1] / "src/sourcework"

ITEM = """
- id: bell/grid-1
  kind: grid
  objective: voices
  level: 1
  points: 3
  excerpts: [bell/diary]
  stem: What does the diary make of each statement?
  options:
  - id: feet
    text: The gauge stood at nine feet
    feedback: She gives the number.
    words: {bell/diary: The gauge stood at nine feet}
  - id: late
    text: The bell was rung late
    feedback: She declines to say it.
    words: {bell/diary: I do not say that it was rung late}
  - id: ringer
    text: A girl rang it
    feedback: She heard it from the school.
    words: {bell/diary: I say when I heard it}
  key: {feet: says, late: denies, ringer: silent}
  hint: Look at her last line.
  open: The words themselves are the evidence.
"""
QUESTION = """questions:
- id: sitting/grid-1
  kind: grid
  objective: voices
  level: 1
  points: 3
  excerpts: [bell/diary]
  stem: What does the diary make of each statement?
  options:
  - {id: feet, text: The gauge stood at nine feet}
  - {id: late, text: The bell was rung late}
  - {id: ringer, text: A girl rang it}
  targets:
  - {id: says, text: The source says so}
  - {id: denies, text: The source denies it}
  - {id: silent, text: The source is silent on it}
"""
KEY = """keys:
- id: sitting/grid-1
  key: {feet: says, late: denies, ringer: silent}
  options:
    feet: {feedback: She gives the number., words: {bell/diary: nine feet}}
    late: {feedback: She declines to say it., words: {bell/diary: I do not say}}
    ringer: {feedback: She was at the school., words: {bell/diary: I say when I heard it}}
"""
WORK = """title: A sitting
summary: One question of a kind that is new.
chapter: The bell
time: Five minutes
instructions: Judge each statement.
parts:
- {title: Statements, items: [sitting/grid-1]}
"""
RIGHT = {"feet": "says", "late": "denies", "ringer": "silent"}
# response, points of three or none, of which statements something is told
CASES: dict[str, tuple[Any, float | None, list[str]]] = {
    "all right": (RIGHT, 3, ["feet", "late", "ringer"]),
    "one wrong": (RIGHT | {"ringer": "says"}, 1, ["ringer"]),
    "one right": ({"late": "denies"}, 1, ["late"]),
    "all wrong": (dict.fromkeys(RIGHT, "says") | {"feet": "silent"}, 0, ["feet", "late", "ringer"]),
    "nothing": ({}, None, []),
    "a column that is not there": ({"feet": "perhaps"}, None, []),
}
CLASS: dict[str, Any] = {
    "right": RIGHT,
    "wrong": RIGHT | {"ringer": "says"},
    "spelt": {"Feet ": "SAYS", "late": "denies", "other": "says"},
    "notebook": RIGHT,
    "mistyped": "says",
}
STATEMENTS = ("The gauge stood at nine feet", "The bell was rung late", "A girl rang it")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the engine makes of an item of a ninth kind."""
    copy = Copy(tmp_path_factory.mktemp("ninth") / "quillhaven")
    bank = copy.folder / "book/exercises/bell.yml"
    bank.write_text(bank.read_text(encoding="utf-8").rstrip() + "\n" + ITEM, encoding="utf-8")
    page = copy.folder / "book/bell.md"
    cell = '\n```{code-cell} ipython3\nexercise("bell/grid-1")\n```\n'
    page.write_text(page.read_text(encoding="utf-8") + cell, encoding="utf-8")
    work = copy.folder / "assignments/sitting"
    work.mkdir()
    for name, text in (("assignment", WORK), ("questions", QUESTION), ("keys", KEY)):
        (work / f"{name}.yml").write_text(text, encoding="utf-8")
    cases = [response for response, *_ in CASES.values()]
    answer: dict[str, Any] = copy.ask("engine_ninth_kind.py", {"cases": cases, "class": CLASS})
    return answer


def test_it_is_read_from_the_bank_and_stands_in_the_schema(told: dict[str, Any]) -> None:
    assert told["faults"] == []
    assert [each for each in told["audit"] if "grid" in each] == []
    assert told["schema"] == "grid"


def test_the_page_shows_it(told: dict[str, Any]) -> None:
    data = told["page"]["data"]
    assert data["kind"] == "grid"
    assert data["label"].endswith("judge each statement")
    assert sorted(each["id"] for each in data["options"]) == ["feet", "late", "ringer"]
    assert sorted(each["id"] for each in data["targets"]) == ["denies", "says", "silent"]
    assert data["rule"] == {
        "kind": "grid",
        "judged": RIGHT,
        "columns": ["says", "denies", "silent"],
    }
    for html in (told["page"]["fallback"], told["page"]["key"]):
        assert all(each in html for each in (*STATEMENTS, "She declines to say it."))


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_it_is_scored_and_told_by_its_own_rules(number: int, told: dict[str, Any]) -> None:
    assert told["page"]["judged"][number] == list(list(CASES.values())[number][1:])


def test_every_quiz_format_has_it_and_says_what_is_lost(told: dict[str, Any]) -> None:
    quizzes = told["quizzes"]
    assert quizzes["codes"] == [0, 0]
    assert list(quizzes["rows"]) == quizzes["formats"]
    for row in quizzes["rows"].values():
        assert row["kind"] == "grid"
        assert "match" in row["written as"]
        assert "points off for a wrong judgement" in row["lost or changed"]
    for text in quizzes["texts"].values():
        assert all(each in text for each in (*STATEMENTS, "The source denies it"))


def test_an_assignment_asks_it_and_keeps_its_key(told: dict[str, Any]) -> None:
    assigned = told["assigned"]
    assert assigned["kind"] == "Grid"
    assert assigned["data"]["rule"] is None
    assert assigned["hand_in"][0]["rows"] == 3
    assert len(assigned["editions"]) == 4, "page, notebook, worksheet, instructor's"
    for edition in (assigned["fallback"], *assigned["editions"]):
        assert all(each in edition for each in STATEMENTS)
    assert sum("She declines to say it." in each for each in assigned["editions"]) == 1


def test_notebooks_say_how_it_is_answered(told: dict[str, Any]) -> None:
    notebook, tested = told["assigned"]["notebook"], told["assigned"]["tested"]
    assert "for each word one of those to choose from" in notebook
    assert '"ringer": None,' in notebook
    assert f"answer_grid_1 = {RIGHT!r}" in tested


def test_a_class_is_graded_and_told(told: dict[str, Any]) -> None:
    graded = told["graded"]
    assert graded["code"] == 0
    assert graded["points"] == ["3", "1", "2", "3", ""]
    assert "it is no pairs" in graded["problems"]
    assert any(page.count('class="ok"') == 3 for page in graded["pages"])
    assert any("She was at the school." in page for page in graded["pages"])
    assert "A girl rang it → The source is silent on it" in graded["counts"]
    assert "otherwise most often" in graded["statistics"]


def _kinds() -> Iterator[tuple[str, str, str]]:
    """Give the name, the class and the module of each kind that registers itself."""
    for path in sorted(ENGINE.glob("items/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and "register" in map(
                ast.unparse, node.decorator_list
            ):
                fields = [
                    ast.unparse(each) for each in node.body if isinstance(each, ast.AnnAssign)
                ]
                (name,) = re.findall(r"^kind: Literal\['([a-z]+)'\]$", "\n".join(fields), re.M)
                yield name, node.name, path.stem


KINDS, CLASSES, MODULES = map(set, zip(*_kinds(), strict=True))


def _python() -> Iterator[tuple[Path, ast.Module]]:
    for path in ENGINE.rglob("*.py"):
        if path.parent.name != "items":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _named(node: ast.AST) -> list[str]:
    """Return the names of kinds among the texts of an expression."""
    texts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return [each for each in texts if isinstance(each, str) and each in KINDS]


def _is_kind(node: ast.AST) -> bool:
    return re.search(r"\bkind(_of\(|\b)", ast.unparse(node)) is not None


def _choices(node: ast.AST) -> Iterator[ast.AST]:
    """Give what in a node chooses by the kind of an item, or by its class."""
    match node:
        case ast.ImportFrom(module=str(module), names=names):
            of = module.split(".")
            if of[-1] == "items" and CLASSES.intersection(each.name for each in names):
                yield node
            if "items" in of[:-1] and of[-1] in MODULES:
                yield node
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            if any(map(_is_kind, sides)) and any(map(_named, sides)):
                yield node
        case ast.Match(subject=subject, cases=cases):
            if _is_kind(subject) and any(_named(each.pattern) for each in cases):
                yield node
        case ast.Dict(keys=keys):
            if sum(key is not None and key in _texts(keys) for key in keys) > 1:
                yield node
        case ast.Tuple(elts=several) | ast.List(elts=several) | ast.Set(elts=several):
            if len(several) > 1 and len(_texts(several)) == len(several):
                yield node


def _texts(nodes: list[Any]) -> list[ast.AST]:
    return [each for each in nodes if isinstance(each, ast.Constant) and each.value in KINDS]


def test_the_kinds_are_known() -> None:
    assert len(KINDS) == len(CLASSES) == len(MODULES) == 8


def test_nothing_above_the_items_chooses_by_their_kind() -> None:
    found = [
        f"{path.relative_to(ENGINE)}, line {each.lineno}: {ast.unparse(each)}"  # type: ignore[attr-defined]
        for path, tree in _python()
        for node in ast.walk(tree)
        for each in _choices(node)
    ]
    assert found == []


def test_no_template_chooses_by_kind() -> None:
    chosen = re.compile(r"\bkind\s*(?:==|!=|in\b)")
    templates = [*ENGINE.glob("templates/*.html")]
    assert templates
    assert [each.name for each in templates if chosen.search(each.read_text("utf-8"))] == []
