"""A small assignment for a class that codes, and what students hand in, honest and hostile."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sourcework.assignments.definition import Assignment, load_assignment
from sourcework.nbgrading.source import notebook

NAME = "counted"
EXCERPT = "testament/postscript"
NUMBER, CHOICES, ESSAY = f"{NAME}/number-1", f"{NAME}/choices-1", f"{NAME}/short-1"
RIGHT = {"number_1": "len(tables.excerpts()) * 0 + 12", "choices_1": '["a", "b"]'}
POINTS = {NUMBER: 2.0, CHOICES: 4.0}
_TOLD = {"feedback": "Look at the words.", "words": {EXCERPT: "Stalin is too rude"}}
_LEVELS = ["Claims and quotes.", "Claims.", "Tells.", "Names."]


def write_assignment(folder: Path, name: str = NAME, code: str = "answer = 3 * 4\n") -> Path:
    """Write the assignment with its keys into `folder`/`name`, and return that."""
    own = folder / name
    own.mkdir(parents=True)
    asked = {"objective": "close-1", "level": 1, "excerpts": [EXCERPT]}
    options = [{"id": each, "text": each.upper() * 3} for each in "abc"]
    questions = [
        {"id": NUMBER, "kind": "number", "unit": "days", "points": 2, "stem": "How many?"},
        {"id": CHOICES, "kind": "choices", "points": 4, "stem": "Which?", "options": options},
        {"id": ESSAY, "kind": "short", "stem": "Why?", "rubric": "essay", "words": 100},
    ]
    criterion = {"id": "claim", "title": "A claim", "points": 4, "levels": _LEVELS}
    definition = {
        "title": "Counted",
        "summary": "Two questions and an essay.",
        "chapter": "testament",
        "time": "one hour",
        "instructions": "Count, and say why.",
        "code": True,
        "parts": [
            {
                "title": "All",
                "text": "```python\nlimit = 12\n```\n",
                "items": [NUMBER, CHOICES, ESSAY],
            }
        ],
        "rubrics": {"essay": {"criteria": [criterion]}},
    }
    keys = [
        {
            "id": NUMBER,
            "key": "right",
            "options": [_TOLD | {"id": "right", "value": 12}],
            "otherwise": _TOLD,
            "solution": code,
        },
        {"id": CHOICES, "key": ["a", "b"], "options": dict.fromkeys("abc", _TOLD)},
        {"id": ESSAY, "model": "A MODEL ANSWER.", "notes": {"claim": "A MARKER'S NOTE."}},
    ]
    contents = {
        "assignment.yml": definition,
        "questions.yml": {"questions": [asked | each for each in questions]},
        "keys.yml": {"keys": keys},
    }
    for file, content in contents.items():
        text = json.dumps(content).replace(f"{NAME}/", f"{name}/")
        (own / file).write_text(text, encoding="utf-8")
    return own


def answered(assignment: Assignment, code: dict[str, str], essay: str = "") -> dict[str, Any]:
    """Return the notebook that was given out with code in the cells of answers.

    Parameters
    ----------
    code
        By the end of an answer's name, `number_1`, what it is set to; several lines, the last an
        expression, are possible.
    """
    content = copy.deepcopy(notebook(assignment))
    for name, source in code.items():
        *lines, last = source.strip().split("\n")
        put(
            content,
            f"answer-{assignment.name}-{name.replace('_', '-')}",
            "\n".join([*lines, f"answer_{name} = {last}"]),
        )
    if essay:
        cell = find(content, f"written-{assignment.name}-short-1")
        cell["source"] = cell["source"].replace("*Your answer here, in place of this line.*", essay)
    return content


def put(content: dict[str, Any], cell: str, source: str) -> None:
    """Add code to a cell."""
    found = find(content, cell)
    found["source"] += f"\n{source}"


def find(content: dict[str, Any], cell: str) -> dict[str, Any]:
    """Return a cell by its id."""
    found: dict[str, Any] = next(each for each in content["cells"] if each["id"] == cell)
    return found


def as_file(content: dict[str, Any]) -> bytes:
    """Return a notebook as Jupyter writes it."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def first(code: str) -> dict[str, str]:
    """Return right answers, the first after some code."""
    return RIGHT | {"number_1": f"{code}\n{RIGHT['number_1']}"}


CHEATS = """
class Equal(int):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    __hash__ = int.__hash__
Equal(1)
"""
PATCHES = """
import sourcework.scoring, sourcework.nbgrading.answer_literals as answering
sourcework.scoring.score = answering.score = lambda rule, response, points: points
answering.points = lambda *_: 2.0
1
"""
PEEKS = """
import json, re
seen = "".join(In) + open("counted.ipynb").read()
found = re.search(r"BEGIN HIDDEN TESTS.*?(\\d+\\.\\d+)", seen, re.DOTALL)
float(found.group(1)) if found else None
"""
WATCHES = """
caught = []
get_ipython().events.register("pre_run_cell", lambda info: caught.append(info.raw_cell))
1
"""
FORGES = """
from IPython.display import display
display({"text/plain": "2.0"}, raw=True)
1
"""
BASE = """
import sqlite3, glob
for path in glob.glob("/tmp/**/gradebook.db", recursive=True) + ["../gradebook.db", "gradebook.db"]:
    sqlite3.connect(path).execute("update grade set manual_score = 6")
1
"""
FLOODS = """
for _ in range(50):
    print("x" * 2**20)
12
"""
LOOPS = "import time\nwhile True: time.sleep(0.01)\n12"
QUITS = "import os\nos._exit(0)\n12"
SOCKETS = """
import glob, os
sockets = [each for each in open("/proc/net/unix").read().split() if each.endswith("k-1")]
folder = os.path.dirname(sockets[0])
with open(folder + "/more", "w") as file:
    file.write("x")
import time
time.sleep(20)
12
"""

Student = Callable[[Assignment], bytes]


def handing_in(code: dict[str, str], essay: str = "") -> Student:
    """Return what makes the notebook of a student."""
    return lambda assignment: as_file(answered(assignment, code, essay))


def without_answer(assignment: Assignment) -> bytes:
    """Return a notebook in which the cell of an answer was deleted."""
    content = answered(assignment, RIGHT)
    content["cells"].remove(find(content, f"answer-{assignment.name}-number-1"))
    return as_file(content)


RUNS: dict[str, Student] = {
    "deleted": without_answer,
    "right": handing_in(RIGHT, "Because he was rude."),
    # As a notebook of an earlier edition has it, when the package was called so.
    "partial": handing_in(first("from dossier import tables") | {"choices_1": '["a"]'}),
    "wrong": handing_in({"number_1": "13", "choices_1": '["c"]'}),
    "blank": handing_in({}),
    "syntax": handing_in(RIGHT | {"number_1": "((\n12"}),
    "module": handing_in(first("import not_there")),
    "loop": handing_in(RIGHT | {"number_1": LOOPS}),
    "quits": handing_in(RIGHT | {"choices_1": QUITS}),
    "flood": handing_in(RIGHT | {"number_1": FLOODS}),
    "equal": handing_in(RIGHT | {"number_1": CHEATS}),
    "patches": handing_in(RIGHT | {"number_1": PATCHES}),
    "peeks": handing_in(RIGHT | {"number_1": PEEKS}),
    "forges": handing_in(RIGHT | {"number_1": FORGES}),
    "base": handing_in(RIGHT | {"number_1": BASE}),
    "sockets": handing_in(RIGHT | {"number_1": SOCKETS}),
}


def load(folder: Path) -> Assignment:
    """Load the assignment that was written into a folder."""
    return load_assignment(folder)
