"""Script of the engine's tests: a ninth kind of item goes its whole way in Python."""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import engine_grid  # noqa: F401 - the one line that loads the kind

from sourcework.answer_keys import answer_key
from sourcework.answers import answers_text
from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.cli import main
from sourcework.editions.build import build
from sourcework.editions.notebook import notebook
from sourcework.item_bank import faults, schema
from sourcework.nbgrading import source
from sourcework.quizzes import FORMATS
from sourcework.scoring import feedback_for
from sourcework.validation import audit
from sourcework.widgets.assigned import Assigned, HandIn
from sourcework.widgets.exercise import exercise

BANK, GRADED, WORK = "bell/grid-1", "sitting/grid-1", "sitting"


def page(cases: list[Any]) -> dict[str, Any]:
    """Return what the widget shows, and what each response earns and is told."""
    widget = exercise(BANK)
    judged = []
    for response in cases:
        widget.work = {"response": response}
        judged.append([widget.score, feedback_for(widget.item.rule(), response)])
    return {
        "data": widget.data,
        "fallback": widget.fallback(),
        "judged": judged,
        "key": answer_key("bell").html(),
    }


def quizzes(folder: Path) -> dict[str, Any]:
    """Return how each format writes the item, and whether all the statements are in it."""
    report = folder / "report.csv"
    written = ["quiz", "all", "--items", BANK, "--out", str(folder), "--report", str(report)]
    assigned = ["quiz", "all", "--assignment", WORK, "--out", str(folder / "assigned")]
    codes = [main(written), main(assigned)]
    with report.open(encoding="utf-8", newline="") as file:
        rows = {row["format"]: row for row in csv.DictReader(file)}
    return {"codes": codes, "formats": list(FORMATS), "rows": rows, "texts": _texts(folder)}


def _texts(folder: Path) -> dict[str, str]:
    found = {}
    for path in (each for each in folder.iterdir() if each.stem in FORMATS):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found[path.stem] = "\n".join(archive.read(n).decode() for n in archive.namelist())
        else:
            found[path.stem] = path.read_text(encoding="utf-8-sig")
    return found


def assigned(folder: Path) -> dict[str, Any]:
    """Return the question of an assignment, its editions, and nbgrader's notebook with the key."""
    assignment = load_assignment(WORK)
    solution, question = load_solution(assignment), assignment.questions[GRADED]
    widget = Assigned(assignment, question)
    editions = [path.read_text(encoding="utf-8") for path in build(assignment, folder)]
    tested = source.notebook(assignment, source.load_key(assignment, solution))
    return {
        "data": widget.data,
        "fallback": widget.fallback(),
        "hand_in": HandIn(assignment).data["questions"],
        "kind": type(solution.items[GRADED]).__name__,
        "editions": editions,
        "notebook": "\n".join(c["source"] for c in json.loads(notebook(assignment))["cells"]),
        "tested": "\n".join(cell["source"] for cell in tested["cells"]),
    }


def graded(folder: Path, answers: dict[str, Any]) -> dict[str, Any]:
    """Grade a class: answers files, and the notebook for one of whom nobody has a file."""
    version, handed_in = load_assignment(WORK).version, folder / "class"
    handed_in.mkdir(parents=True)
    for number, (name, response) in enumerate(answers.items()):
        stem = f"{name}_{4100 + number}_{70_000 + number}_{WORK}"
        if name == "notebook":
            written = json.loads(notebook(load_assignment(WORK)))
            cell = next(each for each in written["cells"] if "dossier" in each["metadata"])
            cell["source"] = f"answer = {response!r}"
            (handed_in / f"{stem}.ipynb").write_text(json.dumps(written), encoding="utf-8")
            continue
        record = {"items": {GRADED: {"work": {"response": response}}}, "widgets": {}}
        text = answers_text(record, WORK, version, f"{number:032x}", "2031-03-01T10:00:00.000Z")
        (handed_in / f"{stem}-answers.json").write_text(text, encoding="utf-8")
    out = folder / "out"
    code = main(["grade", WORK, str(handed_in), "--out", str(out)])
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        points = {row["student"]: row[GRADED] for row in csv.DictReader(file)}
    with zipfile.ZipFile(out / "feedback-1.zip") as archive:
        pages = [archive.read(name).decode() for name in archive.namelist()]
    return {
        "code": code,
        "points": [points[str(4100 + number)] for number in range(len(answers))],
        "pages": pages,
        "problems": (out / "problems.csv").read_text(encoding="utf-8-sig"),
        "statistics": (out / "statistics.html").read_text(encoding="utf-8"),
        "counts": (out / "items.csv").read_text(encoding="utf-8-sig"),
    }


if __name__ == "__main__":
    asked, answer = map(Path, sys.argv[1:])
    question = json.loads(asked.read_text(encoding="utf-8"))
    made = Path("made")
    (made / "quizzes").mkdir(parents=True)
    kept = {
        "faults": [str(each) for each in faults()],
        "audit": [str(each) for each in audit()],
        "schema": schema()["$defs"]["Grid"]["properties"]["kind"]["const"],
        "page": page(question["cases"]),
        "quizzes": quizzes(made / "quizzes"),
        "assigned": assigned(made / "editions"),
        "graded": graded(made / "graded", question["class"]),
    }
    answer.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
